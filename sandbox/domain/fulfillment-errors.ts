/** What stops a fulfillment. */
import { numericId } from "#sandbox/store/ids.ts";
import type { FulfillmentOrder, Outcome } from "#sandbox/store/types.ts";
import type { UnitsOfLine } from "./fulfillment-order-parts.ts";
import { refuse } from "./outcome.ts";
import { runningTotal } from "./running-total.ts";

export type Group = { entry: FulfillmentOrder; units: UnitsOfLine[] };

/** In the order the real store gives them (observed). */
export function refuseFulfillment(groups: readonly Group[]): Outcome<never> | null {
  const field = ["fulfillment"];
  if (groups.length === 0) return refuse(field, "At least one fulfillment order is required."); // guess
  const orders = distinctIds(groups.map((group) => group.entry.orderId));
  if (orders.length > 1) {
    return refuse(
      field,
      `All fulfillment orders must belong to the same order. Multiple orders with ids [${orders.join(", ")}] were found.`,
    );
  }
  const locations = distinctIds(groups.map((group) => group.entry.assignedLocationId ?? ""));
  if (locations.length > 1) {
    return refuse(
      field,
      `All fulfillment orders must be assigned to a single location. Multiple locations with ids [${locations.join(", ")}] were found.`,
    );
  }
  const asked = runningTotal();
  for (const { entry, units } of groups) {
    if (entry.status !== "OPEN" && entry.status !== "IN_PROGRESS") {
      return refuse(
        field,
        `Fulfillment order ${numericId(entry.id)} has an unfulfillable status= ${entry.status.toLowerCase()}.`,
      );
    }
    const lines = units.map((unit) => entry.lineItems.find((item) => item.id === unit.id));
    if (lines.some((line) => !line))
      return refuse(field, "Fulfillment order line item does not exist.");
    const isBad =
      units.length === 0 ||
      units.some(
        ({ id, quantity }, at) =>
          quantity <= 0 || asked(id, quantity) > (lines[at]?.remainingQuantity ?? 0),
      );
    if (isBad) return refuse(field, "Invalid fulfillment order line item quantity requested.");
  }
  return null;
}

const distinctIds = (gids: readonly string[]) => [...new Set(gids)].map(numericId);
