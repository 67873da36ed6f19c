/** Links that leave the frame, `open()`, the mirrored address, and menu clicks that come from the admin. */
import type { Channel } from "./channel.ts";
import type { BridgeConfig } from "./config.ts";

const LAUNCH_PARAMS = [
  "embedded",
  "hmac",
  "host",
  "id_token",
  "locale",
  "session",
  "shop",
  "timestamp",
];

/** The admin's address of a link, or null when the link is none of the admin's. */
export function toAdminUrl(href: string, adminOrigin: string, shop: string): string | null {
  const store = `${adminOrigin}/store/${shop.replace(".myshopify.com", "")}`;
  const remote = /^shopify:\/*admin(?:\/(.*))?$/i.exec(href);
  if (remote) return `${store}/${remote[1] ?? ""}`;
  const url = new URL(href, window.location.href);
  if (url.hostname === "admin.shopify.com") return adminOrigin + url.pathname + url.search;
  if (url.hostname !== shop) return null;
  if (url.pathname.startsWith("/admin/oauth/")) return adminOrigin + url.pathname + url.search;
  return url.pathname.startsWith("/admin")
    ? store + url.pathname.slice("/admin".length) + url.search
    : `${adminOrigin}/storefront`;
}

export function startNavigation(channel: Channel, config: BridgeConfig): void {
  const nativeOpen = window.open.bind(window);
  const resolve = (href: string) => toAdminUrl(href, channel.adminOrigin, config.shop);

  window.open = (url, target, features) => {
    const href = url === undefined ? "" : String(url);
    const leavesFrame = target === "_top" || target === "_parent";
    const adminUrl = href === "" ? null : resolve(href);
    if (channel.isEmbedded && href !== "" && (leavesFrame || (adminUrl && !target))) {
      channel.tell({ kind: "open", url: adminUrl ?? new URL(href, location.href).href });
      return null;
    }
    return nativeOpen(adminUrl ?? url, target, features);
  };

  document.addEventListener(
    "click",
    (event) => {
      const link = event.target instanceof Element ? event.target.closest("a[href]") : null;
      const href = link?.getAttribute("href") ?? "";
      const isRemote = /^shopify:/i.test(href) || /^(_top|_parent)$/.test(targetOf(link));
      if (!isRemote || event.defaultPrevented) return;
      event.preventDefault();
      window.open(href, targetOf(link) || "_top");
    },
    true,
  );

  mirrorHistory(channel);
  channel.onPush((push) => {
    if (push.kind === "navigate") dispatchNavigate(push.href);
  });
}

/** The app's router listens for `shopify:navigate` and reads `href` of the element it comes from. */
function dispatchNavigate(href: string): void {
  const links = [...document.querySelectorAll("ui-nav-menu a[href], s-app-nav [href]")];
  const link = links.find((one) => one.getAttribute("href") === href);
  link?.dispatchEvent(new CustomEvent("shopify:navigate", { bubbles: true }));
}

function mirrorHistory(channel: Channel): void {
  const announce = () => channel.tell({ kind: "history", path: currentPath() });
  for (const name of ["pushState", "replaceState"] as const) {
    const native = history[name].bind(history);
    history[name] = (...args: Parameters<History["pushState"]>) => {
      native(...args);
      announce();
    };
  }
  window.addEventListener("popstate", announce);
  window.addEventListener("hashchange", announce);
  announce();
}

function currentPath(): string {
  const url = new URL(window.location.href);
  for (const name of LAUNCH_PARAMS) url.searchParams.delete(name);
  return url.pathname + url.search + url.hash;
}

function targetOf(link: Element | null): string {
  return link?.getAttribute("target") ?? "";
}
