/** What a carrier, or a person, can say of a parcel, and which of it means that the carrier has it. Pure. */

// Shopify's words. Source: https://shopify.dev/docs/api/admin-graphql/2026-07/enums/FulfillmentEventStatus
export const CARRIER_CODES = [
  "CONFIRMED",
  "LABEL_PURCHASED",
  "LABEL_PRINTED",
  "CARRIER_PICKED_UP",
  "IN_TRANSIT",
  "OUT_FOR_DELIVERY",
  "ATTEMPTED_DELIVERY",
  "READY_FOR_PICKUP",
  "DELAYED",
  "DELIVERED",
  "FAILURE",
] as const;

export type CarrierCode = (typeof CARRIER_CODES)[number];

// Only a carrier that has the parcel in its hands can say these. A label is none, and what went wrong may do so before
// the parcel was ever handed over.
const SCANS: ReadonlySet<string> = new Set<CarrierCode>([
  "CARRIER_PICKED_UP",
  "IN_TRANSIT",
  "OUT_FOR_DELIVERY",
  "ATTEMPTED_DELIVERY",
  "DELIVERED",
]);

export const isCarrierCode = (text: string): text is CarrierCode =>
  CARRIER_CODES.some((code) => code === text);

export const isScan = (code: string): boolean => SCANS.has(code);

/** Who says so: the carrier's own message, or somebody without one. */
export type EventSource = "carrier" | "stated";

export type CarrierEvent = {
  /** names the message: heard twice, it is one */
  readonly messageId: string;
  readonly code: CarrierCode;
  readonly happenedAt: Date;
  readonly message: string | null;
  readonly city: string | null;
  readonly province: string | null;
  /** ISO 3166 alpha-2 */
  readonly country: string | null;
  readonly estimatedDeliveryAt: Date | null;
};

export type WatchedParcel = {
  readonly trackingNumber: string;
  /** how tracking services name the carrier; null = theirs to find out */
  readonly slug: string | null;
};

/** A service that knows where parcels are. Throws an Outage when it is away; numbers it does not know are absent. */
export type CarrierSource = {
  readonly name: string;
  /** Asks the service to follow a parcel from now on; asked twice is asked once. Null: it does; else why it does not. */
  readonly watch: (shopId: bigint, parcel: WatchedParcel) => Promise<string | null>;
  readonly listEvents: (
    trackingNumbers: readonly string[],
    /** only what happened later is of interest; null = everything */
    since: Date | null,
  ) => Promise<ReadonlyMap<string, readonly CarrierEvent[]>>;
};

export type ParcelProgress = {
  readonly scannedAt: Date | null;
  readonly deliveredAt: Date | null;
  /** the latest word, lower case; null = none yet */
  readonly status: string | null;
  readonly statusAt: Date | null;
};

type HeardEvent = Pick<CarrierEvent, "code" | "happenedAt"> & { readonly source: EventSource };

/** Where a parcel stands by everything heard of it. A scan counts only by the carrier's own word. */
export function assessParcel(events: readonly HeardEvent[]): ParcelProgress {
  const byTime = [...events].sort((one, other) => +one.happenedAt - +other.happenedAt);
  const carried = byTime.filter(({ source }) => source === "carrier");
  const last = byTime.at(-1);
  return {
    scannedAt: carried.find(({ code }) => isScan(code))?.happenedAt ?? null,
    deliveredAt: carried.find(({ code }) => code === "DELIVERED")?.happenedAt ?? null,
    status: last ? last.code.toLowerCase() : null,
    statusAt: last?.happenedAt ?? null,
  };
}
