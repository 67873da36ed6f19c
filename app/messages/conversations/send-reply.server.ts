/**
 * A person of the team answers the shopper or a supplier's contact. The answer is a mail of the outbox and an entry of its
 * channel, written together. A form that is sent twice sends one mail.
 */
import { createHash } from "node:crypto";
import { inShop, type Db, type ShopTx } from "#app/platform/db.server.ts";
import { accept, refuse, type Result } from "#app/platform/result.ts";
import { DEFAULT_BRAND, type Brand } from "#app/messages/brand.ts";
import { frameWords, isSupplierLanguage, type Reader } from "#app/messages/frame-words.ts";
import { chooseLanguage } from "#app/messages/languages.ts";
import { isMailAddress, normalAddress, oneLine } from "#app/messages/mail-address.ts";
import { cleanValue } from "#app/messages/protect-value.ts";
import { recordMessage, type OutboxDeps } from "#app/messages/record-message.server.ts";
import { renderMail } from "#app/messages/render-mail.ts";
import { readMessageSettings } from "#app/messages/settings-store.server.ts";
import { findSuppression } from "#app/messages/suppressions.server.ts";
import { lockOrder, saveEntry, type Channel } from "./entries-store.server.ts";
import type { FindContact } from "./find-addressee.server.ts";
import type { Party } from "./reply-token.server.ts";
import type { ConversationRefusal } from "./reply-views.ts";

export type ReplyDeps = OutboxDeps & {
  readonly db: Pick<Db, "prisma">;
  readonly findContact: FindContact;
};

export type Reply = {
  readonly shopId: bigint;
  readonly orderId: bigint;
  readonly staffId: string;
  readonly to: Party;
  readonly words: string;
  /** the last thing said when the form was shown: the same words sent twice after it are one mail */
  readonly key: string;
};

const MAX_WORDS = 10_000;
const MAX_SUBJECT = 180;

export function sendReply(
  deps: ReplyDeps,
  reply: Reply,
): Promise<Result<null, ConversationRefusal>> {
  const { shopId, orderId } = reply;
  const words = cleanValue(reply.words).trim();
  return inShop(deps.db, shopId, async (tx) => {
    if (words === "") return refuse({ code: "words_empty" });
    if (words.length > MAX_WORDS) return refuse({ code: "words_too_long" });
    // Two of the same form: the second waits here and finds the first.
    await lockOrder(tx, shopId, orderId);
    const dedupe = nameReply(reply);
    const known = await tx.conversationEntry.findUnique({
      where: { shopId_dedupe: { shopId, dedupe } },
      select: { id: true },
    });
    if (known) return accept(null);
    const found = await findRecipient(deps, tx, reply);
    if (!found.ok) return found;
    return write(deps, tx, { ...reply, words }, found.value, dedupe);
  });
}

type Recipient = {
  readonly order: { readonly id: bigint; readonly gid: string; readonly name: string };
  readonly channel: Channel;
  readonly email: string;
  readonly name: string;
  readonly reader: Reader;
  readonly brand: Brand;
  readonly shopName: string;
};

async function write(
  deps: ReplyDeps,
  tx: ShopTx,
  { shopId, staffId, words, to }: Reply,
  { order, channel, email, name, reader, brand, shopName }: Recipient,
  dedupe: Uint8Array<ArrayBuffer>,
): Promise<Result<null, ConversationRefusal>> {
  const last = await findLastWord(tx, shopId, order.id, channel);
  const subject = subjectOf(last?.subject ?? null, frameWords(reader).about(order.name));
  const now = deps.clock.now();
  const recorded = await recordMessage(
    deps,
    tx,
    shopId,
    {
      event: "conversation",
      workflow: "shopper_mail",
      rule: "reply",
      order,
      subject: `reply ${Buffer.from(dedupe).toString("hex")}`,
      language: reader.language,
      templateVersion: 0,
      isLegal: false,
      legalDeadlineAt: null,
      recipient: email,
      fromName: shopName,
      replyTo:
        deps.answers.replyAddress({ shopId, orderId: order.id, party: to }, now) ?? brand.replyTo,
      author: { staffId, inReplyTo: last?.mailId ?? null },
    },
    () => renderMail({ ...reader, subject, body: words, brand, shopName, firstName: name }),
  );
  if (!recorded.ok) return refuse({ code: "not_sent" });
  await saveEntry(
    tx,
    shopId,
    {
      order: { orderId: order.id, orderGid: order.gid },
      channel,
      direction: "out",
      via: "app",
      staffId,
      address: email,
      subject,
      words,
      quoted: null,
      parkCode: null,
      dedupe,
      mailId: null,
      outboxId: recorded.value,
      files: [],
    },
    now,
  );
  return accept(null);
}

