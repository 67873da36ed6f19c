/** Puts the sixty products into the shop, with what each place holds of them. */
import { createProduct, type VariantDraft } from "#sandbox/domain/catalogue.ts";
import type { Gid, Product, ShopState } from "#sandbox/store/types.ts";
import type { CatalogueProduct } from "./catalogue/catalogue-types.ts";
import { PRODUCTS } from "./catalogue/list-products.ts";
import { getSupplier } from "./catalogue/suppliers.ts";
import { drawProductPicture } from "./product-picture.ts";
import type { ShopPlaces } from "./open-places.ts";
import type { Stage } from "./stage.ts";

/** What an order may be filled with. */
export type StockedVariant = {
  variantId: Gid;
  /** Minor units of the shop's currency. */
  priceMinor: number;
  /** How often it is bought, relative to the others. */
  weight: number;
  isGiftCard: boolean;
  needsShipping: boolean;
  isEngravable: boolean;
};

/** Every active product of a shop, as an order may be filled with it; all equally often bought. */
export function listStocked(shop: ShopState): StockedVariant[] {
  return [...shop.products.values()]
    .filter(({ status }) => status === "ACTIVE")
    .flatMap((product) =>
      product.variantIds.flatMap((id) => toStocked(shop, product, id, 1) ?? []),
    );
}

export function stockCatalogue(stage: Stage, places: ShopPlaces): StockedVariant[] {
  return PRODUCTS.flatMap((entry) => {
    const product = createProduct(stage.world, stage.shop, {
      title: entry.title,
      vendor: getSupplier(entry.supplier).vendor,
      productType: entry.type,
      tags: entry.tags,
      descriptionHtml: `<p>${entry.title.replace("&", "&amp;")}, chosen by Harbor &amp; Pine.</p>`,
      imageUrl: drawProductPicture(entry.title),
      ...(entry.options.length > 0
        ? { options: entry.options.map(({ name, values }) => ({ name, values: [...values] })) }
        : {}),
      variants: listVariants(stage, places, entry),
    });
    return product.variantIds.flatMap((variantId) => {
      const variant = stage.shop.variants.get(variantId);
      const item = variant && stage.shop.inventoryItems.get(variant.inventoryItemId);
      if (!variant || !item) return [];
      item.harmonizedSystemCode = entry.hsCode;
      return toStocked(stage.shop, product, variantId, popularity(entry)) ?? [];
    });
  });
}

function toStocked(
  shop: ShopState,
  product: Product,
  variantId: Gid,
  weight: number,
): StockedVariant | null {
  const variant = shop.variants.get(variantId);
  const item = variant && shop.inventoryItems.get(variant.inventoryItemId);
  if (!variant || !item) return null;
  return {
    variantId,
    priceMinor: variant.priceMinor,
    weight,
    isGiftCard: product.tags.includes("gift-card"),
    needsShipping: item.requiresShipping,
    isEngravable: product.tags.includes("engravable"),
  };
}

/** Every combination of the option values, in order. */
function listVariants(stage: Stage, places: ShopPlaces, entry: CatalogueProduct): VariantDraft[] {
  const combinations = entry.options.reduce<string[][]>(
    (lists, { values }) => lists.flatMap((list) => values.map((value) => [...list, value])),
    [[]],
  );
  const isMadeToOrder = entry.tags.includes("made-to-order") || entry.tags.includes("pre-order");
  return combinations.map((values, index) => ({
    sku: [entry.sku, ...values.map(skuPart)].join("-"),
    barcode: entry.kind ? null : issueEan13(stage.random.digits(9)),
    priceMinor: priceOf(entry, values, index),
    compareAtPriceMinor: entry.sku === "CVE-SEC" ? entry.priceMinor * 2 : null,
    taxable: entry.kind !== "gift_card",
    tracked: !entry.kind,
    requiresShipping: !entry.kind,
    weightGrams: entry.weightGrams,
    unitCostMinor: entry.costMinor,
    inventoryPolicy: isMadeToOrder ? "CONTINUE" : "DENY",
    countryCodeOfOrigin: entry.kind ? null : getSupplier(entry.supplier).countryCode,
    ...(values.length > 0
      ? {
          title: values.join(" / "),
          selectedOptions: entry.options.map(({ name }, at) => ({ name, value: values[at] ?? "" })),
        }
      : {}),
    ...(entry.kind ? {} : { stock: stockOf(stage, places, entry) }),
  }));
}

/** The potter's goods are held at home as well; every other product has one place. */
function stockOf(
  { random }: Stage,
  { main, bySupplier }: ShopPlaces,
  { supplier }: CatalogueProduct,
) {
  const own = bySupplier[supplier];
  return {
    ...(own ? { [own.id]: random.integer(160, 700) } : {}),
    ...(!own || supplier === "cove" ? { [main.id]: random.integer(120, 480) } : {}),
  };
}

/** Gift cards cost what they are worth; the largest size of home goods costs a quarter more. */
function priceOf(entry: CatalogueProduct, values: readonly string[], index: number): number {
  if (entry.kind === "gift_card") return entry.priceMinor * ([1, 2, 4][index] ?? 1);
  const isLargest =
    entry.type !== "Clothing" && ["L", "King", "7", "90 cm"].includes(values.at(-1) ?? "");
  return isLargest ? Math.round((entry.priceMinor * 5) / 400) * 100 : entry.priceMinor;
}

function popularity(entry: CatalogueProduct): number {
  if (entry.kind) return 2;
  const share = entry.tags.includes("bestseller") ? 30 : 10;
  const variants = entry.options.reduce((count, { values }) => count * values.length, 1);
  return share / variants;
}

const NATIVE_PARTS: Record<string, string> = { 青海波: "SEI", 麻の葉: "ASA", 市松: "ICH" };

function skuPart(value: string): string {
  const plain = value.toUpperCase().replace(/[^A-Z0-9]/g, "");
  return NATIVE_PARTS[value] ?? plain.slice(0, 6);
}

/** Twelve digits under the in-store prefix 200, and the check digit. */
function issueEan13(serial: string): string {
  const body = `200${serial}`;
  const sum = [...body].reduce(
    (total, digit, at) => total + Number(digit) * (at % 2 === 0 ? 1 : 3),
    0,
  );
  return `${body}${(10 - (sum % 10)) % 10}`;
}
