/**
 * Rerouting: Shopify picks the new location itself. Codes as in the schema; which check comes first, and all texts: guess.
 * Observed: where no allowed location can take the lines the store answers an internal error, and so does this.
 */
import type { FulfillmentOrder, Gid, Outcome, ShopState, World } from "#sandbox/store/types.ts";
import { orderOf } from "./fulfillment-order-parts.ts";
import { moveFulfillmentOrder } from "./fulfillment-order-moves.ts";
import { findLevel, trackedItem } from "./inventory-levels.ts";
import { done, refuse } from "./outcome.ts";
import { routingLocations } from "./route-order.ts";

export type RerouteDraft = {
  entries: readonly FulfillmentOrder[];
  /** Empty: any location but the excluded ones. */
  includedLocationIds: readonly Gid[];
  excludedLocationIds: readonly Gid[];
};

export function rerouteFulfillmentOrders(
  world: World,
  shop: ShopState,
  draft: RerouteDraft,
): Outcome<FulfillmentOrder[]> {
  const refusal = refuseReroute(draft.entries);
  if (refusal) return refusal;
  const moved: FulfillmentOrder[] = [];
  for (const { entry, locationId } of chooseLocations(shop, draft)) {
    const outcome = moveFulfillmentOrder(world, shop, entry, locationId, null);
    if (!outcome.ok) return outcome;
    if (outcome.value.moved) moved.push(outcome.value.moved);
  }
  return done(moved);
}

function refuseReroute(entries: readonly FulfillmentOrder[]): Outcome<never> | null {
  const field = ["fulfillmentOrderIds"];
  const [first] = entries;
  if (!first) {
    return refuse(field, "No fulfillment orders were given.", "NO_FULFILLMENT_ORDER_IDS");
  }
  if (entries.some((entry) => entry.orderId !== first.orderId)) {
    return refuse(
      field,
      "The fulfillment orders must belong to the same order.",
      "FULFILLMENT_ORDERS_NOT_FROM_THE_SAME_ORDER",
    );
  }
  if (entries.some((entry) => entry.assignedLocationId !== first.assignedLocationId)) {
    return refuse(
      field,
      "The fulfillment orders must belong to the same location.",
      "FULFILLMENT_ORDERS_MUST_BELONG_TO_SAME_LOCATION",
    );
  }
  if (entries.some((entry) => entry.progressReported)) {
    return refuse(
      field,
      "Fulfillment orders that have had progress reported cannot be moved.",
      "CANNOT_MOVE_FULFILLMENT_ORDER_WITH_REPORTED_PROGRESS",
    );
  }
  const isMovable = entries.every((entry) =>
    ["OPEN", "ON_HOLD", "SCHEDULED"].includes(entry.status),
  );
  return isMovable
    ? null
    : refuse(
        field,
        "The state of the fulfillment orders does not allow rerouting.",
        "FULFILLMENT_ORDERS_STATE_NOT_SUPPORTED",
      );
}

function chooseLocations(shop: ShopState, draft: RerouteDraft) {
  return draft.entries.map((entry) => {
    const target = routingLocations(shop).find(
      ({ id }) =>
        (draft.includedLocationIds.length === 0 || draft.includedLocationIds.includes(id)) &&
        !draft.excludedLocationIds.includes(id) &&
        id !== entry.assignedLocationId &&
        hasUnits(shop, entry, id),
    );
    if (!target) throw new Error("no location can take the fulfillment orders");
    return { entry, locationId: target.id };
  });
}

/** In stock there in full; a line without a variant is in stock nowhere (observed: it could not be rerouted). */
function hasUnits(shop: ShopState, entry: FulfillmentOrder, locationId: Gid): boolean {
  const { lineItems } = orderOf(shop, entry);
  return entry.lineItems.every((line) => {
    const variantId = lineItems.find((item) => item.id === line.lineItemId)?.variantId ?? null;
    if (!variantId) return false;
    const item = trackedItem(shop, variantId);
    const level = item ? findLevel(shop, item.id, locationId) : null;
    if (!item) return true;
    return level?.isActive === true && level.quantities.available >= line.remainingQuantity;
  });
}