async function findRecipient(
  deps: ReplyDeps,
  tx: ShopTx,
  { shopId, orderId, to }: Reply,
): Promise<Result<Recipient, ConversationRefusal>> {
  const order = await tx.order.findUnique({ where: { shopId_id: { shopId, id: orderId } } });
  if (!order || order.deletedAt || order.personalErasedAt) return refuse({ code: "no_such_order" });
  const shop = await tx.shop.findUniqueOrThrow({ where: { id: shopId } });
  const { brand } = await readMessageSettings(tx, shopId);
  const base = {
    order: { id: orderId, gid: order.gid, name: order.name },
    shopName: shop.name ?? shop.domain,
  };
  if (to.kind === "shopper") {
    const language = chooseLanguage(order.locale, brand.language);
    const full = order.customerName ?? order.shipName ?? "";
    const name = language === "ja" ? full : (full.split(" ")[0] ?? "");
    const reader = { reader: "shopper", language } as const;
    return withAddress(tx, shopId, order.email, { ...base, brand, channel: to, name, reader });
  }
  const contact = await deps.findContact(tx, shopId, to.contactId);
  if (!contact) return refuse({ code: "no_such_recipient" });
  const { supplierId, contactId, email, name } = contact;
  const language = isSupplierLanguage(contact.language) ? contact.language : "en";
  return withAddress(tx, shopId, email, {
    ...base,
    // The small print under mails is written for shoppers.
    brand: {
      ...DEFAULT_BRAND,
      colour: brand.colour,
      logoUrl: brand.logoUrl,
      replyTo: brand.replyTo,
    },
    channel: { kind: "supplier", supplierId, contactId },
    name,
    reader: { reader: "supplier", language },
  });
}

async function withAddress(
  tx: ShopTx,
  shopId: bigint,
  address: string | null,
  recipient: Omit<Recipient, "email">,
): Promise<Result<Recipient, ConversationRefusal>> {
  const email = normalAddress(address ?? "");
  if (!isMailAddress(email)) return refuse({ code: "no_address" });
  if (await findSuppression(tx, shopId, email)) return refuse({ code: "address_bounced" });
  return accept({ ...recipient, email });
}

const findLastWord = (tx: ShopTx, shopId: bigint, orderId: bigint, channel: Channel) =>
  tx.conversationEntry.findFirst({
    where: {
      shopId,
      orderId,
      direction: "in",
      state: "shown",
      channel: channel.kind,
      supplierId: channel.kind === "supplier" ? channel.supplierId : null,
    },
    orderBy: { id: "desc" },
    select: { subject: true, mailId: true },
  });

function subjectOf(last: string | null, about: string): string {
  const bare = (last ?? "").replace(/^(?:\s*(?:re|aw|sv|rv|回复|答复)\s*[:：])+/i, "").trim();
  return bare === "" ? about : oneLine(`Re: ${bare}`, MAX_SUBJECT);
}

function nameReply({ orderId, staffId, key, to, words }: Reply) {
  const party = to.kind === "shopper" ? "shopper" : `contact ${to.contactId}`;
  const name = [`reply ${orderId}`, staffId, key, party, words].join("\n");
  return Uint8Array.from(createHash("sha256").update(name).digest());
}
