/**
 * Turns a routing plan into purchase orders: rows, units and the decision to send them, in the transaction of the plan and
 * under the lock of its order. Run again for one plan it gives what there is. Two live purchase orders never hold one unit:
 * the database refuses the second.
 */
import { enqueueJob } from "#app/jobs/enqueue.server.ts";
import type { ShopTx } from "#app/platform/db.server.ts";
import { invariant } from "#app/platform/invariant.ts";
import { accept, refuse, type Result } from "#app/platform/result.ts";
import type { IntentActor } from "#app/rails/intent.ts";
import { findMode } from "#app/rails/modes-store.server.ts";
import { findSuppliers } from "#app/dropship/suppliers/suppliers-store.server.ts";
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
import { lockOrder, withLines } from "./purchase-orders-store.server.ts";
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
  const known = await listOfPlan(tx, shopId, routingPlanId);
  if (known.length > 0) return accept(known);
  const lineGid = await findShortLine(
    tx,
    shopId,
    wish.drafts.flatMap(({ lines }) => lines),
  );
  if (lineGid !== null) return refuse({ code: "units_taken", lineGid });
  const ids = wish.drafts.map(({ supplierId }) => supplierId);
  const suppliers = await findSuppliers(tx, shopId, ids);
  const unknown = ids.find((supplierId) => !suppliers.has(supplierId));
  if (unknown !== undefined) return refuse({ code: "unknown_supplier", supplierId: unknown });
  let sequence = await findLastSequence(tx, shopId, order.id);
  for (const draft of wish.drafts) {
    const supplier = suppliers.get(draft.supplierId);
    if (supplier) await issueOne(deps, tx, wish, { draft, supplier, sequence: (sequence += 1) });
  }
  return accept(await listOfPlan(tx, shopId, routingPlanId));
}

async function listOfPlan(
  tx: ShopTx,
  shopId: bigint,
  routingPlanId: bigint,
): Promise<PurchaseOrder[]> {
  const rows = await tx.purchaseOrder.findMany({
    where: { shopId, routingPlanId },
    orderBy: { sequence: "asc" },
  });
  return withLines(tx, shopId, rows);
}

type Issuing = {
  readonly draft: PurchaseOrderDraft;
  readonly supplier: Supplier;
  /** counts on from the order's last */
  readonly sequence: number;
};

async function issueOne(
  deps: SendingDeps,
  tx: ShopTx,
  wish: PurchaseOrdersWish,
  issuing: Issuing,
): Promise<void> {
  const { actor } = wish;
  const { draft, supplier } = issuing;
  const now = deps.clock.now();
  const order = await createRow(tx, wish, issuing, now);
  await tellHistory(
    tx,
    order,
    { kind: "issued", facts: { units: countUnits(draft) } },
    { actor, now },
  );
  const reason = draft.approvalReason ?? (supplier.needsApproval ? NEEDS_APPROVAL : null);
  if (reason) await waitForPerson(tx, order, reason);
  else await sendWhenDue(deps, tx, order, actor);
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
  { draft: { lines, approvalReason: _reason, ...draft }, supplier, sequence }: Issuing,
  now: Date,
): Promise<PurchaseOrder> {
  const { shopId, order, routingPlanId, shipTo, note } = wish;
  const number = await nextNumber(tx, shopId, order, sequence);
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
  });
  const owner = { shopId, purchaseOrderId: row.id, orderId: order.id };
  await tx.purchaseOrderLine.createMany({
    data: lines.map(({ orderedUnits: _units, ...line }) => ({
      ...owner,
      ...line,
      customAttributes: line.customAttributes.map((attribute) => ({ ...attribute })),
    })),
  });
  for (const line of lines) await takeUnits(tx, owner, line);
  const [issued] = await withLines(tx, shopId, [row]);
  invariant(issued, "each row is given back with its lines");
  return issued;
}

async function findLastSequence(tx: ShopTx, shopId: bigint, orderId: bigint): Promise<number> {
  const { _max } = await tx.purchaseOrder.aggregate({
    where: { shopId, orderId },
    _max: { sequence: true },
  });
  return _max.sequence ?? 0;
}

/** A name that two orders share is told apart by Shopify's id. */
async function nextNumber(
  tx: ShopTx,
  shopId: bigint,
  order: PurchaseOrdersWish["order"],
  sequence: number,
): Promise<string> {
  const number = `${numberBase(order.name)}-${sequence}`;
  const other = await tx.purchaseOrder.findUnique({
    where: { shopId_number: { shopId, number } },
    select: { id: true },
  });
  const id = order.gid.slice(order.gid.lastIndexOf("/") + 1);
  return other ? `${numberBase(order.name)}-${id}-${sequence}` : number;
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
