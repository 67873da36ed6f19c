/** One order, product or customer of the store, read-only. */
import { displayStatus } from "#sandbox/domain/fulfillments.ts";
import { formatMoney } from "#sandbox/domain/money.ts";
import { currentQuantity, lineTotal } from "#sandbox/domain/order-money.ts";
import { financialStatus, fulfillmentStatus } from "#sandbox/domain/order-status.ts";
import { html, type Html } from "#sandbox/http/html.ts";
import { shopHandle } from "#sandbox/http/sandbox-context.ts";
import type { Customer, Order, Product, ShopState } from "#sandbox/store/types.ts";
import { formatClock } from "./control-strip.ts";
import {
  byNewest,
  fullName,
  orderRow,
  renderBadge,
  showAddress,
  showTotal,
} from "./record-parts.ts";

export function orderDetail(shop: ShopState, order: Order): Html {
  const fulfillments = order.fulfillmentIds.flatMap((id) => shop.fulfillments.get(id) ?? []);
  return html`<div class="page">
    <p><a href="/store/${shopHandle(shop)}/orders">Orders</a></p>
    <h1>
      ${order.name} ${renderBadge(financialStatus(order))}
      ${renderBadge(order.cancelledAt ? "CANCELLED" : fulfillmentStatus(shop, order))}
    </h1>
    <p class="muted">
      <time datetime="${order.createdAt}"
        >${formatClock(new Date(order.createdAt), shop.ianaTimezone)}</time
      >
      · ${showTotal(shop, order)}
    </p>
    <div class="table-wrap" tabindex="0" role="region" aria-label="Lines">
      <table>
        <thead>
          <tr>
            <th scope="col">Line</th>
            <th scope="col">SKU</th>
            <th scope="col" class="number">Units</th>
            <th scope="col" class="number">Total</th>
          </tr>
        </thead>
        <tbody>
          ${order.lineItems.map(
            (line) =>
              html`<tr>
                <td>
                  ${line.title}
                  ${line.variantTitle && html`<span class="muted">${line.variantTitle}</span>`}
                </td>
                <td>${line.sku}</td>
                <td class="number">${currentQuantity(line)}</td>
                <td class="number">
                  ${formatMoney(lineTotal(line).presentment, order.presentmentCurrency)}
                  ${order.presentmentCurrency}
                </td>
              </tr>`,
          )}
        </tbody>
      </table>
    </div>
    <h2 style="margin-top:18px">Fulfillments</h2>
    ${
      fulfillments.length === 0
        ? html`<p class="muted">Nothing has been shipped.</p>`
        : fulfillments.map(
            (one) =>
              html`<p class="card">
                ${one.name} ${renderBadge(displayStatus(one))}
                ${one.trackingInfo.map(({ company, number }) => html`<br />${company} ${number}`)}
              </p>`,
          )
    }
    ${
      order.shippingAddress &&
      html`<h2>Ships to</h2>
        <p class="card">${showAddress(order.shippingAddress)}</p>`
    }
    ${
      order.note &&
      html`<h2>Note</h2>
        <p class="card">${order.note}</p>`
    }
  </div>`;
}

export function productDetail(shop: ShopState, product: Product): Html {
  const variants = product.variantIds.flatMap((id) => shop.variants.get(id) ?? []);
  return html`<div class="page">
    <p><a href="/store/${shopHandle(shop)}/products">Products</a></p>
    <h1>${product.title} ${renderBadge(product.status)}</h1>
    <p class="muted">${product.vendor} · ${product.productType} · ${product.tags.join(", ")}</p>
    <div class="table-wrap" tabindex="0" role="region" aria-label="Variants">
      <table>
        <thead>
          <tr>
            <th scope="col">Variant</th>
            <th scope="col">SKU</th>
            <th scope="col" class="number">Price</th>
          </tr>
        </thead>
        <tbody>
          ${variants.map(
            (variant) =>
              html`<tr>
                <td>${variant.title}</td>
                <td>${variant.sku}</td>
                <td class="number">
                  ${formatMoney(variant.priceMinor, shop.currency)} ${shop.currency}
                </td>
              </tr>`,
          )}
        </tbody>
      </table>
    </div>
  </div>`;
}

export function customerDetail(shop: ShopState, customer: Customer): Html {
  const orders = [...shop.orders.values()].filter(({ customerId }) => customerId === customer.id);
  return html`<div class="page">
    <p><a href="/store/${shopHandle(shop)}/customers">Customers</a></p>
    <h1>${fullName(customer)}</h1>
    <p class="card">${customer.email}<br />${customer.phone}</p>
    ${customer.addresses.map((address) => html`<p class="card">${showAddress(address)}</p>`)}
    <div class="table-wrap" tabindex="0" role="region" aria-label="Orders">
      <table>
        <tbody>
          ${orders.sort(byNewest).map((order) => orderRow(shop, order))}
        </tbody>
      </table>
    </div>
  </div>`;
}
