/** A published text with an order's facts, in the shop's voice. A text that fails here passed its checks: that is for later. */
import { Outage } from "#app/platform/outage.ts";
import type { Brand } from "./brand.ts";
import type { TemplateText } from "./default-templates/template-text.ts";
import type { Language } from "./languages.ts";
import { renderLiquid, type TemplateRefusal } from "./render-liquid.server.ts";
import { renderMail, type RenderedMail } from "./render-mail.ts";
import { templateScope, type MailFacts, type TemplateScope } from "./template-scope.ts";

export type ShopperMailParts = {
  readonly template: TemplateText;
  readonly facts: MailFacts;
  readonly brand: Brand;
  readonly language: Language;
  readonly timeZone: string;
  /** see MailParts */
  readonly contactUrl?: string;
};

/** Throws an outage when the text cannot be rendered now: a machine under load may need more than its time. */
export function renderShopperMail(parts: ShopperMailParts): RenderedMail {
  const scope = templateScope(parts.facts, parts);
  const subject = renderLiquid(parts.template.subject, scope, { isStrict: false });
  const body = renderLiquid(parts.template.body, scope, { isStrict: false });
  if (!subject.ok) throw asOutage(subject.refusal);
  if (!body.ok) throw asOutage(body.refusal);
  return assembleMail(parts, scope, { subject: subject.value, body: body.value });
}

/** The frame around what Liquid gave. */
export function assembleMail(
  { brand, language, contactUrl }: Pick<ShopperMailParts, "brand" | "language" | "contactUrl">,
  scope: TemplateScope,
  { subject, body }: TemplateText,
): RenderedMail {
  const { name, first_name } = scope.customer;
  return renderMail({
    subject,
    body,
    brand,
    language,
    ...(contactUrl ? { contactUrl } : {}),
    shopName: scope.shop.name,
    // Japanese greets by the whole name.
    firstName: (language === "ja" ? name : first_name) ?? "",
  });
}

const asOutage = ({ message, code }: TemplateRefusal) =>
  new Outage(`A text could not be rendered (${code}): ${message}`, { retry: "later" });
