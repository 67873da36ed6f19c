/**
 * What routing would issue if it were acting: the purchase orders of plans that it made while it watched. Nothing else is
 * foretold: what will be ordered tomorrow, nobody knows. Locks nothing: the switch that asks holds the rails' settings.
 */
import type { ShopTx } from "#app/platform/db.server.ts";
import type { PreviewedAct, PreviewWindow } from "#app/rails/workflows.ts";

// The page shows counts and the first of them.
const MOST_SHOWN = 2_000;

export async function previewRouting(
  tx: ShopTx,
  { shopId, from, goLiveAt }: PreviewWindow,
): Promise<PreviewedAct[]> {
  const rows = await tx.$queryRaw<
    { orderGid: string; name: string; supplier: string; units: number }[]
  >`
    select o.gid as "orderGid", o.name, s.name as supplier, sum((part ->> 'units')::int)::int as units
    from order_routings r
    join orders o on o.shop_id = r.shop_id and o.id = r.order_id
    join routing_plans p on p.shop_id = r.shop_id and p.order_id = r.order_id and p.version = r.version
    cross join lateral jsonb_array_elements(p.plan -> 'assignments') part
    join suppliers s on s.shop_id = r.shop_id and s.id = (part ->> 'supplierId')::bigint
    where r.shop_id = ${shopId} and r.state = 'waiting' and r.reasons @> '[{"code": "watching"}]'
      and o.placed_at >= ${goLiveAt} and o.deleted_at is null
    group by o.gid, o.name, o.placed_at, o.id, s.id, s.name
    order by o.placed_at, o.id, s.name limit ${MOST_SHOWN}`;
  return rows.map(({ orderGid, name, supplier, units }) => ({
    kind: "send_purchase_order",
    orderGid,
    money: null,
    at: from,
    summary: `Order ${units === 1 ? "1 unit" : `${units} units`} of ${name} from ${supplier}`,
  }));
}
