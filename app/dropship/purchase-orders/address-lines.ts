/** Where the goods go, as it stands on a parcel. Run on the server alone: browsers spell some countries in another way. */
import type { ShipTo } from "./purchase-order.ts";

// On a parcel that leaves its country the destination stands in English or French, whatever the supplier reads.
const COUNTRIES = new Intl.DisplayNames("en", { type: "region", fallback: "code" });

/** One line each; empty parts are left out. */
export const addressLines = (to: ShipTo): string[] =>
  [
    to.name,
    to.company,
    to.address1,
    to.address2,
    [to.zip, to.city, to.provinceCode ?? to.province].filter(isTold).join(" "),
    nameCountry(to.countryCode),
  ].filter(isTold);

const isTold = (text: string | null | undefined): text is string =>
  text !== null && text !== undefined && text !== "";

const nameCountry = (code: string | null): string | null =>
  code !== null && /^[A-Z]{2}$/.test(code) ? (COUNTRIES.of(code) ?? code) : code;
