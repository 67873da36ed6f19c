/** Holding fulfillment orders, in whole or in part, and releasing them. Messages and codes as observed. */
import { now } from "#sandbox/store/clock.ts";
import { emit } from "#sandbox/store/events.ts";
import { newGid } from "#sandbox/store/ids.ts";
import type {
  FulfillmentHold,
  FulfillmentOrder,
  Gid,
  Outcome,
  ShopState,
  World,
} from "#sandbox/store/types.ts";
import {
  moveUnits,
  openBeside,
  orderOf,
  restAfter,
  type UnitsOfLine,
} from "./fulfillment-order-parts.ts";
import { HOLDS_PER_APP } from "./fulfillment-order-rules.ts";
import { done, refuse } from "./outcome.ts";
import { touchOrder } from "./touch.ts";
import { isGiven } from "./is-given.ts";

/** Characters. */
const HANDLE_MAX = 64;
/** A service that was asked answers first (guess). */
const UNANSWERED = ["SUBMITTED", "CANCELLATION_REQUESTED"];
/** What a service has taken on goes on there when its last hold goes (guess). */
const TAKEN_ON = ["ACCEPTED", "CANCELLATION_REJECTED"];

export type HoldDraft = {
  reason: string;
  reasonNotes?: string | null;
  handle?: string | null;
  externalId?: string | null;
  appId?: Gid | null;
  units?: readonly UnitsOfLine[];
};

export type Held = {
  hold: FulfillmentHold;
  entry: FulfillmentOrder;
  remaining: FulfillmentOrder | null;
};

/** Holds all or some units; a partial hold leaves the rest in a new fulfillment order. */
export function holdFulfillmentOrder(
  world: World,
  shop: ShopState,
  entry: FulfillmentOrder,
  draft: HoldDraft,
): Outcome<Held> {
  const refusal = refuseHold(entry, draft);
  if (refusal) return refusal;
  const units = draft.units ?? [];
  const rest = units.length > 0 ? restAfter(entry, units) : [];
  let remaining: FulfillmentOrder | null = null;
  if (rest.length > 0) {
    remaining = openBeside(world, shop, entry, { heldApartFromId: entry.id });
    moveUnits(shop, entry, remaining, rest);
  }
  const hold: FulfillmentHold = {
    id: newGid(shop, "FulfillmentHold"),
    reason: draft.reason,
    reasonNotes: draft.reasonNotes ?? null,
    handle: draft.handle ?? "",
    externalId: draft.externalId ?? null,
    appId: draft.appId ?? null,
  };
  const isFirst = entry.holds.length === 0;
  entry.holds.push(hold);
  entry.status = "ON_HOLD";
  stamp(world, entry);
  const facts = { holdId: hold.id, remainingId: remaining?.id ?? null, units };
  if (isFirst)
    emit(world, shop, { topic: "fulfillment_orders/placed_on_hold", id: entry.id, facts });
  emit(world, shop, { topic: "fulfillment_holds/added", id: entry.id, facts });
  touchOrder(world, shop, orderOf(shop, entry));
  return done({ hold, entry, remaining });
}

