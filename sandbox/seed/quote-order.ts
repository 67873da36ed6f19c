/** What a draft will cost, told by making it in a copy of the shop that is thrown away. */
import { createOrder, type OrderDraft } from "#sandbox/domain/create-order.ts";
import { orderTotal } from "#sandbox/domain/order-money.ts";
import type { Bag, ShopState, World } from "#sandbox/store/types.ts";

/** The draft must name its customer by id. */
export function quoteOrder(world: World, shop: ShopState, draft: OrderDraft): Bag {
  const scratch: ShopState = {
    ...shop,
    nextIds: { ...shop.nextIds },
    orders: new Map(),
    lineItemOrder: new Map(),
    fulfillmentOrders: new Map(),
  };
  const order = createOrder({ ...world, onEvent: null }, scratch, {
    ...draft,
    inventory: "BYPASS",
  });
  return orderTotal(order);
}
