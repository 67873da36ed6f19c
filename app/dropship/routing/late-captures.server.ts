/** How much of the shop's business is captured later than it is authorised: then waiting for the capture costs days. */
import type { ShopTx } from "#app/platform/db.server.ts";
import { addDays } from "#app/platform/time.ts";

const WINDOW_DAYS = 28;
// Above this share the merchant is asked whether routing should wait for the capture.
const ASK_FROM_RATIO = 0.2;
// A capture within the hour is the shop's payment settings at work, not a person.
const LATER = "1 hour";

export type LateCaptures = {
  readonly orders: number;
  readonly late: number;
  /** Worth asking about. */
  readonly isMany: boolean;
};

export async function readLateCaptures(
  tx: ShopTx,
  shopId: bigint,
  now: Date,
): Promise<LateCaptures> {
  const since = addDays(now, -WINDOW_DAYS);
  const [row] = await tx.$queryRaw<{ orders: number; late: number }[]>`
    select count(*)::int as orders, count(*) filter (where captured_at > authorised_at + ${LATER}::interval)::int as late
    from (
      select t.order_id,
        min(t.processed_at) filter (where lower(t.kind) = 'authorization') as authorised_at,
        min(t.processed_at) filter (where lower(t.kind) = 'capture') as captured_at
      from orders o
      join order_transactions t on t.shop_id = o.shop_id and t.order_id = o.id and lower(t.status) = 'success'
      where o.shop_id = ${shopId} and o.placed_at >= ${since} and o.deleted_at is null
      group by t.order_id
    ) payments`;
  const { orders, late } = row ?? { orders: 0, late: 0 };
  return { orders, late, isMany: orders > 0 && late / orders > ASK_FROM_RATIO };
}
