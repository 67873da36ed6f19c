/** The names a template can use, and how facts become them: text in the reader's language, never a raw object. Pure. */
import { formatMoney, type Money } from "#app/platform/money.ts";
import { LANGUAGE_LOCALES, type Language } from "./languages.ts";
import { cleanValue } from "./protect-value.ts";

export type LineFacts = {
  readonly title: string;
  readonly variantTitle: string | null;
  readonly sku: string | null;
  readonly quantity: number;
};

/** What one mail is about. Parts that the event does not have are null. */
export type MailFacts = {
  readonly shopName: string;
  readonly customerName: string | null;
  readonly order: {
    readonly name: string;
    readonly placedAt: Date;
    readonly total: Money;
    readonly lines: readonly LineFacts[];
  };
  readonly parcel: {
    readonly carrier: string | null;
    readonly trackingNumber: string | null;
    readonly trackingUrl: string | null;
    readonly estimatedAt: Date | null;
    readonly deliveredAt: Date | null;
    readonly lines: readonly LineFacts[];
  } | null;
  readonly refund: { readonly amount: Money } | null;
  readonly orderReturn: { readonly name: string | null } | null;
  readonly delay: {
    readonly promisedAt: Date;
    /** null: no new date is known */
    readonly newAt: Date | null;
    /** where the shopper chooses; null: by answering the mail */
    readonly choiceUrl: string | null;
  } | null;
};

type ScopeLine = {
  readonly title: string;
  readonly variant: string | null;
  readonly sku: string | null;
  readonly quantity: number;
};

export type TemplateScope = {
  readonly shop: { readonly name: string };
  readonly customer: { readonly name: string | null; readonly first_name: string | null };
  readonly order: {
    readonly name: string;
    readonly placed_on: string;
    readonly total: string;
    readonly lines: readonly ScopeLine[];
  };
  readonly parcel: {
    readonly carrier: string | null;
    readonly number: string | null;
    readonly url: string | null;
    readonly estimated_on: string | null;
    readonly delivered_on: string | null;
    readonly lines: readonly ScopeLine[];
  };
  readonly refund: { readonly amount: string | null };
  readonly return: { readonly name: string | null };
  readonly delay: {
    readonly promised_on: string | null;
    readonly new_on: string | null;
    readonly choice_url: string | null;
  };
};

/** Facts as words. What is not known is null: for Liquid an empty text is true, and `{% if %}` would keep its sentence. */
export function templateScope(
  facts: MailFacts,
  { language, timeZone }: { readonly language: Language; readonly timeZone: string },
): TemplateScope {
  const locale = LANGUAGE_LOCALES[language];
  const on = (at: Date | null | undefined) => (at ? formatDate(at, locale, timeZone) : null);
  const { order, parcel, refund, orderReturn, delay } = facts;
  const name = orNull(cleanText(facts.customerName));
  return {
    shop: { name: cleanText(facts.shopName) },
    customer: { name, first_name: name && firstName(name) },
    order: {
      name: cleanText(order.name),
      placed_on: formatDate(order.placedAt, locale, timeZone),
      total: formatMoney(order.total, locale),
      lines: order.lines.map(scopeLine),
    },
    parcel: {
      carrier: orNull(cleanText(parcel?.carrier)),
      number: orNull(cleanText(parcel?.trackingNumber)),
      url: orNull(httpAddress(parcel?.trackingUrl)),
      estimated_on: on(parcel?.estimatedAt),
      delivered_on: on(parcel?.deliveredAt),
      lines: (parcel?.lines ?? []).map(scopeLine),
    },
    refund: { amount: refund ? formatMoney(refund.amount, locale) : null },
    return: { name: orNull(cleanText(orderReturn?.name)) },
    delay: {
      promised_on: on(delay?.promisedAt),
      new_on: on(delay?.newAt),
      choice_url: orNull(httpAddress(delay?.choiceUrl)),
    },
  };
}

const scopeLine = ({ title, variantTitle, sku, quantity }: LineFacts): ScopeLine => ({
  title: cleanText(title),
  // Shopify's word for a product without variants.
  variant: variantTitle === "Default Title" ? null : orNull(cleanText(variantTitle)),
  sku: orNull(cleanText(sku)),
  quantity,
});

const formatDate = (at: Date, locale: string, timeZone: string) =>
  new Intl.DateTimeFormat(locale, {
    day: "numeric",
    month: "long",
    year: "numeric",
    timeZone,
  }).format(at);

const orNull = (text: string): string | null => (text === "" ? null : text);

const cleanText = (text: string | null | undefined) => cleanValue(text ?? "").trim();

/** Only what a browser opens without asking; anything else is left out, not repaired. */
export function httpAddress(text: string | null | undefined): string {
  const address = cleanText(text);
  return /^https?:\/\/[^\s"'<>\\^`{|}]+$/i.test(address) ? address : "";
}

/** "Ana Costa" is greeted as Ana. Family names that come first (ja, zh) are given whole by `customer.name`. */
const firstName = (name: string) => name.split(/\s+/)[0] ?? "";
