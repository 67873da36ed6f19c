/** The admin's frame around a page: top bar, store navigation, and the strip with the sandbox's own controls. */
import { STAFF } from "#sandbox/auth/staff.ts";
import { html, raw, type Html } from "#sandbox/http/html.ts";
import { isInstalled } from "#sandbox/auth/token-route.ts";
import { shopHandle, type Sandbox } from "#sandbox/http/sandbox-context.ts";
import type { ShopState } from "#sandbox/store/types.ts";
import { renderControls } from "./control-strip.ts";

export type AdminPage = {
  title: string;
  section: "orders" | "products" | "customers" | "settings" | "app";
  /** Shown full-bleed instead of as a page with margins. */
  isFrame: boolean;
  head?: Html;
  body: Html;
};

export function renderAdmin(sandbox: Sandbox, shop: ShopState, page: AdminPage): string {
  const store = `/store/${shopHandle(shop)}`;
  return html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>${page.title} · ${shop.name}</title>
        <link rel="icon" href="data:," />
        <link rel="stylesheet" href="/admin-page/admin.css" />
        ${page.head} ${raw('<script src="/admin-page/frame.js"></script>')}
      </head>
      <body class="${page.isFrame ? "framed" : "paged"}">
        <a class="skip" href="#main">Skip to content</a>
        <header class="top">
          <button type="button" class="menu-button" aria-expanded="false" aria-controls="side">
            Menu
          </button>
          <a class="store-name" href="${store}/orders">${shop.name}</a>
          ${renderStaffSwitch(sandbox)}
        </header>
        <nav class="side" id="side" aria-label="Store">
          <ul>
            ${renderLink(`${store}/orders`, "Orders", page.section === "orders")}
            ${renderLink(`${store}/products`, "Products", page.section === "products")}
            ${renderLink(`${store}/customers`, "Customers", page.section === "customers")}
            ${renderLink("/storefront", "Online store", false)}
            ${renderLink(`${store}/settings`, "Settings", page.section === "settings")}
          </ul>
          ${sandbox.options.hasApp && renderAppNav(sandbox, shop, page.section === "app")}
        </nav>
        <main id="main" tabindex="-1">${page.body}</main>
        ${renderControls(sandbox, shop)}
        <div class="toasts" id="toasts" role="status" aria-live="polite"></div>
      </body>
    </html>`.html;
}

function renderAppNav(sandbox: Sandbox, shop: ShopState, isCurrent: boolean): Html {
  const home = `/store/${shopHandle(shop)}/apps/${sandbox.app.handle}`;
  return html`<p class="side-title" id="apps-title">Apps</p>
    <ul aria-labelledby="apps-title">
      <li>
        <a class="app-link" id="app-home" href="${home}" ${isCurrent && raw('aria-current="page"')}
          ><span class="app-icon" aria-hidden="true">${sandbox.app.name.slice(0, 1)}</span
          >${sandbox.app.name}</a
        >
        ${isCurrent && isInstalled(shop) && raw('<ul class="app-nav" id="app-nav"></ul>')}
      </li>
    </ul>`;
}

function renderStaffSwitch(sandbox: Sandbox): Html {
  const current = sandbox.state.auth.staffUserId;
  return html`<label class="staff">
    <span class="visually-hidden">Signed in as</span>
    <select id="staff">
      ${STAFF.map(
        (user) =>
          html`<option value="${user.id}" ${user.id === current && raw("selected")}>
            ${user.firstName} ${user.lastName} (${user.role})
          </option>`,
      )}
    </select>
  </label>`;
}

function renderLink(href: string, label: string, isCurrent: boolean): Html {
  return html`<li>
    <a href="${href}" ${isCurrent && raw('aria-current="page"')}>${label}</a>
  </li>`;
}
