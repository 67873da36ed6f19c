/**
 * A mail that has come in, kept before it is answered with "taken": shown in its order's conversation, put aside when no
 * person wrote it, or known as a report that a mail of ours came back. The same mail to the same address is kept once.
 */
import { createHash } from "node:crypto";
import type { Clock } from "#app/platform/clock.ts";
import { inShop, type Db, type ShopTx } from "#app/platform/db.server.ts";
import type { Logger } from "#app/platform/logger.server.ts";
import { MS_PER_HOUR } from "#app/platform/time.ts";
import { readBounce } from "#app/messages/read-bounce.ts";
import { recordBounce } from "#app/messages/record-bounce.server.ts";
import { MOST_FILES_A_CONVERSATION } from "./assess-file.ts";
import { assessRobot, type ParkCode } from "./assess-robot.ts";
import { lockOrder, saveEntry, type Channel } from "./entries-store.server.ts";
import {
  findChannel,
  type FindContact,
  type OpenChannel,
  type OtherMails,
} from "./find-addressee.server.ts";
import { readMail, type ReadFile, type ReadMail } from "./read-mail.ts";
import type { Addressee } from "./reply-address.server.ts";

/** A supplier's words and files, for whoever can make a proposal of them. */
export type SupplierReply = {
  readonly shopId: bigint;
  readonly orderId: bigint;
  readonly supplierId: bigint;
  readonly contactId: bigint;
  readonly words: string;
  readonly files: readonly { readonly name: string; readonly content: Uint8Array }[];
  /** the same for the same mail, however often it comes */
  readonly mailName: string;
  readonly receivedAt: Date;
};

export type ReceiveDeps = {
  readonly db: Pick<Db, "prisma">;
  readonly clock: Clock;
  readonly mailDomain: string;
  readonly findContact: FindContact;
  readonly otherMails: Pick<OtherMails, "recordBounce">;
  /** Runs after the mail is kept, and again when the same mail comes again: what fails here loses no words. */
  readonly onSupplierReply: (reply: SupplierReply) => Promise<void>;
  readonly logger: Pick<Logger, "error">;
};

export type IncomingMail = {
  readonly raw: Uint8Array;
  /** empty: the null sender */
  readonly envelopeFrom: string;
};

export type Received = {
  readonly kind: "shown" | "parked" | "known" | "bounce" | "dropped";
  readonly parkCode: ParkCode | null;
};

const outcome = (kind: Received["kind"], parkCode: ParkCode | null = null): Received => ({
  kind,
  parkCode,
});

/** Everything is committed when this resolves. Safe to run any number of times. */
export async function receiveMail(
  deps: ReceiveDeps,
  addressee: Addressee,
  incoming: IncomingMail,
): Promise<Received> {
  const { shopId } = addressee;
  const bounce = await readBounce(incoming.raw);
  // A report speaks of the shop whose address it came to, whatever else it says.
  if (bounce.ok && bounce.value.shopId === shopId) {
    const isOurs = await recordBounce(deps, bounce.value);
    if (!isOurs) await deps.otherMails.recordBounce(bounce.value);
    return outcome("bounce");
  }
  const isReport = bounce.ok || bounce.refusal.code !== "not_a_bounce";
  const mail = await readMail(incoming.raw);
  const kept = await inShop(deps.db, shopId, async (tx): Promise<Kept> => {
    const open = await findOpenChannel(deps, tx, addressee);
    if (!open) return { received: outcome("dropped"), reply: null };
    await lockOrder(tx, shopId, open.order.orderId);
    const from = mail.from || incoming.envelopeFrom.toLowerCase();
    const question = { ...mail, from, envelopeFrom: incoming.envelopeFrom };
    const lastHour = await countLastHour(tx, shopId, from, deps.clock.now());
    const { mailDomain } = deps;
    const robot = assessRobot({ ...question, mailDomain, lastHour });
    // What comes to a return address is written by machines.
    const parkCode = isReport
      ? "bounce"
      : addressee.kind === "bounce"
        ? (robot ?? "auto_reply")
        : robot;
    return keep(deps, tx, shopId, { ...open, mail: { ...mail, from }, parkCode, incoming });
  });
  if (kept.reply) await propose(deps, kept.reply);
  return kept.received;
}

