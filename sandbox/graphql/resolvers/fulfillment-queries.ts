/** Fulfillment orders an app was asked to fulfil, and the names of stock quantities. */
import { serviceOf } from "#sandbox/domain/fulfillment-order-rules.ts";
import { connect } from "#sandbox/graphql/connections.ts";
import type { Context, Loose } from "#sandbox/graphql/context.ts";
import { apiError } from "#sandbox/graphql/errors.ts";

export const QUANTITY_NAMES = [
  ["available", "Available", false, ["on_hand"], []],
  [
    "on_hand",
    "On hand",
    true,
    [],
    ["available", "committed", "damaged", "quality_control", "reserved", "safety_stock"],
  ],
  ["committed", "Committed", true, ["on_hand"], []],
  ["incoming", "Incoming", true, [], []],
  ["reserved", "Reserved", true, ["on_hand"], []],
  ["damaged", "Damaged", true, ["on_hand"], []],
  ["safety_stock", "Safety stock", true, ["on_hand"], []],
  ["quality_control", "Quality control", true, ["on_hand"], []],
].map(([name, displayNameOf, isInUse, belongsTo, comprises]) => ({
  name,
  displayName: displayNameOf,
  isInUse,
  belongsTo,
  comprises,
}));

/** Only for apps that registered a fulfillment service (observed message). */
export function assignedFulfillmentOrders(context: Context, args: Loose) {
  const services = [...context.shop.fulfillmentServices.values()].filter(
    (entry) => entry.appId === context.installation.appId,
  );
  if (services.length === 0) {
    throw apiError('["The api_client is not associated with any fulfillment service."]', null, {
      isPlain: true,
    });
  }
  const locations =
    (args.locationIds as string[] | null) ?? services.map((entry) => entry.locationId);
  const wanted: Record<string, string> = {
    CANCELLATION_REQUESTED: "CANCELLATION_REQUESTED",
    FULFILLMENT_REQUESTED: "SUBMITTED",
    FULFILLMENT_ACCEPTED: "ACCEPTED",
    FULFILLMENT_UNSUBMITTED: "UNSUBMITTED",
  };
  const status = args.assignmentStatus ? wanted[args.assignmentStatus as string] : null;
  const found = [...context.shop.fulfillmentOrders.values()].filter(
    (entry) =>
      entry.assignedLocationId !== null &&
      locations.includes(entry.assignedLocationId) &&
      services.some((service) => serviceOf(context.shop, entry)?.id === service.id) &&
      (status ? entry.requestStatus === status : entry.status !== "CLOSED"),
  );
  return connect(context, found, args);
}
