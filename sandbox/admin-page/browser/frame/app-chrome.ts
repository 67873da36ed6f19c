/** What the app may change around its iframe: menu, title and actions, save bar, progress, address. */
import type { BarAction, NavItem, SaveBarView } from "#sandbox/admin-page/browser/messages.ts";
import type { AppLink } from "./app-link.ts";

export function drawNav(link: AppLink, items: NavItem[]): void {
  const list = document.getElementById("app-nav");
  const home = document.getElementById("app-home");
  if (!list || !home) return;
  list.replaceChildren(
    ...items.filter((item) => !item.isHome).map((item) => drawNavItem(link, item)),
  );
  const homeHref = items.find((item) => item.isHome)?.href;
  home.onclick = (event) => {
    if (!homeHref || event.metaKey || event.ctrlKey) return;
    event.preventDefault();
    closeMenu();
    link.push({ kind: "navigate", href: homeHref });
  };
  markCurrent();
}

function drawNavItem(link: AppLink, item: NavItem): HTMLLIElement {
  const row = document.createElement("li");
  const anchor = document.createElement("a");
  anchor.textContent = item.label;
  anchor.href = link.config.appBase + item.href;
  anchor.addEventListener("click", (event) => {
    if (event.metaKey || event.ctrlKey) return;
    event.preventDefault();
    closeMenu();
    link.push({ kind: "navigate", href: item.href });
  });
  row.append(anchor);
  return row;
}

/** Marks the menu item whose address is the longest start of the present one. */
export function markCurrent(): void {
  const here = window.location.pathname;
  const links = [...document.querySelectorAll<HTMLAnchorElement>("#app-nav a")];
  const matches = links.filter(
    ({ pathname }) => here === pathname || here.startsWith(`${pathname}/`),
  );
  const best = matches.sort((a, b) => b.pathname.length - a.pathname.length)[0];
  for (const one of links) {
    if (one === best) one.setAttribute("aria-current", "page");
    else one.removeAttribute("aria-current");
  }
  document.getElementById("app-home")?.toggleAttribute("data-parent", best !== undefined);
}

export function drawTitle(link: AppLink, title: string | null, actions: BarAction[]): void {
  const heading = document.getElementById("app-title");
  if (heading) heading.textContent = title ?? link.frame.title;
  const sorted = [...actions].sort((a, b) => Number(a.isPrimary) - Number(b.isPrimary));
  document.getElementById("app-actions")?.replaceChildren(
    ...sorted.map((action) => {
      const button = document.createElement("button");
      button.type = "button";
      button.textContent = action.label;
      button.classList.toggle("primary", action.isPrimary);
      button.classList.toggle("critical", action.isCritical);
      button.disabled = action.isDisabled || action.isLoading;
      button.addEventListener("click", () =>
        link.push({ kind: "title-action", index: action.index }),
      );
      return button;
    }),
  );
}

let shownBar: SaveBarView | null = null;

export function startSaveBar(link: AppLink): void {
  document
    .getElementById("save-bar-save")
    ?.addEventListener("click", () => link.push({ kind: "save-bar", action: "save" }));
  document.getElementById("save-bar-discard")?.addEventListener("click", () => {
    if (shownBar?.confirmsDiscard && !window.confirm("Discard all unsaved changes?")) return;
    link.push({ kind: "save-bar", action: "discard" });
  });
  window.addEventListener("beforeunload", (event) => {
    if (shownBar) event.preventDefault();
  });
}

export function drawSaveBar(bar: SaveBarView | null): void {
  shownBar = bar;
  document.getElementById("save-bar")?.toggleAttribute("hidden", bar === null);
  const save = document.getElementById("save-bar-save");
  if (!(save instanceof HTMLButtonElement) || !bar) return;
  save.disabled = bar.isSaveDisabled || bar.isSaving;
  save.textContent = bar.isSaving ? "Saving…" : "Save";
}

/** True when nothing is unsaved or the person chooses to leave it behind. */
export function confirmLeave(): boolean {
  if (!shownBar) return true;
  document
    .getElementById("save-bar")
    ?.animate(
      { transform: ["none", "translateX(-4px)", "translateX(4px)", "none"] },
      { duration: 250 },
    );
  return window.confirm("Leave this page? Unsaved changes are lost.");
}

export function drawLoading(isLoading: boolean): void {
  document.getElementById("progress")?.toggleAttribute("hidden", !isLoading);
}

/** The app's address appears in the admin's; the history entries are the iframe's own, so none is added here. */
export function mirrorPath(link: AppLink, path: string): void {
  const shown = path === "/" ? "" : path;
  window.history.replaceState(window.history.state, "", link.config.appBase + shown);
  markCurrent();
}

export function closeMenu(): void {
  document.getElementById("side")?.classList.remove("open");
  document.querySelector(".menu-button")?.setAttribute("aria-expanded", "false");
}
