/** Reminds the supplier of a purchase order, at most once in 24 hours. */
import type { ShopTx } from "#app/platform/db.server.ts";
import { accept, refuse, type Result } from "#app/platform/result.ts";
import { MS_PER_DAY } from "#app/platform/time.ts";
import type { IntentActor } from "#app/rails/intent.ts";
import { tellHistory } from "./move-purchase-order.server.ts";
import type { ActRefusal } from "./purchase-order-refusals.ts";
import { lockPurchaseOrder } from "./purchase-orders-store.server.ts";
import { requestSending, type SendingDeps } from "./request-sending.server.ts";
import { findOrderContact } from "./sending/read-facts.server.ts";

export type NudgeWish = {
  readonly shopId: bigint;
  readonly purchaseOrderId: bigint;
  readonly actor: IntentActor;
};

export async function nudgePurchaseOrder(
  deps: SendingDeps,
  tx: ShopTx,
  { shopId, purchaseOrderId, actor }: NudgeWish,
): Promise<Result<null, ActRefusal>> {
  const order = await lockPurchaseOrder(tx, shopId, purchaseOrderId);
  if (!order) return refuse({ code: "unknown_purchase_order" });
  // Shipped or failed, there is nothing that the supplier's word would change.
  if (order.state !== "sent" && order.state !== "accepted")
    return refuse({ code: "wrong_state", state: order.state });
  const now = deps.clock.now();
  const { nudgedAt } = order;
  if (nudgedAt && now.getTime() - nudgedAt.getTime() < MS_PER_DAY)
    return refuse({ code: "nudged_lately" });
  const contact = await findOrderContact(tx, shopId, order.supplierId);
  if (!contact?.email) return refuse({ code: "no_contact" });
  const copy = order.nudges + 1;
  const requested = await requestSending(deps, tx, order, { purpose: "nudge", copy, actor });
  if (!requested.ok) return refuse({ code: "held_by_rails", message: requested.refusal.message });
  await tx.purchaseOrder.update({
    where: { shopId_id: { shopId, id: order.id } },
    data: { nudgedAt: now, nudges: copy },
  });
  await tellHistory(tx, order, { kind: "nudged", facts: { nudge: copy } }, { actor, now });
  return accept(null);
}
