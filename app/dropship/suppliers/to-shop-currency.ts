/** Suppliers' money in the shop's currency, by the rates the merchant keeps. Never guessed: no rate, no amount. Pure. */
import { currencyExponent } from "#app/platform/money.ts";

// Rates have ten decimal places (numeric(20, 10)).
const RATE_PLACES = 10;

export type Rates = {
  /** null until Shopify has said it */
  readonly shopCurrency: string | null;
  /** One unit of the currency in the shop's, both major, as a decimal text. */
  readonly rates: ReadonlyMap<string, string>;
};

/** Minor units of the shop's currency, rounded half up; null where no rate is known. */
export function toShopCurrency(
  amountMinor: bigint,
  currency: string,
  { shopCurrency, rates }: Rates,
): bigint | null {
  if (shopCurrency === null) return null;
  if (currency === shopCurrency) return amountMinor;
  const rate = rates.get(currency);
  const scaled = rate === undefined ? null : scaleRate(rate);
  if (scaled === null) return null;
  const up = 10n ** BigInt(currencyExponent(shopCurrency));
  const down = 10n ** BigInt(RATE_PLACES + currencyExponent(currency));
  return divideHalfUp(amountMinor * scaled * up, down);
}

/** A rate as whole 10^-10 parts; null when the text is no positive rate of at most ten places. */
export function scaleRate(text: string): bigint | null {
  const match = /^(\d{1,10})(?:\.(\d{1,10}))?$/.exec(text);
  if (!match) return null;
  const scaled = BigInt((match[1] ?? "") + (match[2] ?? "").padEnd(RATE_PLACES, "0"));
  return scaled > 0n ? scaled : null;
}

function divideHalfUp(value: bigint, by: bigint): bigint {
  const isNegative = value < 0n;
  const rounded = ((isNegative ? -value : value) * 2n + by) / (by * 2n);
  return isNegative ? -rounded : rounded;
}
