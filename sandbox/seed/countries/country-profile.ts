/**
 * What a ship-to country contributes to the seeded shop: names in its own script, places, streets, phone form, tax.
 * Every person and address is invented; places and postal codes are real so that address forms look right.
 */

/** Native spelling, then the ASCII form used in e-mail addresses. */
export type SpeltName = readonly [native: string, ascii: string];

export type CountryProfile = {
  countryCode: string;
  country: string;
  /** BCP 47, as a customer's `locale`. */
  locale: string;
  /** What the buyer pays in, ISO 4217. */
  presentmentCurrency: string;
  /** Share of all orders, relative to the other countries. */
  weight: number;
  given: readonly SpeltName[];
  family: readonly SpeltName[];
  places: readonly {
    city: string;
    province: string | null;
    provinceCode: string | null;
    zip: string;
  }[];
  /** `{n}` becomes a house number. */
  streets: readonly string[];
  secondLines: readonly string[];
  /** `#` becomes a digit. */
  phone: string;
  tax: { title: string; rate: number; included: boolean } | null;
};
