/** Finds the units of one wish among the fulfillment orders: all that there are, or none of them and the first reason. Pure. */
import type { PlacedFulfillmentOrder } from "#app/shopify/mappers/placement-facts.ts";
import { addUnits, compareIds, countAt, findBlock, placeKey } from "./places.ts";
import type { Stay, Transfer, TransferLine } from "./placement-question.ts";

/** Units that one purchase order wants at one location. */
export type Wish = {
  readonly purchaseOrderId: string;
  readonly toGid: string;
  /** where they are to come from; null = from wherever they are */
  readonly fromGid: string | null;
  readonly isReturn: boolean;
  readonly lines: readonly { readonly lineGid: string; readonly units: number }[];
};

export type Field = {
  /** open ones, by id */
  readonly orders: readonly PlacedFulfillmentOrder[];
  /** by line and location: units nobody may take away */
  readonly keeps: ReadonlyMap<string, number>;
  /** locations that units are taken from before others */
  readonly firstFrom: ReadonlySet<string>;
  /** by fulfillment order line: units that earlier wishes have taken */
  readonly taken: ReadonlyMap<string, number>;
};

type Took =
  | { readonly transfers: readonly Transfer[]; readonly taken: ReadonlyMap<string, number> }
  | { readonly stay: Stay };

export function takeUnits(field: Field, wish: Wish): Took {
  const taken = new Map(field.taken);
  const picks = new Map<string, TransferLine[]>();
  const orders = sortSources(field, wish);
  for (const { lineGid, units } of wish.lines) {
    let missing = units;
    for (const order of orders) {
      const block = findBlock(order);
      for (const line of order.lines.filter((one) => one.lineGid === lineGid)) {
        const free = line.remainingUnits - (taken.get(line.gid) ?? 0);
        const count = Math.min(missing, free, spareAt(field, taken, lineGid, order.locationGid));
        if (count <= 0) continue;
        if (block) return { stay: stayOf(wish, block, lineGid) };
        addUnits(taken, line.gid, count);
        missing -= count;
        picks.set(
          order.gid,
          addPick(picks.get(order.gid) ?? [], { gid: line.gid, lineGid, units: count }),
        );
      }
    }
  }
  const { purchaseOrderId, toGid, isReturn } = wish;
  const transfers = orders.flatMap(({ gid, locationGid }): Transfer[] => {
    const lines = picks.get(gid);
    const names = { purchaseOrderId, fulfillmentOrderGid: gid, fromGid: locationGid, toGid };
    return lines ? [{ ...names, isReturn, lines }] : [];
  });
  return { transfers, taken };
}

/** Shopify takes each line of a fulfillment order once. */
function addPick(lines: readonly TransferLine[], added: TransferLine): TransferLine[] {
  const known = lines.find(({ gid }) => gid === added.gid);
  if (!known) return [...lines, added];
  const units = known.units + added.units;
  return lines.map((one) => (one === known ? { ...added, units } : one));
}

const stayOf = (
  { purchaseOrderId, toGid, isReturn }: Wish,
  code: Stay["code"],
  lineGid: string,
): Stay => ({ purchaseOrderId, toGid, isReturn, code, lineGid, message: null });

/** What may be moved before what may not: a hold on one fulfillment order does not keep units of another. */
function sortSources({ orders, firstFrom }: Field, { fromGid, toGid }: Wish) {
  const rank = (order: PlacedFulfillmentOrder) =>
    (findBlock(order) ? 2 : 0) + (firstFrom.has(order.locationGid ?? "") ? 0 : 1);
  return orders
    .filter(({ locationGid }) =>
      fromGid === null ? locationGid !== toGid : locationGid === fromGid,
    )
    .sort((one, other) => rank(one) - rank(other) || compareIds(one.gid, other.gid));
}

/** Units of a line at a location beyond those that a supplier ships from there. */
function spareAt(
  { orders, keeps }: Field,
  taken: ReadonlyMap<string, number>,
  lineGid: string,
  locationGid: string | null,
): number {
  const here = orders.filter((order) => order.locationGid === locationGid);
  const gone = here
    .flatMap(({ lines }) => lines)
    .filter((line) => line.lineGid === lineGid)
    .reduce((sum, { gid }) => sum + (taken.get(gid) ?? 0), 0);
  return (
    countAt(here, lineGid, locationGid) - gone - (keeps.get(placeKey(lineGid, locationGid)) ?? 0)
  );
}
