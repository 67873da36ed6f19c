/** Looks again at units that stayed because their product is not stocked at the supplier's location: stocking it is no news to us. */
import type { Clock } from "#app/platform/clock.ts";
import { inShop, type Db } from "#app/platform/db.server.ts";
import { MS_PER_HOUR } from "#app/platform/time.ts";
import { enqueuePlacement } from "./enqueue-placement.server.ts";

// Two or three calls an order: often enough for a person who has stocked it, rare enough for a shop that never will.
const AGE_MS = 6 * MS_PER_HOUR;
const ORDERS_A_RUN = 50;

export function retryPlacements(
  { db, clock }: { readonly db: Pick<Db, "prisma">; readonly clock: Clock },
  shopId: bigint,
): Promise<void> {
  const now = clock.now();
  const before = new Date(now.getTime() - AGE_MS);
  return inShop(db, shopId, async (tx) => {
    const rows = await tx.$queryRaw<{ orderId: bigint; orderGid: string }[]>`
      select o.id as "orderId", o.gid as "orderGid"
      from order_placements p join orders o on o.shop_id = ${shopId} and o.id = p.order_id
      where p.shop_id = ${shopId} and p.looked_at < ${before}
        and p.notes @? '$[*] ? (@.code == "not_stocked" || @.code == "not_offered")'
        and exists (select from purchase_orders live where live.shop_id = ${shopId} and live.order_id = p.order_id
          and live.state in ('sent', 'accepted', 'failed') and live.tracked_at is null)
      order by p.looked_at limit ${ORDERS_A_RUN}`;
    for (const row of rows) await enqueuePlacement(tx, { shopId, ...row, runAt: now });
  });
}
