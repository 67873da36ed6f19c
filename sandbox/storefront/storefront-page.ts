/** Pages of the sandbox's shop: the shelf, one product with its order form, the thank-you page. */
import { formatMoney } from "#sandbox/domain/money.ts";
import { currentTotal } from "#sandbox/domain/order-money.ts";
import type { Buyer } from "#sandbox/http/acts/place-order.ts";
import { html, type Html } from "#sandbox/http/html.ts";
import { renderPage } from "#sandbox/http/page-shell.ts";
import { shopHandle } from "#sandbox/http/sandbox-context.ts";
import { numericId } from "#sandbox/store/ids.ts";
import type { Order, Product, ShopState, Variant } from "#sandbox/store/types.ts";

const PAGE_SIZE = 24;
const SWATCHES = ["#2f5d50", "#7a4b2a", "#39507a", "#6a3f5f", "#5b6236", "#87542f", "#2d6470"];

export function renderShop(shop: ShopState, page: number): string {
  const products = [...shop.products.values()].filter(({ status }) => status === "ACTIVE");
  const shown = products.slice((page - 1) * PAGE_SIZE, page * PAGE_SIZE);
  return renderPage({
    title: shop.name,
    current: "storefront",
    body: html`
      <h1>${shop.name}</h1>
      ${products.length === 0 && html`<p class="empty">This store sells nothing yet.</p>`}
      <ul class="grid">
        ${shown.map((product, index) => renderCard(shop, product, index))}
      </ul>
      <p>
        ${page > 1 && html`<a href="/storefront?page=${page - 1}">Back</a> `}
        ${page * PAGE_SIZE < products.length && html`<a href="/storefront?page=${page + 1}">More</a>`}
      </p>
    `,
  });
}

export function renderProduct(
  shop: ShopState,
  product: Product,
  buyer: Buyer,
  problem: string | null,
): string {
  const variants = listVariants(shop, product);
  return renderPage({
    title: product.title,
    current: "storefront",
    body: html`
      <p><a href="/storefront">All products</a></p>
      <h1>${product.title}</h1>
      <p class="muted">${product.vendor}</p>
      ${problem && html`<p class="notice">${problem}</p>`}
      <form class="panel" method="post" action="/storefront/buy">
        <div
          class="fields"
          style="display:grid;grid-template-columns:repeat(auto-fit,minmax(14rem,1fr));gap:.8rem"
        >
          <label>
            Variant
            <select name="variant">
              ${variants.map(
                (variant) =>
                  html`<option value="${variant.id}">
                    ${showVariant(variant)} · ${formatMoney(variant.priceMinor, shop.currency)}
                    ${shop.currency}
                  </option>`,
              )}
            </select>
          </label>
          <label>
            Units
            <input name="quantity" type="number" min="1" max="20" value="1" required />
          </label>
          ${renderField("email", "E-mail", buyer.email, "email")}
          ${renderField("firstName", "First name", buyer.firstName, "text")}
          ${renderField("lastName", "Last name", buyer.lastName, "text")}
          ${renderField("address1", "Street", buyer.address.address1, "text")}
          ${renderField("city", "City", buyer.address.city, "text")}
          ${renderField("zip", "ZIP code", buyer.address.zip, "text")}
        </div>
        <p class="muted">The order counts as paid. No money moves.</p>
        <button type="submit">Buy</button>
      </form>
    `,
  });
}

export function renderThanks(shop: ShopState, order: Order): string {
  const total = formatMoney(currentTotal(shop, order).presentment, order.presentmentCurrency);
  return renderPage({
    title: `Order ${order.name}`,
    current: "storefront",
    body: html`
      <h1>Thank you. Order ${order.name} is placed.</h1>
      <p>Confirmation ${order.confirmationNumber}, ${total} ${order.presentmentCurrency}.</p>
      <ul>
        ${order.lineItems.map(
          (line) => html`<li>${line.quantity} × ${line.title} ${line.variantTitle}</li>`,
        )}
      </ul>
      <p>
        <a class="button" href="/storefront">Keep shopping</a>
        <a href="/store/${shopHandle(shop)}/orders/${numericId(order.id)}">See it in the admin</a>
      </p>
    `,
  });
}

function renderCard(shop: ShopState, product: Product, index: number): Html {
  const [variant] = listVariants(shop, product);
  const color = SWATCHES[index % SWATCHES.length] ?? "#2f5d50";
  return html`<li class="card">
    ${
      product.imageUrl?.startsWith("data:image/")
        ? html`<img class="swatch" src="${product.imageUrl}" alt="" />`
        : html`<div class="swatch" style="background:${color}" aria-hidden="true">
            ${product.title.slice(0, 1)}
          </div>`
    }
    <span>${product.title}</span>
    <span class="muted">${product.vendor}</span>
    <span class="price">
      ${variant && `${formatMoney(variant.priceMinor, shop.currency)} ${shop.currency}`}
    </span>
    <a class="button" href="/storefront/products/${product.handle}">Buy</a>
  </li>`;
}

function renderField(
  name: string,
  label: string,
  value: string | null | undefined,
  type: string,
): Html {
  return html`<label>
    ${label}
    <input name="${name}" type="${type}" value="${value ?? ""}" />
  </label>`;
}

function listVariants(shop: ShopState, product: Product): Variant[] {
  return product.variantIds.flatMap((id) => shop.variants.get(id) ?? []);
}

function showVariant({ title }: Variant): string {
  return title === "Default Title" ? "One size" : title;
}
