/** The parcels the carrier simulator knows, as plain data; where a parcel is follows from the clock alone. */
import { randomUUID } from "node:crypto";
import { nowMs } from "#sandbox/store/clock.ts";
import type { Sandbox } from "#sandbox/http/sandbox-context.ts";

/** What a caller of the tracking API must send, and what its webhooks are signed with. Made up; they guard nothing. */
export const CARRIER_API_KEY = "sandbox-carrier-key";
export const CARRIER_WEBHOOK_SECRET = "sandbox-carrier-secret";

export type CarrierParcel = {
  id: string;
  number: string;
  slug: string | null;
  /** When the label was made, sandbox milliseconds; null: nobody has ever handed this number in. */
  labelledAtMs: number | null;
  /** True: a label and no parcel; no scan will ever come. */
  isLabelOnly: boolean;
  origin: Place | null;
  destination: Place | null;
  /** As the app registered it; null: not registered, so nobody is told. */
  customFields: Record<string, string> | null;
  /** Scans the app has been told of. */
  toldCheckpoints: number;
  /** Scans of the last try to tell it, failed tries in a row, and the real time of the next. */
  triedCheckpoints: number;
  failures: number;
  retryAtMs: number;
};

export type Place = { city: string; country: string };

export type CarrierState = { parcels: Record<string, CarrierParcel> };

export function emptyCarrier(): CarrierState {
  return { parcels: {} };
}

/** A state that was kept before there was a carrier gets one. */
export function openCarrier(sandbox: Sandbox): CarrierState {
  sandbox.state.carrier ??= emptyCarrier();
  return sandbox.state.carrier;
}

/** A parcel is handed in, or only its label is made. */
export function handIn(
  sandbox: Sandbox,
  label: {
    number: string;
    slug: string | null;
    isLabelOnly: boolean;
    origin: Place | null;
    destination: Place | null;
  },
): CarrierParcel {
  const parcel = keepParcel(openCarrier(sandbox), label.number, label.slug);
  Object.assign(parcel, label, { number: parcel.number });
  parcel.labelledAtMs ??= nowMs(sandbox.state.world);
  return parcel;
}

/** The parcel of a number, made when it is new. */
export function keepParcel(
  carrier: CarrierState,
  number: string,
  slug: string | null,
): CarrierParcel {
  const key = normaliseNumber(number);
  const known = carrier.parcels[key];
  if (known) return known;
  const parcel: CarrierParcel = {
    id: randomUUID().replaceAll("-", "").slice(0, 24),
    number: key,
    slug,
    labelledAtMs: null,
    isLabelOnly: false,
    origin: null,
    destination: null,
    customFields: null,
    toldCheckpoints: 0,
    triedCheckpoints: 0,
    failures: 0,
    retryAtMs: 0,
  };
  carrier.parcels[key] = parcel;
  return parcel;
}

export const normaliseNumber = (number: string) => number.toUpperCase().replace(/[^A-Z0-9]/g, "");
