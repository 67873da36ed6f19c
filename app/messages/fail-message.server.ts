/**
 * The end of a mail that failed or came back: on the mail, in the order's history, and for the address. A legal notice that
 * came back is a failed notice.
 */
import { appendEntries } from "#app/ledger/append-entries.server.ts";
import type { ShopTx } from "#app/platform/db.server.ts";
import { saveSuppression } from "./suppressions.server.ts";

export type FinalFailure = {
  readonly id: bigint;
  /** `failed`: no server took it · `bounced`: one took it and gave it back */
  readonly state: "failed" | "bounced";
  readonly code: string;
  /** for the merchant */
  readonly message: string;
  /** Nothing more is sent to this address. */
  readonly isAddressGone: boolean;
  /** of the call that was refused: called again under it, it is refused again and not sent; null: of no call */
  readonly callKey: string | null;
};

/** Settles the mail for good. False: it is settled already, or unknown. */
export async function failMessage(
  tx: ShopTx,
  shopId: bigint,
  { id, state, code, message, isAddressGone, callKey }: FinalFailure,
  now: Date,
): Promise<boolean> {
  await tx.$queryRaw`select 1 from messages where shop_id = ${shopId} and id = ${id} for update`;
  const mail = await tx.message.findUnique({ where: { shopId_id: { shopId, id } } });
  // A second try that is turned away does not undo the first, which a server took.
  const isOpen = state === "failed" ? mail?.state === "waiting" : mail?.state !== "bounced";
  if (!mail || !isOpen) return false;
  await tx.message.update({
    where: { shopId_id: { shopId, id } },
    data: { state, settledAt: now, failure: { code, message, ...(callKey ? { callKey } : {}) } },
  });
  if (isAddressGone && mail.recipient)
    await saveSuppression(
      tx,
      shopId,
      { address: mail.recipient, code, reason: message, messageId: id },
      now,
    );
  const { orderId, orderGid, event, number, messageId, isLegal } = mail;
  if (orderId === null || orderGid === null) return true;
  const entry = {
    kind: isLegal ? "notice.failed" : `message.${state}`,
    actor: "system" as const,
    lineGid: null,
    facts: { event, number: number.toString(), messageId, reason: code },
    personal: null,
    occurredAt: now,
  };
  await appendEntries(tx, shopId, [{ orderId, orderGid, entries: [entry] }], now);
  return true;
}
