/**
 * Takes a purchase order back: its units are free at once, the supplier is told wherever it may have arrived, and the
 * order's history says who and why. Refused once a parcel is known: goods on their way cannot be called back.
 */
import type { ShopTx } from "#app/platform/db.server.ts";
import { accept, refuse, type Result } from "#app/platform/result.ts";
import type { IntentActor } from "#app/rails/intent.ts";
import { freeUnits, movePurchaseOrder, tellHistory } from "./move-purchase-order.server.ts";
import type { PurchaseOrder, PurchaseOrderReason } from "./purchase-order.ts";
import { lockPurchaseOrder } from "./purchase-orders-store.server.ts";
import { requestSending, type SendingDeps } from "./request-sending.server.ts";

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
  const [left] = await tx.$queryRaw<{ count: bigint }[]>`
    select count(*) as count from purchase_order_tries try
    join purchase_order_transmissions sent
      on sent.shop_id = try.shop_id and sent.id = try.transmission_id
    where try.shop_id = ${shopId} and sent.purchase_order_id = ${purchaseOrderId}
      and (try.outcome is null or try.outcome in ('accepted', 'lost'))`;
  await tx.purchaseOrderTransmission.updateMany({
    where: { shopId, purchaseOrderId, state: "waiting" },
    data: { state: "superseded", settledAt: deps.clock.now() },
  });
  const hasArrived = order.sentAt !== null || (left?.count ?? 0n) > 0n;
  if (!hasArrived) return "not_needed";
  const requested = await requestSending(deps, tx, order, { purpose: "revoked", copy: 0, actor });
  return requested.ok ? "told" : "held_back";
}
