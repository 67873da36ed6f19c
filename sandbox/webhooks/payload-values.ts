/**
 * The small values every payload is made of: numbers for ids, text for money, timestamps in the shop's zone.
 */
import { TZDate } from "@date-fns/tz";
import { exponentOf, formatDecimal, formatMoney } from "#sandbox/domain/money.ts";
import { numericId } from "#sandbox/store/ids.ts";
import type { Bag, Gid, Order, ShopState } from "#sandbox/store/types.ts";

export type Payload = Record<string, unknown>;
export type Currencies = Pick<Order, "currency" | "presentmentCurrency">;

/** Ids are JSON numbers; the sandbox stays below 2^53. */
export function idNumber(gid: Gid): number {
  return Number(numericId(gid));
}

export function idNumberOrNull(gid: Gid | null): number | null {
  return gid === null ? null : idNumber(gid);
}

/** `{ id, admin_graphql_api_id }`, as payloads name what they only point at. */
export function reference(gid: Gid): Payload {
  return { id: idNumber(gid), admin_graphql_api_id: gid };
}

/** `2026-07-01T08:17:28-04:00`. */
export function timestamp(shop: Pick<ShopState, "ianaTimezone">, instant: string): string {
  const iso = new TZDate(Date.parse(instant), shop.ianaTimezone).toISOString();
  return iso.replace(/\.\d{3}/, "").replace(/Z$/, "+00:00");
}

export function timestampOrNull(
  shop: Pick<ShopState, "ianaTimezone">,
  instant: string | null,
): string | null {
  return instant === null ? null : timestamp(shop, instant);
}

/** Webhook money carries the currency's own decimals: `"89.99"`, `"1250"` yen, `"1.250"` dinars. */
export function amountText(minor: number, currency: string): string {
  return exponentOf(currency) === 0 ? String(minor) : formatMoney(minor, currency);
}

/** Shop money of a bag, as the un-suffixed fields show it. */
export function shopAmount(bag: Bag, order: Currencies): string {
  return amountText(bag.shop, order.currency);
}

export function moneySet(bag: Bag, order: Currencies): Payload {
  return {
    shop_money: { amount: amountText(bag.shop, order.currency), currency_code: order.currency },
    presentment_money: {
      amount: amountText(bag.presentment, order.presentmentCurrency),
      currency_code: order.presentmentCurrency,
    },
  };
}

/** Returns write decimals without padding: `"10.0"`. */
export function trimmedMoneySet(bag: Bag, order: Currencies): Payload {
  return {
    shop_money: { amount: formatDecimal(bag.shop, order.currency), currency_code: order.currency },
    presentment_money: {
      amount: formatDecimal(bag.presentment, order.presentmentCurrency),
      currency_code: order.presentmentCurrency,
    },
  };
}

/** Enum words are lower case in payloads. */
export function word(value: string): string {
  return value.toLowerCase();
}
