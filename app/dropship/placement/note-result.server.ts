/** What the order's card says after a look, and what its history is told: why units stay, once per reason. */
import { isDeepStrictEqual } from "node:util";
import type { ShopTx } from "#app/platform/db.server.ts";
import { tellHistory } from "#app/dropship/purchase-orders/move-purchase-order.server.ts";
import { findPurchaseOrder } from "#app/dropship/purchase-orders/purchase-orders-store.server.ts";
import type { PlannedTransfers } from "./plan-transfers.ts";
import type { PlacementNote } from "./placement-notes.ts";
import type { Demand, Stay } from "./placement-question.ts";

type Result = {
  readonly before: readonly PlacementNote[];
  readonly demands: readonly Demand[];
  readonly names: Readonly<Record<string, string>>;
  readonly stays: readonly Stay[];
  readonly there: PlannedTransfers["there"];
  readonly now: Date;
};

export async function noteResult(
  tx: ShopTx,
  shopId: bigint,
  { before, demands, names, stays, there, now }: Result,
): Promise<PlacementNote[]> {
  const nameOf = (gid: string) => names[gid] ?? "another location";
  const live = new Set(demands.map(({ purchaseOrderId }) => purchaseOrderId));
  const kept = before.filter(
    ({ code, purchaseOrderId }) =>
      code === "returned" || (code === "moved" && live.has(purchaseOrderId)),
  );
  const stayNotes = stays.map(({ toGid: locationGid, ...stay }): PlacementNote => ({
    ...stay,
    locationGid,
    locationName: nameOf(locationGid),
    units: 0,
  }));
  for (const note of stayNotes)
    if (!before.some((known) => isDeepStrictEqual(known, note)))
      await tellStay(tx, shopId, note, now);
  return [
    ...kept,
    ...there.map(({ purchaseOrderId, locationGid }): PlacementNote => ({
      purchaseOrderId,
      code: "there",
      locationGid,
      locationName: nameOf(locationGid),
      isReturn: false,
      units: 0,
      lineGid: null,
      message: null,
    })),
    ...stayNotes,
  ];
}

async function tellStay(tx: ShopTx, shopId: bigint, note: PlacementNote, now: Date): Promise<void> {
  const order = await findPurchaseOrder(tx, shopId, BigInt(note.purchaseOrderId));
  if (!order) return;
  const facts = { location: note.locationName, reason: note.code };
  await tellHistory(tx, order, { kind: "not_placed", facts }, { actor: { kind: "system" }, now });
}
