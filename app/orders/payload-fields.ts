/**
 * Building blocks of webhook payload schemas. Tolerant where Shopify is: ids are numbers or text, text may be null,
 * missing or empty. What PostgreSQL cannot keep (NUL, halves of surrogate pairs) is dropped here. Pure.
 */
import { z } from "zod";
import { parseMoney } from "#app/platform/money.ts";

// eslint-disable-next-line no-control-regex -- NUL is exactly what must go
const UNKEEPABLE = /\u0000|[\uD800-\uDBFF](?![\uDC00-\uDFFF])|(?<![\uD800-\uDBFF])[\uDC00-\uDFFF]/g;

export const cleanText = (text: string): string => text.replace(UNKEEPABLE, "");

const orNull = (text: string | null | undefined) => (text ? cleanText(text) || null : null);

/** null, missing and empty are all null */
export const text = z.string().nullish().transform(orNull);
/** missing stays undefined: the source did not tell, e.g. because names are withheld from us */
export const toldText = z.string().nullable().transform(orNull).optional();
/** numeric id as digits; null when absent */
export const id = z
  .union([z.number(), z.string()])
  .nullish()
  .transform((value) =>
    value === null || value === undefined || value === "" ? null : String(value),
  );
export const instant = z
  .string()
  .nullish()
  .transform((value) => {
    const date = value ? new Date(value) : null;
    return date && !Number.isNaN(date.getTime()) ? date : null;
  });
export const requiredInstant = instant.refine((value) => value !== null, "must be a date and time");
export const count = z
  .number()
  .int()
  .nullish()
  .transform((value) => value ?? 0);
export const flag = z
  .boolean()
  .nullish()
  .transform((value) => value ?? false);

/** An amount may be text or a number; whether it is money is decided by `readMoney`. */
const amount = z.union([z.string(), z.number()]);
export const moneySet = z
  .object({
    shop_money: z.object({ amount, currency_code: z.string() }),
    presentment_money: z.object({ amount, currency_code: z.string() }),
  })
  .nullish();
export const plainAmount = amount.nullish();

export type MoneySet = z.output<typeof moneySet>;
export type Both = { readonly shop: bigint; readonly presentment: bigint };

/** The gid beside the id, or the one the id must have. Shopify rounds ids in samples; the gid is right. */
export const gidOf = (type: string, gid: string | null, numericId: string | null): string | null =>
  gid ?? (numericId === null ? null : `gid://shopify/${type}/${numericId}`);

/** Thrown inside a parser only, caught by it: one unreadable amount makes the whole payload unreadable. */
export class UnreadableMoney extends Error {
  constructor(readonly field: string) {
    super(`The amount in ${field} is not money.`);
  }
}

/** Minor units of an amount. Throws UnreadableMoney; absent amounts are zero. */
export function readMoney(
  value: string | number | null | undefined,
  currency: string,
  field: string,
): bigint {
  if (value === null || value === undefined || value === "") return 0n;
  const parsed = parseMoney(String(value), currency);
  if (!parsed.ok) throw new UnreadableMoney(field);
  return parsed.value.amountMinor;
}

/** Both sides of a set; without a set the plain amount in the shop's currency stands for both. */
export function readBoth(
  set: MoneySet,
  plain: { readonly value: string | number | null | undefined; readonly currency: string },
  field: string,
): Both {
  if (!set) {
    const minor = readMoney(plain.value, plain.currency, field);
    return { shop: minor, presentment: minor };
  }
  return {
    shop: readMoney(set.shop_money.amount, set.shop_money.currency_code, field),
    presentment: readMoney(
      set.presentment_money.amount,
      set.presentment_money.currency_code,
      field,
    ),
  };
}
