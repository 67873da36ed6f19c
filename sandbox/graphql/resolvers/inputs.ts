/** Turns GraphQL inputs into what domain functions take. */
import type { Address, Bag, Order } from "#sandbox/store/types.ts";
import { parseAmount, convert } from "#sandbox/domain/money.ts";
import type { Loose } from "#sandbox/graphql/context.ts";
import { countryName, provinceName } from "#sandbox/graphql/places.ts";

type Currencies = Pick<Order, "currency" | "presentmentCurrency">;

/** `MoneyBagInput` → minor units; presentment money left out is the shop's, converted at the rate of the day. */
export function toBag(input: Loose, order: Currencies): Bag {
  const shop = parseAmount(String(input?.shopMoney?.amount ?? "0"), order.currency) ?? 0;
  if (input?.presentmentMoney) {
    return {
      shop,
      presentment:
        parseAmount(String(input.presentmentMoney.amount), order.presentmentCurrency) ?? 0,
    };
  }
  return { shop, presentment: convert(shop, order.currency, order.presentmentCurrency) };
}

export function toAddress(input: Loose): Partial<Address> | null {
  if (!input) return null;
  const countryCode = (input.countryCode ?? input.country ?? null) as string | null;
  const provinceCode = (input.provinceCode ?? input.province ?? null) as string | null;
  return {
    firstName: input.firstName ?? null,
    lastName: input.lastName ?? null,
    company: input.company ?? null,
    address1: input.address1 ?? null,
    address2: input.address2 ?? null,
    city: input.city ?? null,
    country: countryName(countryCode),
    countryCode,
    province: provinceName(countryCode, provinceCode) ?? (input.province as string | null) ?? null,
    provinceCode,
    zip: input.zip ?? null,
    phone: input.phone ?? null,
  };
}

export function toGrams(input: Loose): number | undefined {
  if (!input) return undefined;
  const factor =
    { GRAMS: 1, KILOGRAMS: 1000, OUNCES: 28.349523125, POUNDS: 453.59237 }[input.unit as string] ??
    1;
  return Math.round(Number(input.value) * factor);
}

/** Presentment minor units of a `MoneyInput` or `Money` text. */
export function toMinor(input: Loose, currency: string): number {
  const text = typeof input === "object" && input !== null ? input.amount : input;
  return parseAmount(String(text ?? "0"), currency) ?? 0;
}
