import fc from "fast-check";
import { expect, test } from "vitest";
import { scaleRate, toShopCurrency } from "#app/dropship/suppliers/to-shop-currency.ts";

const usd = (rates: Record<string, string>) => ({
  shopCurrency: "USD",
  rates: new Map(Object.entries(rates)),
});

test.each<[string, bigint, string, Record<string, string>, bigint | null]>([
  ["yuan into dollars", 10_000n, "CNY", { CNY: "0.1385" }, 1_385n],
  ["yen have no cents", 1_000n, "JPY", { JPY: "0.0067" }, 670n],
  ["dinars have three places", 1_000n, "KWD", { KWD: "3.25" }, 325n],
  ["half a cent goes up", 1n, "CNY", { CNY: "0.5" }, 1n],
  ["less than half goes down", 1n, "CNY", { CNY: "0.4999999999" }, 0n],
  ["its own currency needs no rate", 77n, "USD", {}, 77n],
  ["no rate, no amount", 77n, "EUR", { CNY: "1" }, null],
])("%s", (_, amount, currency, rates, expected) => {
  expect(toShopCurrency(amount, currency, usd(rates))).toBe(expected);
});

test("nothing is known before the shop's currency is", () => {
  expect(toShopCurrency(5n, "USD", { shopCurrency: null, rates: new Map() })).toBeNull();
});

test.each(["0", "0.0000000000", "-1", "1e3", "", "1.12345678901", "12345678901"])(
  "%j is no rate",
  (text) => {
    expect(scaleRate(text)).toBeNull();
  },
);

test("a rate and its exact arithmetic agree for any amount", () => {
  fc.assert(
    fc.property(
      fc.bigInt({ min: 0n, max: 10n ** 12n }),
      fc.integer({ min: 1, max: 10 ** 6 }),
      (amount, parts) => {
        const rate = (parts / 10_000).toFixed(4);
        const converted = toShopCurrency(amount, "EUR", usd({ EUR: rate })) ?? -1n;
        const exact = amount * BigInt(parts);
        expect(converted * 10_000n - exact).toBeLessThanOrEqual(5_000n);
        expect(exact - converted * 10_000n).toBeLessThan(5_000n);
      },
    ),
  );
});
