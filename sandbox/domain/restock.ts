/** Puts refunded units back: unshipped ones leave their fulfillment orders, shipped ones return to a location's stock. */
import { now } from "#sandbox/store/clock.ts";
import type { Gid, LineItem, Order, RefundLine, ShopState, World } from "#sandbox/store/types.ts";
import { releaseUnits, orderOf } from "./fulfillment-order-parts.ts";
import { remainingUnits } from "./fulfillment-order-rules.ts";
import { changeLevel, connectLevel, findLevel, trackedItem } from "./inventory-levels.ts";

export type RestockAsk = {
  quantity: number;
  restockType: RefundLine["restockType"];
  locationId: Gid | null;
};

/** True when stock was raised. CANCEL takes units out of open fulfillment orders; RETURN adds at the location. */
export function restock(
  world: World,
  shop: ShopState,
  order: Order,
  line: LineItem,
  ask: RestockAsk,
): boolean {
  if (ask.restockType === "CANCEL" || ask.restockType === "NO_RESTOCK") {
    withdraw(world, shop, order, line, ask.quantity, ask.restockType === "CANCEL");
    return ask.restockType === "CANCEL";
  }
  const item = trackedItem(shop, line.variantId);
  if (!item || !ask.locationId || !shop.locations.has(ask.locationId)) return false;
  const before = findLevel(shop, item.id, ask.locationId)?.quantities.available ?? 0;
  const level = connectLevel(world, shop, item.id, ask.locationId, before);
  changeLevel(world, shop, level, "available", ask.quantity);
  return true;
}

/** Takes units that have not shipped out of the order's open fulfillment orders. */
export function withdraw(
  world: World,
  shop: ShopState,
  order: Order,
  line: LineItem,
  quantity: number,
  toStock: boolean,
): void {
  let left = quantity;
  for (const id of order.fulfillmentOrderIds) {
    const entry = shop.fulfillmentOrders.get(id);
    if (!entry || entry.status === "CLOSED" || orderOf(shop, entry) !== order) continue;
    for (const part of entry.lineItems) {
      if (part.lineItemId !== line.id || left === 0) continue;
      const units = Math.min(left, part.remainingQuantity);
      if (units === 0) continue;
      releaseUnits(world, shop, entry, part, units, toStock ? "available" : "shipped");
      part.remainingQuantity -= units;
      part.totalQuantity -= units;
      left -= units;
      entry.updatedAt = now(world);
    }
    entry.lineItems = entry.lineItems.filter((part) => part.totalQuantity > 0);
    if (remainingUnits(entry) === 0) {
      entry.status = "CLOSED";
      entry.holds = [];
      entry.progressReported = false;
    }
  }
}
