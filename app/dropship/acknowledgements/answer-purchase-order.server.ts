/**
 * Takes a supplier's answer: under the locks that revoking takes too, so that of an acceptance and a revocation exactly
 * one wins. What is declined is free in the same transaction and goes back to routing.
 */
import type { Clock } from "#app/platform/clock.ts";
import type { ShopTx } from "#app/platform/db.server.ts";
import { accept, refuse, type Result } from "#app/platform/result.ts";
import { calendarDate } from "#app/platform/time.ts";
import { movePurchaseOrder } from "#app/dropship/purchase-orders/move-purchase-order.server.ts";
import type { PurchaseOrder } from "#app/dropship/purchase-orders/purchase-order.ts";
import { lockPurchaseOrder } from "#app/dropship/purchase-orders/purchase-orders-store.server.ts";
import { freeLineUnits } from "#app/dropship/purchase-orders/units-store.server.ts";
import { requestRouting } from "#app/dropship/routing/request-routing.server.ts";
import type { Supplier } from "#app/dropship/suppliers/supplier.ts";
import { findSupplier } from "#app/dropship/suppliers/suppliers-store.server.ts";
import { shipBy, trackingBy } from "#app/dropship/timers/due-times.ts";
import type { AnswerLine, AnswerRefusal, AnswerSource } from "./answer.ts";
import { tellAnswer } from "./answer-entry.server.ts";
import { decideAnswer, type AnswerChange } from "./decide-answer.ts";
import { askForMore } from "./stated-costs.server.ts";

export type AnswerInput = {
  readonly shopId: bigint;
  readonly supplierId: bigint;
  readonly purchaseOrderId: bigint;
  /** Lines left out stay as they are; "all" accepts whatever has no answer yet. */
  readonly lines: readonly AnswerLine[] | "all";
  /** which revision was in front of them; absent or null = not said */
  readonly revision?: number | null;
  readonly source: AnswerSource;
  /** contact id, staff id or name of a system; no name of a person */
  readonly author: string;
};

export type Answered = {
  readonly number: string;
  readonly state: PurchaseOrder["state"];
  readonly isChanged: boolean;
  readonly declinedUnits: number;
  readonly asksForMore: boolean;
};

export async function answerPurchaseOrder(
  deps: { readonly clock: Clock },
  tx: ShopTx,
  input: AnswerInput,
): Promise<Result<Answered, AnswerRefusal>> {
  const { shopId, supplierId, purchaseOrderId, revision = null } = input;
  const order = await lockPurchaseOrder(tx, shopId, purchaseOrderId);
  const supplier = await findSupplier(tx, shopId, supplierId);
  if (order?.supplierId !== supplierId || !supplier)
    return refuse({ code: "unknown_purchase_order" });
  const now = deps.clock.now();
  const lines = input.lines === "all" ? acceptRest(order) : input.lines;
  const today = calendarDate(now, supplier.timeZone);
  const decided = decideAnswer({ order, lines, revision, today });
  if (!decided.ok) return decided;
  const change = decided.value;
  const state = await saveAnswer(tx, { order, supplier, input, change, now });
  return accept({
    number: order.number,
    state,
    isChanged: change.changes.length > 0,
    declinedUnits: change.changes.reduce((sum, { freedUnits }) => sum + freedUnits, 0),
    asksForMore: change.changes.some(({ asksForMore }) => asksForMore),
  });
}

/** Yes to every unit without an answer. */
const acceptRest = ({ lines }: PurchaseOrder): AnswerLine[] =>
  lines.map(({ id, units, declinedUnits }) => ({
    lineId: id,
    acceptedUnits: units - declinedUnits,
    declinedUnits,
    declineReason: null,
    promisedOn: null,
    statedCostMinor: null,
  }));

type Saving = {
  readonly order: PurchaseOrder;
  readonly supplier: Supplier;
  readonly input: AnswerInput;
  readonly change: AnswerChange;
  readonly now: Date;
};

async function saveAnswer(tx: ShopTx, saving: Saving): Promise<PurchaseOrder["state"]> {
  const { order, input, change, now } = saving;
  const { shopId, orderId } = order;
  const needsMove = change.move !== null && order.state !== "accepted" && order.state !== "shipped";
  if (change.changes.length === 0 && !needsMove) return order.state;
  const freed = await saveLines(tx, order, change);
  const state = await saveOrder(tx, saving);
  await askForMore(tx, order, change.changes, now);
  await tellAnswer(tx, order, change, { source: input.source, author: input.author, now, state });
  if (freed > 0) await requestRouting(tx, { shopId, orderId, cause: "declined" });
  return state;
}

async function saveLines(tx: ShopTx, order: PurchaseOrder, change: AnswerChange): Promise<number> {
  const { shopId, id: purchaseOrderId } = order;
  let freed = 0;
  for (const { line, freedUnits, promisedOn, ...after } of change.changes) {
    await tx.purchaseOrderLine.update({
      where: { shopId_id: { shopId, id: line.id } },
      data: {
        acceptedUnits: after.acceptedUnits,
        declinedUnits: after.declinedUnits,
        declineReason: after.declineReason,
        statedCostMinor: after.statedCostMinor,
        promisedOn: dateColumn(promisedOn),
      },
    });
    if (freedUnits === 0) continue;
    const wanted = { lineGid: line.lineGid, units: freedUnits };
    freed += await freeLineUnits(tx, { shopId, purchaseOrderId }, wanted);
  }
  return freed;
}

async function saveOrder(
  tx: ShopTx,
  { order, supplier, change, now }: Saving,
): Promise<PurchaseOrder["state"]> {
  const { shopId, id, sentAt } = order;
  const { promisedOn } = change;
  const due = shipBy({ sentAt: sentAt ?? order.createdAt, promisedOn }, supplier);
  const data = {
    promisedOn: dateColumn(promisedOn),
    ...(change.isComplete ? { acknowledgedAt: order.acknowledgedAt ?? now, breach: null } : {}),
    ...(change.isTracked ? { trackedAt: order.trackedAt ?? now } : {}),
    ...(change.move === "accept" ? { shipBy: due, trackingBy: trackingBy(due, supplier) } : {}),
  };
  if (change.move) {
    const reason =
      change.move === "decline"
        ? { code: "declined", message: "The supplier declined every unit." }
        : null;
    const moved = await movePurchaseOrder(tx, order, { move: change.move, now, reason, data });
    if (moved) return moved;
  }
  await tx.purchaseOrder.update({ where: { shopId_id: { shopId, id } }, data });
  return order.state;
}

const dateColumn = (date: string | null): Date | null =>
  date === null ? null : new Date(`${date}T00:00:00Z`);
