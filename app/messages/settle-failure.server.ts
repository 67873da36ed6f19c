/**
 * A try that failed, and a mail that came back. What is final is said where people look: on the mail, in the order's
 * history, and for the address. A legal notice that came back is a failed notice.
 */
import { appendEntries } from "#app/ledger/append-entries.server.ts";
import { inShop, type ShopTx } from "#app/platform/db.server.ts";
import { saveEnd, type AttemptDeps, type AttemptName } from "./attempts-store.server.ts";
import type { MailFailed } from "./mail-failed.ts";
import { saveSuppression } from "./suppressions.server.ts";

const OUTCOMES = { refused: "refused", not_sent: "not_sent", unknown: "lost" } as const;

export function settleFailure(
  { db, clock }: AttemptDeps,
  shopId: bigint,
  name: AttemptName,
  failure: MailFailed,
): Promise<void> {
  return inShop(db, shopId, async (tx) => {
    const now = clock.now();
    const { proof, reply } = failure;
    await saveEnd(tx, shopId, name, { outcome: OUTCOMES[proof], reply }, now);
    if (proof === "refused")
      await failMessage(tx, shopId, { ...failureOf(failure), id: name.id, state: "failed" }, now);
  });
}

const failureOf = ({ code, message }: MailFailed) => ({
  code,
  message,
  isAddressGone: code === "address_refused",
});

export type FinalFailure = {
  readonly id: bigint;
  /** `failed`: no server took it · `bounced`: one took it and gave it back */
  readonly state: "failed" | "bounced";
  readonly code: string;
  /** for the merchant */
  readonly message: string;
  /** Nothing more is sent to this address. */
  readonly isAddressGone: boolean;
};

/** Settles the mail for good. False: it is settled this way already, or unknown. */
export async function failMessage(
  tx: ShopTx,
  shopId: bigint,
  { id, state, code, message, isAddressGone }: FinalFailure,
  now: Date,
): Promise<boolean> {
  await tx.$queryRaw`select 1 from messages where shop_id = ${shopId} and id = ${id} for update`;
  const mail = await tx.message.findUnique({ where: { shopId_id: { shopId, id } } });
  if (!mail || mail.state === "bounced" || mail.state === state) return false;
  await tx.message.update({
    where: { shopId_id: { shopId, id } },
    data: { state, settledAt: now, failure: { code, message } },
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
