/** Moving, splitting and merging fulfillment orders. Messages and codes as observed. */
import { emit } from "#sandbox/store/events.ts";
import { newGid } from "#sandbox/store/ids.ts";
import type { FulfillmentOrder, Gid, Outcome, ShopState, World } from "#sandbox/store/types.ts";
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
import { mergePeers, serviceOf } from "./fulfillment-order-rules.ts";
import { snapshotLocation } from "./open-fulfillment-orders.ts";
import { done, refuse } from "./outcome.ts";
import { touchOrder } from "./touch.ts";
import { absorb, stamp } from "./fulfillment-holds.ts";

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

/** One fulfillment order of a merge; null `units`: all that remains of it. */
export type MergeIntent = { entry: FulfillmentOrder | null; units: readonly UnitsOfLine[] | null };

/** Merges open peers into the first one named. Where an intent names units, only those leave theirs (guess). */
export function mergeFulfillmentOrders(
  world: World,
  shop: ShopState,
  groups: readonly (readonly MergeIntent[])[],
): Outcome<FulfillmentOrder[]> {
  for (const group of groups) {
    const refusal = refuseMerge(shop, group);
    if (refusal) return refusal;
  }
  return done(groups.flatMap((group) => mergeGroup(world, shop, group)));
}

function refuseMerge(shop: ShopState, group: readonly MergeIntent[]): Outcome<never> | null {
  const [first, ...others] = group;
  if (!first?.entry || others.some(({ entry }) => !entry)) {
    return refuse(null, "Fulfillment order does not exist.", "FULFILLMENT_ORDER_NOT_FOUND");
  }
  const peers = mergePeers(shop, first.entry);
  const named = new Set(others.map(({ entry }) => entry));
  const areMergeable = others.every(({ entry }) => entry && peers.includes(entry));
  if (others.length === 0 || named.size < others.length || !areMergeable) {
    return refuse(null, "Fulfillment orders cannot be merged."); // guess
  }
  const asksTooMuch = group.some(({ entry, units }) =>
    units?.some(({ id, quantity }) => {
      const line = entry?.lineItems.find((item) => item.id === id);
      return !line || quantity <= 0 || quantity > line.remainingQuantity;
    }),
  );
  return asksTooMuch
    ? refuse(
        null,
        "Invalid fulfillment order line item quantity requested.",
        "INVALID_LINE_ITEM_QUANTITY",
      ) // guess: text
    : null;
}

function mergeGroup(
  world: World,
  shop: ShopState,
  group: readonly MergeIntent[],
): FulfillmentOrder[] {
  const first = group[0]?.entry;
  if (!first) return [];
  const intents = group.flatMap(({ entry, units }) =>
    entry ? [{ id: entry.id, units: units ?? remainingOf(entry) }] : [],
  );
  for (const { entry, units } of group.slice(1)) {
    if (!entry) continue;
    if (units && restAfter(entry, units).length > 0) takeOver(world, shop, first, entry, units);
    else absorb(world, first, entry);
  }
  stamp(world, first);
  emit(world, shop, { topic: "fulfillment_orders/merged", id: first.id, facts: { intents } });
  touchOrder(world, shop, orderOf(shop, first));
  return [first];
}

/** Some units of `other` join `entry`; the rest stays where it is. */
function takeOver(
  world: World,
  shop: ShopState,
  entry: FulfillmentOrder,
  other: FulfillmentOrder,
  units: readonly UnitsOfLine[],
): void {
  const moving = openBeside(world, shop, other);
  moveUnits(shop, other, moving, units);
  absorb(world, entry, moving);
  shop.fulfillmentOrders.delete(moving.id);
  const order = orderOf(shop, entry);
  order.fulfillmentOrderIds = order.fulfillmentOrderIds.filter((id) => id !== moving.id);
  stamp(world, other);
}
