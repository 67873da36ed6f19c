/**
 * A mail to a supplier came back: its try was a refusal after all, and a person decides again, unless the supplier has it
 * in another way or has answered. Safe to run twice.
 */
import { inShop, type ShopTx } from "#app/platform/db.server.ts";
import { lockPurchaseOrder } from "#app/dropship/purchase-orders/purchase-orders-store.server.ts";
import { MAX_REPLY, settleFailed, type EndDeps } from "./end-try.server.ts";
import { findTransmission } from "./transmissions-store.server.ts";

export type SendingBounce = {
  readonly shopId: bigint;
  /** `<…@…>` of the mail that came back */
  readonly messageId: string;
  /** what the other server said, one line */
  readonly diagnostic: string;
};

/** Whether a mail of this name has been drawn for a supplier. */
export const isSupplierMail = async (
  tx: ShopTx,
  shopId: bigint,
  messageId: string,
): Promise<boolean> =>
  (await tx.purchaseOrderTransmission.count({ where: { shopId, messageId } })) > 0;

/** False: no mail to a supplier, or known already. */
export function recordSendingBounce(
  { db, clock }: EndDeps,
  { shopId, messageId, diagnostic }: SendingBounce,
): Promise<boolean> {
  return inShop(db, shopId, async (tx) => {
    const seen = await tx.purchaseOrderTransmission.findFirst({
      where: { shopId, messageId },
      select: { id: true, purchaseOrderId: true },
    });
    const order = seen && (await lockPurchaseOrder(tx, shopId, seen.purchaseOrderId));
    const transmission = seen && (await findTransmission(tx, shopId, { id: seen.id }));
    // Drawn anew meanwhile, it is another mail.
    if (!order || transmission?.messageId !== messageId || transmission.state !== "sent")
      return false;
    const reply = `Came back: ${diagnostic}`.slice(0, MAX_REPLY);
    await tx.purchaseOrderTry.updateMany({
      where: { shopId, transmissionId: transmission.id, outcome: "accepted" },
      data: { outcome: "refused", reply },
    });
    const said = diagnostic === "" ? "" : ` Their mail server said: ${diagnostic}.`;
    const message = `The mail to ${transmission.target ?? "the supplier"} came back.${said}`;
    const failure = { code: "bounced", message };
    await settleFailed(tx, order, transmission, { failure, now: clock.now() });
    return true;
  });
}
