/** Statuses an order shows, derived from its parts. Inferred rules: docs/sandbox.md. */
import type { FulfillmentOrder, LineItem, Order, ShopState } from "#sandbox/store/types.ts";
import {
  currentQuantity,
  currentTotal,
  capturable,
  orderTotal,
  received,
  refunded,
} from "./order-money.ts";

export type FinancialStatus = Exclude<Order["financialStatusHint"], null>;
export type FulfillmentStatus =
  | "FULFILLED"
  | "IN_PROGRESS"
  | "ON_HOLD"
  | "OPEN"
  | "PARTIALLY_FULFILLED"
  | "PENDING_FULFILLMENT"
  | "REQUEST_DECLINED"
  | "RESTOCKED"
  | "SCHEDULED"
  | "UNFULFILLED";

/**
 * Null for an order that was made without a transaction and without being told a status. With `shop`, an edited order is
 * paid when what it is worth now is (guess).
 */
export function financialStatus(
  order: Order,
  shop: ShopState | null = null,
): FinancialStatus | null {
  const got = received(order).presentment;
  const back = refunded(order).presentment;
  if (got > 0 && back >= got) return "REFUNDED";
  if (got > 0 && back > 0) return "PARTIALLY_REFUNDED";
  const worth = order.edited && shop ? currentTotal(shop, order) : orderTotal(order);
  if (got > 0) return got >= worth.presentment ? "PAID" : "PARTIALLY_PAID";
  const successes = order.transactions.filter((entry) => entry.status === "SUCCESS");
  if (capturable(order).presentment > 0) return "AUTHORIZED";
  if (successes.some((entry) => entry.kind === "VOID")) return "VOIDED";
  if (successes.some((entry) => entry.kind === "SALE" || entry.kind === "CAPTURE")) return "PAID";
  if (order.transactions.some((entry) => entry.status === "PENDING")) return "PENDING";
  return order.financialStatusHint;
}

/** Units of a line in fulfillments that were not cancelled. */
export function fulfilledQuantity(shop: ShopState, order: Order, line: LineItem): number {
  let units = 0;
  for (const id of order.fulfillmentIds) {
    const fulfillment = shop.fulfillments.get(id);
    if (!fulfillment || fulfillment.status === "CANCELLED") continue;
    for (const part of fulfillment.lines) if (part.lineItemId === line.id) units += part.quantity;
  }
  return units;
}

/** Fulfilled units that still count: those already refunded and gone do not. */
export function unfulfilledQuantity(shop: ShopState, order: Order, line: LineItem): number {
  const returned = removedAfterFulfillment(shop, order, line);
  return Math.max(0, currentQuantity(line) - (fulfilledQuantity(shop, order, line) - returned));
}

export function fulfillmentStatus(shop: ShopState, order: Order): FulfillmentStatus {
  const fulfilled = order.lineItems.map((line) => fulfilledQuantity(shop, order, line));
  const isAnyFulfilled = fulfilled.some((units) => units > 0);
  const left = order.lineItems.map((line) => unfulfilledQuantity(shop, order, line));
  if (isAnyFulfilled && left.every((units) => units === 0)) return "FULFILLED";
  if (isAnyFulfilled) return "PARTIALLY_FULFILLED";
  const open = order.fulfillmentOrderIds
    .flatMap((id) => shop.fulfillmentOrders.get(id) ?? [])
    .filter((entry) => entry.status !== "CLOSED" && entry.status !== "CANCELLED");
  if (open.length === 0) return "UNFULFILLED";
  if (open.every((entry) => entry.status === "ON_HOLD")) return "ON_HOLD";
  if (open.every((entry) => entry.status === "SCHEDULED")) return "SCHEDULED";
  // Documented: all of the items are in progress, or asked of a service.
  const isStarted = (entry: FulfillmentOrder) =>
    entry.status === "IN_PROGRESS" || entry.requestStatus === "SUBMITTED";
  if (open.every(isStarted)) return "IN_PROGRESS";
  if (open.some((entry) => entry.requestStatus === "REJECTED")) return "REQUEST_DECLINED";
  return "UNFULFILLED";
}

/** Any REQUESTED wins, then any OPEN, then any CLOSED; declined and cancelled ones do not show. */
export function returnStatus(shop: ShopState, order: Order) {
  const statuses = new Set(order.returnIds.map((id) => shop.returns.get(id)?.status));
  if (statuses.has("REQUESTED")) return "RETURN_REQUESTED" as const;
  if (statuses.has("OPEN")) return "IN_PROGRESS" as const;
  return statuses.has("CLOSED") ? ("RETURNED" as const) : ("NO_RETURN" as const);
}

/** Units taken off the order after they had shipped (refunded with RETURN or NO_RESTOCK). */
function removedAfterFulfillment(shop: ShopState, order: Order, line: LineItem): number {
  const shipped = fulfilledQuantity(shop, order, line);
  const cancelled = order.refundIds
    .flatMap((id) => shop.refunds.get(id)?.lines ?? [])
    .filter((part) => part.lineItemId === line.id && part.restockType === "CANCEL")
    .reduce((sum, part) => sum + part.quantity, 0);
  return Math.min(shipped, Math.max(0, line.removedQuantity - cancelled));
}
