/** Moves a locked purchase order to its next state and tells the order's history, in the caller's transaction. */
import { Prisma } from "@prisma/client";
import { appendEntries } from "#app/ledger/append-entries.server.ts";
import type { ShopTx } from "#app/platform/db.server.ts";
import {
  isEnded,
  nextPurchaseOrderState,
  type PurchaseOrderMove,
  type PurchaseOrderState,
} from "./purchase-order-states.ts";
import {
  purchaseOrderEntry,
  type EntryActor,
  type PurchaseOrderEvent,
} from "./purchase-order-entry.ts";
import type { PurchaseOrder, PurchaseOrderReason } from "./purchase-order.ts";

export type Moved = {
  readonly move: PurchaseOrderMove;
  readonly now: Date;
  /** Why it ends, waits or failed; what waits for nothing has none. */
  readonly reason?: PurchaseOrderReason | null;
  /** further columns that change with it */
  readonly data?: Prisma.PurchaseOrderUpdateInput;
};

/** The new state; null when the state does not know the move: then nothing was changed. */
export async function movePurchaseOrder(
  tx: ShopTx,
  { shopId, id, state }: Pick<PurchaseOrder, "shopId" | "id" | "state">,
  { move, now, reason = null, data = {} }: Moved,
): Promise<PurchaseOrderState | null> {
  const next = nextPurchaseOrderState(state, move);
  if (next === null) return null;
  const said = reason === null ? Prisma.DbNull : { ...reason };
  await tx.purchaseOrder.update({
    where: { shopId_id: { shopId, id } },
    data: {
      state: next,
      ...(isEnded(next) ? { endedAt: now, endReason: said, waitReason: Prisma.DbNull } : {}),
      ...(isEnded(next) ? {} : { waitReason: said }),
      ...data,
    },
  });
  return next;
}

/** Frees the units: others may be asked to ship them from now on. */
export const freeUnits = (
  tx: ShopTx,
  { shopId, id: purchaseOrderId }: Pick<PurchaseOrder, "shopId" | "id">,
): Promise<unknown> =>
  tx.purchaseOrderUnit.updateMany({
    where: { shopId, purchaseOrderId, isLive: true },
    data: { isLive: false },
  });

type Told = Pick<
  PurchaseOrder,
  "shopId" | "id" | "orderId" | "orderGid" | "number" | "revision" | "supplierId"
>;

/** Writes what happened into the order's chain. */
export const tellHistory = (
  tx: ShopTx,
  order: Told,
  event: PurchaseOrderEvent,
  by: { readonly actor: EntryActor; readonly now: Date },
): Promise<void> => tellHistories(tx, [[order, event]], by);

/** The same of several purchase orders of one order, in one step. */
export async function tellHistories(
  tx: ShopTx,
  told: readonly (readonly [Told, PurchaseOrderEvent])[],
  { actor, now }: { readonly actor: EntryActor; readonly now: Date },
): Promise<void> {
  const [first] = told;
  if (!first) return;
  const [{ shopId, orderId, orderGid }] = first;
  const entries = told.map(([order, event]) => purchaseOrderEntry(order, event, { actor, now }));
  await appendEntries(tx, shopId, [{ orderId, orderGid, entries }], now);
}
