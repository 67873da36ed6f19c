/** Toasts, drawn at the foot of the admin and read out politely. */
import type { ToastView } from "#sandbox/admin-page/browser/messages.ts";

type Told = (event: "action" | "dismiss") => void;

export function showToast(
  id: string,
  message: string,
  view: ToastView,
  tell: Told = () => {},
): void {
  const toast = document.createElement("div");
  toast.className = view.isError ? "toast error" : "toast";
  toast.id = `toast-${id}`;
  const text = document.createElement("span");
  text.textContent = message;
  toast.append(text);
  if (view.action) toast.append(button(view.action, () => tell("action")));
  const dismiss = button("✕", () => close());
  dismiss.setAttribute("aria-label", "Dismiss");
  toast.append(dismiss);
  const close = () => {
    if (!toast.isConnected) return;
    toast.remove();
    tell("dismiss");
  };
  toast.addEventListener("dismiss", close);
  setTimeout(close, view.durationMs);
  document.getElementById("toasts")?.append(toast);
}

export function hideToast(id: string): void {
  document.getElementById(`toast-${id}`)?.dispatchEvent(new Event("dismiss"));
}

function button(label: string, press: () => void): HTMLButtonElement {
  const element = document.createElement("button");
  element.type = "button";
  element.textContent = label;
  element.addEventListener("click", press);
  return element;
}
