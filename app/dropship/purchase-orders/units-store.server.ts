/** Which units of which order line somebody is asked to ship. The index on live units refuses a second asking. */
import { Prisma } from "@prisma/client";
import type { ShopTx } from "#app/platform/db.server.ts";
import { invariant } from "#app/platform/invariant.ts";

type LineUnits = {
  readonly lineGid: string;
  readonly units: number;
  readonly orderedUnits: number;
};

/** The first line that has fewer free units than asked for, all drafts together; null: there are enough. */
export async function findShortLine(
  tx: ShopTx,
  shopId: bigint,
  lines: readonly LineUnits[],
): Promise<string | null> {
  const wanted = new Map<string, { units: number; orderedUnits: number }>();
  for (const { lineGid, units, orderedUnits } of lines)
    wanted.set(lineGid, { units: (wanted.get(lineGid)?.units ?? 0) + units, orderedUnits });
  if (wanted.size === 0) return null;
  const taken = await tx.$queryRaw<{ lineGid: string; units: number }[]>`
    select line_gid as "lineGid", count(*)::int as units from purchase_order_units
    where shop_id = ${shopId} and is_live and line_gid in (${Prisma.join([...wanted.keys()])})
    group by line_gid`;
  const takenOf = new Map(taken.map(({ lineGid, units }) => [lineGid, units]));
  for (const [lineGid, { units, orderedUnits }] of wanted)
    if (units + (takenOf.get(lineGid) ?? 0) > orderedUnits) return lineGid;
  return null;
}

/** Takes the lowest free numbers of the line. The caller holds the order's lock and has counted. */
export async function takeUnits(
  tx: ShopTx,
  owner: { readonly shopId: bigint; readonly purchaseOrderId: bigint; readonly orderId: bigint },
  { lineGid, units, orderedUnits }: LineUnits,
): Promise<void> {
  const { shopId, purchaseOrderId, orderId } = owner;
  const taken = await tx.$executeRaw`
    insert into purchase_order_units (shop_id, line_gid, unit, purchase_order_id, order_id)
    select ${shopId}, ${lineGid}, free.unit, ${purchaseOrderId}, ${orderId}
    from generate_series(1, ${orderedUnits}::int) as free(unit)
    where not exists (
      select from purchase_order_units live
      where live.shop_id = ${shopId} and live.line_gid = ${lineGid} and live.unit = free.unit
        and live.is_live)
    order by free.unit limit ${units}::int`;
  invariant(taken === units, "the units of a line were counted under the order's lock");
}

/** Frees some units of one line, e.g. declined ones; the highest numbers first. Returns how many were free. */
export async function freeLineUnits(
  tx: ShopTx,
  owner: { readonly shopId: bigint; readonly purchaseOrderId: bigint },
  { lineGid, units }: { readonly lineGid: string; readonly units: number },
): Promise<number> {
  const { shopId, purchaseOrderId } = owner;
  return tx.$executeRaw`
    update purchase_order_units set is_live = false
    where shop_id = ${shopId} and line_gid = ${lineGid} and purchase_order_id = ${purchaseOrderId} and is_live
      and unit in (
        select unit from purchase_order_units
        where shop_id = ${shopId} and line_gid = ${lineGid} and purchase_order_id = ${purchaseOrderId} and is_live
        order by unit desc limit ${units}::int)`;
}
