/**
 * The conversation between merchant and fulfillment service about a fulfillment order: submit, accept, reject, cancel,
 * close. Life cycle: docs/sandbox.md.
 */
import { now } from "#sandbox/store/clock.ts";
import { emit } from "#sandbox/store/events.ts";
import { newGid } from "#sandbox/store/ids.ts";
import type {
  FulfillmentOrder,
  MerchantRequest,
  Outcome,
  ShopState,
  World,
} from "#sandbox/store/types.ts";
import {
  canTake,
  moveUnits,
  openBeside,
  orderOf,
  releaseUnits,
  restAfter,
  type UnitsOfLine,
} from "./fulfillment-order-parts.ts";
import { serviceOf } from "./fulfillment-order-rules.ts";
import { done, refuse } from "./outcome.ts";
import { touchOrder } from "./touch.ts";

const NOT_API = "The fulfillment order's assigned fulfillment service must be of api type";

export type Submitted = {
  original: FulfillmentOrder;
  submitted: FulfillmentOrder;
  unsubmitted: FulfillmentOrder | null;
};

/** Asks the service to fulfil all or some units; the rest stays UNSUBMITTED in a new fulfillment order. */
export function submitRequest(
  world: World,
  shop: ShopState,
  entry: FulfillmentOrder,
  request: {
    units: readonly UnitsOfLine[] | null;
    message: string | null;
    notifyCustomer: boolean | null;
  },
): Outcome<Submitted> {
  if (!serviceOf(shop, entry)) return refuse(null, NOT_API);
  if (entry.status !== "OPEN" || !["UNSUBMITTED", "REJECTED"].includes(entry.requestStatus)) {
    return refuse(null, "Cannot request fulfillment for the fulfillment order."); // guess
  }
  const units = request.units ?? [];
  if (!canTake(entry, units))
    return refuse(null, "Invalid fulfillment order line item quantity requested.");
  const rest = units.length > 0 ? restAfter(entry, units) : [];
  let unsubmitted: FulfillmentOrder | null = null;
  if (rest.length > 0) {
    unsubmitted = openBeside(world, shop, entry);
    moveUnits(shop, entry, unsubmitted, rest);
  }
  entry.requestStatus = "SUBMITTED";
  addRequest(world, shop, entry, "FULFILLMENT_REQUEST", request.message, {
    notify_customer: request.notifyCustomer ?? false,
  });
  finish(world, shop, entry, "fulfillment_request_submitted", {
    unsubmittedId: unsubmitted?.id ?? null,
  });
  return done({ original: entry, submitted: entry, unsubmitted });
}

export function acceptRequest(
  world: World,
  shop: ShopState,
  entry: FulfillmentOrder,
  message: string | null,
): Outcome<FulfillmentOrder> {
  if (!serviceOf(shop, entry)) return refuse(null, NOT_API);
  if (entry.requestStatus !== "SUBMITTED") {
    return refuse(null, "Cannot accept fulfillment request for the fulfillment order."); // guess
  }
  entry.requestStatus = "ACCEPTED";
  entry.status = "IN_PROGRESS";
  finish(world, shop, entry, "fulfillment_request_accepted", { message });
  return done(entry);
}

export function rejectRequest(
  world: World,
  shop: ShopState,
  entry: FulfillmentOrder,
  message: string | null,
): Outcome<FulfillmentOrder> {
  if (!serviceOf(shop, entry)) return refuse(null, NOT_API);
  if (entry.requestStatus !== "SUBMITTED") {
    return refuse(null, "Cannot reject fulfillment request for the fulfillment order."); // guess
  }
  entry.requestStatus = "REJECTED";
  entry.status = "OPEN";
  finish(world, shop, entry, "fulfillment_request_rejected", { message });
  return done(entry);
}

/** A request not yet accepted is taken back at once (guess); an accepted one waits for the service's answer. */
export function submitCancellation(
  world: World,
  shop: ShopState,
  entry: FulfillmentOrder,
  message: string | null,
): Outcome<FulfillmentOrder> {
  if (!serviceOf(shop, entry)) return refuse(null, NOT_API);
  if (!["SUBMITTED", "ACCEPTED", "CANCELLATION_REJECTED"].includes(entry.requestStatus)) {
    return refuse(null, "Cannot request cancellation for the fulfillment order."); // guess
  }
  const wasAccepted = entry.requestStatus !== "SUBMITTED";
  entry.requestStatus = wasAccepted ? "CANCELLATION_REQUESTED" : "UNSUBMITTED";
  addRequest(world, shop, entry, "CANCELLATION_REQUEST", message, null);
  finish(world, shop, entry, "cancellation_request_submitted", { message });
  return done(entry);
}

