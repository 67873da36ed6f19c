/**
 * Turns a routing plan into purchase orders: rows, units and the decision to send them, in the transaction of the plan and
 * under the lock of its order. Run again for one plan it gives what there is. Two live purchase orders never hold one unit:
 * the database refuses the second.
 */
import { enqueueJob } from "#app/jobs/enqueue.server.ts";
import type { ShopTx } from "#app/platform/db.server.ts";
import { accept, refuse, type Result } from "#app/platform/result.ts";
import type { IntentActor } from "#app/rails/intent.ts";
import { findMode } from "#app/rails/modes-store.server.ts";
import { findSupplier } from "#app/dropship/suppliers/suppliers-store.server.ts";
import type { Supplier } from "#app/dropship/suppliers/supplier.ts";
import { calendarOf, nextSendAt } from "#app/dropship/suppliers/work-calendar.ts";
import { findShortLine, takeUnits } from "./units-store.server.ts";
import { tellHistory } from "./move-purchase-order.server.ts";
import type { PurchaseOrderDraft } from "./purchase-order-draft.ts";
import {
  numberBase,
  type PurchaseOrder,
  type PurchaseOrderReason,
  type ShipTo,
} from "./purchase-order.ts";
import { findPurchaseOrder, lockOrder, withLines } from "./purchase-orders-store.server.ts";
import { requestSending, type SendingDeps } from "./request-sending.server.ts";

export type { PurchaseOrderDraft, PurchaseOrderLineDraft } from "./purchase-order-draft.ts";

export type PurchaseOrdersWish = {
  readonly shopId: bigint;
  readonly order: { readonly id: bigint; readonly gid: string; readonly name: string };
  readonly routingPlanId: bigint;
  readonly actor: IntentActor;
  readonly shipTo: ShipTo | null;
  readonly note: string | null;
  readonly drafts: readonly PurchaseOrderDraft[];
};

export type IssueRefusal =
  | { readonly code: "units_taken"; readonly lineGid: string }
  | { readonly code: "unknown_supplier"; readonly supplierId: bigint };

/** The plan's purchase orders, new or known. A refusal has written nothing. */
export async function issuePurchaseOrders(
  deps: SendingDeps,
  tx: ShopTx,
  wish: PurchaseOrdersWish,
): Promise<Result<readonly PurchaseOrder[], IssueRefusal>> {
  const { shopId, order, routingPlanId } = wish;
  await lockOrder(tx, shopId, order.id);
  const known = await tx.purchaseOrder.findMany({
    where: { shopId, routingPlanId },
    orderBy: { sequence: "asc" },
  });
  if (known.length > 0) return accept(await withLines(tx, shopId, known));
  const lineGid = await findShortLine(
    tx,
    shopId,
    wish.drafts.flatMap(({ lines }) => lines),
  );
  if (lineGid !== null) return refuse({ code: "units_taken", lineGid });
  const suppliers = new Map<bigint, Supplier>();
  for (const { supplierId } of wish.drafts) {
    const supplier = await findSupplier(tx, shopId, supplierId);
    if (!supplier) return refuse({ code: "unknown_supplier", supplierId });
    suppliers.set(supplierId, supplier);
  }
  const issued: PurchaseOrder[] = [];
  for (const draft of wish.drafts) {
    const supplier = suppliers.get(draft.supplierId);
    if (supplier) issued.push(await issueOne(deps, tx, wish, draft, supplier));
  }
  return accept(issued);
}

async function issueOne(
  deps: SendingDeps,
  tx: ShopTx,
  wish: PurchaseOrdersWish,
  draft: PurchaseOrderDraft,
  supplier: Supplier,
): Promise<PurchaseOrder> {
  const { shopId, actor } = wish;
  const now = deps.clock.now();
  const id = await createRow(tx, wish, draft, { supplier, now });
  const order = await readIssued(tx, shopId, id);
  await tellHistory(
    tx,
    order,
    { kind: "issued", facts: { units: countUnits(draft) } },
    { actor, now },
  );
  const reason = draft.approvalReason ?? (supplier.needsApproval ? NEEDS_APPROVAL : null);
  if (reason) await waitForPerson(tx, order, reason);
  else await sendWhenDue(deps, tx, order, actor);
  return readIssued(tx, shopId, id);
}

export const NEEDS_APPROVAL: PurchaseOrderReason = {
  code: "needs_approval",
  message: "This supplier's purchase orders need your approval.",
};

const countUnits = ({ lines }: PurchaseOrderDraft): number =>
  lines.reduce((sum, { units }) => sum + units, 0);

