/** Who has given lines of an order back, or lost them: they are not asked again. */
import type { ShopTx } from "#app/platform/db.server.ts";

/** Reasons of a revocation that are not the supplier's doing. */
const OUR_REASONS: readonly (string | null)[] = [
  "order_changed",
  "order_cancelled",
  "region_not_served",
];

export type SupplierFailure = {
  readonly lineGid: string;
  readonly supplierId: bigint;
  readonly why: string;
};

export async function listFailures(
  tx: ShopTx,
  shopId: bigint,
  orderId: bigint,
): Promise<SupplierFailure[]> {
  const rows = await tx.$queryRaw<
    { lineGid: string; supplierId: bigint; declinedUnits: number; code: string | null }[]
  >`
    select distinct l.line_gid as "lineGid", p.supplier_id as "supplierId", l.declined_units as "declinedUnits",
      p.end_reason ->> 'code' as code
    from purchase_order_lines l
    join purchase_orders p on p.shop_id = l.shop_id and p.id = l.purchase_order_id
    where l.shop_id = ${shopId} and l.order_id = ${orderId}
      and (l.declined_units > 0 or p.state in ('revoked', 'declined'))`;
  return rows
    .filter(({ declinedUnits, code }) => declinedUnits > 0 || !OUR_REASONS.includes(code))
    .map(({ lineGid, supplierId, declinedUnits }) => ({
      lineGid,
      supplierId,
      why: declinedUnits > 0 ? "Declined units of this line" : "Its purchase order was taken back",
    }));
}
