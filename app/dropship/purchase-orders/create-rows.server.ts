/** Writes purchase orders as a plan wants them: rows, lines and units, each kind in one statement. */
import type { ShopTx } from "#app/platform/db.server.ts";
import { invariant } from "#app/platform/invariant.ts";
import type { IntentActor } from "#app/rails/intent.ts";
import type { Supplier } from "#app/dropship/suppliers/supplier.ts";
import { calendarOf, nextSendAt } from "#app/dropship/suppliers/work-calendar.ts";
import type { PurchaseOrderDraft } from "./purchase-order-draft.ts";
import { numberBase, type PurchaseOrder, type ShipTo } from "./purchase-order.ts";
import { joinLines } from "./purchase-orders-store.server.ts";
import { takeUnits } from "./units-store.server.ts";

export type PurchaseOrdersWish = {
  readonly shopId: bigint;
  readonly order: { readonly id: bigint; readonly gid: string; readonly name: string };
  readonly routingPlanId: bigint;
  readonly actor: IntentActor;
  readonly shipTo: ShipTo | null;
  readonly note: string | null;
  readonly drafts: readonly PurchaseOrderDraft[];
  /** as they were read in this transaction; absent: they are read */
  readonly suppliers?: readonly Supplier[];
};

export type Issuing = {
  readonly draft: PurchaseOrderDraft;
  readonly supplier: Supplier;
  /** counts on from the order's last */
  readonly sequence: number;
};

export type Issued = Issuing & { readonly order: PurchaseOrder };

/** All purchase orders of a plan with their lines, and the units that they hold. The caller holds the order's lock. */
export async function createRows(
  tx: ShopTx,
  wish: PurchaseOrdersWish,
  issuings: readonly Issuing[],
  now: Date,
): Promise<Issued[]> {
  const { shopId, order } = wish;
  const numbers = await nextNumbers(
    tx,
    wish,
    issuings.map(({ sequence }) => sequence),
  );
  const rows = await tx.purchaseOrder.createManyAndReturn({
    data: issuings.map((issuing, index) => ({
      ...toRow(wish, issuing, now),
      number: numbers[index] ?? "",
    })),
  });
  const idOf = new Map(rows.map(({ sequence, id }) => [sequence, id]));
  const wanted = issuings.flatMap(({ draft, sequence }) => {
    const purchaseOrderId = idOf.get(sequence);
    invariant(purchaseOrderId !== undefined, "each row that was written is given back");
    return draft.lines.map((line) => ({ ...line, purchaseOrderId }));
  });
  const lines = await tx.purchaseOrderLine.createManyAndReturn({
    data: wanted.map(({ orderedUnits: _units, customAttributes, ...line }) => ({
      ...line,
      shopId,
      orderId: order.id,
      customAttributes: customAttributes.map((attribute) => ({ ...attribute })),
    })),
  });
  await takeUnits(tx, { shopId, orderId: order.id }, wanted);
  const made = joinLines(rows, lines);
  return issuings.map((issuing) => {
    const own = made.find(({ sequence }) => sequence === issuing.sequence);
    invariant(own, "each row is given back with its lines");
    return { ...issuing, order: own };
  });
}

function toRow(
  { shopId, order, routingPlanId, shipTo, note }: PurchaseOrdersWish,
  { draft, supplier, sequence }: Issuing,
  now: Date,
) {
  const { lines: _lines, approvalReason: _reason, ...fields } = draft;
  return {
    ...fields,
    shopId,
    orderId: order.id,
    orderGid: order.gid,
    routingPlanId,
    sequence,
    state: "queued",
    currency: supplier.currency,
    ...(shipTo ? { shipTo: { ...shipTo } } : {}),
    note,
    packingNote: supplier.packingNote,
    createdAt: now,
    sendAfter: nextSendAt(supplier.sendSchedule, calendarOf(supplier), now),
  };
}

export async function findLastSequence(
  tx: ShopTx,
  shopId: bigint,
  orderId: bigint,
): Promise<number> {
  const { _max } = await tx.purchaseOrder.aggregate({
    where: { shopId, orderId },
    _max: { sequence: true },
  });
  return _max.sequence ?? 0;
}

/** A name that two orders share is told apart by Shopify's id. */
async function nextNumbers(
  tx: ShopTx,
  { shopId, order }: Pick<PurchaseOrdersWish, "shopId" | "order">,
  sequences: readonly number[],
): Promise<string[]> {
  const base = numberBase(order.name);
  const others = await tx.purchaseOrder.findMany({
    where: { shopId, number: { in: sequences.map((sequence) => `${base}-${sequence}`) } },
    select: { number: true },
  });
  const taken = new Set(others.map(({ number }) => number));
  const id = order.gid.slice(order.gid.lastIndexOf("/") + 1);
  return sequences.map((sequence) => {
    const number = `${base}-${sequence}`;
    return taken.has(number) ? `${base}-${id}-${sequence}` : number;
  });
}
