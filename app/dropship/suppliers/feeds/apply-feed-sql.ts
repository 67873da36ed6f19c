/** Puts a judged file into the offers, all rows at once. Columns the file does not have stay as they are. Pure. */
import type { Sql } from "#app/platform/db.server.ts";
import type { FeedField } from "./feed-fields.ts";
import type { JudgedRun } from "./judge-feed-sql.ts";

type Applied = Pick<JudgedRun, "shopId" | "supplierId" | "runId" | "fields" | "vanished" | "now">;

const COLUMNS: readonly (readonly [FeedField, string])[] = [
  ["supplierSku", "supplier_sku"],
  ["cost", "cost_minor"],
  ["stock", "stock_units"],
  ["stock", "stock_as_of"],
  ["leadTime", "lead_time_days"],
  ["minimum", "minimum_units"],
  ["minimumAdvertised", "minimum_advertised_minor"],
];

const KEPT = "r.shop_id = $1 and r.run_id = $3 and r.verdict <> 'refused'";

/** In this order, in one transaction. */
export function applySql(run: Applied): readonly Sql[] {
  const { shopId, supplierId, runId, fields, vanished, now } = run;
  const values = [shopId.toString(), supplierId.toString(), runId.toString()];
  const taken = COLUMNS.filter(([field]) => fields.includes(field)).map(([, column]) => column);
  const sets = taken.map((column) => `${column} = excluded.${column}`);
  const gone = {
    keep: null,
    no_stock: "stock_units = 0, stock_as_of = $4, updated_at = $4",
    inactive: "is_active = false, updated_at = $4",
  }[vanished];
  return [
    ...(gone === null
      ? []
      : [
          {
            text: `update offers o set ${gone} where o.shop_id = $1 and o.supplier_id = $2 and o.is_active
              and not exists (select 1 from feed_rows r where r.shop_id = $1 and r.run_id = $3 and r.variant_gid = o.variant_gid)
              ${vanished === "no_stock" ? "and o.stock_units is distinct from 0" : ""}`,
            values: [...values, now],
          },
        ]),
    ...(fields.includes("supplierSku")
      ? [
          {
            // Two products may have changed their numbers with each other: no moment may hold one twice.
            text: `update offers o set supplier_sku = null from feed_rows r where ${KEPT}
              and o.shop_id = $1 and o.supplier_id = $2 and o.variant_gid = r.variant_gid
              and o.supplier_sku is distinct from r.supplier_sku`,
            values,
          },
        ]
      : []),
    {
      text: `
        insert into offers (shop_id, supplier_id, variant_gid, supplier_sku, cost_minor, stock_units, stock_as_of,
          lead_time_days, minimum_units, minimum_advertised_minor, source, is_active, updated_at)
        select $1::bigint, $2::bigint, r.variant_gid, r.supplier_sku, r.cost_minor, r.stock_units, r.stock_as_of, r.lead_time_days,
          coalesce(r.minimum_units, 1), r.minimum_advertised_minor, 'feed', true, $4::timestamptz
        from feed_rows r where ${KEPT}
        on conflict (shop_id, supplier_id, variant_gid) do update
        set ${[...sets, "source = 'feed'", "is_active = true", "updated_at = excluded.updated_at"].join(", ")}`,
      values: [...values, now],
    },
  ];
}
