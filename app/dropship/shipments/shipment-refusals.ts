/** Why a tracking number is not taken: codes, their HTTP status, and what to do about it. Pure. */
import type { TrackingVerdict } from "./tracking-number.ts";

export type ShipmentRefusal =
  /** Asked about, not swallowed: with `isConfirmed` it is taken, unless `canConfirm` is false. */
  | {
      readonly code: "number_asked";
      readonly verdict: TrackingVerdict;
      readonly canConfirm: boolean;
    }
  | { readonly code: "number_known"; readonly number: string; readonly isSameOrder: boolean }
  | { readonly code: "order_unknown" }
  | { readonly code: "order_revoked"; readonly number: string }
  | { readonly code: "order_not_open"; readonly number: string; readonly state: string }
  | { readonly code: "line_of_another_order" }
  | { readonly code: "too_many_units"; readonly title: string; readonly leftUnits: number }
  | { readonly code: "nothing_left"; readonly number: string }
  | { readonly code: "already_scanned"; readonly number: string };

export type ShipmentRefusalCode = ShipmentRefusal["code"];

export const SHIPMENT_REFUSAL_STATUS = {
  number_asked: 422,
  number_known: 409,
  order_unknown: 404,
  order_revoked: 409,
  order_not_open: 409,
  line_of_another_order: 422,
  too_many_units: 422,
  nothing_left: 409,
  already_scanned: 409,
} as const satisfies Record<ShipmentRefusalCode, number>;

/** One sentence that says what to do. The supplier's page has its own words for the codes. */
export function describeShipmentRefusal(refusal: ShipmentRefusal): string {
  switch (refusal.code) {
    case "number_asked":
      return describeVerdict(refusal.verdict, refusal.canConfirm);
    case "number_known":
      return refusal.isSameOrder
        ? `${refusal.number} is already recorded for this order. Nothing was changed.`
        : `${refusal.number} belongs to another order. Check the number, or give the parcel its own.`;
    case "order_unknown":
      return "This purchase order does not exist. Open it from your list of open orders.";
    case "order_revoked":
      return `${refusal.number} was taken back before this number arrived. Do not ship it. If it has left already, the shop has just been told; wait for its answer.`;
    case "order_not_open":
      return `${refusal.number} cannot take tracking numbers now (${refusal.state}). Ask the shop.`;
    case "line_of_another_order":
      return "A line is not part of this purchase order. Choose lines of this order only.";
    case "too_many_units":
      return `Only ${refusal.leftUnits} of “${refusal.title}” still need a tracking number. Lower the number of units.`;
    case "nothing_left":
      return `Every unit of ${refusal.number} has a tracking number already. To change one, correct it.`;
    case "already_scanned":
      return `The carrier has scanned ${refusal.number} already, so the number is right. It stays.`;
  }
}

const SLIPS = {
  empty: "Enter the tracking number.",
  signs: "A tracking number holds letters and digits only. Copy it from the label.",
  length: "A tracking number has 4 to 60 letters and digits. Copy it from the label.",
  rounded:
    "A spreadsheet has rounded this number. Format its column as text and copy the number again.",
  made_up: "This does not look like a tracking number. Copy it from the label.",
  other_carrier: "",
} as const;

function describeVerdict(verdict: TrackingVerdict, canConfirm: boolean): string {
  const orConfirm = canConfirm ? " If it is right all the same, confirm it." : "";
  switch (verdict.verdict) {
    case "wrong_check_digit":
      return `${verdict.number} has a mistake: its check digit does not fit ${verdict.carrier}.${orConfirm}`;
    case "wrong_format":
      return verdict.why === "other_carrier"
        ? `${verdict.number ?? "This"} is not a ${verdict.carrier ?? "carrier"} number. Check number and carrier.${orConfirm}`
        : `${SLIPS[verdict.why]}${orConfirm}`;
    case "unknown_carrier":
      return `Which carrier has ${verdict.number}? Name it.${orConfirm}`;
    case "valid":
      return "";
  }
}
