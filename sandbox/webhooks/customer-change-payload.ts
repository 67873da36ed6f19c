/** Two customer topics in the newer style: camel case, gids, UTC with milliseconds. */
import { received, refunded } from "#sandbox/domain/order-money.ts";
import type { Gid, ShopState } from "#sandbox/store/types.ts";
import type { Facts } from "./event-facts.ts";
import { amountText, type Payload } from "./payload-values.ts";

/** `customer.tags_added`, `customer.tags_removed`: only the tags that changed. */
export function customerTagsPayload(shop: ShopState, id: Gid, facts: Facts): Payload {
  return { customerId: id, tags: facts.texts("tags"), occurredAt: occurredAt(shop, id) };
}

export function customerSummaryPayload(shop: ShopState, id: Gid): Payload {
  const orders = [...shop.orders.values()].filter(({ customerId }) => customerId === id);
  const spent = orders.reduce((sum, order) => sum + received(order).shop - refunded(order).shop, 0);
  return {
    customerId: id,
    numberOfOrders: orders.length,
    amountSpent: { amount: amountText(spent, shop.currency), currencyCode: shop.currency },
    lastOrderId: orders.at(-1)?.id ?? null,
    occurredAt: occurredAt(shop, id),
  };
}

function occurredAt(shop: ShopState, id: Gid): string {
  return new Date(shop.customers.get(id)?.updatedAt ?? shop.createdAt).toISOString();
}
