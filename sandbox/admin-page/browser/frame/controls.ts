/** The sandbox strip, the staff switch and the menu button. */
import { closeMenu } from "./app-chrome.ts";
import { showToast } from "./toasts.ts";

const OPEN_KEY = "sandbox-controls-open";

export function startControls(): void {
  const strip = document.getElementById("controls");
  if (strip instanceof HTMLDetailsElement) {
    strip.open = window.localStorage.getItem(OPEN_KEY) === "1";
    strip.addEventListener("toggle", () =>
      window.localStorage.setItem(OPEN_KEY, strip.open ? "1" : "0"),
    );
    strip.addEventListener("click", (event) => void handleClick(event));
  }
  document.getElementById("staff")?.addEventListener("change", (event) => {
    if (event.target instanceof HTMLSelectElement) void switchStaff(event.target.value);
  });
  startMenu();
}

async function handleClick(event: Event): Promise<void> {
  const button = event.target instanceof Element ? event.target.closest("button") : null;
  const { act, advance, confirm } = button?.dataset ?? {};
  if (!button || (confirm && !window.confirm(confirm))) return;
  button.disabled = true;
  const answer = advance
    ? await post("/__sandbox/clock", { advanceMs: Number(advance) })
    : await post("/__sandbox/act", JSON.parse(act ?? "{}"));
  button.disabled = false;
  showClock(answer);
  const message = answer["message"] ?? answer["error"];
  showToast(`control-${performance.now()}`, String(message ?? "Done"), {
    durationMs: 5_000,
    isError: answer["error"] !== undefined,
    action: null,
  });
  if (button.hasAttribute("data-reload")) window.location.reload();
}

function showClock(answer: Record<string, unknown>): void {
  const clock = document.getElementById("clock");
  if (clock && typeof answer["shown"] === "string") clock.textContent = answer["shown"];
}

async function switchStaff(userId: string): Promise<void> {
  await post("/admin/internal/staff", { userId });
  window.location.reload();
}

async function post(path: string, body: unknown): Promise<Record<string, unknown>> {
  const response = await fetch(path, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(body),
  });
  return (await response.json()) as Record<string, unknown>;
}

function startMenu(): void {
  const button = document.querySelector(".menu-button");
  button?.addEventListener("click", () => {
    const isOpen = document.getElementById("side")?.classList.toggle("open") ?? false;
    button.setAttribute("aria-expanded", String(isOpen));
    if (isOpen) document.querySelector<HTMLElement>("#side a")?.focus();
  });
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape") closeMenu();
  });
  document.getElementById("main")?.addEventListener("click", closeMenu);
  window.addEventListener("blur", () => {
    // A click into the iframe is only visible as the loss of focus.
    if (document.activeElement?.id === "app-frame") closeMenu();
  });
}
