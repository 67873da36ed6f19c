/** Order editing: begin, change quantities or add lines, commit. Discounts and shipping edits are not supported. */
import { now } from "#sandbox/store/clock.ts";
import { newGid } from "#sandbox/store/ids.ts";
import type {
  CalculatedOrder,
  Gid,
  Order,
  Outcome,
  ShopState,
  World,
} from "#sandbox/store/types.ts";
import { makeLine, variantPrice } from "./create-order.ts";
import { convert, parseAmount } from "./money.ts";
import { openFulfillmentOrders } from "./open-fulfillment-orders.ts";
import { currentQuantity } from "./order-money.ts";
import { unfulfilledQuantity } from "./order-status.ts";
import { done, refuse } from "./outcome.ts";
import { withdraw } from "./restock.ts";
import { touchOrder } from "./touch.ts";

export function beginEdit(_world: World, shop: ShopState, order: Order): Outcome<CalculatedOrder> {
  if (order.cancelledAt) return refuse(["id"], "The order cannot be edited."); // guess
  const calculated: CalculatedOrder = {
    id: newGid(shop, "CalculatedOrder"),
    orderId: order.id,
    additions: [],
    quantities: {},
  };
  shop.calculatedOrders.set(calculated.id, calculated);
  return done(calculated);
}

export type EditStep =
  | { kind: "quantity"; lineId: Gid; quantity: number }
  | { kind: "variant"; variantId: Gid; quantity: number }
  | {
      kind: "custom";
      title: string;
      quantity: number;
      price: { amount: string; currencyCode: string };
    };

export function changeEdit(
  _world: World,
  shop: ShopState,
  id: Gid,
  step: EditStep,
): Outcome<CalculatedOrder> {
  const calculated = shop.calculatedOrders.get(id);
  const order = calculated ? shop.orders.get(calculated.orderId) : null;
  if (!calculated || !order) return refuse(["id"], "The calculated order does not exist."); // guess
  if (step.quantity < 0) return refuse(["quantity"], "Quantity must be greater than or equal to 0"); // guess
  if (step.kind === "quantity") {
    const lineId = step.lineId.replace("CalculatedLineItem", "LineItem");
    const line = order.lineItems.find((entry) => entry.id === lineId);
    if (!line) return refuse(["lineItemId"], "The line item does not exist."); // guess
    const fulfilled = currentQuantity(line) - unfulfilledQuantity(shop, order, line);
    if (step.quantity < fulfilled)
      return refuse(["quantity"], "Cannot be less than the fulfilled quantity"); // guess
    calculated.quantities[lineId] = step.quantity;
    return done(calculated);
  }
  if (step.kind === "variant") {
    const variant = shop.variants.get(step.variantId);
    if (!variant) return refuse(["variantId"], "Variant does not exist"); // guess
    calculated.additions.push({
      id: newGid(shop, "CalculatedLineItem"),
      variantId: variant.id,
      title: "",
      quantity: step.quantity,
      unitPrice: variantPrice(shop, order, variant.priceMinor),
    });
    return done(calculated);
  }
  const presentment = parseAmount(step.price.amount, order.presentmentCurrency) ?? 0;
  calculated.additions.push({
    id: newGid(shop, "CalculatedLineItem"),
    variantId: null,
    title: step.title,
    quantity: step.quantity,
    unitPrice: {
      presentment,
      shop: convert(presentment, order.presentmentCurrency, order.currency),
    },
  });
  return done(calculated);
}

/** Observed refusal when nothing was changed. */
export function commitEdit(
  world: World,
  shop: ShopState,
  id: Gid,
  options: { notifyCustomer: boolean; staffNote: string | null },
): Outcome<Order> {
  const calculated = shop.calculatedOrders.get(id);
  const order = calculated ? shop.orders.get(calculated.orderId) : null;
  if (!calculated || !order) return refuse(["id"], "The calculated order does not exist."); // guess
  const changed = Object.entries(calculated.quantities).filter(([lineId, quantity]) =>
    order.lineItems.some((line) => line.id === lineId && currentQuantity(line) !== quantity),
  );
  if (changed.length === 0 && calculated.additions.length === 0) {
    return refuse(["id"], "There must be at least one change to be made.");
  }
  const additions = calculated.additions.map((draft) => {
    const line = makeLine(shop, order, { ...draft, title: draft.title || null });
    line.addedBy = "EDIT";
    return line;
  });
  order.lineItems.push(...additions);
  for (const line of additions) shop.lineItemOrder.set(line.id, order.id);
  if (additions.length > 0) openFulfillmentOrders(world, shop, order, {}, additions);
  const removals = applyQuantities(world, shop, order, changed);
  order.edited = true;
  order.agreements.push({
    id: newGid(shop, "OrderEditAgreement"),
    happenedAt: now(world),
    reason: "ORDER_EDIT",
  });
  shop.calculatedOrders.delete(id);
  touchOrder(world, shop, order, ["orders/edited"], {
    ...options,
    additions: additions.map((line) => ({ id: line.id, delta: line.quantity })),
    removals,
  });
  return done(order);
}

function applyQuantities(world: World, shop: ShopState, order: Order, changed: [string, number][]) {
  return changed.map(([lineId, quantity]) => {
    const line = order.lineItems.find((entry) => entry.id === lineId);
    const delta = line ? quantity - currentQuantity(line) : 0;
    if (line && delta < 0) {
      withdraw(world, shop, order, line, -delta, true);
      line.removedQuantity -= delta;
    } else if (line && delta > 0) {
      line.quantity += delta;
      const entry = order.fulfillmentOrderIds
        .flatMap((id) => shop.fulfillmentOrders.get(id) ?? [])
        .find((item) => item.status === "OPEN");
      const part = entry?.lineItems.find((item) => item.lineItemId === lineId);
      if (part) {
        part.totalQuantity += delta;
        part.remainingQuantity += delta;
      } else openFulfillmentOrders(world, shop, order, {}, [{ ...line, quantity: delta }]);
    }
    return { id: lineId, delta };
  });
}
