/** What people do with a purchase order: let it go, hold it, try again, send a copy. Each under its lock, each in the history. */
import { Prisma } from "@prisma/client";
import type { ShopTx } from "#app/platform/db.server.ts";
import { accept, refuse, type Result } from "#app/platform/result.ts";
import { confirmAsked } from "#app/rails/answer-asked.server.ts";
import { findIntent } from "#app/rails/intent-store.server.ts";
import type { IntentActor } from "#app/rails/intent.ts";
import { savePersonVerdict } from "#app/rails/save-person-verdict.server.ts";
import { sendWhenDue } from "./issue-purchase-orders.server.ts";
import { movePurchaseOrder, tellHistory } from "./move-purchase-order.server.ts";
import type { ActRefusal } from "./purchase-order-refusals.ts";
import type { PurchaseOrder } from "./purchase-order.ts";
import { findPurchaseOrder, lockPurchaseOrder } from "./purchase-orders-store.server.ts";
import { requestSending, type SendingDeps } from "./request-sending.server.ts";

export type PersonAct = {
  readonly shopId: bigint;
  readonly purchaseOrderId: bigint;
  readonly staffId: string;
};

type Acted = Promise<Result<PurchaseOrder, ActRefusal>>;

const personOf = ({ staffId }: PersonAct): IntentActor => ({ kind: "person", name: staffId });

/** Lets one go that waits for approval. */
export async function approvePurchaseOrder(deps: SendingDeps, tx: ShopTx, act: PersonAct): Acted {
  const order = await lockPurchaseOrder(tx, act.shopId, act.purchaseOrderId);
  if (!order) return refuse({ code: "unknown_purchase_order" });
  // A batch's question in Approvals may have been answered with no: then it waits here though it is queued.
  const intent = order.intentId === null ? null : await findIntent(tx, act.shopId, order.intentId);
  const isStuck = order.state === "queued" && intent?.state === "dropped";
  if (order.state !== "approval" && !isStuck)
    return refuse({ code: "wrong_state", state: order.state });
  if (intent?.state === "asked") {
    const { stillWaiting } = await confirmAsked(deps.rails, tx, {
      ...act,
      intentIds: [intent.id],
    });
    const [message] = stillWaiting;
    if (message !== undefined) return refuse({ code: "held_by_rails", message });
  }
  const now = deps.clock.now();
  const isNew = intent?.state !== "asked";
  if (!isStuck)
    await movePurchaseOrder(tx, order, {
      move: "approve",
      now,
      data: isNew ? { intentId: null } : {},
    });
  await tellHistory(tx, order, { kind: "approved" }, { actor: personOf(act), now });
  if (isNew)
    await sendWhenDue(deps, tx, { ...order, state: "queued", intentId: null }, personOf(act));
  return reread(tx, order);
}

/** Keeps one back that has not left. */
export async function holdPurchaseOrder(deps: SendingDeps, tx: ShopTx, act: PersonAct): Acted {
  const order = await lockPurchaseOrder(tx, act.shopId, act.purchaseOrderId);
  if (!order) return refuse({ code: "unknown_purchase_order" });
  if (order.state !== "queued") return refuse({ code: "wrong_state", state: order.state });
  if (!(await withdrawIntent(deps, tx, order, act))) return refuse({ code: "on_its_way" });
  const now = deps.clock.now();
  const reason = { code: "held_by_person", message: "Somebody of your team holds it back." };
  await movePurchaseOrder(tx, order, { move: "hold", now, reason, data: { intentId: null } });
  await tellHistory(tx, order, { kind: "held" }, { actor: personOf(act), now });
  return reread(tx, order);
}