/** The service gives the units back: this one closes with quantities 0, a new OPEN one takes them over. */
export function acceptCancellation(
  world: World,
  shop: ShopState,
  entry: FulfillmentOrder,
  message: string | null,
): Outcome<FulfillmentOrder> {
  if (entry.requestStatus !== "CANCELLATION_REQUESTED") {
    return refuse(null, "Cannot accept cancellation request for the fulfillment order."); // guess
  }
  const replacement = openBeside(world, shop, entry);
  const kept = entry.lineItems.map((line) => ({ ...line }));
  moveUnits(
    shop,
    entry,
    replacement,
    entry.lineItems
      .filter((line) => line.remainingQuantity > 0)
      .map((line) => ({ id: line.id, quantity: line.remainingQuantity })),
  );
  entry.lineItems = kept.map((line) => ({
    ...line,
    totalQuantity: line.totalQuantity - line.remainingQuantity,
    remainingQuantity: 0,
    committedQuantity: 0,
  }));
  entry.requestStatus = "CANCELLATION_ACCEPTED";
  entry.status = "CLOSED";
  finish(world, shop, entry, "cancellation_request_accepted", { message });
  return done(entry);
}

export function rejectCancellation(
  world: World,
  shop: ShopState,
  entry: FulfillmentOrder,
  message: string | null,
): Outcome<FulfillmentOrder> {
  if (entry.requestStatus !== "CANCELLATION_REQUESTED") {
    return refuse(null, "Cannot reject cancellation request for the fulfillment order."); // guess
  }
  entry.requestStatus = "CANCELLATION_REJECTED";
  finish(world, shop, entry, "cancellation_request_rejected", { message });
  return done(entry);
}

/** The service gives up on an accepted one: INCOMPLETE. */
export function closeFulfillmentOrder(
  world: World,
  shop: ShopState,
  entry: FulfillmentOrder,
  message: string | null,
): Outcome<FulfillmentOrder> {
  if (!serviceOf(shop, entry)) return refuse(null, NOT_API);
  if (entry.status !== "IN_PROGRESS") {
    return refuse(
      null,
      `Expected fulfillment order status to be valid but it was ${entry.status.toLowerCase()}.`,
    ); // guess
  }
  entry.status = "INCOMPLETE";
  entry.requestStatus = "CLOSED";
  finish(world, shop, entry, "fulfillment_service_failed_to_complete", { message });
  return done(entry);
}

/** Closes what is left of the order's fulfillment orders when it is cancelled; quantities stay as they were (observed). */
export function closeForCancelledOrder(
  world: World,
  shop: ShopState,
  entry: FulfillmentOrder,
  restock: boolean,
): void {
  if (entry.status === "CLOSED") return;
  for (const line of entry.lineItems) {
    if (restock) releaseUnits(world, shop, entry, line, line.committedQuantity, "available");
  }
  entry.status = "CLOSED";
  entry.holds = [];
  entry.updatedAt = now(world);
  emit(world, shop, {
    topic: "fulfillment_orders/cancelled",
    id: entry.id,
    facts: { replacementId: null },
  });
}

function addRequest(
  world: World,
  shop: ShopState,
  entry: FulfillmentOrder,
  kind: MerchantRequest["kind"],
  message: string | null,
  requestOptions: Record<string, unknown> | null,
): void {
  entry.merchantRequests.push({
    id: newGid(shop, "FulfillmentOrderMerchantRequest"),
    kind,
    message: message ?? "",
    requestOptions,
    responseData: null,
    sentAt: now(world),
  });
}

function finish(
  world: World,
  shop: ShopState,
  entry: FulfillmentOrder,
  topic: string,
  facts: Record<string, unknown>,
): void {
  entry.updatedAt = now(world);
  emit(world, shop, { topic: `fulfillment_orders/${topic}`, id: entry.id, facts });
  touchOrder(world, shop, orderOf(shop, entry));
}
