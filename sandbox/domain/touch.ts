/** Moves `updatedAt` and announces order changes. Returns and reverse logistics do not touch the order (as observed). */
import { now } from "#sandbox/store/clock.ts";
import { emit } from "#sandbox/store/events.ts";
import type { Order, ShopState, World } from "#sandbox/store/types.ts";

/** Stamps the order and emits `orders/updated` (after any other topics of the same action). */
export function touchOrder(
  world: World,
  shop: ShopState,
  order: Order,
  topics: readonly string[] = [],
  facts?: Record<string, unknown>,
): void {
  order.updatedAt = now(world);
  for (const topic of [...topics, "orders/updated"]) {
    emit(world, shop, { topic, id: order.id, ...(facts ? { facts } : {}) });
  }
}
