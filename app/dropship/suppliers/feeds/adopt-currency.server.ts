/**
 * A supplier of whom no amount is known yet counts in the currency its first price list names: until then it has the shop's
 * because it must have one. Nothing is converted, since there is nothing to convert.
 */
import type { Clock } from "#app/platform/clock.ts";
import { inShop, runSql, type Db } from "#app/platform/db.server.ts";
import { recordChange } from "#app/shops/people/record-change.server.ts";
import type { FeedLayout } from "./detect-layout.ts";
import type { Feed, FeedTarget } from "./feed-store.server.ts";
import { findListCurrency } from "./list-currency.ts";

/** The currency the supplier has from now on; null = it keeps its own. A list that nobody sent up changes nothing. */
export function adoptCurrency(
  { db, clock }: { readonly db: Pick<Db, "prisma">; readonly clock: Clock },
  { shopId }: FeedTarget,
  { supplierId, currency: before, source, createdBy }: Feed,
  layout: Pick<FeedLayout, "headers" | "sample">,
): Promise<string | null> {
  const currency = findListCurrency(layout);
  if (currency === null || currency === before || source !== "upload") return Promise.resolve(null);
  return inShop(db, shopId, async (tx) => {
    const now = clock.now();
    const changed = await runSql<{ id: bigint }>(tx, {
      text: `
        update suppliers s set currency = $3, updated_at = greatest($4::timestamptz, updated_at + interval '1 ms')
        where s.shop_id = $1 and s.id = $2 and s.minimum_order_minor = 0 and s.drop_fee_minor = 0
          and not exists (select 1 from supplier_tariffs t where t.shop_id = $1 and t.supplier_id = s.id)
          and not exists (select 1 from offers o where o.shop_id = $1 and o.supplier_id = s.id
            and (o.cost_minor is not null or o.minimum_advertised_minor is not null))
        returning s.id`,
      values: [shopId, supplierId, currency, now],
    });
    if (changed.length === 0) return null;
    await recordChange(tx, {
      shopId,
      staffId: createdBy,
      area: "dropship.supplier",
      changedAt: now,
      before: { currency: before },
      after: { currency },
    });
    return currency;
  });
}
