/** What the pages of the store's records share: addresses, badges, names, one row of an order. */
import { formatMoney } from "#sandbox/domain/money.ts";
import { currentTotal } from "#sandbox/domain/order-money.ts";
import { financialStatus, fulfillmentStatus } from "#sandbox/domain/order-status.ts";
import { html, type Html } from "#sandbox/http/html.ts";
import { shopHandle } from "#sandbox/http/sandbox-context.ts";
import { numericId } from "#sandbox/store/ids.ts";
import type { Address, Customer, Order, ShopState } from "#sandbox/store/types.ts";

export type Section = "orders" | "products" | "customers";

export function orderRow(shop: ShopState, order: Order): Html {
  const customer = shop.customers.get(order.customerId ?? "");
  return html`<tr>
    <td><a href="${recordUrl(shop, "orders", order.id)}">${order.name}</a></td>
    <td class="date">${order.createdAt.slice(0, 10)}</td>
    <td>${customer ? fullName(customer) : "No customer"}</td>
    <td class="number">${showTotal(shop, order)}</td>
    <td>${renderBadge(financialStatus(order))}</td>
    <td>
      ${order.cancelledAt ? renderBadge("CANCELLED") : renderBadge(fulfillmentStatus(shop, order))}
    </td>
  </tr>`;
}

export function recordUrl(shop: ShopState, section: Section, gid: string): string {
  return `/store/${shopHandle(shop)}/${section}/${numericId(gid)}`;
}

export function showTotal(shop: ShopState, order: Order): string {
  const total = currentTotal(shop, order).presentment;
  return `${formatMoney(total, order.presentmentCurrency)} ${order.presentmentCurrency}`;
}

export function showAddress(address: Address): Html {
  const name = [address.firstName, address.lastName].filter(Boolean).join(" ");
  const place = [address.zip, address.city, address.provinceCode].filter(Boolean).join(" ");
  const lines = [name, address.address1, address.address2, place, address.country];
  return html`${lines.filter(Boolean).map((line) => html`${line}<br />`)}`;
}

export function fullName({ firstName, lastName, email }: Customer): string {
  return [firstName, lastName].filter(Boolean).join(" ") || (email ?? "No name");
}

const TONES: Record<string, string> = {
  PAID: "success",
  FULFILLED: "success",
  DELIVERED: "success",
  ACTIVE: "success",
  UNFULFILLED: "attention",
  PENDING: "attention",
  PARTIALLY_FULFILLED: "attention",
  ON_HOLD: "attention",
  CANCELLED: "critical",
  FAILURE: "critical",
};

export function renderBadge(status: string | null): Html | null {
  if (status === null) return null;
  const words = status.replaceAll("_", " ").toLowerCase();
  const label = words.charAt(0).toUpperCase() + words.slice(1);
  return html`<span class="badge ${TONES[status] ?? ""}">${label}</span>`;
}

export function byNewest(left: Order, right: Order): number {
  return right.createdAt.localeCompare(left.createdAt) || right.number - left.number;
}
