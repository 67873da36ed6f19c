/**
 * Reads what AfterShip says of a parcel, in polls and webhooks alike, as our own events. Pure.
 * Source: https://www.aftership.com/docs/tracking/2026-07 (Tracking, Checkpoint, Delivery statuses and sub-statuses)
 */
import { z } from "zod";
import type { CarrierCode, CarrierEvent } from "./carrier-event.ts";

const text = z.string().nullish();

const checkpointSchema = z.object({
  checkpoint_time: z.string(),
  tag: text,
  subtag: text,
  message: text,
  city: text,
  state: text,
  country_region: text,
  location: text,
});

export const trackingSchema = z.object({
  tracking_number: z.string(),
  slug: text,
  custom_fields: z.record(z.string(), z.unknown()).nullish(),
  courier_estimated_delivery_date: z.object({ estimated_delivery_date: text }).nullish(),
  checkpoints: z.array(checkpointSchema).nullish(),
});

export type AftershipTracking = z.output<typeof trackingSchema>;

/** The field in which we keep our id of the shop, so that a message finds its way back. */
export const SHOP_FIELD = "aftercare_shop";

const CODES: Readonly<Record<string, CarrierCode>> = {
  InfoReceived: "LABEL_PURCHASED",
  InTransit: "IN_TRANSIT",
  OutForDelivery: "OUT_FOR_DELIVERY",
  AttemptFail: "ATTEMPTED_DELIVERY",
  Delivered: "DELIVERED",
  AvailableForPickup: "READY_FOR_PICKUP",
  Exception: "FAILURE",
};
// Finer words where they change what we say.
const FINE_CODES: Readonly<Record<string, CarrierCode>> = {
  // acceptance scan
  InTransit_002: "CARRIER_PICKED_UP",
  // customs, delay, held: it goes on
  Exception_002: "DELAYED",
  Exception_003: "DELAYED",
  Exception_004: "DELAYED",
  Exception_005: "DELAYED",
  Exception_013: "DELAYED",
};

// The countries parcels most often pass; others are left out rather than told wrong.
const ALPHA_2: Readonly<Record<string, string>> = {
  AUS: "AU",
  AUT: "AT",
  BEL: "BE",
  CAN: "CA",
  CHE: "CH",
  CHN: "CN",
  CZE: "CZ",
  DEU: "DE",
  DNK: "DK",
  ESP: "ES",
  FIN: "FI",
  FRA: "FR",
  GBR: "GB",
  HKG: "HK",
  IND: "IN",
  IRL: "IE",
  ITA: "IT",
  JPN: "JP",
  KOR: "KR",
  MEX: "MX",
  NLD: "NL",
  NOR: "NO",
  POL: "PL",
  PRT: "PT",
  SGP: "SG",
  SWE: "SE",
  TUR: "TR",
  TWN: "TW",
  USA: "US",
  VNM: "VN",
};

/** Oldest first. Checkpoints without a time or a word we know are left out. */
export function readTracking(tracking: AftershipTracking): CarrierEvent[] {
  const estimate = parseTime(tracking.courier_estimated_delivery_date?.estimated_delivery_date);
  return (tracking.checkpoints ?? [])
    .flatMap((checkpoint): CarrierEvent[] => {
      const happenedAt = parseTime(checkpoint.checkpoint_time);
      const code = FINE_CODES[checkpoint.subtag ?? ""] ?? CODES[checkpoint.tag ?? ""];
      if (!happenedAt || !code) return [];
      return [
        {
          messageId: messageIdOf(tracking.slug ?? "", checkpoint),
          code,
          happenedAt,
          message: checkpoint.message?.slice(0, MAX_MESSAGE) ?? null,
          city: checkpoint.city ?? null,
          province: checkpoint.state ?? null,
          country: countryOf(checkpoint.country_region),
          estimatedDeliveryAt: estimate,
        },
      ];
    })
    .sort((one, other) => +one.happenedAt - +other.happenedAt);
}

/** Our id of the shop that asked for the parcel; null when nobody of us did. */
export function readShopId({ custom_fields: fields }: AftershipTracking): bigint | null {
  const value = fields?.[SHOP_FIELD];
  return typeof value === "string" && /^\d{1,18}$/.test(value) ? BigInt(value) : null;
}

// Longer ones are no news of a parcel; Shopify shows one line.
const MAX_MESSAGE = 200;
// A key of an index.
const MAX_ID = 300;

/** Checkpoints have no id: time, kind and words name them, the same in a poll and in a webhook. */
const messageIdOf = (slug: string, checkpoint: z.output<typeof checkpointSchema>): string =>
  [
    "aftership",
    slug,
    checkpoint.checkpoint_time,
    checkpoint.subtag ?? checkpoint.tag ?? "",
    checkpoint.message ?? "",
    checkpoint.location ?? checkpoint.city ?? "",
  ]
    .join("|")
    .slice(0, MAX_ID);

/** Carriers that name no zone give the local time of the place; taken as UTC it is off by hours, never by a day. */
function parseTime(written: string | null | undefined): Date | null {
  if (!written) return null;
  const hasZone = /(?:Z|[+-]\d{2}:?\d{2})$/.test(written);
  const isDay = /^\d{4}-\d{2}-\d{2}$/.test(written);
  const ms = Date.parse(hasZone || isDay ? written : `${written}Z`);
  return Number.isNaN(ms) ? null : new Date(ms);
}

function countryOf(written: string | null | undefined): string | null {
  if (!written) return null;
  const code = written.toUpperCase();
  return /^[A-Z]{2}$/.test(code) ? code : (ALPHA_2[code] ?? null);
}
