/** Small questions about fulfillment orders and places that the parts of placement share. Pure. */
import type { PlacedFulfillmentOrder } from "#app/shopify/mappers/placement-facts.ts";
import type { StayCode } from "./placement-question.ts";

const WITH_SERVICE = new Set([
  "SUBMITTED",
  "ACCEPTED",
  "CANCELLATION_REQUESTED",
  "CANCELLATION_REJECTED",
]);
const OWN_METHODS = new Set(["PICK_UP", "LOCAL", "RETAIL", "PICKUP_POINT"]);

/** Why a fulfillment order must not be moved; null: it may. */
export function findBlock(order: PlacedFulfillmentOrder): StayCode | null {
  if (order.isHeld || order.status === "ON_HOLD") return "held";
  if (order.status === "SCHEDULED") return "scheduled";
  if (WITH_SERVICE.has(order.requestStatus)) return "with_service";
  if (OWN_METHODS.has(order.deliveryMethod ?? "")) return "picked_up";
  if (order.status !== "OPEN") return "in_progress";
  return order.actions.includes("MOVE") ? null : "not_offered";
}

export const placeKey = (lineGid: string, locationGid: string | null): string =>
  `${lineGid} ${locationGid ?? ""}`;

/** Units of a line that Shopify shows at a location. */
export const countAt = (
  orders: readonly PlacedFulfillmentOrder[],
  lineGid: string,
  locationGid: string | null,
): number =>
  orders
    .filter((order) => order.locationGid === locationGid)
    .flatMap(({ lines }) => lines)
    .filter((line) => line.lineGid === lineGid)
    .reduce((sum, { remainingUnits }) => sum + remainingUnits, 0);

export const addUnits = (sums: Map<string, number>, key: string, units: number): void =>
  void sums.set(key, (sums.get(key) ?? 0) + units);

const compareTexts = (one: string, other: string) => (one < other ? -1 : one > other ? 1 : 0);

/** Shorter numbers are smaller: ids are digits, gids end in them. */
export const compareIds = (one: string, other: string): number =>
  one.length - other.length || compareTexts(one, other);
