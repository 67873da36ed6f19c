/**
 * What an order, as the mirror shows it, has to tell its shopper. Pure: the same order always gives the same events, and
 * who tells them, once, is decided elsewhere. Nothing is called shipped before a carrier has scanned it.
 */
import type { ShopperEvent } from "./shopper-events.ts";

export type ParcelFacts = {
  readonly gid: string;
  /** lower case, as the mirror keeps it */
  readonly status: string;
  readonly shipmentStatus: string | null;
  readonly createdAt: Date;
  readonly updatedAt: Date | null;
  readonly inTransitAt: Date | null;
  readonly deliveredAt: Date | null;
  readonly trackingNumbers: readonly string[];
  readonly scans: readonly { readonly status: string; readonly happenedAt: Date }[];
};

export type OrderEventFacts = {
  readonly orderGid: string;
  readonly placedAt: Date;
  readonly cancelledAt: Date | null;
  readonly isTest: boolean;
  readonly parcels: readonly ParcelFacts[];
  readonly refunds: readonly {
    readonly gid: string;
    readonly at: Date;
    readonly amountMinor: bigint;
  }[];
  readonly returns: readonly {
    readonly gid: string;
    readonly status: string;
    readonly at: Date | null;
  }[];
};

export type ImpliedEvent = {
  readonly event: ShopperEvent;
  /** The fulfillment, refund, return or order it is about. */
  readonly subject: string;
  readonly occurredAt: Date;
  /** True no longer: it is noted and not told. */
  readonly isPast: boolean;
};

// Words of a carrier that has the parcel in its hands. CONFIRMED, LABEL_PRINTED and the like only announce one.
// Source: https://shopify.dev/docs/api/admin-graphql/2026-07/enums/FulfillmentEventStatus
const SCANNED = new Set([
  "carrier_picked_up",
  "in_transit",
  "out_for_delivery",
  "attempted_delivery",
  "delivered",
]);
const DEAD_FULFILLMENT = new Set(["cancelled", "error", "failure"]);
const RETURN_EVENTS: Readonly<Record<string, readonly ShopperEvent[]>> = {
  requested: ["return_requested"],
  open: ["return_approved"],
  declined: ["return_declined"],
};

/** In the order in which they happened. */
export function listShopperEvents(order: OrderEventFacts): ImpliedEvent[] {
  if (order.isTest) return [];
  const events = [
    happened("order_confirmed", order.orderGid, order.placedAt, order.cancelledAt !== null),
    ...(order.cancelledAt ? [happened("order_cancelled", order.orderGid, order.cancelledAt)] : []),
    ...order.parcels.flatMap(parcelEvents),
    ...order.refunds
      .filter(({ amountMinor }) => amountMinor > 0n)
      .map(({ gid, at }) => happened("refund_issued", gid, at)),
    ...order.returns.flatMap(({ gid, status, at }) =>
      (RETURN_EVENTS[status] ?? []).map((event) => happened(event, gid, at ?? order.placedAt)),
    ),
  ];
  return events.sort((one, other) => one.occurredAt.getTime() - other.occurredAt.getTime());
}

function parcelEvents(parcel: ParcelFacts): ImpliedEvent[] {
  if (DEAD_FULFILLMENT.has(parcel.status)) return [];
  const scannedAt = firstScan(parcel);
  const deliveredAt = parcel.deliveredAt ?? saidAt(parcel, "delivered");
  const outAt = saidAt(parcel, "out_for_delivery");
  const { gid, createdAt } = parcel;
  return [
    ...(parcel.trackingNumbers.length > 0
      ? [happened("label_created", gid, createdAt, scannedAt !== null)]
      : []),
    ...(scannedAt ? [happened("shipped", gid, scannedAt)] : []),
    ...(outAt ? [happened("out_for_delivery", gid, outAt, deliveredAt !== null)] : []),
    ...(deliveredAt ? [happened("delivered", gid, deliveredAt)] : []),
  ];
}

/** When the carrier first had the parcel; null while nobody has seen it move. */
export function firstScan(parcel: ParcelFacts): Date | null {
  const { inTransitAt, deliveredAt, shipmentStatus, updatedAt, createdAt, scans } = parcel;
  const seen = scans.filter(({ status }) => SCANNED.has(status)).map((scan) => scan.happenedAt);
  const known = [...seen, inTransitAt, deliveredAt].filter((at): at is Date => at !== null);
  if (known.length > 0)
    return known.reduce((first, at) => (at.getTime() < first.getTime() ? at : first));
  return SCANNED.has(shipmentStatus ?? "") ? (updatedAt ?? createdAt) : null;
}

function saidAt(parcel: ParcelFacts, wanted: string): Date | null {
  const said = parcel.scans.find(({ status }) => status === wanted);
  if (said) return said.happenedAt;
  return parcel.shipmentStatus === wanted ? (parcel.updatedAt ?? parcel.createdAt) : null;
}

const happened = (
  event: ShopperEvent,
  subject: string,
  occurredAt: Date,
  isPast = false,
): ImpliedEvent => ({ event, subject, occurredAt, isPast });
