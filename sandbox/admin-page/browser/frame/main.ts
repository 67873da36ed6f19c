/** The admin frame's own script: it serves the embedded app and the sandbox strip. */
import type { AppMessage } from "#sandbox/admin-page/browser/messages.ts";
import {
  confirmLeave,
  drawLoading,
  drawNav,
  drawSaveBar,
  drawTitle,
  mirrorPath,
  startSaveBar,
} from "./app-chrome.ts";
import { openAppLink, type AppLink } from "./app-link.ts";
import { startControls } from "./controls.ts";
import { pickResources } from "./resource-picker.ts";
import { askInSheet } from "./sheet.ts";
import { hideToast, showToast } from "./toasts.ts";

// The script runs in <head>, before the iframe exists, so that no message of the app is missed.
const early: { message: AppMessage; resolve: (value: unknown) => void }[] = [];
let link: AppLink | null = null;

document.addEventListener("DOMContentLoaded", () => {
  startControls();
});
new MutationObserver((_records, observer) => {
  if (link || !document.getElementById("app-frame")) return;
  observer.disconnect();
  connect();
}).observe(document, { childList: true, subtree: true });

function connect(): void {
  link = openAppLink((message) => {
    if (document.readyState !== "loading") return handle(message);
    return new Promise((resolve) => early.push({ message, resolve }));
  });
  const flush = () => {
    for (const { message, resolve } of early.splice(0)) resolve(handle(message));
    if (link) startSaveBar(link);
  };
  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", flush);
  else flush();
}

function handle(message: AppMessage): unknown {
  if (!link) return undefined;
  const app = link;
  switch (message.kind) {
    case "history":
      return mirrorPath(app, message.path);
    case "nav":
      return drawNav(app, message.items);
    case "title":
      return drawTitle(app, message.title, message.actions);
    case "loading":
      return drawLoading(message.isLoading);
    case "toast-show":
      return showToast(message.id, message.message, message.options, (event) =>
        app.push({ kind: "toast", id: message.id, event }),
      );
    case "toast-hide":
      return hideToast(message.id);
    case "save-bar":
      return drawSaveBar(message.bar);
    case "open":
      return openUrl(app, message.url);
    case "leave-confirmation":
      return confirmLeave();
    case "id-token":
      return getJson("/admin/internal/id-token").then(({ idToken }) => idToken);
    case "user":
      return getJson("/admin/internal/user");
    case "resource-picker":
      return pickResources(message.options);
    case "scopes":
      return changeScopes(message.action, message.scopes);
  }
}

/** An address of the app itself opens inside the admin; everything else replaces the page. */
function openUrl(app: AppLink, address: string): void {
  const url = new URL(address, window.location.href);
  if (!/^https?:$/.test(url.protocol) || !confirmLeave()) return;
  drawSaveBar(null);
  const isApp = url.origin === app.config.appOrigin;
  window.location.assign(isApp ? app.config.appBase + url.pathname + url.search : url.href);
}

async function changeScopes(action: "query" | "request" | "revoke", scopes: string[]) {
  if (action === "query") return getJson("/admin/internal/scopes");
  if (action === "request" && !(await confirmScopes(scopes))) {
    return { result: "declined-all", detail: await getJson("/admin/internal/scopes") };
  }
  const detail = await getJson("/admin/internal/scopes", { action, scopes });
  return action === "request" ? { result: "granted-all", detail } : { detail };
}

async function confirmScopes(scopes: string[]): Promise<boolean> {
  const body = document.createElement("div");
  body.textContent = `The app asks for: ${scopes.join(", ")}`;
  const answer = await askInSheet({
    title: "Allow more access?",
    body,
    actionLabel: "Allow",
    read: () => true,
  });
  return answer === true;
}

async function getJson(path: string, body?: object): Promise<Record<string, unknown>> {
  const response = await fetch(path, {
    method: body ? "POST" : "GET",
    ...(body
      ? { body: JSON.stringify(body), headers: { "content-type": "application/json" } }
      : {}),
  });
  if (!response.ok) throw new Error(`${path} answered ${response.status}`);
  return (await response.json()) as Record<string, unknown>;
}
