/** Which variant a line of an exported order means: by SKU, else by its name. */
import type { Gid, ShopState } from "#sandbox/store/types.ts";
import type { ExportedLine } from "./exported-order.ts";

export type FindVariant = (line: Pick<ExportedLine, "name" | "sku">) => Gid | null;

/** Null when nothing fits, or a SKU is carried by several variants whose names do not fit either. */
export function indexVariants(shop: ShopState): FindVariant {
  const bySku = new Map<string, Gid | null>();
  const byName = new Map<string, Gid>();
  for (const variant of shop.variants.values()) {
    const title = shop.products.get(variant.productId)?.title ?? "";
    byName.set(
      variant.title === "Default Title" ? title : `${title} - ${variant.title}`,
      variant.id,
    );
    if (variant.sku) bySku.set(variant.sku, bySku.has(variant.sku) ? null : variant.id);
  }
  return ({ name, sku }) => (sku ? bySku.get(sku) : null) ?? byName.get(name) ?? null;
}
