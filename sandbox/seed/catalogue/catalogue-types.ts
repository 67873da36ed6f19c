/** Shapes of the made-up catalogue. Money is whole US cents, weight is grams. */

export type SupplierCode =
  "cove" | "nishijin" | "brightway" | "tirupur" | "spruce" | "telar" | "fjord" | "lumen";

export type Supplier = {
  code: SupplierCode;
  /** The product's vendor. */
  vendor: string;
  /** ISO 3166 of the goods' origin. */
  countryCode: string;
  /** Days from order to hand-over, best and worst of an ordinary week. */
  leadDays: readonly [best: number, worst: number];
  /** How often a parcel goes out late, 0–1. */
  lateRatio: number;
  carriers: readonly ("ups" | "usps" | "fedex" | "dhl" | "japanPost" | "chinaPost" | "ctt")[];
};

export type CatalogueProduct = {
  title: string;
  supplier: SupplierCode;
  type: string;
  sku: string;
  priceMinor: number;
  costMinor: number;
  weightGrams: number;
  /** Harmonised System, six digits; null where none fits (services, gift cards). */
  hsCode: string | null;
  options: readonly { name: string; values: readonly string[] }[];
  tags: readonly string[];
  /** Default: a thing that is shipped and taxed. */
  kind?: "gift_card" | "service";
};
