/** Tries to send, one row each. A mail's state and the row of the try that settled it change together. */
import { Prisma } from "@prisma/client";
import type { Clock } from "#app/platform/clock.ts";
import { inShop, type Db, type ShopTx } from "#app/platform/db.server.ts";
import { failMessage } from "./fail-message.server.ts";
import type { OutgoingMail } from "./mail-transport.ts";
import { findSuppression } from "./suppressions.server.ts";

export type AttemptDeps = { readonly db: Pick<Db, "prisma">; readonly clock: Clock };

export type AttemptName = { readonly id: bigint; readonly attempt: number };

export type Begun =
  | {
      readonly kind: "begun";
      readonly attempt: number;
      readonly mail: OutgoingMail;
      readonly messageId: string;
    }
  /** An earlier try got through. */
  | { readonly kind: "sent"; readonly messageId: string }
  | { readonly kind: "refused"; readonly code: string; readonly message: string };

const refused = (code: string, message: string): Begun => ({ kind: "refused", code, message });

/** Writes down that the bytes may leave now, or says why they must not. */
export function beginAttempt(
  { db, clock }: AttemptDeps,
  shopId: bigint,
  { id, callKey }: { readonly id: bigint; readonly callKey: string },
): Promise<Begun> {
  return inShop(db, shopId, async (tx): Promise<Begun> => {
    await tx.$queryRaw`select 1 from messages where shop_id = ${shopId} and id = ${id} for update`;
    const message = await tx.message.findUnique({ where: { shopId_id: { shopId, id } } });
    if (!message) return refused("mail_gone", "This mail no longer exists.");
    const { messageId, envelopeFrom, recipient, mime, state } = message;
    if (state === "sent" || state === "bounced") return { kind: "sent", messageId };
    if (state === "superseded")
      return refused("superseded", "Something newer happened, so this mail is no longer true.");
    if (!recipient || !mime) return refused("mail_erased", "This mail was erased.");
    const known = refusedCall(message.failure);
    if (state === "failed" && known?.callKey === callKey) return refused(known.code, known.message);
    const suppression = await findSuppression(tx, shopId, recipient);
    if (suppression) {
      const failure = { code: "address_bounced", message: suppression.reason };
      const final = { ...failure, id, state: "failed", isAddressGone: false, callKey } as const;
      await failMessage(tx, shopId, final, clock.now());
      return refused(failure.code, failure.message);
    }
    // A person may have had a failed one tried again.
    if (state === "failed")
      await tx.message.update({
        where: { shopId_id: { shopId, id } },
        data: { state: "waiting", settledAt: null },
      });
    const attempt = (await tx.messageAttempt.count({ where: { shopId, messageId: id } })) + 1;
    await tx.messageAttempt.create({
      data: { shopId, messageId: id, attempt, beganAt: clock.now() },
    });
    return { kind: "begun", attempt, messageId, mail: { envelopeFrom, recipient, mime } };
  });
}

/** What this very call was told before its process died: asking the server again would only repeat it. */
function refusedCall(failure: unknown) {
  const { code, message, callKey } = Object(failure) as Record<string, unknown>;
  return typeof code === "string" && typeof message === "string" && typeof callKey === "string"
    ? { code, message, callKey }
    : null;
}

const MAX_REPLY = 500;

export function endAttempt(
  { db, clock }: AttemptDeps,
  shopId: bigint,
  name: AttemptName,
  ended: {
    readonly outcome: "accepted" | "refused" | "not_sent" | "lost";
    readonly reply: string | null;
  },
): Promise<void> {
  return inShop(db, shopId, async (tx) => {
    const now = clock.now();
    await saveEnd(tx, shopId, name, ended, now);
    // Put aside or given up while it was on its way, it went all the same.
    if (ended.outcome === "accepted")
      await tx.message.updateMany({
        where: { shopId, id: name.id, state: { in: ["waiting", "failed", "superseded"] } },
        data: { state: "sent", sentAt: now, settledAt: now, failure: Prisma.DbNull },
      });
  });
}

export async function saveEnd(
  tx: ShopTx,
  shopId: bigint,
  { id, attempt }: AttemptName,
  { outcome, reply }: { readonly outcome: string; readonly reply: string | null },
  now: Date,
): Promise<void> {
  await tx.messageAttempt.updateMany({
    where: { shopId, messageId: id, attempt },
    data: { outcome, endedAt: now, reply: reply?.slice(0, MAX_REPLY) ?? null },
  });
}

/** The Message-ID of a mail that a server took on; null while none is known to have. */
export async function isSent(tx: ShopTx, shopId: bigint, id: bigint): Promise<string | null> {
  const message = await tx.message.findUnique({
    where: { shopId_id: { shopId, id } },
    select: { messageId: true, state: true },
  });
  return message && (message.state === "sent" || message.state === "bounced")
    ? message.messageId
    : null;
}
