/** What a customer has spent, net of refunds, in the shop's currency. */
import type { Order, ShopState } from "#sandbox/store/types.ts";
import { convert } from "./money.ts";
import { received, refunded } from "./order-money.ts";

export function netPaymentTotal(shop: ShopState, orders: readonly Order[]): number {
  return orders
    .filter((order) => !order.cancelledAt)
    .reduce((sum, order) => {
      const net = received(order).shop - refunded(order).shop;
      return sum + convert(net, order.currency, shop.currency);
    }, 0);
}
