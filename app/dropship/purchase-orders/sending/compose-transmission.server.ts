/** Makes the bytes of a transmission, once. Nothing is asked of the database here: a document takes its time. */
import { randomBytes } from "node:crypto";
import { buffer } from "node:stream/consumers";
import DKIM from "nodemailer/lib/dkim";
import MailComposer from "nodemailer/lib/mail-composer";
import { invariant } from "#app/platform/invariant.ts";
import type { DkimKey } from "#app/messages/compose-mail.server.ts";
import { isMailAddress, oneLine } from "#app/messages/mail-address.ts";
import type { ChosenSender } from "#app/messages/sender.ts";
import type { Channel } from "#app/dropship/suppliers/supplier.ts";
import type {
  DocumentFacts,
  DocumentFile,
} from "#app/dropship/purchase-orders/documents/document-facts.ts";
import { renderOrderMail } from "#app/dropship/purchase-orders/documents/order-mail.ts";
import { renderCsv } from "#app/dropship/purchase-orders/documents/order-table.ts";
import { renderJson } from "#app/dropship/purchase-orders/documents/render-json.ts";
import type { RenderPdf } from "#app/dropship/purchase-orders/documents/render-pdf.server.ts";
import { renderXlsx } from "#app/dropship/purchase-orders/documents/render-xlsx.server.ts";
import { fileStem } from "#app/dropship/purchase-orders/transmission.ts";
import type { SendingFacts } from "./read-facts.server.ts";

/** From whom a mail goes. */
export type MailFrom = { readonly chosen: ChosenSender; readonly dkim: DkimKey | null };

export type Composing = {
  readonly facts: SendingFacts;
  readonly channel: Channel;
  readonly idempotencyKey: string;
  readonly from: MailFrom;
  /** where answers go; null: to the sender */
  readonly replyTo: string | null;
  /** where a provider looks for a key against repeats; null: it does not */
  readonly keyHeader: string | null;
  /** ours */
  readonly mailDomain: string;
  readonly now: Date;
};

export type Composed = {
  readonly target: string;
  readonly messageId: string | null;
  readonly envelopeFrom: string | null;
  readonly fileName: string | null;
  readonly bytes: Uint8Array;
};

/** Null: nobody is named to whom it could go. */
export async function composeTransmission(
  renderPdf: RenderPdf,
  composing: Composing,
): Promise<Composed | null> {
  const { facts, channel } = composing;
  const { supplier, document } = facts;
  const settings = supplier.channelSettings;
  if (channel === "sftp" && settings.channel === "sftp")
    return {
      ...NO_MAIL,
      target: settings.directory,
      fileName: `${stemOf(document)}.csv`,
      bytes: Buffer.from(renderCsv(document, { hasMark: false })),
    };
  if (channel === "https" && settings.channel === "https")
    return {
      ...NO_MAIL,
      target: settings.url,
      fileName: null,
      bytes: Buffer.from(renderJson(document)),
    };
  return composeOrderMail(renderPdf, composing);
}

const NO_MAIL = { messageId: null, envelopeFrom: null };

const stemOf = ({ shop, order, purpose, copy }: DocumentFacts): string =>
  fileStem(shop.domain, order.number, { purpose, revision: order.revision, copy });

async function composeOrderMail(
  renderPdf: RenderPdf,
  { facts, channel, from, replyTo, keyHeader, idempotencyKey, mailDomain, now }: Composing,
): Promise<Composed | null> {
  const { contact, document, supplier } = facts;
  if (!contact?.email) return null;
  invariant(isMailAddress(contact.email), "a contact's address was checked when it was entered");
  const { order, purpose } = document;
  const { subject, text, html } = renderOrderMail(document, {
    contactName: contact.name,
    reason: purpose === "revoked" ? order.endReason : null,
  });
  const { shopId } = order;
  // Who knows this word may tell us that the mail came back: it is not to be guessed.
  const word = `${shopId}.${randomBytes(16).toString("hex")}`;
  const settings = supplier.channelSettings;
  const table = settings.channel === "email" ? settings.attachment : "csv";
  const hasFiles = purpose === "order" && channel !== "link";
  const composer = new MailComposer({
    from: { name: oneLine(from.chosen.fromName, MAX_NAME), address: from.chosen.fromAddress },
    to: { name: oneLine(contact.name, MAX_NAME), address: contact.email },
    ...(replyTo === null ? {} : { replyTo: { name: "", address: replyTo } }),
    subject: oneLine(subject, MAX_SUBJECT),
    text,
    html,
    messageId: `<${word}@${mailDomain}>`,
    date: now,
    headers: {
      "X-Purchase-Order": order.number,
      "X-Purchase-Order-Revision": String(order.revision),
      "X-Purchase-Order-Purpose": purpose,
      ...(keyHeader === null ? {} : { [keyHeader]: idempotencyKey }),
    },
    attachments: hasFiles
      ? (await renderFiles(renderPdf, document, table)).map(({ name, contentType, bytes }) => ({
          filename: name,
          contentType,
          content: Buffer.from(bytes),
        }))
      : [],
    newline: "\r\n",
    disableFileAccess: true,
    disableUrlAccess: true,
  });
  return {
    target: contact.email,
    messageId: `<${word}@${mailDomain}>`,
    envelopeFrom: `bounce+${word}@${mailDomain}`,
    fileName: null,
    bytes: await sign(await composer.compile().build(), from.dkim),
  };
}

const MAX_NAME = 100;
const MAX_SUBJECT = 200;

async function sign(mime: Buffer, dkim: DkimKey | null): Promise<Buffer> {
  if (!dkim) return mime;
  const { domain: domainName, selector: keySelector, privateKey } = dkim;
  return buffer(new DKIM({ domainName, keySelector, privateKey }).sign(mime));
}

/** The paper and the table. */
export async function renderFiles(
  renderPdf: RenderPdf,
  document: DocumentFacts,
  table: "csv" | "xlsx",
): Promise<readonly DocumentFile[]> {
  return [
    await renderFile(renderPdf, document, "pdf"),
    await renderFile(renderPdf, document, table),
  ];
}

export type FileFormat = "pdf" | "csv" | "xlsx" | "json";

export async function renderFile(
  renderPdf: RenderPdf,
  document: DocumentFacts,
  format: FileFormat,
): Promise<DocumentFile> {
  const name = `${stemOf(document)}.${format}`;
  switch (format) {
    case "pdf":
      return { name, contentType: "application/pdf", bytes: await renderPdf(document) };
    case "csv":
      return {
        name,
        contentType: "text/csv; charset=utf-8",
        bytes: Buffer.from(renderCsv(document, { hasMark: true })),
      };
    case "xlsx":
      return {
        name,
        contentType: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        bytes: await renderXlsx(document),
      };
    case "json":
      return {
        name,
        contentType: "application/json; charset=utf-8",
        bytes: Buffer.from(renderJson(document)),
      };
  }
}
