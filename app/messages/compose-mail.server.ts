/**
 * The bytes of a mail, made once. Every field is checked for what could begin a header of its own; the body's text and
 * HTML travel as two forms of one thing. Signed for the shop's domain where we hold its key.
 */
import { buffer } from "node:stream/consumers";
import DKIM from "nodemailer/lib/dkim";
import MailComposer from "nodemailer/lib/mail-composer";
import { invariant } from "#app/platform/invariant.ts";
import { hasLineBreak, isMailAddress, oneLine } from "./mail-address.ts";
import type { RenderedMail } from "./render-mail.ts";

export type MailHead = {
  /** `<…@…>` */
  readonly messageId: string;
  readonly number: bigint;
  readonly date: Date;
  readonly fromName: string;
  readonly fromAddress: string;
  readonly replyTo: string | null;
  readonly recipient: string;
  /** where the provider looks for a key against repeats; null: it does not */
  readonly keyHeader: string | null;
  /** `<…@…>` of the mail it answers */
  readonly inReplyTo: string | null;
  /** A person wrote it: holiday notices may answer. */
  readonly isPersonal: boolean;
};

/** Signs for `domain`; null: the mail server signs for its own. */
export type DkimKey = {
  readonly domain: string;
  readonly selector: string;
  /** PKCS#8 or PKCS#1 in PEM */
  readonly privateKey: string;
};

const MAX_NAME = 100;
const MAIL_ID = /^<[!-;=?-~]{3,248}>$/;

/** Throws when an address is none or a field holds a line break: callers check what people typed before. */
export async function composeMail(
  head: MailHead,
  { subject, html, text }: RenderedMail,
  dkim: DkimKey | null,
): Promise<Buffer> {
  const { messageId, number, date, fromAddress, replyTo, recipient, keyHeader, inReplyTo } = head;
  for (const address of [fromAddress, recipient, ...(replyTo ? [replyTo] : [])])
    invariant(isMailAddress(address), "a mail's address is one address");
  invariant(/^<[\w.-]+@[\w.-]+>$/.test(messageId), "a Message-ID is one word in angle brackets");
  invariant(!hasLineBreak(subject), "a subject is one line");
  invariant(!inReplyTo || MAIL_ID.test(inReplyTo), "a mail is named by one word in angle brackets");
  const composer = new MailComposer({
    from: { name: oneLine(head.fromName, MAX_NAME), address: fromAddress },
    to: { name: "", address: recipient },
    ...(replyTo ? { replyTo: { name: "", address: replyTo } } : {}),
    ...(inReplyTo ? { inReplyTo, references: inReplyTo } : {}),
    subject,
    text,
    html,
    messageId,
    date,
    // RFC 3834: nobody's holiday notice is to answer this.
    headers: {
      ...(head.isPersonal
        ? {}
        : { "Auto-Submitted": "auto-generated", "X-Auto-Response-Suppress": "OOF, AutoReply" }),
      "X-Message-Number": String(number),
      ...(keyHeader ? { [keyHeader]: messageId.slice(1, -1) } : {}),
    },
    newline: "\r\n",
    disableFileAccess: true,
    disableUrlAccess: true,
  });
  const mime = await composer.compile().build();
  if (!dkim) return mime;
  const { domain: domainName, selector: keySelector, privateKey } = dkim;
  return buffer(new DKIM({ domainName, keySelector, privateKey }).sign(mime));
}
