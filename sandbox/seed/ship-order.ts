/** Ships fulfillment orders of a seeded order and lets the carrier scan the parcel, or not. */
import { addFulfillmentEvent, createFulfillment } from "#sandbox/domain/fulfillments.ts";
import type { UnitsOfLine } from "#sandbox/domain/fulfillment-order-parts.ts";
import { atInstant, toInstant } from "#sandbox/store/clock.ts";
import type {
  Fulfillment,
  FulfillmentEventStatus,
  FulfillmentOrder,
  Order,
} from "#sandbox/store/types.ts";
import { DAY_MS, HOUR_MS, type Stage } from "./stage.ts";
import { issueTrackingNumber, type CarrierCode } from "./tracking-numbers.ts";

/** How far the parcel got. `stuck`: one scan, then silence. `trouble`: could not be handed over. */
export type Journey = "no_tracking" | "label" | "stuck" | "moving" | "trouble" | "delivered";

export type Shipment = {
  entry: FulfillmentOrder;
  units?: readonly UnitsOfLine[];
  atMs: number;
  journey: Journey;
};

/** The parcel, or null when the instant has not come yet or there is nothing to ship. */
export function shipEntry(stage: Stage, order: Order, shipment: Shipment): Fulfillment | null {
  const { world, shop, nowMs } = stage;
  const { entry, units, atMs, journey } = shipment;
  if (atMs > nowMs || (entry.status !== "OPEN" && entry.status !== "IN_PROGRESS")) return null;
  const tracking =
    journey === "no_tracking" || entry.deliveryMethod?.methodType === "NONE"
      ? null
      : issueTrackingNumber(carrierFor(stage, order, entry), stage.random);
  const outcome = atInstant(world, toInstant(atMs), () =>
    createFulfillment(world, shop, {
      groups: [{ entry, ...(units ? { units } : {}) }],
      tracking,
      notifyCustomer: true,
    }),
  );
  if (!outcome.ok)
    throw new Error(`${order.name} could not be shipped: ${outcome.errors[0]?.message ?? ""}`);
  if (tracking) scanParcel(stage, order, outcome.value, atMs, journey);
  return outcome.value;
}

function scanParcel(
  stage: Stage,
  order: Order,
  parcel: Fulfillment,
  atMs: number,
  journey: Journey,
): void {
  const { random } = stage;
  const isAbroad = order.shippingAddress?.countryCode !== originOf(stage, parcel);
  const transitDays = isAbroad ? random.integer(5, 11) : random.integer(2, 5);
  const estimate = toInstant(atMs + (transitDays + 1) * DAY_MS);
  const scan = (
    afterHours: number,
    status: FulfillmentEventStatus,
    message: string,
    at: "origin" | "destination",
  ) =>
    addScan(stage, order, parcel, {
      atMs: atMs + afterHours * HOUR_MS,
      status,
      message,
      at,
      estimate,
    });
  scan(0, "LABEL_PRINTED", "Label created", "origin");
  if (journey === "label") return;
  const handOver = random.integer(3, 30);
  scan(handOver, "CARRIER_PICKED_UP", "Picked up by the carrier", "origin");
  scan(handOver + random.integer(4, 16), "IN_TRANSIT", "Left the origin depot", "origin");
  if (journey === "stuck") return;
  const arrival = Math.max(handOver + 24, transitDays * 24 - random.integer(0, 10));
  if (journey === "moving") {
    scan(Math.round(arrival * 0.6), "IN_TRANSIT", "Arrived at a sorting centre", "destination");
    return;
  }
  if (isAbroad) scan(Math.round(arrival * 0.7), "IN_TRANSIT", "Cleared customs", "destination");
  if (journey === "trouble") {
    scan(arrival, "ATTEMPTED_DELIVERY", "Nobody was at home", "destination");
    if (random.chance(0.5))
      scan(arrival + 50, "FAILURE", "Address unknown, returning to sender", "destination");
    return;
  }
  scan(arrival - 7, "OUT_FOR_DELIVERY", "With the courier", "destination");
  scan(arrival, "DELIVERED", "Delivered", "destination");
}

type Scan = {
  atMs: number;
  status: FulfillmentEventStatus;
  message: string;
  at: "origin" | "destination";
  estimate: string;
};

function addScan(
  { world, shop, nowMs }: Stage,
  order: Order,
  parcel: Fulfillment,
  scan: Scan,
): void {
  if (scan.atMs > nowMs) return;
  const origin = parcel.locationId ? shop.locations.get(parcel.locationId)?.address : null;
  const place = scan.at === "origin" ? origin : order.shippingAddress;
  atInstant(world, toInstant(scan.atMs), () =>
    addFulfillmentEvent(world, shop, parcel, {
      status: scan.status,
      message: scan.message,
      city: place?.city ?? null,
      province: place?.province ?? null,
      country: place?.countryCode ?? null,
      zip: place?.zip ?? null,
      estimatedDeliveryAt: scan.estimate,
    }),
  );
}

/** Who carries from there to there. */
function carrierFor({ shop, random }: Stage, order: Order, entry: FulfillmentOrder): CarrierCode {
  const from = entry.assignedLocationId
    ? shop.locations.get(entry.assignedLocationId)?.address.countryCode
    : null;
  const to = order.shippingAddress?.countryCode ?? "US";
  if (from === "CN") return random.pick(["chinaPost", "chinaPost", "dhl"]);
  if (from === "JP") return to === "JP" ? "yamato" : random.pick(["japanPost", "dhl"]);
  if (from === "PT") return random.pick(["ctt", "dhl", "fedex"]);
  if (to === "US") return random.pick(["ups", "usps", "usps", "fedex"]);
  const local: Record<string, CarrierCode> = {
    CA: "canadaPost",
    GB: "royalMail",
    FR: "laPoste",
    KR: "koreaPost",
    JP: "japanPost",
  };
  return random.chance(0.3) ? (local[to] ?? "dhl") : random.pick(["usps", "ups", "dhl", "fedex"]);
}

function originOf({ shop }: Stage, parcel: Fulfillment): string | null {
  return parcel.locationId
    ? (shop.locations.get(parcel.locationId)?.address.countryCode ?? null)
    : null;
}
