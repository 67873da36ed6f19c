/** Buttons and links written inside a title bar or a save bar, as the admin frame needs to draw them. */
import type { BarAction } from "#sandbox/admin-page/browser/messages.ts";

export function listActionElements(bar: Element): HTMLElement[] {
  return [...bar.querySelectorAll<HTMLElement>("button, a")];
}

export function readActions(bar: Element | null): BarAction[] {
  if (!bar) return [];
  return listActionElements(bar).map((element, index) => ({
    index,
    label: element.textContent?.trim() ?? "",
    isPrimary: element.getAttribute("variant") === "primary",
    isCritical: element.getAttribute("tone") === "critical",
    isDisabled: element.hasAttribute("disabled"),
    isLoading: isSet(element, "loading"),
  }));
}

/** React writes boolean attributes of unknown names as text: `loading="false"` is not loading. */
export function isSet(element: Element, name: string): boolean {
  const value = element.getAttribute(name);
  return value !== null && value !== "false";
}
