/** Moving fulfillment orders. Messages and codes as observed. */
import { emit } from "#sandbox/store/events.ts";
import { newGid } from "#sandbox/store/ids.ts";
import type { FulfillmentOrder, Gid, Outcome, ShopState, World } from "#sandbox/store/types.ts";
import {
  canTake,
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
import { findLevel, trackedItem } from "./inventory-levels.ts";
import { snapshotLocation } from "./open-fulfillment-orders.ts";
import { done, refuse } from "./outcome.ts";
import { touchOrder } from "./touch.ts";
import { absorb, stamp } from "./fulfillment-holds.ts";

export type Moved = {
  moved: FulfillmentOrder | null;
  original: FulfillmentOrder;
  remaining: FulfillmentOrder | null;
};

/**
 * Moves all or some units to another location, which has to stock them. A whole move keeps the fulfillment order; a part makes
 * a new one, into which an open one of the order that is there already is joined.
 * Source: https://shopify.dev/docs/api/admin-graphql/2026-07/mutations/fulfillmentOrderMove
 */
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
  if (!canTake(entry, wanted))
    return refuse(null, "Invalid fulfillment order line item quantity requested.");
  if (!stocksUnits(shop, entry, locationId, wanted)) return refuse(null, "Cannot change location."); // guess: text
  const rest = restAfter(entry, wanted);
  const sourceLocationId = entry.assignedLocationId; // a whole move changes it below
  const moved = relocate(world, shop, entry, locationId, wanted, rest.length > 0);
  if (rest.length > 0) joinPeers(world, shop, moved);
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

/** Whether the location stocks what is tracked of the units. */
function stocksUnits(
  shop: ShopState,
  entry: FulfillmentOrder,
  locationId: Gid,
  units: readonly UnitsOfLine[],
): boolean {
  const { lineItems } = orderOf(shop, entry);
  return units.every(({ id }) => {
    const line = entry.lineItems.find((one) => one.id === id);
    const ordered = lineItems.find((one) => one.id === line?.lineItemId);
    const item = trackedItem(shop, ordered?.variantId ?? null);
    return !item || findLevel(shop, item.id, locationId)?.isActive === true;
  });
}

/** What is open at the place already, and of which nothing was shipped, ends; its units go on in the new one. */
function joinPeers(world: World, shop: ShopState, moved: FulfillmentOrder): void {
  for (const peer of mergePeers(shop, moved))
    if (peer.fulfillmentIds.length === 0) absorb(world, moved, peer);
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
