/** Watches the page's `<ui-nav-menu>`, `<s-app-nav>` and `<ui-title-bar>` and tells the admin frame what they say. */
import type { NavItem } from "#sandbox/admin-page/browser/messages.ts";
import type { Channel } from "./channel.ts";
import { listActionElements, readActions } from "./read-actions.ts";

export function observePage(channel: Channel, onChange: () => void): void {
  let isPlanned = false;
  let last = "";
  const announce = () => {
    isPlanned = false;
    const items = readNav();
    const bar = findTitleBar();
    const title = bar ? bar.getAttribute("title") : null;
    const actions = readActions(bar);
    const now = JSON.stringify([items, title, actions]);
    if (now !== last) {
      last = now;
      channel.tell({ kind: "nav", items });
      channel.tell({ kind: "title", title, actions });
    }
    onChange();
  };
  const plan = () => {
    if (isPlanned) return;
    isPlanned = true;
    // A timer, not a frame: frames do not come while the tab is in the background.
    setTimeout(announce, 30);
  };
  new MutationObserver(plan).observe(document.documentElement, {
    childList: true,
    subtree: true,
    attributes: true,
    characterData: true,
  });
  plan();
  channel.onPush((push) => {
    if (push.kind !== "title-action") return;
    const bar = findTitleBar();
    if (bar) listActionElements(bar)[push.index]?.click();
  });
}

/** The page's own title bar; the one inside a modal belongs to the modal. */
function findTitleBar(): Element | null {
  const bars = [...document.querySelectorAll("ui-title-bar")];
  return bars.find((bar) => bar.closest("ui-modal") === null) ?? null;
}

function readNav(): NavItem[] {
  const links = [...document.querySelectorAll("ui-nav-menu a[href], s-app-nav [href]")];
  return links.map((link) => ({
    label: link.textContent?.trim() ?? "",
    href: link.getAttribute("href") ?? "/",
    isHome: link.getAttribute("rel") === "home",
  }));
}
