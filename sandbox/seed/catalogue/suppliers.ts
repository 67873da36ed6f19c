/** The eight vendors of the seeded shop, from punctual to not. */
import type { Supplier, SupplierCode } from "./catalogue-types.ts";

export const SUPPLIERS: readonly Supplier[] = [
  {
    code: "cove",
    vendor: "Cove Cerâmica",
    countryCode: "PT",
    leadDays: [2, 5],
    lateRatio: 0.06,
    carriers: ["ctt", "dhl"],
  },
  {
    code: "nishijin",
    vendor: "西陣織工房 Nishijin",
    countryCode: "JP",
    leadDays: [2, 4],
    lateRatio: 0.03,
    carriers: ["japanPost", "dhl"],
  },
  {
    code: "brightway",
    vendor: "Brightway Lighting",
    countryCode: "CN",
    leadDays: [3, 9],
    lateRatio: 0.22,
    carriers: ["chinaPost"],
  },
  {
    code: "tirupur",
    vendor: "Tirupur Cotton Mills",
    countryCode: "IN",
    leadDays: [3, 7],
    lateRatio: 0.14,
    carriers: ["dhl", "fedex"],
  },
  {
    code: "spruce",
    vendor: "Black Spruce Woodworks",
    countryCode: "US",
    leadDays: [1, 3],
    lateRatio: 0.04,
    carriers: ["ups", "usps"],
  },
  {
    code: "telar",
    vendor: "Telar de Oaxaca",
    countryCode: "MX",
    leadDays: [3, 8],
    lateRatio: 0.17,
    carriers: ["fedex"],
  },
  {
    code: "fjord",
    vendor: "Fjord & Flint",
    countryCode: "NO",
    leadDays: [2, 4],
    lateRatio: 0.08,
    carriers: ["dhl"],
  },
  {
    code: "lumen",
    vendor: "Lumen Candle Co.",
    countryCode: "US",
    leadDays: [1, 2],
    lateRatio: 0.05,
    carriers: ["usps", "ups"],
  },
];

export function getSupplier(code: SupplierCode): Supplier {
  const supplier = SUPPLIERS.find((candidate) => candidate.code === code);
  if (!supplier) throw new Error(`no supplier ${code}`);
  return supplier;
}
