/** What the catalogue knows of an order's products. */
import type { ShopTx } from "#app/platform/db.server.ts";
import type { VariantFacts } from "./narrow-order.ts";

export async function loadVariants(
  tx: ShopTx,
  shopId: bigint,
  lines: readonly { readonly variantGid: string | null }[],
): Promise<Map<string, VariantFacts>> {
  const gids = [...new Set(lines.flatMap(({ variantGid }) => variantGid ?? []))];
  const rows = await tx.variant.findMany({
    where: { shopId, gid: { in: gids } },
    select: {
      gid: true,
      sku: true,
      vendor: true,
      productType: true,
      tags: true,
      weightGrams: true,
      imageUrl: true,
      hsCode: true,
      originCountry: true,
    },
  });
  return new Map(rows.map(({ gid, ...facts }) => [gid, facts]));
}
