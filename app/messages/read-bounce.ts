/**
 * Reads a delivery status notification (RFC 3464): which mail of ours came back, and whether for good. Pure. What is not
 * one, is about nothing of ours, or only says "later" is told apart by a code; nothing here trusts what a stranger wrote
 * beyond the word that only our own mail carried.
 */
import PostalMime, { type Email } from "postal-mime";
import { accept, refuse, type Result } from "#app/platform/result.ts";

export type Bounce = {
  readonly shopId: bigint;
  /** `<…@…>` of the mail that came back */
  readonly messageId: string;
  /** RFC 3463, e.g. `5.1.1` */
  readonly status: string | null;
  readonly isAddressGone: boolean;
  /** what the other server said, one line */
  readonly diagnostic: string;
};

export type BounceRefusal = { readonly code: "not_a_bounce" | "not_ours" | "not_final" };

// A notification repeats at most the mail's head; providers send some 10 kB.
const MAX_BYTES = 2_000_000;
const OUR_WORD = /(\d{1,19})\.([0-9a-f]{32})@([a-z0-9.-]+)/i;

export async function readBounce(raw: Uint8Array): Promise<Result<Bounce, BounceRefusal>> {
  if (raw.byteLength > MAX_BYTES) return refuse({ code: "not_a_bounce" });
  const email = await PostalMime.parse(raw);
  const report = reportText(email);
  if (report === null) return refuse({ code: "not_a_bounce" });
  const action = field(report, "Action")?.toLowerCase();
  const status = /\b([245]\.\d{1,3}\.\d{1,3})\b/.exec(field(report, "Status") ?? "")?.[1] ?? null;
  const [, shop, word, domain] = OUR_WORD.exec(ourWords(email, report)) ?? [];
  if (!shop || !word || !domain) return refuse({ code: "not_ours" });
  if (action !== "failed" && !status?.startsWith("5.")) return refuse({ code: "not_final" });
  const diagnostic = (field(report, "Diagnostic-Code") ?? status ?? "").slice(0, 300);
  return accept({
    shopId: BigInt(shop),
    messageId: `<${shop}.${word.toLowerCase()}@${domain.toLowerCase()}>`,
    status,
    isAddressGone: /^5\.1\.(?:0|1|2|3|6|10)$/.test(status ?? "") || status === "5.2.1",
    diagnostic: diagnostic.replace(/\s+/g, " "),
  });
}

/** The machine's part of the notification; null when the mail is none. */
function reportText(email: Email): string | null {
  const type = headerOf(email, "content-type").toLowerCase();
  if (!type.startsWith("multipart/report") || !type.includes("delivery-status")) return null;
  const part = email.attachments.find(({ mimeType }) => mimeType === "message/delivery-status");
  return part ? contentText(part.content) : null;
}

/** Where our Message-ID or bounce address may stand: the head that came back, and whom the notification was sent to. */
function ourWords(email: Email, report: string): string {
  const returned = email.attachments
    .filter(({ mimeType }) => mimeType === "message/rfc822" || mimeType.startsWith("text/rfc822"))
    .map(({ content }) => /^message-id:\s*<([^>\s]+)>/im.exec(contentText(content))?.[1] ?? "");
  const to = (email.to ?? []).map(({ address }) => address?.replace(/^bounce\+/i, "") ?? "");
  const { inReplyTo = "", references = "" } = email;
  return [...returned, ...to, inReplyTo, references, report].join("\n");
}

const headerOf = (email: Email, name: string) =>
  email.headers.find(({ key }) => key === name)?.value ?? "";

function contentText(content: unknown): string {
  if (typeof content === "string") return content;
  return new TextDecoder().decode(content as ArrayBuffer); // postal-mime's default form
}

/** A field of the report, its folded lines joined. */
function field(report: string, name: string): string | null {
  const lines = report.replace(/\r?\n[ \t]+/g, " ").split(/\r?\n/);
  const line = lines.find((one) => one.toLowerCase().startsWith(`${name.toLowerCase()}:`));
  return line ? line.slice(name.length + 1).trim() : null;
}
