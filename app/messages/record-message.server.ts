/**
 * Puts one mail into the outbox, inside the transaction of the decision: number, Message-ID and bytes are fixed here and
 * never again. Whether and when it goes out is the rails' to say; they are asked first, through `recordMail`.
 */
import { createHash, randomBytes } from "node:crypto";
import { enqueueJob } from "#app/jobs/enqueue.server.ts";
import type { Clock } from "#app/platform/clock.ts";
import type { ShopTx } from "#app/platform/db.server.ts";
import { accept, refuse, type Result } from "#app/platform/result.ts";
import { MS_PER_DAY } from "#app/platform/time.ts";
import { composeMail } from "./compose-mail.server.ts";
import type { ReplyTarget } from "./conversations/reply-token.server.ts";
import { normalAddress } from "./mail-address.ts";
import type { RenderedMail } from "./render-mail.ts";
import { readSender, type SenderDeps } from "./sender-store.server.ts";
import { takeMailNumber } from "./settings-store.server.ts";
import { hashAddress } from "./suppressions.server.ts";

/** Asks the rails to carry the mail out. A refusal means that nothing was recorded. */
export type RecordMail = (
  tx: ShopTx,
  shopId: bigint,
  wish: {
    /** of the outbox */
    readonly messageId: bigint;
    readonly workflow: "shopper_mail" | "delays" | "service";
    readonly orderGid: string | null;
    readonly subject: string | null;
    readonly dedupeKey: string;
    /** the rule that decided, e.g. `who_tells` */
    readonly rule: string;
    /** the person who decided instead of a rule; null: nobody did */
    readonly staffId: string | null;
    readonly legalDeadlineAt: Date | null;
  },
) => Promise<Result<null, MailHeld>>;

/** Why nothing goes out. */
export type MailHeld = { readonly code: string; readonly message: string };

export type OutboxDeps = SenderDeps & {
  readonly clock: Clock;
  readonly recordMail: RecordMail;
  /** see provider-header.ts */
  readonly keyHeader: string | null;
  readonly answers: AnswerPlaces;
};

/** Where the reader of a mail can answer. */
export type AnswerPlaces = {
  /** null: we take no mail */
  readonly replyAddress: (target: ReplyTarget, now: Date) => string | null;
  /** a page of ours */
  readonly contactUrl: (target: ReplyTarget, now: Date) => string;
};

export type MailDraft = {
  /** a shopper event, or `service` */
  readonly event: string;
  readonly workflow: "shopper_mail" | "delays" | "service";
  readonly rule: string;
  readonly order: { readonly id: bigint; readonly gid: string } | null;
  /** what it is about; with event and order it names the mail */
  readonly subject: string;
  readonly language: string;
  readonly templateVersion: number;
  readonly isLegal: boolean;
  readonly legalDeadlineAt: Date | null;
  readonly recipient: string;
  readonly fromName: string;
  readonly replyTo: string;
  /** A person wrote it, and what it answers. */
  readonly author?: { readonly staffId: string; readonly inReplyTo: string | null };
};

/** `render` runs only when the mail is wanted. Returns our id of it. */
export async function recordMessage(
  deps: OutboxDeps,
  tx: ShopTx,
  shopId: bigint,
  draft: MailDraft,
  render: () => RenderedMail,
): Promise<Result<bigint, MailHeld>> {
  const id = await takeMessageId(tx);
  const { order, subject, event, workflow, rule, legalDeadlineAt } = draft;
  const recorded = await deps.recordMail(tx, shopId, {
    messageId: id,
    workflow,
    orderGid: order?.gid ?? null,
    subject,
    dedupeKey: `mail ${event} ${subject}`,
    rule,
    staffId: draft.author?.staffId ?? null,
    legalDeadlineAt,
  });
  if (!recorded.ok) return refuse(recorded.refusal);
  await saveMessage(deps, tx, shopId, { ...draft, id }, render());
  return accept(id);
}

async function saveMessage(
  deps: OutboxDeps,
  tx: ShopTx,
  shopId: bigint,
  draft: MailDraft & { readonly id: bigint },
  rendered: RenderedMail,
): Promise<void> {
  const { id, order, recipient, subject, event, language, templateVersion, isLegal } = draft;
  const now = deps.clock.now();
  const { chosen, dkim, checkedAt } = await readSender(deps, tx, shopId, draft);
  if (checkedAt && now.getTime() - checkedAt.getTime() > CHECK_AGAIN_MS)
    await enqueueCheck(tx, shopId);
  // From here on every other mail of the shop waits for its number: all that is read was read before.
  const number = await takeMailNumber(tx, shopId);
  // Who knows this word may tell us that the mail came back: it is not to be guessed.
  const word = `${shopId}.${randomBytes(16).toString("hex")}`;
  const head = {
    ...chosen,
    messageId: `<${word}@${deps.mailDomain}>`,
    number,
    date: now,
    recipient,
    keyHeader: deps.keyHeader,
    inReplyTo: draft.author?.inReplyTo ?? null,
    isPersonal: draft.author !== undefined,
  };
  const mime = await composeMail(head, rendered, dkim);
  await tx.message.create({
    data: {
      shopId,
      id,
      number,
      event,
      orderId: order?.id ?? null,
      orderGid: order?.gid ?? null,
      subject,
      language,
      templateVersion,
      isLegal,
      messageId: head.messageId,
      envelopeFrom: `bounce+${word}@${deps.mailDomain}`,
      sender: chosen.fromAddress,
      recipient: normalAddress(recipient),
      recipientHash: hashAddress(shopId, recipient),
      subjectLine: rendered.subject,
      mime: Uint8Array.from(mime),
      mimeHash: Uint8Array.from(createHash("sha256").update(mime).digest()),
      byteLength: mime.byteLength,
      createdAt: now,
    },
  });
}

// Records that a merchant takes away should not be noticed by mail that does not arrive.
const CHECK_AGAIN_MS = MS_PER_DAY;

const enqueueCheck = (tx: ShopTx, shopId: bigint) =>
  enqueueJob(tx, {
    name: "messages.check-sender",
    payload: { shopId: shopId.toString() },
    key: `check-sender:${shopId}`,
    whenWaiting: "keep",
  });

/** The mail is named before it exists, so that its intent can name it. */
async function takeMessageId(tx: ShopTx): Promise<bigint> {
  const [row] = await tx.$queryRaw<{ id: bigint }[]>`select nextval('messages_id_seq') as id`;
  if (!row) throw new Error("A sequence gave no number.");
  return row.id;
}
