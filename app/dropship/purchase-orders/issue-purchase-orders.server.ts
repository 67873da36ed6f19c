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
import { findSuppliers } from "#app/dropship/suppliers/suppliers-store.server.ts";
import type { Supplier } from "#app/dropship/suppliers/supplier.ts";
import {
  createRows,
  findLastSequence,
  type Issuing,
  type PurchaseOrdersWish,
} from "./create-rows.server.ts";
import { findShortLine } from "./units-store.server.ts";
import { tellHistories } from "./move-purchase-order.server.ts";
import type { PurchaseOrderDraft } from "./purchase-order-draft.ts";
import type { PurchaseOrder, PurchaseOrderReason } from "./purchase-order.ts";
import { lockOrder, withLines } from "./purchase-orders-store.server.ts";
import { requestSending, type SendingDeps } from "./request-sending.server.ts";

export type { PurchaseOrderDraft, PurchaseOrderLineDraft } from "./purchase-order-draft.ts";

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
  const suppliers = await readSuppliers(tx, wish);
  const unknown = wish.drafts.find(({ supplierId }) => !suppliers.has(supplierId));
  if (unknown) return refuse({ code: "unknown_supplier", supplierId: unknown.supplierId });
  const last = await findLastSequence(tx, shopId, order.id);
  const issuings = wish.drafts.flatMap((draft, index): Issuing[] => {
    const supplier = suppliers.get(draft.supplierId);
    return supplier ? [{ draft, supplier, sequence: last + index + 1 }] : [];
  });
  await issueAll(deps, tx, wish, issuings);
  return accept(await listOfPlan(tx, shopId, routingPlanId));
}

async function readSuppliers(
  tx: ShopTx,
  { shopId, drafts, suppliers }: PurchaseOrdersWish,
): Promise<ReadonlyMap<bigint, Supplier>> {
  if (suppliers) return new Map(suppliers.map((one) => [one.supplierId, one]));
  return findSuppliers(
    tx,
    shopId,
    drafts.map(({ supplierId }) => supplierId),
  );
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

async function issueAll(
  deps: SendingDeps,
  tx: ShopTx,
  wish: PurchaseOrdersWish,
  issuings: readonly Issuing[],
): Promise<void> {
  const { shopId, actor } = wish;
  const now = deps.clock.now();
  const orders = await createRows(tx, wish, issuings, now);
  const told = orders.map(({ order, draft }) => {
    const event = { kind: "issued", facts: { units: countUnits(draft) } } as const;
    return [order, event] as const;
  });
  await tellHistories(tx, told, { actor, now });
  const isAsked = await isAskedFirst(tx, shopId, actor);
  for (const { order, draft, supplier } of orders) {
    const reason = draft.approvalReason ?? (supplier.needsApproval ? NEEDS_APPROVAL : null);
    if (reason) await waitForPerson(tx, order, reason);
    else await send(deps, tx, order, { actor, isAsked });
  }
}

export const NEEDS_APPROVAL: PurchaseOrderReason = {
  code: "needs_approval",
  message: "This supplier's purchase orders need your approval.",
};

const countUnits = ({ lines }: PurchaseOrderDraft): number =>
  lines.reduce((sum, { units }) => sum + units, 0);

/** Sends it, at once or when the supplier's schedule says; what needs a yes is asked for now. */
export async function sendWhenDue(
  deps: SendingDeps,
  tx: ShopTx,
  order: PurchaseOrder,
  actor: IntentActor,
): Promise<void> {
  await send(deps, tx, order, { actor, isAsked: await isAskedFirst(tx, order.shopId, actor) });
}

/** What a rule decides waits for a person unless the shop lets it act. */
const isAskedFirst = async (tx: ShopTx, shopId: bigint, actor: IntentActor): Promise<boolean> =>
  actor.kind === "rule" && (await findMode(tx, shopId, "routing")).mode !== "acting";

async function send(
  deps: SendingDeps,
  tx: ShopTx,
  order: PurchaseOrder,
  { actor, isAsked }: { readonly actor: IntentActor; readonly isAsked: boolean },
): Promise<void> {
  const { shopId, id, sendAfter } = order;
  const isDue = sendAfter <= deps.clock.now();
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
