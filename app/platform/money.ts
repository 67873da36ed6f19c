/**
 * Money as integer minor units with its currency. Never floats, never text comparison.
 * Shopify sends decimal strings of any length ("20.0", "12.5", "10.00") and sometimes JSON numbers.
 */
import { accept, refuse, type Result } from "./result.ts";

/** `amountMinor`: whole minor units (cents, yen, fils), negative allowed. `currency`: ISO 4217 code. */
export type Money = { readonly amountMinor: bigint; readonly currency: string };

export type MoneyRefusal =
  | { code: "not_a_number"; text: string }
  | { code: "too_precise"; text: string; exponent: number }
  | { code: "out_of_range"; text: string };

// ISO 4217 exponents other than 2. A wrong exponent is wrong by a factor of ten to a thousand.
const EXPONENTS: Readonly<Record<string, number>> = Object.fromEntries([
  ..."JPY KRW VND CLP ISK XAF XOF XPF PYG UGX RWF KMF DJF GNF BIF VUV"
    .split(" ")
    .map((code) => [code, 0] as const),
  ..."BHD KWD OMR JOD TND IQD LYD".split(" ").map((code) => [code, 3] as const),
]);

// PostgreSQL bigint; far above any order, so what exceeds it is not money.
const LIMIT = 2n ** 63n - 1n;
const DECIMAL = /^([+-]?)(\d{1,30})(?:\.(\d{0,30}))?$/;

/** How many decimal places the currency's minor unit has: 0 for JPY, 3 for KWD, 2 otherwise. */
export const currencyExponent = (currency: string): number => EXPONENTS[currency] ?? 2;

/**
 * Reads a decimal string ("20.0") as minor units of the currency. Digits beyond the currency's
 * precision are accepted only when they are zeros; anything else is refused, never rounded.
 */
export function parseMoney(text: string, currency: string): Result<Money, MoneyRefusal> {
  const match = DECIMAL.exec(text.trim());
  if (!match) return refuse({ code: "not_a_number", text });
  const [, sign, whole = "0", fraction = ""] = match;
  const exponent = currencyExponent(currency);
  if (/[1-9]/.test(fraction.slice(exponent)))
    return refuse({ code: "too_precise", text, exponent });
  const digits = BigInt(whole + fraction.slice(0, exponent).padEnd(exponent, "0"));
  if (digits > LIMIT) return refuse({ code: "out_of_range", text });
  return accept({ amountMinor: sign === "-" ? -digits : digits, currency });
}

/** The exact decimal string of an amount, with the currency's number of places: `{2050n, "USD"}` → "20.50". */
export function moneyToDecimal({ amountMinor, currency }: Money): string {
  const exponent = currencyExponent(currency);
  const sign = amountMinor < 0n ? "-" : "";
  const digits = (amountMinor < 0n ? -amountMinor : amountMinor)
    .toString()
    .padStart(exponent + 1, "0");
  if (exponent === 0) return sign + digits;
  return `${sign}${digits.slice(0, -exponent)}.${digits.slice(-exponent)}`;
}

/** The amount as a person reads it, e.g. "$20.50" or "¥2,050". Exact: the decimal string is formatted, not a float. */
export function formatMoney(money: Money, locale = "en-US"): string {
  // ICU writes out any string of digits; the lib type asks for a template-literal number.
  const decimal = moneyToDecimal(money) as `${number}`;
  try {
    return new Intl.NumberFormat(locale, { style: "currency", currency: money.currency }).format(
      decimal,
    );
  } catch (error) {
    if (error instanceof RangeError) return `${decimal} ${money.currency}`;
    throw error;
  }
}

/** Sum of amounts of one currency. Throws on a mixed sum: converting is never ours to do. */
export function sumMoney(amounts: readonly Money[], currency: string): Money {
  return {
    currency,
    amountMinor: amounts.reduce((sum, money) => {
      if (money.currency !== currency)
        throw new Error(`Cannot add ${money.currency} to ${currency}.`);
      return sum + money.amountMinor;
    }, 0n),
  };
}

/**
 * Splits an amount in proportion to weights, by largest remainder: the parts sum up to the amount exactly, and no part
 * is further from its share than one minor unit. Of equal remainders the first gets the unit. Weights are 0 or more;
 * where all are 0 the first part is the whole. Negative amounts are split like positive ones.
 */
export function splitMinor(amountMinor: bigint, weights: readonly bigint[]): bigint[] {
  const sum = weights.reduce((total, weight) => total + weight, 0n);
  if (sum <= 0n) return weights.map((_, index) => (index === 0 ? amountMinor : 0n));
  const isNegative = amountMinor < 0n;
  const whole = isNegative ? -amountMinor : amountMinor;
  const parts = weights.map((weight) => (whole * weight) / sum);
  let left = whole - parts.reduce((total, part) => total + part, 0n);
  const byRemainder = weights
    .map((weight, index) => ({ index, remainder: (whole * weight) % sum }))
    .sort((a, b) =>
      a.remainder === b.remainder ? a.index - b.index : a.remainder > b.remainder ? -1 : 1,
    );
  for (const { index } of byRemainder) {
    if (left === 0n) break;
    parts[index] = (parts[index] ?? 0n) + 1n;
    left -= 1n;
  }
  return isNegative ? parts.map((part) => -part) : parts;
}