type Kept = { readonly received: Received; readonly reply: SupplierReply | null };

async function propose(deps: ReceiveDeps, reply: SupplierReply): Promise<void> {
  try {
    await deps.onSupplierReply(reply);
  } catch (error) {
    // The mail stands in its conversation, where a person reads it.
    const shopId = reply.shopId.toString();
    deps.logger.error({ shopId, err: error }, "a supplier's mail could not be proposed from");
  }
}

/** A notice to the address our mails go out from belongs to the order that mail was about. */
async function findOpenChannel(
  deps: ReceiveDeps,
  tx: ShopTx,
  addressee: Addressee,
): Promise<OpenChannel | null> {
  if (addressee.kind === "reply") return findChannel(deps, tx, addressee);
  const { shopId, messageId } = addressee;
  const message = await tx.message.findUnique({
    where: { shopId_messageId: { shopId, messageId } },
    select: { id: true, orderId: true },
  });
  if (!message || message.orderId === null) return null;
  const entry = await tx.conversationEntry.findFirst({
    where: { shopId, outboxId: message.id },
    select: { contactId: true },
  });
  const party = entry?.contactId
    ? ({ kind: "contact", contactId: entry.contactId } as const)
    : ({ kind: "shopper" } as const);
  return findChannel(deps, tx, { shopId, orderId: message.orderId, party });
}

type Keeping = OpenChannel & {
  readonly mail: ReadMail;
  readonly parkCode: ParkCode | null;
  readonly incoming: IncomingMail;
};

async function keep(
  deps: ReceiveDeps,
  tx: ShopTx,
  shopId: bigint,
  { order, channel, mail, parkCode, incoming }: Keeping,
): Promise<Kept> {
  const now = deps.clock.now();
  const dedupe = nameMail(order.orderId, channel, mail.mailId, incoming.raw);
  const { subject, words, quoted, mailId, from } = mail;
  const id = await saveEntry(
    tx,
    shopId,
    {
      order,
      channel,
      direction: "in",
      via: "mail",
      staffId: null,
      address: from || null,
      subject,
      words,
      quoted,
      parkCode,
      dedupe,
      mailId,
      outboxId: null,
      files: await limitFiles(tx, shopId, order.orderId, mail.files),
    },
    now,
  );
  const received =
    id === null ? outcome("known") : outcome(parkCode ? "parked" : "shown", parkCode);
  if (parkCode || channel.kind === "shopper") return { received, reply: null };
  const { supplierId, contactId } = channel;
  return {
    received,
    reply: {
      shopId,
      orderId: order.orderId,
      supplierId,
      contactId,
      words,
      files: mail.files.flatMap(({ name, content }) => (content ? [{ name, content }] : [])),
      mailName: Buffer.from(dedupe).toString("hex"),
      receivedAt: now,
    },
  };
}

/** One mail may speak to several orders. One without a Message-ID is known by its bytes. */
function nameMail(orderId: bigint, channel: Channel, mailId: string | null, raw: Uint8Array) {
  const who = channel.kind === "supplier" ? `contact ${channel.contactId}` : "shopper";
  const hash = createHash("sha256").update(`mail ${orderId} ${who}\n`);
  return Uint8Array.from((mailId ? hash.update(mailId) : hash.update(raw)).digest());
}

const countLastHour = (tx: ShopTx, shopId: bigint, address: string, now: Date): Promise<number> =>
  tx.conversationEntry.count({
    where: {
      shopId,
      address,
      direction: "in",
      saidAt: { gt: new Date(now.getTime() - MS_PER_HOUR) },
    },
  });

/** A conversation keeps so many files; those beyond are named, not kept. */
async function limitFiles(
  tx: ShopTx,
  shopId: bigint,
  orderId: bigint,
  files: readonly ReadFile[],
): Promise<ReadFile[]> {
  const kept = await tx.conversationFile.count({
    where: { shopId, orderId, content: { not: null } },
  });
  return files.map((file, index) =>
    file.content && kept + index >= MOST_FILES_A_CONVERSATION
      ? { ...file, kind: null, refusal: "too_many_files", content: null }
      : file,
  );
}
