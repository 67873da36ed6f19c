/** A mail's bytes as what we keep of it: words, what they quote, files, and the heads that tell robots. Pure. */
import PostalMime, { type Attachment, type Email } from "postal-mime";
import { cleanValue } from "#app/messages/protect-value.ts";
import { oneLine } from "#app/messages/mail-address.ts";
import { assessFile, fileName, MOST_FILES_A_MAIL, type FileKind } from "./assess-file.ts";
import type { MailHeaders } from "./assess-robot.ts";
import { foldQuotedText } from "./fold-quoted-text.ts";
import { htmlToText } from "./html-to-text.ts";

export type ReadFile = {
  readonly name: string;
  readonly kind: FileKind | null;
  readonly refusal: string | null;
  readonly byteLength: number;
  /** null: refused */
  readonly content: Uint8Array | null;
};

export type ReadMail = {
  /** `<…@…>`; null: none, or none that may be repeated in a head of ours */
  readonly mailId: string | null;
  readonly from: string;
  readonly subject: string;
  readonly words: string;
  readonly quoted: string | null;
  readonly headers: MailHeaders;
  readonly files: readonly ReadFile[];
};

const MAX_WORDS = 20_000;
const MAX_SUBJECT = 200;
const CUT = "\n\n[Cut here: the mail was longer.]";
// Deep or huge heads are how mail is made to break its readers.
const LIMITS = { maxNestingDepth: 20, maxHeadersSize: 256 * 1024 } as const;

/** Throws nothing a stranger can cause: a mail that cannot be read has no words. */
export async function readMail(raw: Uint8Array): Promise<ReadMail> {
  const email = await parse(raw);
  if (!email) return UNREADABLE;
  const text = email.text?.trim() ? email.text : htmlToText(email.html ?? "");
  const { said, quoted } = foldQuotedText(cleanText(text));
  return {
    mailId: readMailId(email.messageId),
    from: oneLine(email.from?.address ?? "", 254).toLowerCase(),
    subject: oneLine(email.subject ?? "", MAX_SUBJECT),
    words: cut(said),
    quoted: quoted && cut(quoted),
    headers: email.headers.map(({ key, value }) => ({ key, value })),
    files: email.attachments.map(readFile),
  };
}

const UNREADABLE: ReadMail = {
  mailId: null,
  from: "",
  subject: "",
  words: "[This mail could not be read. Ask its sender to write again.]",
  quoted: null,
  headers: [],
  files: [],
};

async function parse(raw: Uint8Array): Promise<Email | null> {
  try {
    return await PostalMime.parse(raw, LIMITS);
  } catch (error) {
    if (error instanceof Error) return null;
    throw error;
  }
}

function readFile({ filename, content }: Attachment, index: number): ReadFile {
  const bytes =
    typeof content === "string" ? new TextEncoder().encode(content) : new Uint8Array(content);
  const name = filename ?? "";
  const byteLength = bytes.byteLength;
  const verdict = assessFile(bytes, name);
  const shown = oneLine(name, 100) || "file";
  if (index >= MOST_FILES_A_MAIL)
    return { name: shown, kind: null, refusal: "too_many_files", byteLength, content: null };
  if (!verdict.ok)
    return { name: shown, kind: null, refusal: verdict.refusal.code, byteLength, content: null };
  const kind = verdict.value;
  return { name: fileName(name, kind), kind, refusal: null, byteLength, content: bytes };
}

/** PostgreSQL takes no zero bytes; half characters would break the page. */
const cleanText = (text: string): string => cleanValue(text).replace(/[\ud800-\udfff]/gu, "");

const cut = (text: string): string =>
  text.length <= MAX_WORDS ? text : `${text.slice(0, MAX_WORDS - CUT.length - 1)}${CUT}`;

const readMailId = (text: string | undefined): string | null =>
  text && /^<[!-;=?-~]{3,248}>$/.test(text.trim()) ? text.trim() : null;
