/** What placement reads of purchase orders and keeps of an order. */
import type { Prisma } from "@prisma/client";
import { z } from "zod";
import type { ShopTx } from "#app/platform/db.server.ts";
import type { Stocking } from "./judge-transfers.ts";
import { memorySchema, NO_MEMORY, type PlacementMemory } from "./placement-memory.ts";
import { noteSchema, type PlacementNote } from "./placement-notes.ts";
import type { Demand } from "./placement-question.ts";

export type PlacementRow = {
  readonly memory: PlacementMemory;
  readonly notes: readonly PlacementNote[];
};

/** `seen`: what the last look read of the mirror, see readSeen. */
export type StoredPlacement = PlacementRow & { readonly seen: string };

/** Null: nothing of the order was ever to be moved. */
export async function findPlacement(
  tx: ShopTx,
  shopId: bigint,
  orderId: bigint,
): Promise<StoredPlacement | null> {
  const row = await tx.orderPlacement.findUnique({
    where: { shopId_orderId: { shopId, orderId } },
  });
  if (!row) return null;
  return {
    memory: memorySchema.parse(row.memory),
    notes: z.array(noteSchema).parse(row.notes),
    seen: row.seen,
  };
}

export const NEW_ROW: PlacementRow = { memory: NO_MEMORY, notes: [] };

export type PlacementName = { readonly shopId: bigint; readonly orderId: bigint };

export async function savePlacement(
  tx: ShopTx,
  { shopId, orderId }: PlacementName,
  { memory, notes }: PlacementRow,
  now: Date,
): Promise<void> {
  const row = {
    memory: { ...memory },
    notes: notes.map((note) => ({ ...note })) satisfies Prisma.InputJsonValue,
    seen: await readSeen(tx, shopId, orderId),
    lookedAt: now,
  };
  await tx.orderPlacement.upsert({
    where: { shopId_orderId: { shopId, orderId } },
    create: { shopId, orderId, ...row },
    update: row,
  });
}

/** A hash of what may let stay, or set free, what stayed: news of anything else wakes nobody. */
export async function readSeen(tx: ShopTx, shopId: bigint, orderId: bigint): Promise<string> {
  const [row] = await tx.$queryRaw<{ seen: string }[]>`
    select md5(concat_ws('|',
      (select string_agg(concat_ws(',', f.gid, f.status, f.request_status, f.location_gid), ';' order by f.gid)
        from fulfillment_orders f where f.shop_id = ${shopId} and f.order_id = ${orderId}),
      (select string_agg(h.gid, ';' order by h.gid)
        from fulfillment_holds h where h.shop_id = ${shopId} and h.order_id = ${orderId}))) as seen`;
  return row?.seen ?? "";
}

export type PlacementFacts = {
  readonly demands: readonly Demand[];
  readonly sendingUnits: Readonly<Record<string, number>>;
  readonly stocking: readonly (readonly [locationGid: string, stocking: Stocking])[];
  readonly locationNames: Readonly<Record<string, string>>;
};

type Row = {
  readonly purchaseOrderId: string;
  readonly lineGid: string;
  readonly liveUnits: number;
  readonly trackedUnits: number;
  readonly fulfilledUnits: number;
  readonly isSent: boolean;
  readonly locationGid: string | null;
  readonly locationName: string | null;
  readonly stocksLocation: boolean;
};

export async function readPlacementFacts(
  tx: ShopTx,
  { shopId, orderId }: PlacementName,
  { placed }: PlacementMemory,
): Promise<PlacementFacts> {
  const rows = await listRows(tx, shopId, orderId);
  const { scopes } = await tx.shop.findUniqueOrThrow({
    where: { id: shopId },
    select: { scopes: true },
  });
  const isGranted = scopes.includes("write_inventory");
  const sendingUnits: Record<string, number> = {};
  for (const { lineGid, liveUnits, isSent } of rows)
    if (!isSent) sendingUnits[lineGid] = (sendingUnits[lineGid] ?? 0) + liveUnits;
  const located = rows.flatMap((row) =>
    row.isSent && row.locationGid !== null ? [{ ...row, locationGid: row.locationGid }] : [],
  );
  // Of two suppliers at one location, one that allows it is enough.
  const allowing = new Set(
    located.filter((row) => row.stocksLocation).map((row) => row.locationGid),
  );
  return {
    demands: located.map((row) => toDemand(row, placed)),
    sendingUnits,
    stocking: [...new Set(located.map((row) => row.locationGid))].map((gid) => [
      gid,
      allowing.has(gid) ? (isGranted ? "allowed" : "not_granted") : "not_allowed",
    ]),
    locationNames: Object.fromEntries(
      located.map((row) => [row.locationGid, row.locationName ?? "the supplier's location"]),
    ),
  };
}

function toDemand(
  { purchaseOrderId, lineGid, locationGid, ...row }: Row & { readonly locationGid: string },
  placed: PlacementMemory["placed"],
): Demand {
  const before = placed.find(
    (one) => one.purchaseOrderId === purchaseOrderId && one.lineGid === lineGid,
  );
  const carried = Math.max(row.trackedUnits, row.fulfilledUnits);
  return {
    purchaseOrderId,
    lineGid,
    locationGid,
    openUnits: Math.max(0, row.liveUnits - row.fulfilledUnits),
    unplacedUnits: Math.max(0, row.liveUnits - carried - (before?.units ?? 0)),
  };
}

/** Live units of each purchase order's lines. A parcel counts as fulfilled from the moment Shopify has made it so. */
const listRows = (tx: ShopTx, shopId: bigint, orderId: bigint): Promise<Row[]> =>
  tx.$queryRaw<Row[]>`
    select p.id::text as "purchaseOrderId", l.line_gid as "lineGid", units.live as "liveUnits",
      l.tracked_units as "trackedUnits", coalesce(shipped.units, 0)::int as "fulfilledUnits",
      (p.sent_at is not null or p.state in ('sent', 'accepted', 'shipped')) as "isSent", s.location_gid as "locationGid", s.location_name as "locationName",
      s.stocks_location as "stocksLocation"
    from purchase_orders p
    join suppliers s on s.shop_id = ${shopId} and s.id = p.supplier_id
    join purchase_order_lines l on l.shop_id = ${shopId} and l.purchase_order_id = p.id
    join (select purchase_order_id, line_gid, count(*)::int as live from purchase_order_units
      where shop_id = ${shopId} and order_id = ${orderId} and is_live group by 1, 2) units
      on units.purchase_order_id = p.id and units.line_gid = l.line_gid
    left join (select sl.purchase_order_line_id as line_id, sum(sl.units) as units
      from shipments parcel
      join shipment_lines sl on sl.shop_id = ${shopId} and sl.shipment_id = parcel.id
      left join intents i on i.shop_id = ${shopId} and i.id = parcel.intent_id
      where parcel.shop_id = ${shopId} and parcel.order_id = ${orderId}
        and (parcel.fulfillment_gid is not null or i.kind = 'create_fulfillment' and i.state = 'done')
      group by 1) shipped on shipped.line_id = l.id
    where p.shop_id = ${shopId} and p.order_id = ${orderId}
    order by p.id, l.line_gid`;
