/** Ships the parcels of a seeded order at its suppliers' pace. */
import { remainingOf } from "#sandbox/domain/fulfillment-order-parts.ts";
import { closeOrder } from "#sandbox/domain/order-changes.ts";
import type { Fulfillment, FulfillmentOrder, Order } from "#sandbox/store/types.ts";
import { getSupplier, SUPPLIERS } from "./catalogue/suppliers.ts";
import { at, latestMs, openEntries, placedMs } from "./order-steps.ts";
import { shipEntry, type Journey } from "./ship-order.ts";
import { DAY_MS, HOUR_MS, type Stage } from "./stage.ts";

/** Every open fulfillment order leaves at its own supplier's pace; `leadDays` overrides it. */
export function shipAll(
  stage: Stage,
  order: Order,
  journey: Journey,
  leadDays?: number,
): Fulfillment[] {
  return openEntries(stage, order).flatMap((entry) => {
    const atMs = placedMs(order) + (leadDays ?? leadOf(stage, order, entry)) * DAY_MS;
    return (
      shipEntry(stage, order, {
        entry,
        atMs: Math.min(atMs, latestShipMs(stage, order)),
        journey,
      }) ?? []
    );
  });
}

/** One parcel of several, or one unit of several; the rest waits. */
export function shipPart(stage: Stage, order: Order): void {
  const [first] = openEntries(stage, order);
  if (!first) return;
  const atMs = Math.min(
    placedMs(order) + stage.random.integer(8, 40) * HOUR_MS,
    latestShipMs(stage, order),
  );
  const units = remainingOf(first);
  const [unit] = units;
  if (openEntries(stage, order).length > 1) {
    shipEntry(stage, order, { entry: first, atMs, journey: "delivered" });
  } else if (unit && (units.length > 1 || unit.quantity > 1)) {
    shipEntry(stage, order, {
      entry: first,
      units: [{ id: unit.id, quantity: 1 }],
      atMs,
      journey: "delivered",
    });
  }
}

/** Ships everything and lets it arrive; old orders are archived, as merchants set Shopify to do. */
export function deliver(stage: Stage, order: Order): Fulfillment[] {
  const parcels = shipAll(stage, order, "delivered");
  const closesAt = latestMs(parcels) + 12 * HOUR_MS;
  if (parcels.length > 0 && closesAt < stage.nowMs && stage.random.chance(0.7)) {
    at(stage, closesAt, () => closeOrder(stage.world, stage.shop, order));
  }
  return parcels;
}

/** Days until the slowest of its suppliers hands over. */
function leadOf({ random }: Stage, order: Order, entry: FulfillmentOrder): number {
  const vendors = entry.lineItems.map(
    ({ lineItemId }) => order.lineItems.find(({ id }) => id === lineItemId)?.vendor,
  );
  const suppliers = SUPPLIERS.filter(({ vendor }) => vendors.includes(vendor));
  const leads = (suppliers.length > 0 ? suppliers : [getSupplier("spruce")]).map(
    ({ leadDays, lateRatio }) => {
      const [best, worst] = leadDays;
      const days = best + random.next() * (worst - best);
      return random.chance(lateRatio) ? days + random.integer(4, 14) : days;
    },
  );
  return Math.max(...leads);
}

/** However slow the supplier: a fate that needs a parcel gets one while there is time for it. */
function latestShipMs(stage: Stage, order: Order): number {
  return placedMs(order) + (stage.nowMs - placedMs(order)) * 0.55;
}
