/**
 * What would become of each row of a file, decided for all rows at once: which product it means, what is refused, what is
 * new, changed or the same. Statements as data; `feed_stage` holds the file's rows. Pure.
 */
import type { Sql } from "#app/platform/db.server.ts";
import type { FeedField } from "./feed-fields.ts";

export type JudgedRun = {
  readonly shopId: bigint;
  readonly supplierId: bigint;
  readonly runId: bigint;
  /** fields the file has a column for */
  readonly fields: readonly FeedField[];
  readonly vanished: "keep" | "no_stock" | "inactive";
  /** headers of the key columns, for refusals */
  readonly keyColumn: string;
  readonly now: Date;
};

/** Fills feed_rows from the stage. */
export function judgeSql(run: JudgedRun): Sql {
  const { shopId, supplierId, runId, fields, vanished, keyColumn, now } = run;
  const has = (field: FeedField) => fields.includes(field);
  const differs = [
    has("supplierSku") ? "o.supplier_sku is distinct from k.supplier_sku" : null,
    has("cost") ? "o.cost_minor is distinct from k.cost_minor" : null,
    has("stock") ? "o.stock_units is distinct from k.stock_units" : null,
    has("leadTime") ? "o.lead_time_days is distinct from k.lead_time_days" : null,
    has("minimum") ? "o.minimum_units <> coalesce(k.minimum_units, 1)" : null,
    has("minimumAdvertised")
      ? "o.minimum_advertised_minor is distinct from k.minimum_advertised_minor"
      : null,
  ].filter((test) => test !== null);
  return {
    text: `
      with products as materialized (
        select lower(sku) as key, min(gid) as gid, count(*) as found from variants
        where shop_id = $1 and not is_gone and sku is not null group by 1),
      named as materialized (
        select supplier_sku as key, variant_gid as gid from offers
        where shop_id = $1 and supplier_id = $2 and supplier_sku is not null and is_active),
      known as (
        select s.*, case
          when s.sku is not null then p.gid
          -- their number is known by an offer; on a first file it may be our own
          else coalesce(n.gid, p.gid) end as gid,
          case when s.sku is not null or n.gid is null then coalesce(p.found, 0) else 1 end as found
        from feed_stage s
        left join products p on p.key = lower(coalesce(s.sku, s.supplier_sku))
        left join named n on s.sku is null and n.key = s.supplier_sku),
      counted as (
        select k.*,
          first_value(line) over (partition by gid order by line) as first_line,
          first_value(line) over (partition by supplier_sku order by line) as first_supplier_line
        from known k where reason is null),
      keyed as materialized (
        select c.*, case
          when c.found > 1 then c.found || ' of your products have the SKU ' || coalesce(c.sku, c.supplier_sku) || '. Give each its own in Shopify.'
          when c.gid is null then 'No product has the SKU ' || coalesce(c.sku, c.supplier_sku) || '.'
          when c.first_line < c.line then 'Line ' || c.first_line || ' has this product already.'
          when c.supplier_sku is not null and c.first_supplier_line < c.line then 'Line ' || c.first_supplier_line || ' has this supplier''s SKU already.'
          when $5 <> 'inactive' and t.variant_gid is not null then 'Another offer of this supplier has the SKU ' || c.supplier_sku || ' already.'
          end as refusal
        from counted c
        left join offers t on t.shop_id = $1 and t.supplier_id = $2 and t.is_active and t.supplier_sku = c.supplier_sku
          and t.variant_gid <> c.gid and not exists (select 1 from known other where other.gid = t.variant_gid and other.reason is null))
      insert into feed_rows (shop_id, run_id, line, sku, supplier_sku, variant_gid, cost_minor, stock_units, stock_as_of,
        lead_time_days, minimum_units, minimum_advertised_minor, verdict, refused_column, reason)
      select $1::bigint, $3::bigint, k.line, k.sku, k.supplier_sku, k.gid, k.cost_minor, k.stock_units,
        case when k.stock_units is not null then least(coalesce(k.stock_on::timestamp at time zone 'UTC', $6::timestamptz), $6::timestamptz) end,
        k.lead_time_days, k.minimum_units, k.minimum_advertised_minor,
        case when k.refusal is not null then 'refused' when o.variant_gid is null or not o.is_active then 'new'
          when ${differs.length === 0 ? "false" : differs.join(" or ")} then 'changed' else 'same' end,
        case when k.refusal is not null then $4 end, k.refusal
      from keyed k left join offers o on o.shop_id = $1 and o.supplier_id = $2 and o.variant_gid = k.gid`,
    values: [shopId.toString(), supplierId.toString(), runId.toString(), keyColumn, vanished, now],
  };
}

/** The rows that could not be read, as they stood there. */
export const keepRefusedSql = ({ shopId, runId }: Pick<JudgedRun, "shopId" | "runId">): Sql => ({
  text: `insert into feed_rows (shop_id, run_id, line, verdict, refused_column, reason, raw)
    select $1, $2, line, 'refused', refused_column, reason, raw from feed_stage where reason is not null`,
  values: [shopId.toString(), runId.toString()],
});

export const countSql = ({ shopId, supplierId, runId }: JudgedRun): Sql => ({
  text: `
    select count(*) filter (where verdict = 'new')::int as new, count(*) filter (where verdict = 'changed')::int as changed,
      count(*) filter (where verdict = 'same')::int as same, count(*) filter (where verdict = 'refused')::int as refused,
      (select count(*)::int from offers o where o.shop_id = $1 and o.supplier_id = $2 and o.is_active and not exists (
        select 1 from feed_rows r where r.shop_id = $1 and r.run_id = $3 and r.variant_gid = o.variant_gid)) as vanished
    from feed_rows where shop_id = $1 and run_id = $3`,
  values: [shopId.toString(), supplierId.toString(), runId.toString()],
});