function refuseHold(entry: FulfillmentOrder, draft: HoldDraft): Outcome<never> | null {
  const field = ["fulfillmentHold", "fulfillmentOrderLineItems"];
  const units = draft.units ?? [];
  if (new Set(units.map((unit) => unit.id)).size < units.length) {
    return refuse(
      field,
      "must contain unique line item ids",
      "DUPLICATED_FULFILLMENT_ORDER_LINE_ITEMS",
    );
  }
  const zero = units.findIndex((unit) => unit.quantity <= 0);
  if (zero >= 0) {
    return refuse(
      [...field, String(zero), "quantity"],
      "You must select at least one item to place on partial hold.",
      "GREATER_THAN_ZERO",
    );
  }
  if ((draft.handle ?? "").length > HANDLE_MAX) {
    const message = `Handle is too long (maximum is ${HANDLE_MAX} characters)`; // guess
    return refuse(["fulfillmentHold", "handle"], message);
  }
  const own = entry.holds.filter((hold) => hold.appId === (draft.appId ?? null));
  if (own.some((hold) => (hold.handle ?? "") === (draft.handle ?? ""))) {
    return refuse(
      ["fulfillmentHold", "handle"],
      "The handle provided for the fulfillment hold is already in use by this app for another hold on this fulfillment order.",
      "DUPLICATE_FULFILLMENT_HOLD_HANDLE",
    );
  }
  if (units.length > 0 && entry.status !== "OPEN") {
    return refuse(
      field,
      "The fulfillment order is not in a splittable state.",
      "FULFILLMENT_ORDER_NOT_SPLITTABLE",
    );
  }
  const over = units.findIndex((unit) => {
    const line = entry.lineItems.find((item) => item.id === unit.id);
    return !line || unit.quantity > line.remainingQuantity;
  });
  if (over >= 0) {
    return refuse(
      [...field, String(over), "quantity"],
      "Invalid fulfillment order line item quantity requested.",
      "INVALID_LINE_ITEM_QUANTITY",
    );
  }
  if (own.length >= HOLDS_PER_APP) {
    return refuse(
      ["id"],
      "The maximum number of fulfillment holds for this fulfillment order has been reached for this app. An app can only have up to 10 holds on a single fulfillment order at any one time.",
      "FULFILLMENT_ORDER_HOLD_LIMIT_REACHED",
    );
  }
  const isHoldable =
    ["OPEN", "ON_HOLD", "SCHEDULED", "IN_PROGRESS"].includes(entry.status) &&
    !UNANSWERED.includes(entry.requestStatus);
  if (!isHoldable) return refuse(null, "The fulfillment order is not in a holdable state."); // guess
  return null;
}

/** Releases the holds named, or all; the rest of a partial hold goes back to it when the last one goes. */
export function releaseHold(
  world: World,
  shop: ShopState,
  entry: FulfillmentOrder,
  choice: { holdIds?: readonly Gid[] | null; externalId?: string | null },
): Outcome<FulfillmentOrder> {
  if (entry.status !== "ON_HOLD") {
    return refuse(null, "The fulfillment order is not on hold."); // guess
  }
  const chosen = entry.holds.filter((hold) =>
    choice.holdIds
      ? choice.holdIds.includes(hold.id)
      : !isGiven(choice.externalId) || hold.externalId === choice.externalId,
  );
  entry.holds = entry.holds.filter((hold) => !chosen.includes(hold));
  if (entry.holds.length === 0) {
    const isStarted = entry.progressReported || TAKEN_ON.includes(entry.requestStatus);
    entry.status = isStarted ? "IN_PROGRESS" : "OPEN";
    takeBackRest(world, shop, entry);
  }
  stamp(world, entry);
  for (const hold of chosen) {
    emit(world, shop, { topic: "fulfillment_holds/released", id: entry.id, facts: { hold } });
  }
  if (entry.holds.length === 0)
    emit(world, shop, { topic: "fulfillment_orders/hold_released", id: entry.id });
  touchOrder(world, shop, orderOf(shop, entry));
  return done(entry);
}

/** Observed: units left over by a partial hold return, and their fulfillment order closes with lines of 0. */
function takeBackRest(world: World, shop: ShopState, entry: FulfillmentOrder): void {
  for (const id of orderOf(shop, entry).fulfillmentOrderIds) {
    const rest = shop.fulfillmentOrders.get(id);
    if (!rest || rest.heldApartFromId !== entry.id || rest.status !== "OPEN") continue;
    if (
      rest.requestStatus !== "UNSUBMITTED" ||
      rest.assignedLocationId !== entry.assignedLocationId
    )
      continue;
    absorb(world, entry, rest);
  }
}

/** Puts every unit of `rest` into `entry`, line by line item, and closes `rest`. */
export function absorb(world: World, entry: FulfillmentOrder, rest: FulfillmentOrder): void {
  for (const line of rest.lineItems) {
    const target = entry.lineItems.find((item) => item.lineItemId === line.lineItemId);
    if (target) {
      target.totalQuantity += line.totalQuantity;
      target.remainingQuantity += line.remainingQuantity;
      target.committedQuantity += line.committedQuantity;
    } else entry.lineItems.push({ ...line });
  }
  rest.lineItems = rest.lineItems.map((line) => ({
    ...line,
    totalQuantity: 0,
    remainingQuantity: 0,
    committedQuantity: 0,
  }));
  rest.status = "CLOSED";
  stamp(world, rest);
}

export function stamp(world: World, entry: FulfillmentOrder): void {
  entry.updatedAt = now(world);
}
