/** The mirror's side of the comparison: the same facts under the same keys, joined as `joinValues` joins them. Pure. */
import type { Sql } from "#app/orders/mirror-sql.ts";

export type KnownFactRow = {
  readonly orderGid: string;
  readonly key: string;
  readonly value: string;
  readonly updatedAt: Date | null;
};

const join = (...columns: string[]) =>
  columns.map((column) => `coalesce((${column})::text, '')`).join(` || '|' || `);
const epoch = (column: string) => `extract(epoch from ${column})::bigint`;
// A webhook does not speak of returns: an order known from webhooks alone has none as far as anybody said.
const RETURN_STATUS = "coalesce(o.return_status, 'no_return')";

const part = (table: string, value: string, updatedAt = "null::timestamptz") => `
  select o.gid, t.gid, ${value}, ${updatedAt} from o join ${table} t on t.shop_id = $1 and t.order_id = o.id`;

/** Facts of the named orders; an order that is missing or deleted here has none. */
export const selectKnownFactsSql = (shopId: bigint, orderGids: readonly string[]): Sql => ({
  text: `
    with o as materialized (
      select * from orders where shop_id = $1 and gid = any($2::text[]) and deleted_at is null)
    select o.gid as "orderGid", o.gid as key,
      ${join(
        epoch("o.closed_at"),
        epoch("o.cancelled_at"),
        "o.is_edited",
        "o.financial_status",
        "o.fulfillment_status",
        RETURN_STATUS,
      )} as value, o.updated_at as "updatedAt" from o
    -- An erased order has no tags, whatever Shopify says: what is known of them counts as the later word.
    union all select o.gid, o.gid || ' tags', coalesce(array_to_string(o.tags, ','), ''),
      case when o.personal_erased_at is null then o.updated_at else '9999-12-31'::timestamptz end from o
    union all select o.gid, o.gid || ' return_status', ${RETURN_STATUS}, null from o
    union all ${part("order_transactions", "t.status")}
    union all ${part("refunds", "''")}
    union all ${part("disputes", "t.status")}
    union all ${part("order_fulfillments", "t.status", "t.updated_at")}
    union all ${part("order_fulfillment_events", "''")}
    union all ${part("order_returns", join("t.status", "t.total_quantity"))}
    union all ${part("order_return_lines", join("t.quantity", "t.processed_quantity", "t.refunded_quantity"))}
    union all ${part(
      "fulfillment_orders",
      join(
        "t.status",
        "t.request_status",
        `(select count(*) from fulfillment_holds h
          where h.shop_id = $1 and h.order_id = o.id and h.fulfillment_order_gid = t.gid)`,
      ),
      "case when t.status = 'closed' then null else t.updated_at end",
    )}`,
  values: [shopId, orderGids],
});

/** Orders whose returns are open here and were not among those that Shopify calls open. */
export const selectEndedReturnsSql = (
  shopId: bigint,
  openGids: readonly string[],
  visibleFrom: Date,
): Sql => ({
  text: `
    select gid from orders
    where shop_id = $1 and return_status in ('return_requested', 'in_progress') and deleted_at is null
      and created_at >= $3::timestamptz and not gid = any($2::text[])`,
  values: [shopId, openGids, visibleFrom],
});
