/** Pieces of arguments that several kinds share. Stored as jsonb: money is digits, never a number. */
import { z } from "zod";
import { moneyToDecimal, type Money } from "#app/platform/money.ts";
import type { CurrencyCode } from "#app/shopify/generated/operations.ts";

export const gid = (type: string) => z.string().regex(new RegExp(`^gid://shopify/${type}/\\S+$`));

/** Minor units as digits, e.g. "2050". */
export const minor = z.string().regex(/^\d{1,18}$/);
export const currency = z.string().regex(/^[A-Z]{3}$/);
export const units = z.number().int().min(1);

/** Said each time, never left to Shopify's default: the defaults differ from mutation to mutation. */
export const notifyCustomer = z.boolean();

export const moneyInput = (amountMinor: string, code: string) => ({
  amount: toDecimal(amountMinor, code),
  // Any ISO code: the union of the generated type is closed, Shopify's list is not.
  currencyCode: code as CurrencyCode,
});

export const toDecimal = (amountMinor: string, code: string): string =>
  moneyToDecimal({ amountMinor: BigInt(amountMinor), currency: code });

export const sumMinor = (amounts: readonly string[], code: string): Money => ({
  amountMinor: amounts.reduce((sum, amount) => sum + BigInt(amount), 0n),
  currency: code,
});

/** The merchant's words with our mark behind them. `maxLength`: Shopify's limit of the field. */
export function markNote(note: string, reference: string, maxLength = 5_000): string {
  const mark = `[Aftercare ${reference}]`;
  const room = Math.max(0, maxLength - mark.length - 1);
  return note === "" ? mark : `${note.slice(0, room)} ${mark}`;
}

export const bearsMark = (text: string | null | undefined, reference: string): boolean =>
  text?.includes(`[Aftercare ${reference}]`) ?? false;

/** Whether two lists hold the same entries the same number of times. */
export function isSameBag(left: readonly string[], right: readonly string[]): boolean {
  return [...left].sort().join("\n") === [...right].sort().join("\n");
}

/** Lists are read up to this many; a full one may hide what we look for. */
export const LIST_LIMIT = 250;
