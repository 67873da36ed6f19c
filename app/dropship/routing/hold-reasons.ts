/**
 * Why an order, or a part of it, is not on its way to a supplier: codes with their values as they are stored, and the
 * sentences people read. Pure.
 */
import type { DropReason } from "#app/dropship/planner/routing-plan.ts";

/** Why the whole order waits, or is not routed at all. */
export type OrderReason =
  | { readonly code: "payment_pending" }
  | { readonly code: "payment_authorised" }
  | { readonly code: "payment_incomplete" }
  | { readonly code: "payment_lost" }
  | { readonly code: "cancelled" }
  | { readonly code: "test_order" }
  | { readonly code: "high_risk" }
  | { readonly code: "risk_pending" }
  | { readonly code: "disputed" }
  | { readonly code: "no_address" }
  | { readonly code: "too_many_lines" }
  | { readonly code: "mirror_behind" }
  | { readonly code: "before_go_live" }
  | { readonly code: "watching" }
  | { readonly code: "nothing_to_ship" }
  | { readonly code: "nobody_offers" }
  | { readonly code: "no_suppliers" }
  | { readonly code: "deleted" };

/** Why units of one line are not ordered. */
export type LineReason =
  | { readonly code: "no_supplier"; readonly lineGid: string; readonly units: number }
  | {
      readonly code: "not_enough_stock";
      readonly lineGid: string;
      readonly units: number;
      readonly availableUnits: number;
    }
  | { readonly code: "minimums_not_met"; readonly lineGid: string; readonly units: number }
  | { readonly code: "no_single_supplier"; readonly lineGid: string; readonly units: number }
  | { readonly code: "too_large"; readonly lineGid: string; readonly units: number }
  | { readonly code: "unknown_variant"; readonly lineGid: string; readonly units: number }
  | {
      readonly code: "held_in_shopify" | "scheduled" | "with_fulfillment_service" | "picked_up";
      readonly lineGid: string;
      readonly units: number;
    }
  /** More units are with suppliers than the order still asks for, and the supplier has accepted them. */
  | { readonly code: "too_many_ordered"; readonly lineGid: string; readonly units: number };

export type RoutingReason = OrderReason | LineReason;

export const ORDER_REASON_WORDS: Readonly<Record<OrderReason["code"], string>> = {
  payment_pending: "The payment is pending. It is routed as soon as it is paid.",
  payment_authorised:
    "The payment is only authorised. It is routed once captured, or at once if your rule says so.",
  payment_incomplete: "The order is paid in part. It is routed when nothing is owed any more.",
  payment_lost: "The payment was voided, refunded or has expired.",
  cancelled: "The order is cancelled.",
  test_order: "It is a test order: suppliers never see it.",
  high_risk: "Shopify sees a high risk of fraud. Look at it, then choose the suppliers yourself.",
  risk_pending: "Shopify is still assessing the risk of fraud.",
  disputed: "Its payment is disputed.",
  no_address: "It has no address to ship to.",
  too_many_lines: "It has more lines than can be read at once. Choose the suppliers yourself.",
  mirror_behind: "It has just changed in Shopify and is being read again.",
  before_go_live: "It was placed before routing went live. Only a person sends it to suppliers.",
  watching: "Routing is only watching. This is what it would do.",
  nothing_to_ship: "Nothing of it is left to ship.",
  nobody_offers: "No supplier offers any of its products.",
  no_suppliers: "There is no supplier yet.",
  deleted: "The order was deleted in Shopify.",
};

const count = (units: number) => (units === 1 ? "1 unit" : `${units} units`);

export function describeLineReason(reason: LineReason): string {
  const what = count(reason.units);
  switch (reason.code) {
    case "no_supplier":
      return `${what}: nobody can ship it.`;
    case "not_enough_stock":
      return `${what}: suppliers have ${reason.availableUnits} in stock together.`;
    case "minimums_not_met":
      return `${what}: any way to share them stays below a supplier's minimum.`;
    case "no_single_supplier":
      return `${what}: your rule wants one parcel and no supplier can send all of it.`;
    case "too_large":
      return `${what}: the sums are too large to compare.`;
    case "unknown_variant":
      return `${what}: the product no longer exists in Shopify.`;
    case "held_in_shopify":
      return `${what} on hold in Shopify. Release the hold to go on.`;
    case "scheduled":
      return `${what} scheduled for later in Shopify.`;
    case "with_fulfillment_service":
      return `${what} with a fulfillment service already.`;
    case "picked_up":
      return `${what} picked up or delivered by you.`;
    case "too_many_ordered":
      return `${what} more ordered than the order still asks for, and accepted. Ask the supplier.`;
  }
}

/** Counted as held: somebody has to do something before a supplier can get them. */
export const isHeldReason = (reason: RoutingReason): reason is LineReason =>
  "lineGid" in reason &&
  reason.code !== "with_fulfillment_service" &&
  reason.code !== "picked_up" &&
  reason.code !== "too_many_ordered";

/** Why one supplier was left out for one line; money comes formatted. */
export function describeDrop(reason: DropReason, money: (minor: bigint) => string): string {
  switch (reason.code) {
    case "no_offer":
      return "Does not offer it";
    case "inactive":
      return "Paused";
    case "region_not_served":
      return "Does not ship there";
    case "cost_unknown":
      return "Cost not known, or no rate for its currency";
    case "stock_unknown":
      return "Stock not known";
    case "out_of_stock":
      return "Out of stock";
    case "weight_unknown":
      return "Charges by weight, and the product has none";
    case "below_minimum_quantity":
      return `Sells at least ${reason.minimumUnits}`;
    case "below_minimum_order":
      return `Takes orders from ${money(reason.minimumOrderMinor)}`;
    case "below_margin_floor":
      return `Leaves ${Math.round(reason.marginRatio * 100)} % of the price, you want ${Math.round(reason.floorRatio * 100)} %`;
    case "below_advertised_price":
      return `May not be sold below ${money(reason.minimumAdvertisedMinor)}`;
    case "lead_time_unknown":
      return "Lead time not known";
    case "lead_time_too_long":
      return `Needs ${reason.leadTimeDays} days, you want at most ${reason.maxDays}`;
    case "no_orders_left":
      return "Takes no more orders today";
    case "excluded_by_rule":
      return reason.because;
  }
}