/** Tries one again that could not be sent: the same order under the same key, never a second one. */
export async function tryPurchaseOrderAgain(deps: SendingDeps, tx: ShopTx, act: PersonAct): Acted {
  const order = await lockPurchaseOrder(tx, act.shopId, act.purchaseOrderId);
  if (!order) return refuse({ code: "unknown_purchase_order" });
  if (order.state !== "failed") return refuse({ code: "wrong_state", state: order.state });
  const now = deps.clock.now();
  await forgetUnsentBytes(tx, order);
  await movePurchaseOrder(tx, order, { move: "try_again", now, data: { intentId: null } });
  await tellHistory(tx, order, { kind: "tried_again" }, { actor: personOf(act), now });
  await sendWhenDue(deps, tx, { ...order, state: "queued", intentId: null }, personOf(act));
  return reread(tx, order);
}

/** Sends a marked copy of what the supplier has, or may have; the number stays. */
export async function sendPurchaseOrderAgain(deps: SendingDeps, tx: ShopTx, act: PersonAct): Acted {
  const order = await lockPurchaseOrder(tx, act.shopId, act.purchaseOrderId);
  if (!order) return refuse({ code: "unknown_purchase_order" });
  const { shopId, id: purchaseOrderId, revision, state } = order;
  if (state === "approval" || state === "queued") return refuse({ code: "not_lost" });
  if (state === "revoked" || state === "declined" || state === "closed")
    return refuse({ code: "already_ended", state });
  const { _max } = await tx.purchaseOrderTransmission.aggregate({
    where: { shopId, purchaseOrderId, purpose: "order", revision },
    _max: { copy: true },
  });
  const copy = (_max.copy ?? 0) + 1;
  const sending = { purpose: "order", copy, actor: personOf(act) } as const;
  const requested = await requestSending(deps, tx, order, sending);
  if (!requested.ok) return refuse({ code: "held_by_rails", message: requested.refusal.message });
  return reread(tx, order);
}

/** Takes a planned sending out of the queue; false: its call has begun. */
export async function withdrawIntent(
  { rails }: SendingDeps,
  tx: ShopTx,
  { shopId, intentId }: PurchaseOrder,
  { staffId: person }: PersonAct,
): Promise<boolean> {
  if (intentId === null) return true;
  const intent = await findIntent(tx, shopId, intentId);
  if (!intent || intent.state === "dropped" || intent.state === "failed") return true;
  const verdict = "not_wanted" as const;
  const { ok } = await savePersonVerdict(rails, tx, { shopId, intentId, verdict, person });
  return ok;
}

/** What certainly has not arrived is drawn anew: the channel, an address or a contact may have been repaired since. */
async function forgetUnsentBytes(
  tx: ShopTx,
  { shopId, id: purchaseOrderId, revision }: PurchaseOrder,
): Promise<void> {
  await tx.$executeRaw`
    update purchase_order_transmissions sent
    set bytes = null, target = null, frozen_at = null, channel = supplier.channel
    from purchase_orders ordered
    join suppliers supplier on supplier.shop_id = ordered.shop_id and supplier.id = ordered.supplier_id
    where sent.shop_id = ${shopId} and sent.purchase_order_id = ${purchaseOrderId}
      and ordered.shop_id = sent.shop_id and ordered.id = sent.purchase_order_id
      and sent.purpose = 'order' and sent.copy = 0 and sent.revision = ${revision}
      and not exists (
        select from purchase_order_tries try
        where try.shop_id = sent.shop_id and try.transmission_id = sent.id
          and (try.outcome is null or try.outcome in ('lost', 'accepted')))`;
}

async function reread(tx: ShopTx, order: PurchaseOrder): Acted {
  const found = await findPurchaseOrder(tx, order.shopId, order.id);
  return found ? accept(found) : refuse({ code: "unknown_purchase_order" });
}

/** The supplier has answered about a corrected address. */
export async function settleAddressQuestion(_deps: SendingDeps, tx: ShopTx, act: PersonAct): Acted {
  const order = await lockPurchaseOrder(tx, act.shopId, act.purchaseOrderId);
  if (!order) return refuse({ code: "unknown_purchase_order" });
  await tx.purchaseOrder.update({
    where: { shopId_id: { shopId: order.shopId, id: order.id } },
    data: { addressAskedAt: null, waitReason: Prisma.DbNull },
  });
  return reread(tx, order);
}
