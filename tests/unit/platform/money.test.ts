import fc from "fast-check";
import { expect, test } from "vitest";
import {
  currencyExponent,
  formatMoney,
  moneyToDecimal,
  parseMoney,
  splitMinor,
  sumMoney,
} from "#app/platform/money.ts";

test.each([
  ["20.0", "USD", 2000n],
  ["12.5", "USD", 1250n],
  ["1.23", "EUR", 123n],
  ["-0.05", "EUR", -5n],
  ["1500", "JPY", 1500n],
  ["1500.00", "JPY", 1500n],
  ["1.234", "KWD", 1234n],
  ["0.00", "USD", 0n],
  [" 7 ", "USD", 700n],
  ["9007199254740993.01", "USD", 900719925474099301n],
])("reads %s %s as %d minor units", (text, currency, amountMinor) => {
  expect(parseMoney(text, currency)).toEqual({ ok: true, value: { amountMinor, currency } });
});

test.each([
  ["", "USD", "not_a_number"],
  ["12,50", "USD", "not_a_number"],
  ["1e3", "USD", "not_a_number"],
  ["NaN", "USD", "not_a_number"],
  ["free", "USD", "not_a_number"],
  ["0.005", "USD", "too_precise"],
  ["10.5", "JPY", "too_precise"],
  ["99999999999999999999", "USD", "out_of_range"],
])("refuses %j in %s: %s", (text, currency, code) => {
  expect(parseMoney(text, currency)).toMatchObject({ ok: false, refusal: { code } });
});

test("writing an amount and reading it back gives the same amount", () => {
  fc.assert(
    fc.property(
      fc.bigInt({ min: -(2n ** 62n), max: 2n ** 62n }),
      fc.constantFrom("USD", "JPY", "KWD", "EUR", "KRW", "BHD"),
      (amountMinor, currency) => {
        const text = moneyToDecimal({ amountMinor, currency });
        expect(parseMoney(text, currency)).toEqual({ ok: true, value: { amountMinor, currency } });
      },
    ),
  );
});

test("trailing zeros never change an amount", () => {
  fc.assert(
    fc.property(fc.bigInt({ min: 0n, max: 10n ** 12n }), fc.nat(6), (amountMinor, zeros) => {
      const text = moneyToDecimal({ amountMinor, currency: "USD" }) + "0".repeat(zeros);
      expect(parseMoney(text, "USD")).toEqual({
        ok: true,
        value: { amountMinor, currency: "USD" },
      });
    }),
  );
});

test.each([
  [{ amountMinor: 2050n, currency: "USD" }, "$20.50"],
  [{ amountMinor: 2050n, currency: "JPY" }, "¥2,050"],
  [{ amountMinor: -5n, currency: "EUR" }, "-€0.05"],
  [{ amountMinor: 900719925474099301n, currency: "USD" }, "$9,007,199,254,740,993.01"],
  [{ amountMinor: 100n, currency: "notacode" }, "1.00 notacode"],
])("shows %o as %s", (money, text) => {
  expect(formatMoney(money)).toBe(text);
});

test("adds amounts of one currency and refuses to mix", () => {
  const usd = (amountMinor: bigint) => ({ amountMinor, currency: "USD" });
  expect(sumMoney([usd(1n), usd(2n)], "USD")).toEqual(usd(3n));
  expect(sumMoney([], "JPY")).toEqual({ amountMinor: 0n, currency: "JPY" });
  expect(() => sumMoney([usd(1n)], "EUR")).toThrow("Cannot add USD to EUR.");
});

test.each([
  ["JPY", 0],
  ["KWD", 3],
  ["USD", 2],
  ["XXX", 2],
])("%s has %d decimal places", (currency, exponent) => {
  expect(currencyExponent(currency)).toBe(exponent);
});

test.each<[bigint, bigint[], bigint[]]>([
  [100n, [1n, 1n, 1n], [34n, 33n, 33n]],
  [5n, [1n, 2n, 2n], [1n, 2n, 2n]],
  [10n, [1n, 5n], [2n, 8n]],
  [-100n, [1n, 1n, 1n], [-34n, -33n, -33n]],
  [7n, [0n, 0n], [7n, 0n]],
  [7n, [0n, 3n], [0n, 7n]],
  [7n, [], []],
])("splits %s by %s as %s", (amountMinor, weights, parts) => {
  expect(splitMinor(amountMinor, weights)).toEqual(parts);
});
