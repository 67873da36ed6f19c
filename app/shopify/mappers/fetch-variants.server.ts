/** Reads product variants from Shopify, a page at a time, as our own shape. */
import { parseMoney } from "#app/platform/money.ts";
import type { AdminClient } from "#app/shopify/admin-client.server.ts";
import { ListVariantsDocument, type ListVariantsQuery } from "#app/shopify/generated/operations.ts";

export type ShopifyVariant = {
  readonly gid: string;
  readonly productGid: string;
  readonly title: string;
  /** null = the product has only this one */
  readonly variantTitle: string | null;
  readonly sku: string | null;
  readonly vendor: string | null;
  readonly productType: string | null;
  readonly tags: readonly string[];
  readonly imageUrl: string | null;
  /** minor units of the shop's currency; null = not to be read */
  readonly priceMinor: bigint | null;
  readonly weightGrams: number | null;
  readonly unitCostMinor: bigint | null;
  readonly unitCostCurrency: string | null;
  readonly inventoryItemGid: string | null;
  readonly hsCode: string | null;
  readonly originCountry: string | null;
};

type Node = ListVariantsQuery["productVariants"]["nodes"][number];

// With the parts of a variant, a page asks for about 500 points of the 1,000 a query may ask for.
const PAGE_SIZE = 100;

/** `changedSince` null = every variant there is. Throws outages. */
export async function fetchVariants(
  { admin }: { readonly admin: AdminClient },
  {
    shopId,
    currency,
    changedSince,
    cursor,
  }: {
    readonly shopId: bigint;
    readonly currency: string;
    readonly changedSince: Date | null;
    readonly cursor: string | null;
  },
): Promise<{ readonly variants: readonly ShopifyVariant[]; readonly nextCursor: string | null }> {
  const { productVariants } = await admin.run(shopId, ListVariantsDocument, {
    first: PAGE_SIZE,
    after: cursor,
    query: changedSince ? `updated_at:>='${changedSince.toISOString()}'` : null,
  });
  const { hasNextPage, endCursor } = productVariants.pageInfo;
  return {
    variants: productVariants.nodes.map((node) => mapVariant(node, currency)),
    nextCursor: hasNextPage ? (endCursor ?? null) : null,
  };
}

function mapVariant(
  { product, inventoryItem, ...variant }: Node,
  currency: string,
): ShopifyVariant {
  const { unitCost, measurement } = inventoryItem;
  return {
    gid: variant.id,
    productGid: product.id,
    title: product.title,
    variantTitle: product.hasOnlyDefaultVariant ? null : variant.title,
    sku: orNull(variant.sku),
    vendor: orNull(product.vendor),
    productType: orNull(product.productType),
    tags: product.tags,
    imageUrl: (variant.media.nodes[0] ?? product.featuredMedia)?.preview?.image?.url ?? null,
    priceMinor: toMinor(variant.price, currency),
    weightGrams: toGrams(measurement.weight ?? null),
    unitCostMinor: unitCost ? toMinor(unitCost.amount, unitCost.currencyCode) : null,
    unitCostCurrency: unitCost?.currencyCode ?? null,
    inventoryItemGid: inventoryItem.id,
    hsCode: orNull(inventoryItem.harmonizedSystemCode ?? null),
    originCountry: inventoryItem.countryCodeOfOrigin ?? null,
  };
}

const orNull = (text: string | null | undefined): string | null => text?.trim() || null;

function toMinor(text: string, currency: string): bigint | null {
  const parsed = parseMoney(text, currency);
  return parsed.ok ? parsed.value.amountMinor : null;
}

const GRAMS = { GRAMS: 1, KILOGRAMS: 1_000, OUNCES: 28.349523125, POUNDS: 453.59237 } as const;

/** 0 means that nobody has entered a weight. */
function toGrams(weight: { unit: keyof typeof GRAMS; value: number } | null): number | null {
  if (!weight || !(weight.value > 0)) return null;
  return Math.min(Math.round(weight.value * GRAMS[weight.unit]), 2_147_483_647);
}
