/**
 * Checks what somebody wrote as a tracking number: its format, its carrier, its check digit. Pure. It never says whether
 * a parcel exists; only a scan says that.
 */
import {
  amazon,
  dhl,
  fedex,
  getTracking,
  ontrac,
  s10,
  ups,
  usps,
  type TrackingCourier,
} from "ts-tracking-number";
import {
  CARRIERS,
  findCarrier,
  findPost,
  POSTS_WITH_OWN_FORMATS,
  type Carrier,
} from "./carriers.ts";

export type TrackingVerdict =
  /** It fits the carrier's format, and its check digit where the format has one. */
  | {
      readonly verdict: "valid";
      readonly number: string;
      readonly carrier: string;
      readonly slug: string | null;
      readonly url: string | null;
    }
  /** It may well be right: nobody has told us how this carrier's numbers look. `carrier`: as written; null = none was. */
  | {
      readonly verdict: "unknown_carrier";
      readonly number: string;
      readonly carrier: string | null;
    }
  /** It looks like the carrier's, and its check digit says that a character is wrong. */
  | { readonly verdict: "wrong_check_digit"; readonly number: string; readonly carrier: string }
  /** No number of this carrier. `number`: null = no carrier could have given such a text. */
  | {
      readonly verdict: "wrong_format";
      readonly number: string | null;
      readonly carrier: string | null;
      readonly why: WrongFormat;
    };

export type WrongFormat = "empty" | "signs" | "length" | "rounded" | "made_up" | "other_carrier";

// The column's own limits: what is shorter is a slip, what is longer is a sentence.
const MIN_LENGTH = 4;
const MAX_LENGTH = 60;

// Formats nobody mistakes for another carrier's; bare digits fit several, so a failed check digit there proves nothing.
const TELLING: readonly (readonly [RegExp, TrackingCourier, string])[] = [
  [/^1Z[A-Z0-9]{16}$/, ups, "UPS"],
  [/^9[1-5]\d{20}$/, usps, "USPS"],
  [/^420\d{5}9[1-5]\d{20}$/, usps, "USPS"],
  [/^TBA\d{12}$/, amazon, "Amazon Logistics US"],
  [/^C\d{14}$/, ontrac, "OnTrac"],
];
const S10 = /^[A-Z]{2}\d{9}[A-Z]{2}$/;
// Tried in this order for a number without a carrier: those with the strictest formats first.
const DETECT: readonly (readonly [TrackingCourier, string])[] = [
  [ups, "UPS"],
  [amazon, "Amazon Logistics US"],
  [ontrac, "OnTrac"],
  [usps, "USPS"],
  [fedex, "FedEx"],
  [dhl, "DHL Express"],
];

/** As numbers are compared and stored: letters and digits in upper case. Null when no carrier could have given it. */
export function normaliseTrackingNumber(text: string): string | null {
  const number = text
    .normalize("NFKC")
    .toUpperCase()
    .replace(/[\s\u200b-\u200f\u2060\ufeff\-_.·/]/g, "");
  return /^[A-Z0-9]+$/.test(number) && number.length >= MIN_LENGTH && number.length <= MAX_LENGTH
    ? number
    : null;
}

/** What to think of the text as a number of that carrier; `carrier` null or empty = not named. */
export function assessTrackingNumber(text: string, carrier: string | null): TrackingVerdict {
  const named = carrier?.trim() ? carrier.trim() : null;
  const number = normaliseTrackingNumber(text);
  if (number === null)
    return { verdict: "wrong_format", number: null, carrier: named, why: whyNot(text) };
  // A spreadsheet has turned the number into 9.40011E+21: digits are gone.
  if (/^\s*\d[.,]\d+\s*E\s*\+?\s*\d+\s*$/i.test(text))
    return { verdict: "wrong_format", number: null, carrier: named, why: "rounded" };
  if (isMadeUp(number)) return { verdict: "wrong_format", number, carrier: named, why: "made_up" };
  const known = named === null ? null : findCarrier(named);
  if (known) return assessFor(number, known);
  return named === null ? detect(number) : assessForeign(number, named);
}

function assessFor(number: string, carrier: Carrier): TrackingVerdict {
  const found = fits(number, carrier.formats);
  if (found) return valid(number, carrier, found.trackingUrl);
  if (looksLike(number, carrier.formats))
    return { verdict: "wrong_check_digit", number, carrier: carrier.name };
  if (POSTS_WITH_OWN_FORMATS.has(carrier.name))
    return { verdict: "unknown_carrier", number, carrier: carrier.name };
  return { verdict: "wrong_format", number, carrier: carrier.name, why: "other_carrier" };
}

/** A carrier we know nothing of often hands over to one we know: its number is checked where it cannot be mistaken. */
function assessForeign(number: string, carrier: string): TrackingVerdict {
  const found = detect(number);
  return found.verdict === "wrong_check_digit" && S10.test(number)
    ? found
    : { verdict: "unknown_carrier", number, carrier };
}

function detect(number: string): TrackingVerdict {
  if (S10.test(number)) return detectPost(number);
  for (const [pattern, courier, name] of TELLING)
    if (pattern.test(number) && !fits(number, [courier, fedex]))
      return { verdict: "wrong_check_digit", number, carrier: name };
  for (const [courier, name] of DETECT) {
    const found = fits(number, [courier]);
    const carrier = found && findCarrier(name);
    if (carrier) return valid(number, carrier, found.trackingUrl);
  }
  return { verdict: "unknown_carrier", number, carrier: null };
}

function detectPost(number: string): TrackingVerdict {
  const carrier = findPost(number.slice(-2));
  const found = fits(number, [s10]);
  if (!found)
    return { verdict: "wrong_check_digit", number, carrier: carrier?.name ?? "postal service" };
  if (carrier) return valid(number, carrier, found.trackingUrl);
  return { verdict: "unknown_carrier", number, carrier: null };
}

const valid = (number: string, carrier: Carrier, url: string | null): TrackingVerdict => ({
  verdict: "valid",
  number,
  carrier: carrier.name,
  slug: carrier.slug,
  url: url === null ? null : url.replace("%s", number),
});

const fits = (number: string, formats: readonly TrackingCourier[]) =>
  getTracking(number, formats) ?? null;

/** The shape without the check digit. */
const looksLike = (number: string, formats: readonly TrackingCourier[]): boolean =>
  formats
    .flatMap((courier) => courier.tracking_numbers)
    .filter(({ validation }) => validation.checksum !== undefined)
    .some(({ regex }) =>
      new RegExp(`^(?:${typeof regex === "string" ? regex : regex.join("")})$`).test(number),
    );

/** One character all along, or the keyboard from left to right: what people type to get past a form. */
function isMadeUp(number: string): boolean {
  const digits = number.replace(/\D/g, "");
  if (digits === "" || /^(.)\1+$/.test(number)) return true;
  return number === digits && "01234567890123456789".includes(number);
}

function whyNot(text: string): WrongFormat {
  const bare = text.trim();
  if (bare === "") return "empty";
  if (/^\d[.,]\d+E\+?\d+$/i.test(bare)) return "rounded";
  return bare.length < MIN_LENGTH || bare.length > MAX_LENGTH ? "length" : "signs";
}

/** Slug of a carrier as tracking services name it; null = theirs to find out. */
export const slugOf = (carrier: string | null): string | null =>
  carrier === null
    ? null
    : (findCarrier(carrier)?.slug ?? CARRIERS.find(({ name }) => name === carrier)?.slug ?? null);
