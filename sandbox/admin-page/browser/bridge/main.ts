/**
 * The sandbox's own App Bridge: what `https://cdn.shopify.com/shopifycloud/app-bridge.js` is in production, as far as
 * docs/sandbox.md lists it. Runs as the first script of the page and changes nothing in the document before hydration.
 */
import type { PickerOptions } from "#sandbox/admin-page/browser/messages.ts";
import { patchFetch } from "./authenticated-fetch.ts";
import { openChannel } from "./channel.ts";
import { readConfig } from "./config.ts";
import { startModal } from "./modal.ts";
import { startNavigation } from "./navigation.ts";
import { observePage } from "./observe-page.ts";
import { startSaveBar } from "./save-bar.ts";
import { startToast } from "./toast.ts";
import { startWebVitals } from "./web-vitals.ts";

const HIDDEN = "ui-nav-menu, s-app-nav, ui-title-bar, ui-save-bar { display: none !important; }";

function start(script: HTMLScriptElement): object {
  const channel = openChannel(new URL(script.src).origin);
  const config = readConfig(script);
  const idToken = async () => String(await channel.ask({ kind: "id-token" }));

  hideBridgeElements();
  patchFetch(channel, idToken);
  startNavigation(channel, config);
  const saveBar = startSaveBar(channel);
  observePage(channel, saveBar.refresh);
  const scopes =
    (action: "query" | "request" | "revoke") =>
    (names: string[] = []) =>
      channel.ask({ kind: "scopes", action, scopes: names }, action === "request");

  reloadIfAsked(idToken);
  return {
    config: { ...config, appOrigins: [], disabledFeatures: [], experimentalFeatures: [] },
    origin: window.location.origin,
    ready: Promise.resolve(),
    environment: { embedded: channel.isEmbedded, mobile: false, pos: false, intent: false },
    idToken,
    user: () => channel.ask({ kind: "user" }),
    toast: startToast(channel),
    modal: startModal(),
    saveBar,
    loading: (isLoading = true) => channel.tell({ kind: "loading", isLoading }),
    resourcePicker: async (options: PickerOptions) =>
      (await channel.ask({ kind: "resource-picker", options }, true)) ?? undefined,
    scopes: { query: scopes("query"), request: scopes("request"), revoke: scopes("revoke") },
    app: { extensions: async () => [] },
    webVitals: startWebVitals(),
  };
}

/** By a constructed style sheet: an element in `<head>` would disturb React's hydration of the document. */
function hideBridgeElements(): void {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(HIDDEN);
  document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet];
}

/** The library's bounce page carries the wanted address in `shopify-reload`; it is opened with a fresh token. */
function reloadIfAsked(idToken: () => Promise<string>): void {
  const wanted = new URLSearchParams(window.location.search).get("shopify-reload");
  if (!wanted) return;
  const target = new URL(wanted, window.location.href);
  // Only the path is taken over: the parameter may come from anyone.
  const url = new URL(target.pathname + target.search, window.location.origin);
  void idToken().then((token) => {
    url.searchParams.set("id_token", token);
    window.location.replace(url);
  });
}

const script = document.currentScript;
// The library's own types describe the real script; this one is looser.
const page: { shopify?: unknown } = window;
if (script instanceof HTMLScriptElement && !page.shopify) page.shopify = start(script);
