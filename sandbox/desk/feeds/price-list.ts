/** What a supplier sells to the shop, at its own cost and in its own currency: its own goods, and another's for an eighth more. */
import type { ShopState, Variant } from "#sandbox/store/types.ts";
import { getSupplier } from "#sandbox/seed/catalogue/suppliers.ts";
import { createRandomSource } from "#sandbox/seed/random-source.ts";
import { raiseCost } from "#sandbox/desk/plan-deeds.ts";
import type { DeskSupplier } from "#sandbox/desk/desk-types.ts";

/** Units of the currency for one US dollar; made up, near those of 2026. */
export const DOLLAR_RATES: Record<string, number> = {
  USD: 1,
  EUR: 0.92,
  JPY: 150,
  CNY: 7.2,
  INR: 84,
  MXN: 18,
  NOK: 10.8,
};

export type PriceRow = {
  /** The supplier's own article number. */
  sku: string;
  /** The shop's. */
  shopSku: string;
  title: string;
  /** Minor units of the supplier's currency. */
  costMinor: number;
  stockUnits: number;
  leadDays: number;
  minimumUnits: number;
};

export function listPrices(shop: ShopState, supplier: DeskSupplier): PriceRow[] {
  return [
    ...listGoods(shop, supplier, supplier.name, 0),
    ...listGoods(shop, supplier, getSupplier(supplier.alsoSells).vendor, 2),
  ];
}

function listGoods(
  shop: ShopState,
  supplier: DeskSupplier,
  vendor: string,
  extraDays: number,
): PriceRow[] {
  return [...shop.products.values()]
    .filter((product) => product.vendor === vendor && product.status === "ACTIVE")
    .flatMap((product) => product.variantIds.map((id) => ({ product, id })))
    .flatMap(({ product, id }) => {
      const variant = shop.variants.get(id);
      const row = variant && toRow(shop, supplier, variant, product.title, extraDays);
      return row ? [row] : [];
    });
}

function toRow(
  shop: ShopState,
  supplier: DeskSupplier,
  variant: Variant,
  productTitle: string,
  extraDays: number,
): PriceRow | null {
  const item = shop.inventoryItems.get(variant.inventoryItemId);
  if (!item?.sku || item.unitCostMinor === null || !item.requiresShipping) return null;
  const random = createRandomSource(`${supplier.code}/${item.sku}`);
  const title =
    variant.title === "Default Title" ? productTitle : `${productTitle}, ${variant.title}`;
  const ownCost = toCurrency(item.unitCostMinor, supplier.currency);
  return {
    sku: `${supplier.code.slice(0, 2).toUpperCase()}${random.digits(6)}`,
    shopSku: item.sku,
    title,
    costMinor: extraDays > 0 ? raiseCost(ownCost) : ownCost,
    stockUnits: random.integer(60, 900),
    leadDays: getSupplier(supplier.code).leadDays[0] + extraDays,
    minimumUnits: 1,
  };
}

/** US cents into minor units of another currency; the yen has none. */
function toCurrency(cents: number, currency: string): number {
  const rate = DOLLAR_RATES[currency] ?? 1;
  return Math.round((cents * rate) / (currency === "JPY" ? 100 : 1));
}
