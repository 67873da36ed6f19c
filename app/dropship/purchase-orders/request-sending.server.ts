/**
 * Decides that something leaves for the supplier: a row of what will be sent and the intent that carries it, in one
 * transaction. What it says is fixed later, before the first try.
 */
import type { ShopTx } from "#app/platform/db.server.ts";
import { invariant } from "#app/platform/invariant.ts";
import { accept, refuse, type Result } from "#app/platform/result.ts";
import type { Clock } from "#app/platform/clock.ts";
import type { Intent, IntentActor } from "#app/rails/intent.ts";
import { recordIntent, type RecordDeps } from "#app/rails/record-intent.server.ts";
import type { PurchaseOrder, PurchaseOrderReason } from "./purchase-order.ts";
import { transmissionKey, type Purpose } from "./transmission.ts";

export const SEND_KIND = "send_purchase_order";
/** Words about a purchase order that moves no goods: it is revoked, a nudge, a corrected address. */
export const TELL_KIND = "tell_supplier";

export type SendingDeps = { readonly clock: Clock; readonly rails: RecordDeps };

export type Sending = {
  readonly purpose: Purpose;
  /** 0 = the first; counts what is sent again, and nudges */
  readonly copy: number;
  readonly actor: IntentActor;
};

/** The intent, which may wait for a person; a refusal of the rails as a reason that a person reads: then nothing was written. */
export async function requestSending(
  deps: SendingDeps,
  tx: ShopTx,
  order: PurchaseOrder,
  { purpose, copy, actor }: Sending,
): Promise<Result<{ readonly intent: Intent }, PurchaseOrderReason>> {
  const { shopId, id, number, orderGid, revision } = order;
  const transmission = await saveTransmission(deps, tx, order, { purpose, copy });
  const isOrder = purpose === "order";
  const recorded = await recordIntent(deps.rails, tx, shopId, {
    kind: isOrder ? SEND_KIND : TELL_KIND,
    args: isOrder
      ? { purchaseOrderId: id.toString(), revision, copy }
      : { transmissionId: transmission.id.toString() },
    orderGid,
    subject: number,
    dedupeKey: `purchase order ${id} ${purpose} R${revision}.${copy} #${transmission.asked}`,
    workflow: "routing",
    actor,
  });
  if (!recorded.ok) {
    await closeTransmission(deps, tx, { shopId, id: transmission.id });
    return refuse(toReason(recorded.refusal));
  }
  const { intent } = recorded.value;
  await tx.purchaseOrderTransmission.update({
    where: { shopId_id: { shopId, id: transmission.id } },
    data: { intentId: intent.id },
  });
  return accept({ intent });
}

type Known = { readonly id: bigint; readonly asked: number };

/** A second decision about the same thing is the same row: its bytes, once fixed, stay. */
async function saveTransmission(
  { clock }: SendingDeps,
  tx: ShopTx,
  order: PurchaseOrder,
  { purpose, copy }: { readonly purpose: Purpose; readonly copy: number },
): Promise<Known> {
  const { shopId, id: purchaseOrderId, supplierId, revision, number } = order;
  const [found] = await tx.$queryRaw<{ channel: string; domain: string }[]>`
    select supplier.channel, shop.domain
    from suppliers supplier join shops shop on shop.id = supplier.shop_id
    where supplier.shop_id = ${shopId} and supplier.id = ${supplierId}`;
  invariant(found, "a purchase order names a supplier of its shop");
  const { channel, domain } = found;
  const now = clock.now();
  const name = { shopId, purchaseOrderId, purpose, revision, copy };
  return tx.purchaseOrderTransmission.upsert({
    where: { shopId_purchaseOrderId_purpose_revision_copy: name },
    create: {
      ...name,
      channel,
      idempotencyKey: transmissionKey(domain, number, { purpose, revision, copy }),
      createdAt: now,
      askedAt: now,
    },
    update: { asked: { increment: 1 }, askedAt: now, state: "waiting", settledAt: null },
    select: { id: true, asked: true },
  });
}

/** What never began to leave, and is not to. */
const closeTransmission = (
  { clock }: SendingDeps,
  tx: ShopTx,
  { shopId, id }: { readonly shopId: bigint; readonly id: bigint },
): Promise<unknown> =>
  tx.purchaseOrderTransmission.updateMany({
    where: { shopId, id, state: "waiting" },
    data: { state: "superseded", settledAt: clock.now() },
  });

type Refused = Extract<Awaited<ReturnType<typeof recordIntent>>, { ok: false }>["refusal"];

function toReason(refusal: Refused): PurchaseOrderReason {
  if (refusal.code === "may_not_act")
    return { code: refusal.refusal.code, message: refusal.refusal.message };
  if (refusal.code === "order_not_mirrored")
    return { code: refusal.code, message: "The order is not known here yet. Try again later." };
  return { code: refusal.code, message: "This was decided before in another way." };
}
