/** The busiest of the last 28 whole days in the mirrored shop, whoever acted, on the calendar of the shop. */
import type { ShopTx } from "#app/platform/db.server.ts";
import { addDays } from "#app/platform/time.ts";
import type { BusiestDays } from "./default-ceiling.ts";

const DAYS = 28;

/** `today`: begin of the shop's day; it is not over and does not count. */
export async function findBusiestDays(
  tx: ShopTx,
  shopId: bigint,
  { today, zone }: { readonly today: Date; readonly zone: string },
): Promise<BusiestDays> {
  const since = addDays(today, -DAYS);
  const [row] = await tx.$queryRaw<BusiestDays[]>`
    with days_refunded as (
      select count(*) as units, coalesce(sum(total_minor), 0) as minor from refunds
      where shop_id = ${shopId} and processed_at >= ${since} and processed_at < ${today}
      group by (processed_at at time zone ${zone})::date
    ), days_cancelled as (
      select count(*) as units from orders
      where shop_id = ${shopId} and cancelled_at >= ${since} and cancelled_at < ${today}
      group by (cancelled_at at time zone ${zone})::date
    ), days_ordered as (
      select count(*) as units, sum(total_minor) as minor from orders
      where shop_id = ${shopId} and placed_at >= ${since} and placed_at < ${today}
      group by (placed_at at time zone ${zone})::date
    )
    select
      (select coalesce(max(units), 0) from days_refunded)::bigint as "refunds",
      (select coalesce(max(minor), 0) from days_refunded)::bigint as "refundedMinor",
      (select coalesce(max(units), 0) from days_cancelled)::bigint as "cancellations",
      (select coalesce(max(units), 0) from days_ordered)::bigint as "orders",
      (select (sum(minor) / nullif(sum(units), 0)) from days_ordered)::bigint as "averageOrderMinor"`;
  return (
    row ?? {
      refunds: 0n,
      refundedMinor: 0n,
      cancellations: 0n,
      orders: 0n,
      averageOrderMinor: null,
    }
  );
}
