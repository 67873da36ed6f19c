/** The store's own records, read-only: enough for `shopify://admin/orders/…` links to arrive somewhere sensible. */
import { html, type Html } from "#sandbox/http/html.ts";
import type { Sandbox } from "#sandbox/http/sandbox-context.ts";
import type { Customer, Product, ShopState } from "#sandbox/store/types.ts";
import { renderAdmin, type AdminPage } from "./admin-layout.ts";
import { customerDetail, orderDetail, productDetail } from "./record-details.ts";
import {
  byNewest,
  fullName,
  orderRow,
  recordUrl,
  renderBadge,
  type Section,
} from "./record-parts.ts";

const PAGE_SIZE = 50;

/** `/orders`, `/orders/123` and so on; null when there is no such record. */
export function renderRecords(
  sandbox: Sandbox,
  shop: ShopState,
  path: string,
  params: URLSearchParams,
): string | null {
  if (path.startsWith("/settings")) return renderSettings(sandbox, shop);
  const [, section, id] = /^\/(orders|products|customers)(?:\/(\d+))?$/.exec(path) ?? [];
  if (!section) return null;
  const page = { section: section as Section, isFrame: false }; // one of the three, by the pattern
  if (id === undefined) {
    const title = section.charAt(0).toUpperCase() + section.slice(1);
    const body = renderList(shop, page.section, Number(params.get("page") ?? 1));
    return renderAdmin(sandbox, shop, { ...page, title, body });
  }
  const detail = renderDetail(shop, page.section, id);
  return detail && renderAdmin(sandbox, shop, { ...page, ...detail });
}

/** The shop's profile: what links to `shopify://admin/settings/…` are after. */
function renderSettings(sandbox: Sandbox, shop: ShopState): string {
  const { address } = shop;
  const rows = [
    ["Store", shop.name],
    ["Owner", shop.ownerName],
    ["E-mail", shop.email],
    ["Address", [address.address1, address.city, address.zip, address.country].join(", ")],
    ["Currency", shop.currency],
    ["Time zone", shop.ianaTimezone],
    ["Plan", shop.planName],
  ];
  return renderAdmin(sandbox, shop, {
    title: "Settings",
    section: "settings",
    isFrame: false,
    body: html`<div class="page">
      <h1>Settings</h1>
      <div class="table-wrap">
        <table>
          <tbody>
            ${rows.map(
              ([name, value]) =>
                html`<tr>
                  <th scope="row">${name}</th>
                  <td>${value}</td>
                </tr>`,
            )}
          </tbody>
        </table>
      </div>
      <p class="muted">The control API changes name and time zone: action update_shop.</p>
    </div>`,
  });
}

export function renderNotFound(sandbox: Sandbox, shop: ShopState): string {
  return renderAdmin(sandbox, shop, {
    title: "Not found",
    section: "orders",
    isFrame: false,
    body: html`<div class="page">
      <h1>There is nothing at this address</h1>
      <p>The sandbox shows orders, products, customers and settings, and the app.</p>
      <p><a href="/">Back to the app</a></p>
    </div>`,
  });
}

function renderList(shop: ShopState, section: Section, pageNumber: number): Html {
  const rows = {
    orders: () => [...shop.orders.values()].sort(byNewest).map((one) => orderRow(shop, one)),
    products: () => [...shop.products.values()].map((one) => productRow(shop, one)),
    customers: () => [...shop.customers.values()].map((one) => customerRow(shop, one)),
  }[section]();
  const heads = {
    orders: ["Order", "Date", "Customer", "Total", "Payment", "Fulfillment"],
    products: ["Product", "Vendor", "Status", "Variants"],
    customers: ["Customer", "Country", "Orders"],
  }[section];
  const page = Math.max(1, pageNumber);
  const shown = rows.slice((page - 1) * PAGE_SIZE, page * PAGE_SIZE);
  return html`<div class="page">
    <h1>
      ${section.charAt(0).toUpperCase() + section.slice(1)}
      <span class="muted">${rows.length}</span>
    </h1>
    <div class="table-wrap" tabindex="0" role="region" aria-label="${section}">
      <table>
        <thead>
          <tr>
            ${heads.map((head) => html`<th scope="col">${head}</th>`)}
          </tr>
        </thead>
        <tbody>
          ${shown}
        </tbody>
      </table>
    </div>
    <nav class="pages" aria-label="Pages">
      ${page > 1 && html`<a href="?page=${page - 1}">Newer</a>`}
      ${page * PAGE_SIZE < rows.length && html`<a href="?page=${page + 1}">Older</a>`}
    </nav>
  </div>`;
}

function renderDetail(
  shop: ShopState,
  section: Section,
  id: string,
): Pick<AdminPage, "title" | "body"> | null {
  if (section === "orders") {
    const order = shop.orders.get(`gid://shopify/Order/${id}`);
    return order ? { title: order.name, body: orderDetail(shop, order) } : null;
  }
  if (section === "products") {
    const product = shop.products.get(`gid://shopify/Product/${id}`);
    return product ? { title: product.title, body: productDetail(shop, product) } : null;
  }
  const customer = shop.customers.get(`gid://shopify/Customer/${id}`);
  return customer ? { title: fullName(customer), body: customerDetail(shop, customer) } : null;
}

function productRow(shop: ShopState, product: Product): Html {
  return html`<tr>
    <td><a href="${recordUrl(shop, "products", product.id)}">${product.title}</a></td>
    <td>${product.vendor}</td>
    <td>${renderBadge(product.status)}</td>
    <td class="number">${product.variantIds.length}</td>
  </tr>`;
}

function customerRow(shop: ShopState, customer: Customer): Html {
  const orders = [...shop.orders.values()].filter(({ customerId }) => customerId === customer.id);
  return html`<tr>
    <td><a href="${recordUrl(shop, "customers", customer.id)}">${fullName(customer)}</a></td>
    <td>${customer.addresses[0]?.country}</td>
    <td class="number">${orders.length}</td>
  </tr>`;
}
