/** Job `dropship.send-purchase-order`: the supplier's time has come. Safe to run twice: one decision is one intent. */
import { inShop, type Db } from "#app/platform/db.server.ts";
import type { IntentActor } from "#app/rails/intent.ts";
import { sendWhenDue } from "./issue-purchase-orders.server.ts";
import { lockPurchaseOrder } from "./purchase-orders-store.server.ts";
import type { SendingDeps } from "./request-sending.server.ts";

export const SENDING_RULE: IntentActor = { kind: "rule", name: "purchase_orders", version: 1 };

export async function sendScheduled(
  deps: SendingDeps & { readonly db: Pick<Db, "prisma"> },
  payload: {
    readonly shopId: string;
    readonly purchaseOrderId: string;
    readonly person?: string | undefined;
  },
): Promise<void> {
  const shopId = BigInt(payload.shopId);
  const { person } = payload;
  const actor: IntentActor = person ? { kind: "person", name: person } : SENDING_RULE;
  await inShop(deps.db, shopId, async (tx) => {
    const order = await lockPurchaseOrder(tx, shopId, BigInt(payload.purchaseOrderId));
    // Held, revoked, or asked for by hand meanwhile.
    if (!order || order.state !== "queued" || order.intentId !== null) return;
    await sendWhenDue(deps, tx, order, actor);
  });
}
