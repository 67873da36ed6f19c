/**
 * Money of the sandbox: integer minor units, exact decimal text at the edges, never floats.
 * `Bag` is shop and presentment money side by side.
 */
import type { Bag, Order } from "#sandbox/store/types.ts";

/** ISO 4217 minor units that are not 2. Source: reference of the Admin API, "Money". */
const EXPONENTS: Record<string, number> = Object.fromEntries([
  ..."JPY KRW VND CLP ISK XAF XOF XPF PYG UGX RWF KMF DJF GNF BIF VUV"
    .split(" ")
    .map((c) => [c, 0]),
  ..."BHD KWD OMR JOD TND IQD LYD".split(" ").map((c) => [c, 3]),
]);

/** Units of the currency for one US dollar, ×10,000. Fixed, so that worlds are deterministic. */
const PER_DOLLAR: Record<string, number> = {
  USD: 10_000,
  CAD: 14_192,
  EUR: 8_600,
  GBP: 7_450,
  AUD: 15_100,
  JPY: 1_498_000,
  KRW: 13_900_000,
  KWD: 3_070,
  CHF: 8_050,
  SEK: 94_600,
  NOK: 100_900,
  DKK: 64_200,
  MXN: 185_000,
  INR: 879_000,
  BRL: 53_600,
  CNY: 71_200,
  NZD: 17_200,
  SGD: 12_900,
  HKD: 77_800,
  PLN: 36_600,
};

export const zeroBag = (): Bag => ({ shop: 0, presentment: 0 });

export function exponentOf(currency: string): number {
  return EXPONENTS[currency] ?? 2;
}

/** `"12.345"` USD → 1235: half-up at the currency's minor unit. Null for text that is no number. */
export function parseAmount(text: string, currency: string): number | null {
  const match = /^\s*([+-])?(\d*)(?:\.(\d*))?\s*$/.exec(text);
  if (!match || (!match[2] && !match[3])) return null;
  const exponent = exponentOf(currency);
  const fraction = (match[3] ?? "").padEnd(exponent + 1, "0");
  const units = Number((match[2] ?? "") + fraction.slice(0, exponent));
  const roundUp = Number(fraction[exponent]) >= 5 ? 1 : 0;
  const value = units + roundUp;
  return match[1] === "-" && value !== 0 ? -value : value;
}

/** Shopify's `Decimal`: at least one decimal, no trailing zeros beyond it (`"20.0"`, `"12.77"`). */
export function formatDecimal(minor: number, currency: string): string {
  const [whole, fraction] = split(minor, exponentOf(currency));
  return `${whole}.${fraction.replace(/0+$/, "") || "0"}`;
}

/** Shopify's `Money` scalar: two decimals at least (`"31.90"`). */
export function formatMoney(minor: number, currency: string): string {
  const [whole, fraction] = split(minor, exponentOf(currency));
  return `${whole}.${fraction.padEnd(2, "0")}`;
}

/** `minor × numerator / denominator`, half away from zero; exact for safe integers by way of bigint. */
export function scale(minor: number, numerator: number, denominator: number): number {
  if (denominator === 0) return 0;
  const product = BigInt(minor) * BigInt(numerator) * 2n;
  const divisor = BigInt(denominator);
  const sign = product < 0n !== divisor < 0n ? -1n : 1n;
  const absolute = (abs(product) + abs(divisor)) / (abs(divisor) * 2n);
  return Number(absolute * sign) || 0;
}

/** At the sandbox's fixed rates of the day; unknown currencies count as one dollar (guess). */
export function convert(minor: number, from: string, to: string): number {
  if (from === to) return minor;
  const top = (PER_DOLLAR[to] ?? 10_000) * 10 ** exponentOf(to);
  const bottom = (PER_DOLLAR[from] ?? 10_000) * 10 ** exponentOf(from);
  return scale(minor, top, bottom);
}

/** Splits `total` by weights so that the parts add up exactly; leftovers go to the first parts. */
export function allocate(total: number, weights: readonly number[]): number[] {
  const sum = weights.reduce((a, b) => a + b, 0);
  if (sum === 0) return weights.map((_, index) => (index === 0 ? total : 0));
  const parts = weights.map((weight) => Number((BigInt(total) * BigInt(weight)) / BigInt(sum)));
  let left = total - parts.reduce((a, b) => a + b, 0);
  for (let index = 0; left !== 0 && index < parts.length; index++) {
    if (weights[index] === 0) continue;
    parts[index] = (parts[index] ?? 0) + Math.sign(left);
    left -= Math.sign(left);
  }
  return parts;
}

export function addBags(...bags: readonly Bag[]): Bag {
  return bags.reduce(
    (sum, bag) => ({ shop: sum.shop + bag.shop, presentment: sum.presentment + bag.presentment }),
    zeroBag(),
  );
}

export function subtractBags(left: Bag, right: Bag): Bag {
  return { shop: left.shop - right.shop, presentment: left.presentment - right.presentment };
}

export function scaleBag(bag: Bag, numerator: number, denominator: number): Bag {
  return {
    shop: scale(bag.shop, numerator, denominator),
    presentment: scale(bag.presentment, numerator, denominator),
  };
}

export function negateBag(bag: Bag): Bag {
  return { shop: 0 - bag.shop, presentment: 0 - bag.presentment };
}

/** An amount of presentment money as a bag of the order, at the rate of the day. */
export function bagOf(
  order: Pick<Order, "currency" | "presentmentCurrency">,
  presentment: number,
): Bag {
  return {
    presentment,
    shop: convert(presentment, order.presentmentCurrency, order.currency),
  };
}

function split(minor: number, exponent: number): [string, string] {
  const digits = String(Math.abs(minor)).padStart(exponent + 1, "0");
  const whole = exponent ? digits.slice(0, -exponent) : digits;
  return [`${minor < 0 ? "-" : ""}${whole}`, exponent ? digits.slice(-exponent) : ""];
}

const abs = (value: bigint): bigint => (value < 0n ? -value : value);
