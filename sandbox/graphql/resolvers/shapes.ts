/** Small shapes that many resolvers answer: money, addresses, counts, weights. */
import type { Address, Bag, Order } from "#sandbox/store/types.ts";
import { formatDecimal, formatMoney } from "#sandbox/domain/money.ts";
import { displayStreet, countryName, provinceName } from "#sandbox/graphql/places.ts";

export const moneyV2 = (minor: number, currency: string) => ({
  amount: formatDecimal(minor, currency),
  currencyCode: currency,
});

type Currencies = Pick<Order, "currency" | "presentmentCurrency">;

export function moneyBag(order: Currencies, bag: Bag) {
  return {
    shopMoney: moneyV2(bag.shop, order.currency),
    presentmentMoney: moneyV2(bag.presentment, order.presentmentCurrency),
  };
}

/** The `Money` scalar in shop currency, as the old un-suffixed fields give it. */
export const moneyScalar = (order: Currencies, bag: Bag) => formatMoney(bag.shop, order.currency);

export const count = (value: number, precision: "EXACT" | "AT_LEAST" = "EXACT") => ({
  count: value,
  precision,
});

export const weight = (grams: number, unit = "KILOGRAMS") => ({
  unit,
  value: unit === "GRAMS" ? grams : grams / 1000,
});

/** A mailing address; null stays null. */
export function mailingAddress(address: (Address & { id?: string }) | null, id: string) {
  if (!address) return null;
  const country = address.country ?? countryName(address.countryCode);
  const province = address.province ?? provinceName(address.countryCode, address.provinceCode);
  const name = [address.firstName, address.lastName].filter(Boolean).join(" ");
  return {
    ...address,
    id: address.id ?? id,
    country,
    province,
    countryCodeV2: address.countryCode,
    name: name || null,
    coordinatesValidated: false,
    formatted: (args: { withName?: boolean; withCompany?: boolean }) =>
      displayStreet({ ...address, country, province }, { ...args, name }),
    formattedArea: [address.city, address.provinceCode, country].filter(Boolean).join(", ") || null,
    timeZone: null,
    validationResultSummary: null,
  };
}
