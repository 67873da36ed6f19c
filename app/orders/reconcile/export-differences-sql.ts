/** The nightly comparison as one statement over `reconcile_marks`. Pure. */
import type { Sql } from "#app/orders/mirror-sql.ts";

/**
 * Orders that differ, each once. What we heard after the export began is not held against it, and orders that Shopify
 * hides for their age are not missed there.
 */
export const exportDifferencesSql = (asked: {
  readonly shopId: bigint;
  readonly asOf: Date;
  readonly visibleFrom: Date;
}): Sql => ({
  text: `
    select distinct on (gid) gid, kind from (
      select m.gid, case when o.id is null then 'missing' else 'order' end as kind, 1 as rank
      from reconcile_marks m left join orders o on o.shop_id = $1 and o.gid = m.gid and o.deleted_at is null
      where m.parent_gid is null and (o.id is null or o.updated_at < m.updated_at)
      union all
      select o.gid, 'return', 2
      from reconcile_marks m join orders o on o.shop_id = $1 and o.gid = m.gid
      where m.parent_gid is null and o.as_of < $2::timestamptz
        and coalesce(o.return_status, 'no_return') <> coalesce(m.status, 'no_return')
      union all
      select m.parent_gid, 'return', 2
      from reconcile_marks m left join order_returns r on r.shop_id = $1 and r.gid = m.gid
      where m.parent_gid is not null and (r.gid is null
        or (r.as_of < $2::timestamptz and (r.status, r.total_quantity) is distinct from (m.status, m.quantity)))
      union all
      select o.gid, 'deleted', 3 from orders o
      where o.shop_id = $1 and o.deleted_at is null and o.as_of < $2::timestamptz
        and o.created_at < $2::timestamptz and o.created_at >= $3::timestamptz
        and not exists (select from reconcile_marks m where m.gid = o.gid)
    ) d order by gid, rank`,
  values: [asked.shopId.toString(), asked.asOf, asked.visibleFrom],
});
