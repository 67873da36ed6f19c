/**
 * Takes a purchase order back: its units are free at once, the supplier is told wherever it may have arrived, and the
 * order's history says who and why. Refused once a parcel is known: goods on their way cannot be called back.
 */
import type { ShopTx } from "#app/platform/db.server.ts";
import { accept, refuse, type Result } from "#app/platform/result.ts";
import { changeIntent } from "#app/rails/change-intent.server.ts";
import { findIntent, lockIntent } from "#app/rails/intent-store.server.ts";
import type { IntentActor } from "#app/rails/intent.ts";
import { freeUnits, movePurchaseOrder, tellHistory } from "./move-purchase-order.server.ts";
import type { PurchaseOrder, PurchaseOrderReason } from "./purchase-order.ts";
import { lockPurchaseOrder } from "./purchase-orders-store.server.ts";
import { requestSending, type SendingDeps } from "./request-sending.server.ts";
import { mayHaveArrived } from "./sending/transmissions-store.server.ts";

export type RevokeWish = {
  readonly shopId: bigint;
  readonly purchaseOrderId: bigint;
  /** the sentence goes to the supplier, too */
  readonly reason: PurchaseOrderReason;
  readonly actor: IntentActor;
};

export type RevokeRefusal =
  | { readonly code: "unknown_purchase_order" }
  | { readonly code: "already_tracked" }
  | { readonly code: "already_ended"; readonly state: PurchaseOrder["state"] };

export async function revokePurchaseOrder(
  deps: SendingDeps,
  tx: ShopTx,
  { shopId, purchaseOrderId, reason, actor }: RevokeWish,
): Promise<Result<PurchaseOrder, RevokeRefusal>> {
  const order = await lockPurchaseOrder(tx, shopId, purchaseOrderId);
  if (!order) return refuse({ code: "unknown_purchase_order" });
  if (order.state === "shipped" || order.lines.some(({ trackedUnits }) => trackedUnits > 0))
    return refuse({ code: "already_tracked" });
  const now = deps.clock.now();
  const state = await movePurchaseOrder(tx, order, { move: "revoke", now, reason });
  if (!state) return refuse({ code: "already_ended", state: order.state });
  await freeUnits(tx, order);
  const told = await tellSupplier(deps, tx, order, actor);
  const facts = { reason: reason.code, told };
  await tellHistory(tx, order, { kind: "revoked", facts }, { actor, now });
  const ended = { ...order, state, endedAt: now, endReason: reason, waitReason: null };
  return accept(ended);
}

/** Whoever may have got it is told; what never left is taken out of the queue instead. */
async function tellSupplier(
  deps: SendingDeps,
  tx: ShopTx,
  order: PurchaseOrder,
  actor: IntentActor,
): Promise<"told" | "not_needed" | "held_back"> {
  const { shopId, id: purchaseOrderId } = order;
  await withdrawWaiting(deps, tx, order);
  await tx.purchaseOrderTransmission.updateMany({
    where: { shopId, purchaseOrderId, state: "waiting" },
    data: { state: "superseded", settledAt: deps.clock.now() },
  });
  const hasArrived =
    order.sentAt !== null || (await mayHaveArrived(tx, { shopId, purchaseOrderId }));
  if (!hasArrived) return "not_needed";
  const requested = await requestSending(deps, tx, order, { purpose: "revoked", copy: 0, actor });
  return requested.ok ? "told" : "held_back";
}

const WITHDRAWN = {
  code: "revoked",
  message: "The purchase order was taken back.",
  isProof: false,
} as const;

/** Nobody is asked any more about what is not to leave. A call that has begun finds out by itself. */
async function withdrawWaiting(
  { rails }: SendingDeps,
  tx: ShopTx,
  { shopId, id: purchaseOrderId }: PurchaseOrder,
): Promise<void> {
  const waiting = await tx.purchaseOrderTransmission.findMany({
    where: { shopId, purchaseOrderId, state: "waiting", intentId: { not: null } },
    orderBy: { intentId: "asc" },
    select: { intentId: true },
  });
  for (const { intentId } of waiting) {
    const seen = intentId === null ? null : await findIntent(tx, shopId, intentId);
    if (seen?.state !== "asked" && seen?.state !== "planned") continue;
    const intent = await lockIntent(tx, shopId, seen.id);
    if (intent) await changeIntent(rails, tx, intent, { type: "withdrawn", refusal: WITHDRAWN });
  }
}
