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

type TakenUnits = LineUnits & { readonly purchaseOrderId: bigint };

/** Gives the lowest free numbers of each line, in the order of the wishes. The caller holds the order's lock and has counted. */
export async function takeUnits(
  tx: ShopTx,
  { shopId, orderId }: { readonly shopId: bigint; readonly orderId: bigint },
  wishes: readonly TakenUnits[],
): Promise<void> {
  const total = wishes.reduce((sum, { units }) => sum + units, 0);
  if (total === 0) return;
  const given = new Map<string, number>();
  const places = wishes.map(({ lineGid, units }) => {
    const before = given.get(lineGid) ?? 0;
    given.set(lineGid, before + units);
    return { first: before + 1, last: before + units };
  });
  const taken = await tx.$executeRaw`
    with wishes as (
      select * from unnest(${wishes.map(({ lineGid }) => lineGid)}::text[],
        ${wishes.map(({ purchaseOrderId }) => purchaseOrderId)}::bigint[],
        ${wishes.map(({ orderedUnits }) => orderedUnits)}::int[],
        ${places.map(({ first }) => first)}::int[], ${places.map(({ last }) => last)}::int[])
        as wish(line_gid, purchase_order_id, ordered, first, last)
    ), free as (
      select line.line_gid, number.unit,
        row_number() over (partition by line.line_gid order by number.unit) as place
      from (select line_gid, max(ordered) as ordered from wishes group by line_gid) line
      cross join lateral generate_series(1, line.ordered) as number(unit)
      where not exists (
        select from purchase_order_units live
        where live.shop_id = ${shopId} and live.line_gid = line.line_gid and live.unit = number.unit
          and live.is_live)
    )
    insert into purchase_order_units (shop_id, line_gid, unit, purchase_order_id, order_id)
    select ${shopId}, free.line_gid, free.unit, wishes.purchase_order_id, ${orderId}
    from wishes
    join free on free.line_gid = wishes.line_gid and free.place between wishes.first and wishes.last`;
  invariant(taken === total, "the units of a line were counted under the order's lock");
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
