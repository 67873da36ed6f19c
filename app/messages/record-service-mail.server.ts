/** Mail to the merchant's own people through the same outbox: alerts, digests, tests of the sender. No mode holds it back. */
import type { ShopTx } from "#app/platform/db.server.ts";
import { accept, refuse, type Result } from "#app/platform/result.ts";
import { isMailAddress, oneLine } from "./mail-address.ts";
import { recordMessage, type MailHeld, type OutboxDeps } from "./record-message.server.ts";

export type ServiceMail = {
  readonly to: string;
  readonly subject: string;
  readonly text: string;
  readonly html: string;
  /** one mail per shop and key, however often it is asked for */
  readonly dedupeKey: string;
  /** as whom; absent: Aftercare */
  readonly fromName?: string;
  readonly replyTo?: string;
};

const MAX_SUBJECT = 200;

export async function recordServiceMail(
  deps: OutboxDeps,
  tx: ShopTx,
  shopId: bigint,
  { to, subject, text, html, dedupeKey, fromName = "Aftercare", replyTo = "" }: ServiceMail,
): Promise<Result<null, MailHeld>> {
  if (!isMailAddress(to))
    return refuse({ code: "no_address", message: "This is not a mail address." });
  const known = await tx.message.findFirst({
    where: { shopId, event: "service", subject: dedupeKey },
    select: { id: true },
  });
  if (known) return accept(null);
  const recorded = await recordMessage(
    deps,
    tx,
    shopId,
    {
      event: "service",
      workflow: "service",
      rule: "service_mail",
      order: null,
      subject: dedupeKey,
      language: "en",
      templateVersion: 0,
      isLegal: false,
      legalDeadlineAt: null,
      recipient: to,
      fromName,
      replyTo,
    },
    () => ({ subject: oneLine(subject, MAX_SUBJECT), text, html }),
  );
  return recorded.ok ? accept(null) : refuse(recorded.refusal);
}
