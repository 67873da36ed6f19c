/**
 * One mail from its text and the shop's brand: subject, HTML in the one frame there is, and its plain twin. Pure. The frame
 * is tables and inline styles, because that is what mail programs read; it loads nothing but the shop's logo.
 */
import type { Brand } from "./brand.ts";
import { frameWords, type Reader } from "./frame-words.ts";
import { oneLine } from "./mail-address.ts";
import { readBlocks, renderPlain, type Block } from "./message-blocks.ts";
import { cleanValue, restoreValue } from "./protect-value.ts";

export type RenderedMail = {
  readonly subject: string;
  readonly html: string;
  readonly text: string;
};

export type MailParts = {
  /** Liquid's output, stand-ins and all */
  readonly subject: string;
  readonly body: string;
  readonly brand: Brand;
  readonly shopName: string;
  readonly firstName: string;
  /** a page where the reader can write to the shop */
  readonly contactUrl?: string;
} & Reader;

// RFC 5322 allows 998 a line; mail lists show about 70.
const MAX_SUBJECT = 200;

export function renderMail(parts: MailParts): RenderedMail {
  const subject = oneLine(restoreValue(parts.subject), MAX_SUBJECT);
  const blocks = frameBlocks(parts);
  const footer = footerLines(parts);
  return {
    subject,
    text: `${renderPlain([...blocks, { kind: "paragraph", lines: ["-- ", ...footer] }])}\n`,
    html: renderHtml(parts, subject, blocks, footer),
  };
}

/** Greeting, text, closing. */
function frameBlocks(parts: MailParts): Block[] {
  const { body, brand, shopName, firstName } = parts;
  const words = frameWords(parts);
  // The brand's own words are for shoppers.
  const own = parts.reader === "supplier" ? { greeting: "", signOff: "" } : brand;
  const greeting = own.greeting
    ? `${own.greeting}${firstName ? ` ${firstName}` : ""},`
    : words.greeting(firstName);
  const closing = own.signOff ? own.signOff.split("\n") : [words.signOff, shopName];
  return [
    { kind: "paragraph", lines: [cleanValue(greeting)] },
    ...readBlocks(body),
    { kind: "paragraph", lines: closing.map((line) => cleanValue(line).trim()) },
  ];
}

function footerLines(parts: MailParts): string[] {
  const { brand, shopName, contactUrl } = parts;
  const { ask, why } = frameWords(parts);
  const own = brand.footer.split("\n").map((line) => cleanValue(line).trim());
  return [
    ...(contactUrl && ask ? [`${ask} ${contactUrl}`] : []),
    ...own.filter((line) => line !== ""),
    why(cleanValue(shopName)),
  ];
}

function renderHtml(
  { brand, language, shopName, contactUrl }: MailParts,
  subject: string,
  blocks: readonly Block[],
  footer: readonly string[],
): string {
  const head = brand.logoUrl
    ? `<img src="${escape(brand.logoUrl)}" alt="${escape(shopName)}" height="40" style="display:block;height:40px;max-width:100%;border:0">`
    : `<span style="font-size:18px;font-weight:600;color:#1a1a1a">${escape(shopName)}</span>`;
  return `<!doctype html>
<html lang="${language}" dir="ltr">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width,initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${escape(subject)}</title>
</head>
<body style="margin:0;padding:0;background:#f4f4f2">
<table role="presentation" width="100%" cellpadding="0" cellspacing="0" style="background:#f4f4f2">
<tr><td align="center" style="padding:24px 12px">
<table role="presentation" width="100%" cellpadding="0" cellspacing="0" style="max-width:560px;background:#ffffff;border-top:4px solid ${escape(brand.colour)}">
<tr><td style="padding:24px 28px 0 28px">${head}</td></tr>
<tr><td style="padding:16px 28px 24px 28px;font-family:-apple-system,'Segoe UI',Roboto,Helvetica,Arial,sans-serif;font-size:16px;line-height:1.55;color:#1a1a1a">
${blocks.map((block) => htmlBlock(block, brand.colour)).join("\n")}
</td></tr>
<tr><td style="padding:16px 28px;border-top:1px solid #e4e4e0;font-family:-apple-system,'Segoe UI',Roboto,Helvetica,Arial,sans-serif;font-size:13px;line-height:1.5;color:#5c5c5c">
${footer.map((line) => footerHtml(line, contactUrl)).join("<br>\n")}
</td></tr>
</table>
</td></tr>
</table>
</body>
</html>
`;
}

/** The address in its line is a link; nothing else of the footer is. */
function footerHtml(line: string, contactUrl: string | undefined): string {
  if (!contactUrl || !line.endsWith(` ${contactUrl}`)) return escape(line);
  const ask = line.slice(0, -contactUrl.length).trimEnd();
  return `<a href="${escape(contactUrl)}" style="color:#5c5c5c">${escape(ask.replace(/\s*[:：]$/, ""))}</a>`;
}

function htmlBlock(block: Block, colour: string): string {
  switch (block.kind) {
    case "paragraph":
      return `<p style="margin:0 0 16px 0">${block.lines.map(escape).join("<br>\n")}</p>`;
    case "list":
      return `<ul style="margin:0 0 16px 0;padding-left:22px">\n${block.items.map((item) => `<li style="margin:0 0 4px 0">${escape(item)}</li>`).join("\n")}\n</ul>`;
    case "button":
      return `<p style="margin:0 0 16px 0"><a href="${escape(block.url)}" style="display:inline-block;padding:12px 20px;background:${escape(colour)};color:#ffffff;text-decoration:none;border-radius:6px;font-weight:600">${escape(block.label)}</a></p>`;
  }
}

const ENTITIES: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
};

const escape = (text: string): string => text.replace(/[&<>"']/g, (mark) => ENTITIES[mark] ?? "");