async function createRow(
  tx: ShopTx,
  wish: PurchaseOrdersWish,
  { lines, approvalReason: _reason, ...draft }: PurchaseOrderDraft,
  { supplier, now }: { readonly supplier: Supplier; readonly now: Date },
): Promise<bigint> {
  const { shopId, order, routingPlanId, shipTo, note } = wish;
  const { number, sequence } = await nextNumber(tx, shopId, order);
  const row = await tx.purchaseOrder.create({
    data: {
      ...draft,
      shopId,
      orderId: order.id,
      orderGid: order.gid,
      routingPlanId,
      number,
      sequence,
      state: "queued",
      currency: supplier.currency,
      ...(shipTo ? { shipTo: { ...shipTo } } : {}),
      note,
      packingNote: supplier.packingNote,
      createdAt: now,
      sendAfter: nextSendAt(supplier.sendSchedule, calendarOf(supplier), now),
    },
    select: { id: true },
  });
  const owner = { shopId, purchaseOrderId: row.id, orderId: order.id };
  for (const { orderedUnits, ...line } of lines) {
    const customAttributes = line.customAttributes.map((attribute) => ({ ...attribute }));
    await tx.purchaseOrderLine.create({ data: { ...owner, ...line, customAttributes } });
    await takeUnits(tx, owner, { lineGid: line.lineGid, units: line.units, orderedUnits });
  }
  return row.id;
}

/** Counts on from the order's last; a name that two orders share is told apart by Shopify's id. */
async function nextNumber(
  tx: ShopTx,
  shopId: bigint,
  order: PurchaseOrdersWish["order"],
): Promise<{ number: string; sequence: number }> {
  const { _max } = await tx.purchaseOrder.aggregate({
    where: { shopId, orderId: order.id },
    _max: { sequence: true },
  });
  const sequence = (_max.sequence ?? 0) + 1;
  const number = `${numberBase(order.name)}-${sequence}`;
  const other = await tx.purchaseOrder.findUnique({
    where: { shopId_number: { shopId, number } },
    select: { id: true },
  });
  const id = order.gid.slice(order.gid.lastIndexOf("/") + 1);
  return { sequence, number: other ? `${numberBase(order.name)}-${id}-${sequence}` : number };
}

/** Sends it, at once or when the supplier's schedule says; what needs a yes is asked for now. */
export async function sendWhenDue(
  deps: SendingDeps,
  tx: ShopTx,
  order: PurchaseOrder,
  actor: IntentActor,
): Promise<void> {
  const { shopId, id, sendAfter } = order;
  const isDue = sendAfter <= deps.clock.now();
  const isAsked =
    actor.kind === "rule" && (await findMode(tx, shopId, "routing")).mode !== "acting";
  if (!isDue && !isAsked) return enqueueSending(tx, order, actor);
  const requested = await requestSending(deps, tx, order, { purpose: "order", copy: 0, actor });
  if (!requested.ok) return waitForPerson(tx, order, requested.refusal);
  const { intent } = requested.value;
  await tx.purchaseOrder.update({
    where: { shopId_id: { shopId, id } },
    data: {
      intentId: intent.id,
      ...(intent.state === "asked"
        ? { state: "approval", waitReason: toReason(intent.refusal) }
        : {}),
    },
  });
}

const toReason = (refusal: PurchaseOrderReason | null): PurchaseOrderReason =>
  refusal ? { code: refusal.code, message: refusal.message } : NEEDS_APPROVAL;

async function enqueueSending(
  tx: ShopTx,
  { shopId, id, orderGid, sendAfter }: PurchaseOrder,
  actor: IntentActor,
): Promise<void> {
  await enqueueJob(tx, {
    name: "dropship.send-purchase-order",
    payload: {
      shopId: shopId.toString(),
      purchaseOrderId: id.toString(),
      ...(actor.kind === "person" ? { person: actor.name } : {}),
    },
    key: `send-purchase-order:${shopId}:${id}`,
    queue: `order:${shopId}:${orderGid}`,
    runAt: sendAfter,
  });
}

const waitForPerson = async (
  tx: ShopTx,
  { shopId, id }: PurchaseOrder,
  reason: PurchaseOrderReason,
): Promise<void> => {
  await tx.purchaseOrder.update({
    where: { shopId_id: { shopId, id } },
    data: { state: "approval", waitReason: { ...reason } },
  });
};

async function readIssued(tx: ShopTx, shopId: bigint, id: bigint): Promise<PurchaseOrder> {
  const order = await findPurchaseOrder(tx, shopId, id);
  if (!order) throw new Error("A purchase order that was just written is gone.");
  return order;
}
