/** Products to offer, found by SKU or title. */
import { inShop, type Db } from "#app/platform/db.server.ts";

export type VariantChoice = {
  readonly variantGid: string;
  readonly label: string;
  readonly sku: string | null;
};

const MOST_FOUND = 10;

export function searchVariants(
  { db }: { readonly db: Pick<Db, "prisma"> },
  shopId: bigint,
  search: string,
): Promise<VariantChoice[]> {
  if (search === "") return Promise.resolve([]);
  const like = `%${search.toLowerCase().replace(/[\\%_]/g, "\\$&")}%`;
  return inShop(db, shopId, async (tx) => {
    const rows = await tx.$queryRaw<
      { gid: string; title: string; variantTitle: string | null; sku: string | null }[]
    >`
      select gid, title, variant_title as "variantTitle", sku from variants
      where shop_id = ${shopId} and not is_gone and (lower(sku) like ${like} or lower(title) like ${like})
      order by lower(sku) = ${search.toLowerCase()} desc nulls last, title, gid limit ${MOST_FOUND}`;
    return rows.map(({ gid, title, variantTitle, sku }) => ({
      variantGid: gid,
      label: variantTitle ? `${title} · ${variantTitle}` : title,
      sku,
    }));
  });
}

/** Whether anything is known of the shop's products yet. */
export const hasVariants = (
  { db }: { readonly db: Pick<Db, "prisma"> },
  shopId: bigint,
): Promise<boolean> =>
  inShop(db, shopId, async (tx) => (await tx.variant.findFirst({ where: { shopId } })) !== null);
