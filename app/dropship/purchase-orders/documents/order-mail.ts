/** The mail around a purchase order, in the contact's language. Pure. */
import { addressLines } from "#app/dropship/purchase-orders/address-lines.ts";
import {
  numberWithRevision,
  type PurchaseOrderReason,
} from "#app/dropship/purchase-orders/purchase-order.ts";
import type { DocumentFacts } from "./document-facts.ts";
import { DOCUMENT_WORDS } from "./document-words.ts";

export type OrderMail = { readonly subject: string; readonly text: string; readonly html: string };

export function renderOrderMail(
  facts: DocumentFacts,
  {
    contactName,
    reason,
  }: { readonly contactName: string; readonly reason: PurchaseOrderReason | null },
): OrderMail {
  const { order, shop, language, link, purpose } = facts;
  const words = DOCUMENT_WORDS[language];
  const said = words.mail[nameMail(facts)];
  const number = numberWithRevision(order);
  const paragraphs = [
    words.greeting(contactName),
    said.body(number, shop.name),
    ...(reason === null ? [] : [`${words.reason} ${reason.message}`]),
    ...(purpose === "address" && order.shipTo
      ? [[words.newAddress, ...addressLines(order.shipTo)].join("\n")]
      : []),
  ];
  const foot = [...(link === null ? [] : [words.linkIsYours]), shop.name];
  return {
    subject: said.subject(number, shop.name),
    text: [...paragraphs, ...(link === null ? [] : [`${words.openLink}\n${link}`]), ...foot].join(
      "\n\n",
    ),
    html: frame(facts, { paragraphs, foot, label: words.openLink }),
  };
}

function nameMail({ purpose, copy, order }: DocumentFacts) {
  if (purpose !== "order") return purpose;
  if (copy > 0) return "copy";
  return order.revision > 1 ? "revised" : "order";
}

function frame(
  { language, shop, link }: DocumentFacts,
  said: {
    readonly paragraphs: readonly string[];
    readonly foot: readonly string[];
    readonly label: string;
  },
): string {
  const colour = escape(shop.colour);
  const paragraphs = said.paragraphs.map(
    (text) => `<p style="margin:0 0 16px 0">${escape(text).replaceAll("\n", "<br>")}</p>`,
  );
  const button =
    link === null
      ? ""
      : `<p style="margin:0 0 16px 0">${escape(said.label)}<br><a href="${escape(link)}" style="color:${colour};word-break:break-all">${escape(link)}</a></p>`;
  return `<!doctype html>
<html lang="${language}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1"></head>
<body style="margin:0;padding:24px 12px;background:#f4f4f2">
<div style="max-width:560px;margin:0 auto;background:#ffffff;border-top:4px solid ${colour};padding:24px 28px;font-family:-apple-system,'Segoe UI',Roboto,'PingFang SC','Microsoft YaHei',Arial,sans-serif;font-size:16px;line-height:1.55;color:#1a1a1a">
${paragraphs.join("\n")}
${button}
<p style="margin:0;font-size:13px;color:#5c5c5c">${said.foot.map(escape).join("<br>")}</p>
</div></body></html>
`;
}

const ENTITIES: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
};

const escape = (text: string): string => text.replace(/[&<>"']/g, (mark) => ENTITIES[mark] ?? "");
