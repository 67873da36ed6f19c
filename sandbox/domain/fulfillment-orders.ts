/**
 * Changes of fulfillment orders at the merchant's hand: hold, release, move, split, merge, progress, open, cancel,
 * schedule, deadline. Requests to services: fulfillment-requests.ts. Messages and codes as observed.
 */
import { now, parseInstant } from "#sandbox/store/clock.ts";
import { emit } from "#sandbox/store/events.ts";
import { newGid } from "#sandbox/store/ids.ts";
import type {
  FulfillmentHold,
  FulfillmentOrder,
  Gid,
  Instant,
  Outcome,
  ShopState,
  World,
} from "#sandbox/store/types.ts";
import {
  moveUnits,
  openBeside,
  orderOf,
  releaseUnits,
  commitUnits,
  remainingOf,
  restAfter,
  type UnitsOfLine,
} from "./fulfillment-order-parts.ts";
import { HOLDS_PER_APP, mergePeers, remainingUnits, serviceOf } from "./fulfillment-order-rules.ts";
import { snapshotLocation } from "./open-fulfillment-orders.ts";
import { done, refuse } from "./outcome.ts";
import { touchOrder } from "./touch.ts";
import { isGiven } from "./is-given.ts";

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
  if (!["OPEN", "ON_HOLD", "SCHEDULED", "IN_PROGRESS"].includes(entry.status)) {
    return refuse(null, "The fulfillment order is not in a holdable state."); // guess
  }
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
    entry.status = "OPEN";
    takeBackRest(world, shop, entry);
  }
  stamp(world, entry);
  for (const hold of chosen) {
    emit(world, shop, { topic: "fulfillment_holds/released", id: entry.id, facts: { hold } });
  }
  if (entry.status === "OPEN")
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
function absorb(world: World, entry: FulfillmentOrder, rest: FulfillmentOrder): void {
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

export type Moved = {
  moved: FulfillmentOrder | null;
  original: FulfillmentOrder;
  remaining: FulfillmentOrder | null;
};

/** Moves all or some units to another location. A whole move keeps the fulfillment order (guess); a part makes a new one. */
export function moveFulfillmentOrder(
  world: World,
  shop: ShopState,
  entry: FulfillmentOrder,
  locationId: Gid,
  units: readonly UnitsOfLine[] | null,
): Outcome<Moved> {
  const location = shop.locations.get(locationId);
  if (!location || !location.isActive) return refuse(["id"], "Location not found.");
  if (entry.progressReported) {
    return refuse(
      ["id"],
      "Cannot move fulfillment order that has had progress reported. To move a fulfillment order that has had progress reported, the fulfillment order must first be marked as open.",
      "CANNOT_MOVE_FULFILLMENT_ORDER_WITH_REPORTED_PROGRESS",
    ); // guess: text
  }
  if (serviceOf(shop, entry) && ["SUBMITTED", "ACCEPTED"].includes(entry.requestStatus)) {
    return refuse(
      null,
      "Cannot move submitted fulfillment order that is at a 3PL fulfillment service.",
    );
  }
  if (!["OPEN", "ON_HOLD", "SCHEDULED"].includes(entry.status)) {
    return refuse(null, "Cannot change location.");
  }
  if (entry.assignedLocationId === locationId) return refuse(null, "Cannot change location."); // guess
  const wanted = units && units.length > 0 ? units : remainingOf(entry);
  const bad = wanted.some((unit) => {
    const line = entry.lineItems.find((item) => item.id === unit.id);
    return !line || unit.quantity > line.remainingQuantity || unit.quantity <= 0;
  });
  if (bad) return refuse(null, "Invalid fulfillment order line item quantity requested.");
  const rest = restAfter(entry, wanted);
  const sourceLocationId = entry.assignedLocationId; // a whole move changes it below
  const moved = relocate(world, shop, entry, locationId, wanted, rest.length > 0);
  emit(world, shop, {
    topic: "fulfillment_orders/moved",
    id: moved.id,
    facts: {
      originalId: entry.id,
      sourceLocationId,
      locationId,
      units: wanted,
    },
  });
  touchOrder(world, shop, orderOf(shop, entry));
  return done({ moved, original: entry, remaining: rest.length > 0 ? entry : null });
}

function relocate(
  world: World,
  shop: ShopState,
  entry: FulfillmentOrder,
  locationId: Gid,
  units: readonly UnitsOfLine[],
  isPartial: boolean,
): FulfillmentOrder {
  // Guess: units that leave a held one stay held.
  const holds = entry.holds.map((hold) => ({ ...hold, id: newGid(shop, "FulfillmentHold") }));
  const target = isPartial
    ? openBeside(world, shop, entry, { status: entry.status, holds })
    : entry;
  if (isPartial) moveUnits(shop, entry, target, units);
  const committed = target.lineItems.map((line) => line.committedQuantity);
  target.lineItems.forEach((line, at) => {
    releaseUnits(
      world,
      shop,
      { ...target, assignedLocationId: entry.assignedLocationId },
      line,
      committed[at] ?? 0,
      "available",
    );
  });
  target.assignedLocationId = locationId;
  target.assignedLocation = snapshotLocation(shop, locationId);
  target.lineItems.forEach((line, at) =>
    commitUnits(world, shop, target, line, committed[at] ?? 0),
  );
  stamp(world, target);
  return target;
}

export type SplitDraft = { entry: FulfillmentOrder | null; units: readonly UnitsOfLine[] };
export type Split = { entry: FulfillmentOrder; remaining: FulfillmentOrder };

/** Splits each fulfillment order: the units asked for leave to a new one. All or nothing. */
export function splitFulfillmentOrders(
  world: World,
  shop: ShopState,
  drafts: readonly SplitDraft[],
): Outcome<Split[]> {
  for (const [at, draft] of drafts.entries()) {
    const refusal = refuseSplit(draft, String(at));
    if (refusal) return refusal;
  }
  return done(
    drafts.flatMap((draft) => {
      const { entry, units } = draft;
      if (!entry) return [];
      const remaining = openBeside(world, shop, entry);
      moveUnits(shop, entry, remaining, units);
      stamp(world, entry);
      emit(world, shop, {
        topic: "fulfillment_orders/split",
        id: entry.id,
        facts: { remainingId: remaining.id, units },
      });
      touchOrder(world, shop, orderOf(shop, entry));
      return [{ entry, remaining }];
    }),
  );
}

function refuseSplit({ entry, units }: SplitDraft, at: string): Outcome<never> | null {
  const field = ["fulfillmentOrderSplits", at, "fulfillmentOrderLineItems"];
  if (units.length === 0) {
    return refuse(
      field,
      "There must be at least one item selected in this fulfillment to split it.",
      "NO_LINE_ITEMS_PROVIDED_TO_SPLIT",
    );
  }
  const zero = units.findIndex((unit) => unit.quantity <= 0);
  if (zero >= 0) {
    return refuse(
      [...field, String(zero), "quantity"],
      "You must select at least one item to split into a new fulfillment order.",
      "GREATER_THAN",
    );
  }
  if (!entry)
    return refuse(null, "Fulfillment order does not exist.", "FULFILLMENT_ORDER_NOT_FOUND");
  const asksTooMuch = units.some((unit) => {
    const line = entry.lineItems.find((item) => item.id === unit.id);
    return !line || unit.quantity > line.remainingQuantity;
  });
  if (asksTooMuch) return refuse(null, "Invalid fulfillment order line item quantity requested.");
  if (entry.status !== "OPEN") {
    return refuse(null, "The fulfillment order is not in a splittable state."); // guess
  }
  if (restAfter(entry, units).length === 0) {
    return refuse(null, "Invalid fulfillment order line item quantity requested."); // guess
  }
  return null;
}

/** Merges open peers into the first one named. */
export function mergeFulfillmentOrders(
  world: World,
  shop: ShopState,
  groups: readonly (readonly (FulfillmentOrder | null)[])[],
): Outcome<FulfillmentOrder[]> {
  for (const group of groups) {
    const [first, ...others] = group;
    if (!first || others.some((entry) => !entry)) {
      return refuse(null, "Fulfillment order does not exist.", "FULFILLMENT_ORDER_NOT_FOUND");
    }
    const peers = mergePeers(shop, first);
    if (others.length === 0 || !others.every((entry) => entry && peers.includes(entry))) {
      return refuse(null, "Fulfillment orders cannot be merged."); // guess
    }
  }
  return done(groups.flatMap((group) => mergeGroup(world, shop, group)));
}

function mergeGroup(
  world: World,
  shop: ShopState,
  group: readonly (FulfillmentOrder | null)[],
): FulfillmentOrder[] {
  const [first, ...others] = group;
  if (!first) return [];
  for (const other of others) if (other) absorb(world, first, other);
  stamp(world, first);
  emit(world, shop, {
    topic: "fulfillment_orders/merged",
    id: first.id,
    facts: { mergedIds: others.map((entry) => entry?.id ?? "") },
  });
  touchOrder(world, shop, orderOf(shop, first));
  return [first];
}

export function reportProgress(
  world: World,
  shop: ShopState,
  entry: FulfillmentOrder,
): Outcome<FulfillmentOrder> {
  if (entry.status !== "OPEN" && entry.status !== "IN_PROGRESS") {
    return refuse(
      null,
      "Cannot report progress on a fulfillment order in this state.",
      "FULFILLMENT_ORDER_STATUS_INVALID",
    );
  }
  entry.status = "IN_PROGRESS";
  entry.progressReported = true;
  stamp(world, entry);
  emit(world, shop, { topic: "fulfillment_orders/progress_reported", id: entry.id });
  touchOrder(world, shop, orderOf(shop, entry));
  return done(entry);
}

/** IN_PROGRESS or SCHEDULED back to OPEN. */
export function openFulfillmentOrder(
  world: World,
  shop: ShopState,
  entry: FulfillmentOrder,
): Outcome<FulfillmentOrder> {
  if (entry.status !== "IN_PROGRESS" && entry.status !== "SCHEDULED") {
    const status = entry.status.toLowerCase();
    return refuse(null, `Expected fulfillment order status to be valid but it was ${status}.`);
  }
  const hadProgress = entry.progressReported;
  entry.status = "OPEN";
  entry.progressReported = false;
  stamp(world, entry);
  if (hadProgress) {
    emit(world, shop, {
      topic: "fulfillment_orders/manually_reported_progress_stopped",
      id: entry.id,
    });
  } else {
    emit(world, shop, {
      topic: "fulfillment_orders/scheduled_fulfillment_order_ready",
      id: entry.id,
    });
  }
  touchOrder(world, shop, orderOf(shop, entry));
  return done(entry);
}

/** Closes it and hands its lines, ids kept, to a replacement (observed). */
export function cancelFulfillmentOrder(
  world: World,
  shop: ShopState,
  entry: FulfillmentOrder,
): Outcome<{ entry: FulfillmentOrder; replacement: FulfillmentOrder | null }> {
  if (entry.progressReported) {
    return refuse(
      ["id"],
      "Cannot cancel fulfillment order that has had progress reported. Mark as unfulfilled first.",
      "FULFILLMENT_ORDER_HAS_MANUALLY_REPORTED_PROGRESS",
    );
  }
  const isCancelable =
    ["OPEN", "SCHEDULED", "ON_HOLD"].includes(entry.status) &&
    ["UNSUBMITTED", "REJECTED", "CANCELLATION_ACCEPTED", "SUBMITTED"].includes(entry.requestStatus);
  if (!isCancelable || remainingUnits(entry) === 0) {
    return refuse(
      null,
      "Fulfillment order is not in cancelable request state and can't be canceled.",
    );
  }
  const replacement = openBeside(world, shop, entry);
  moveUnits(shop, entry, replacement, remainingOf(entry), true);
  entry.status = "CLOSED";
  entry.holds = [];
  stamp(world, entry);
  emit(world, shop, {
    topic: "fulfillment_orders/cancelled",
    id: entry.id,
    facts: { replacementId: replacement.id },
  });
  touchOrder(world, shop, orderOf(shop, entry));
  return done({ entry, replacement });
}

export function rescheduleFulfillmentOrder(
  world: World,
  shop: ShopState,
  entry: FulfillmentOrder,
  fulfillAt: string,
): Outcome<FulfillmentOrder> {
  if (entry.status !== "SCHEDULED") return refuse(null, "Fulfillment order must be scheduled.");
  entry.fulfillAt = parseInstant(fulfillAt) ?? entry.fulfillAt;
  stamp(world, entry);
  emit(world, shop, { topic: "fulfillment_orders/rescheduled", id: entry.id });
  touchOrder(world, shop, orderOf(shop, entry));
  return done(entry);
}

export function setDeadline(
  world: World,
  shop: ShopState,
  entries: readonly FulfillmentOrder[],
  deadline: Instant,
): void {
  for (const entry of entries) {
    entry.fulfillBy = deadline;
    stamp(world, entry);
  }
}

function stamp(world: World, entry: FulfillmentOrder): void {
  entry.updatedAt = now(world);
}
