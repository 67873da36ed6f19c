/** What may be done with a fulfillment order: pure questions about its state. */
import type { FulfillmentOrder, Gid, ShopState } from "#sandbox/store/types.ts";

/** Holds one app may place on one fulfillment order (observed). */
export const HOLDS_PER_APP = 10;

export type SupportedAction =
  | "CANCEL_FULFILLMENT_ORDER"
  | "CREATE_FULFILLMENT"
  | "EXTERNAL"
  | "HOLD"
  | "MARK_AS_OPEN"
  | "MERGE"
  | "MOVE"
  | "RELEASE_HOLD"
  | "REPORT_PROGRESS"
  | "REQUEST_CANCELLATION"
  | "REQUEST_FULFILLMENT"
  | "SPLIT";

export function remainingUnits(entry: FulfillmentOrder): number {
  return entry.lineItems.reduce((sum, line) => sum + line.remainingQuantity, 0);
}

/** The fulfillment service it is assigned to; null for the merchant's own location. */
export function serviceOf(shop: ShopState, entry: FulfillmentOrder) {
  const location = entry.assignedLocationId ? shop.locations.get(entry.assignedLocationId) : null;
  return (
    (location?.fulfillmentServiceId &&
      shop.fulfillmentServices.get(location.fulfillmentServiceId)) ||
    null
  );
}

/** Other open fulfillment orders of the order at the same location: those it may be merged with. */
export function mergePeers(shop: ShopState, entry: FulfillmentOrder): FulfillmentOrder[] {
  if (entry.status !== "OPEN") return [];
  const order = shop.orders.get(entry.orderId);
  return (order?.fulfillmentOrderIds ?? [])
    .flatMap((id) => shop.fulfillmentOrders.get(id) ?? [])
    .filter(
      (peer) =>
        peer.id !== entry.id &&
        peer.status === "OPEN" &&
        peer.requestStatus === "UNSUBMITTED" &&
        entry.requestStatus === "UNSUBMITTED" &&
        peer.assignedLocationId === entry.assignedLocationId,
    );
}

/** In the order Shopify answers them. For services: guess. */
export function supportedActions(
  shop: ShopState,
  entry: FulfillmentOrder,
  appId: Gid,
): SupportedAction[] {
  const canHold = entry.holds.filter((hold) => hold.appId === appId).length < HOLDS_PER_APP;
  switch (entry.status) {
    case "ON_HOLD":
      return ["RELEASE_HOLD", ...(canHold ? (["HOLD"] as const) : []), "MOVE"];
    case "IN_PROGRESS":
      if (serviceOf(shop, entry) && entry.requestStatus === "CANCELLATION_REQUESTED")
        return ["CREATE_FULFILLMENT"];
      return serviceOf(shop, entry)
        ? ["CREATE_FULFILLMENT", "REQUEST_CANCELLATION", "HOLD"]
        : ["CREATE_FULFILLMENT", "REPORT_PROGRESS", "HOLD", "MARK_AS_OPEN"];
    case "SCHEDULED":
      return ["MARK_AS_OPEN", "MOVE"];
    case "OPEN":
      return openActions(shop, entry);
    default:
      return [];
  }
}

function openActions(shop: ShopState, entry: FulfillmentOrder): SupportedAction[] {
  const tail: SupportedAction[] = [];
  if (remainingUnits(entry) > 1) tail.push("SPLIT");
  if (mergePeers(shop, entry).length > 0) tail.push("MERGE");
  if (!serviceOf(shop, entry))
    return ["CREATE_FULFILLMENT", "REPORT_PROGRESS", "MOVE", "HOLD", ...tail];
  if (entry.requestStatus === "SUBMITTED") return ["REQUEST_CANCELLATION"];
  return ["REQUEST_FULFILLMENT", "CREATE_FULFILLMENT", "MOVE", "HOLD", ...tail];
}
