/** The sixty products of the seeded shop, in catalogue order. */
import type { CatalogueProduct } from "./catalogue-types.ts";
import { BRIGHTWAY_PRODUCTS } from "./products/brightway-products.ts";
import { COVE_PRODUCTS } from "./products/cove-products.ts";
import { FJORD_PRODUCTS } from "./products/fjord-products.ts";
import { LUMEN_PRODUCTS } from "./products/lumen-products.ts";
import { NISHIJIN_PRODUCTS } from "./products/nishijin-products.ts";
import { SPRUCE_PRODUCTS } from "./products/spruce-products.ts";
import { TELAR_PRODUCTS } from "./products/telar-products.ts";
import { TIRUPUR_PRODUCTS } from "./products/tirupur-products.ts";

export const PRODUCTS: readonly CatalogueProduct[] = [
  ...COVE_PRODUCTS,
  ...BRIGHTWAY_PRODUCTS,
  ...SPRUCE_PRODUCTS,
  ...LUMEN_PRODUCTS,
  ...NISHIJIN_PRODUCTS,
  ...TIRUPUR_PRODUCTS,
  ...TELAR_PRODUCTS,
  ...FJORD_PRODUCTS,
];
