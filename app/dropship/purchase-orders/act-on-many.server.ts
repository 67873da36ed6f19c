/** One act on several purchase orders, each in its own transaction: a refusal of one does not stop the others. */
import { inShop, type Db, type ShopTx } from "#app/platform/db.server.ts";
import { refuse, type Result } from "#app/platform/result.ts";
import { requestRouting } from "#app/dropship/routing/request-routing.server.ts";
import {
  approvePurchaseOrder,
  holdPurchaseOrder,
  sendPurchaseOrderAgain,
  settleAddressQuestion,
  tryPurchaseOrderAgain,
  withdrawIntent,
  type PersonAct,
} from "./act-on-purchase-order.server.ts";
import { sendWhenDue } from "./issue-purchase-orders.server.ts";
import { nudgePurchaseOrder } from "./nudge-purchase-order.server.ts";
import { describeActRefusal, type ActRefusal } from "./purchase-order-refusals.ts";
import { lockPurchaseOrder } from "./purchase-orders-store.server.ts";
import type { SendingDeps } from "./request-sending.server.ts";
import { revokePurchaseOrder } from "./revoke-purchase-order.server.ts";

export type ActName = "send" | "hold" | "send_again" | "nudge" | "revoke" | "settle_address";

export type ManyWish = {
  readonly act: ActName;
  readonly purchaseOrderIds: readonly bigint[];
  /** said to the supplier; for `revoke` */
  readonly reason: string;
};

export type ManyOutcome = {
  readonly done: number;
  readonly refused: readonly { readonly code: ActRefusal["code"]; readonly sentence: string }[];
};

type Deps = SendingDeps & { readonly db: Pick<Db, "prisma"> };

export async function actOnMany(
  deps: Deps,
  { shopId, staffId }: { readonly shopId: bigint; readonly staffId: string },
  { act, purchaseOrderIds, reason }: ManyWish,
): Promise<ManyOutcome> {
  let done = 0;
  const refused: { code: ActRefusal["code"]; sentence: string }[] = [];
  for (const purchaseOrderId of purchaseOrderIds) {
    const by = { shopId, purchaseOrderId, staffId };
    const acted = await inShop(deps.db, shopId, (tx) => actOnOne(deps, tx, by, { act, reason }));
    if (acted.ok) done += 1;
    else refused.push({ code: acted.refusal.code, sentence: describeActRefusal(acted.refusal) });
  }
  return { done, refused };
}

async function actOnOne(
  deps: Deps,
  tx: ShopTx,
  by: PersonAct,
  { act, reason }: Pick<ManyWish, "act" | "reason">,
): Promise<Result<unknown, ActRefusal>> {
  const actor = { kind: "person", name: by.staffId } as const;
  switch (act) {
    case "send":
      return letGo(deps, tx, by);
    case "hold":
      return holdPurchaseOrder(deps, tx, by);
    case "send_again":
      return sendPurchaseOrderAgain(deps, tx, by);
    case "settle_address":
      return settleAddressQuestion(deps, tx, by);
    case "nudge":
      return nudgePurchaseOrder(deps, tx, { ...by, actor });
    case "revoke":
      return revokeAndReplan(deps, tx, by, reason);
  }
}

/** Whatever keeps it: a yes that is missing, a failure, or the supplier's schedule. */
async function letGo(deps: Deps, tx: ShopTx, by: PersonAct): Promise<Result<unknown, ActRefusal>> {
  const order = await lockPurchaseOrder(tx, by.shopId, by.purchaseOrderId);
  if (!order) return refuse({ code: "unknown_purchase_order" });
  const { shopId, id, sendAfter } = order;
  const now = deps.clock.now();
  // An approval keeps the supplier's schedule; what was approved before and only waits for it is hurried.
  if (order.state === "approval") return approvePurchaseOrder(deps, tx, by);
  const isEarly = sendAfter > now && (order.state === "queued" || order.state === "failed");
  // What is in the queue waits for the schedule, too: it is withdrawn and decided anew.
  if (isEarly && !(await withdrawIntent(deps, tx, order, by)))
    return refuse({ code: "on_its_way" });
  if (isEarly)
    await tx.purchaseOrder.update({
      where: { shopId_id: { shopId, id } },
      data: { sendAfter: now },
    });
  if (order.state === "failed") return tryPurchaseOrderAgain(deps, tx, by);
  if (order.state !== "queued" || order.intentId !== null || !isEarly)
    return approvePurchaseOrder(deps, tx, by);
  const actor = { kind: "person", name: by.staffId } as const;
  await sendWhenDue(deps, tx, { ...order, sendAfter: now }, actor);
  return { ok: true, value: null };
}

/** Its units go back to the planner in the same transaction. */
async function revokeAndReplan(
  deps: Deps,
  tx: ShopTx,
  { shopId, purchaseOrderId, staffId }: PersonAct,
  message: string,
): Promise<Result<unknown, ActRefusal>> {
  const revoked = await revokePurchaseOrder(deps, tx, {
    shopId,
    purchaseOrderId,
    reason: { code: "by_person", message },
    actor: { kind: "person", name: staffId },
  });
  if (!revoked.ok) return revoked;
  const { orderId } = revoked.value;
  await requestRouting(tx, { shopId, orderId, cause: "revoked" });
  return revoked;
}
