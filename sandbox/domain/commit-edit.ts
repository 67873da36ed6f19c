/** Commits an order edit: lines, discounts and shipping change on the order, its fulfillment orders follow. */
import { now } from "#sandbox/store/clock.ts";
import { newGid } from "#sandbox/store/ids.ts";
import type { Gid, LineItem, Order, Outcome, ShopState, World } from "#sandbox/store/types.ts";
import { commitUnits } from "./fulfillment-order-parts.ts";
import { openFulfillmentOrders } from "./open-fulfillment-orders.ts";
import { currentQuantity } from "./order-money.ts";
import { done, refuse } from "./outcome.ts";
import { stageOn } from "./preview-edit.ts";
import { withdraw } from "./restock.ts";
import { touchOrder } from "./touch.ts";

/** Refused when nothing was changed (observed). */
export function commitEdit(
  world: World,
  shop: ShopState,
  id: Gid,
  options: { notifyCustomer: boolean; staffNote: string | null },
): Outcome<Order> {
  const calculated = shop.calculatedOrders.get(id);
  const order = calculated ? shop.orders.get(calculated.orderId) : null;
  if (!calculated || !order) return refuse(["id"], "The calculated order does not exist."); // guess
  const changed = Object.entries(calculated.quantities).flatMap(
    ([lineId, { quantity, restock }]) => {
      const line = order.lineItems.find((entry) => entry.id === lineId);
      const delta = line ? quantity - currentQuantity(line) : 0;
      return line && delta !== 0 ? [{ line, delta, restock }] : [];
    },
  );
  const isEmpty =
    changed.length === 0 &&
    calculated.additions.length === 0 &&
    calculated.discounts.length === 0 &&
    calculated.removedDiscounts.length === 0 &&
    calculated.shippingLines.length === 0 &&
    calculated.removedShipping.length === 0;
  if (isEmpty) return refuse(["id"], "There must be at least one change to be made.");
  for (const { line, delta, restock } of changed) {
    if (delta < 0) withdraw(world, shop, order, line, -delta, restock);
  }
  const additions = stageOn(shop, order, calculated, (_addition, made) => made);
  for (const line of additions) shop.lineItemOrder.set(line.id, order.id);
  if (additions.length > 0) openFulfillmentOrders(world, shop, order, {}, additions);
  for (const { line, delta } of changed) {
    if (delta > 0) addUnits(world, shop, order, line, delta);
  }
  order.edited = true;
  order.closedAt = null; // guess: an archived order that is edited is no longer archived
  order.agreements.push({
    id: newGid(shop, "OrderEditAgreement"),
    happenedAt: now(world),
    reason: "ORDER_EDIT",
  });
  shop.calculatedOrders.delete(id);
  touchOrder(world, shop, order, ["orders/edited"], {
    ...options,
    additions: additions.map((line) => ({ id: line.id, delta: line.quantity })),
    removals: changed.map(({ line, delta }) => ({ id: line.id, delta })),
  });
  return done(order);
}

/** More units of a line go where its open ones are, else into a fulfillment order of their own. */
function addUnits(
  world: World,
  shop: ShopState,
  order: Order,
  line: LineItem,
  delta: number,
): void {
  for (const id of order.fulfillmentOrderIds) {
    const entry = shop.fulfillmentOrders.get(id);
    const part = entry?.lineItems.find((item) => item.lineItemId === line.id);
    if (!entry || !part || entry.status !== "OPEN" || entry.requestStatus !== "UNSUBMITTED")
      continue;
    part.totalQuantity += delta;
    part.remainingQuantity += delta;
    if (part.committedQuantity > 0) commitUnits(world, shop, entry, part, delta);
    return;
  }
  openFulfillmentOrders(world, shop, order, {}, [{ ...line, quantity: delta }]);
}
