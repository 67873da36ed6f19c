/** What a supplier answers to a purchase order, and why an answer is not taken. Pure. */

export type AnswerLine = {
  readonly lineId: bigint;
  /** of the line's units in all, not on top of what was said before: the same answer twice is one */
  readonly acceptedUnits: number;
  readonly declinedUnits: number;
  readonly declineReason: string | null;
  /** calendar date; null = as said before, or the usual time */
  readonly promisedOn: string | null;
  /** per unit, minor units of the purchase order's currency; null = as said before, or as ordered */
  readonly statedCostMinor: bigint | null;
};

export type AnswerSource = "link" | "file" | "mail" | "api" | "hand";

export type AnswerRefusal =
  /** Of another shop, another supplier, or none: nobody is told which. */
  | { readonly code: "unknown_purchase_order" }
  | { readonly code: "unknown_line" }
  | { readonly code: "revoked"; readonly number: string; readonly revokedAt: Date }
  | { readonly code: "not_open"; readonly number: string; readonly state: string }
  | { readonly code: "revised"; readonly number: string; readonly revision: number }
  | { readonly code: "too_many_units"; readonly title: string; readonly units: number }
  | { readonly code: "bad_units"; readonly title: string }
  | { readonly code: "declined_is_final"; readonly title: string; readonly declinedUnits: number }
  | { readonly code: "tracked_already"; readonly title: string; readonly trackedUnits: number }
  | { readonly code: "reason_missing"; readonly title: string }
  | { readonly code: "reason_too_long"; readonly title: string }
  | { readonly code: "bad_date"; readonly title: string }
  | { readonly code: "date_past"; readonly title: string }
  | { readonly code: "date_too_far"; readonly title: string }
  | { readonly code: "bad_cost"; readonly title: string };

export type AnswerRefusalCode = AnswerRefusal["code"];

export const ANSWER_REFUSAL_STATUS = {
  unknown_purchase_order: 404,
  unknown_line: 404,
  revoked: 409,
  not_open: 409,
  revised: 409,
  too_many_units: 422,
  bad_units: 422,
  declined_is_final: 409,
  tracked_already: 409,
  reason_missing: 422,
  reason_too_long: 422,
  bad_date: 422,
  date_past: 422,
  date_too_far: 422,
  bad_cost: 422,
} as const satisfies Record<AnswerRefusalCode, number>;

/** In the merchant's English; the supplier's page has its own words per language. */
export function describeAnswerRefusal(refusal: AnswerRefusal): string {
  switch (refusal.code) {
    case "unknown_purchase_order":
      return "There is no such purchase order here. Check the number.";
    case "unknown_line":
      return "A line is not part of this purchase order. Choose lines of this order only.";
    case "revoked":
      return `${refusal.number} was cancelled at ${refusal.revokedAt.toISOString()}. Please don't ship it. If it has shipped already, tell the shop.`;
    case "not_open":
      return `${refusal.number} takes no answers now (${refusal.state}). Ask the shop.`;
    case "revised":
      return `${refusal.number} has changed since you opened it: it is R${refusal.revision} now. Open it again and answer what it says now.`;
    case "too_many_units":
      return `Only ${refusal.units} of “${refusal.title}” were ordered. Lower the units.`;
    case "bad_units":
      return `Units of “${refusal.title}” are whole numbers from 0. Correct them.`;
    case "declined_is_final":
      return `${refusal.declinedUnits} of “${refusal.title}” were declined before and may be ordered elsewhere. Ask the shop for a new purchase order.`;
    case "tracked_already":
      return `${refusal.trackedUnits} of “${refusal.title}” have a tracking number already. They cannot be declined.`;
    case "reason_missing":
      return `Say why “${refusal.title}” cannot be sent.`;
    case "reason_too_long":
      return `Keep the reason for “${refusal.title}” under 200 characters.`;
    case "bad_date":
      return `The date for “${refusal.title}” is not a date. Write it as 2026-12-31.`;
    case "date_past":
      return `The date for “${refusal.title}” has passed. Give today or a later one.`;
    case "date_too_far":
      return `The date for “${refusal.title}” is more than a year away. Decline it instead.`;
    case "bad_cost":
      return `The price of “${refusal.title}” cannot be right. Write the price of one unit.`;
  }
}

/** Why something cannot be sent, as the page offers it; others are free text. */
export const DECLINE_REASONS = [
  "out_of_stock",
  "discontinued",
  "cannot_ship_there",
  "price",
  "other",
] as const;

export type DeclineReason = (typeof DECLINE_REASONS)[number];

export const isDeclineReason = (text: string): text is DeclineReason =>
  DECLINE_REASONS.some((reason) => reason === text);
