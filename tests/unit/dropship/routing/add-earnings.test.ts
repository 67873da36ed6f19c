import fc from "fast-check";
import { expect, test } from "vitest";
import {
  addEarnings,
  earnedByUnits,
  type OrderSums,
  type TaxedLine,
} from "#app/dropship/routing/add-earnings.ts";

const sums = (change: Partial<OrderSums> = {}): OrderSums => ({
  taxesIncluded: true,
  totalMinor: 11_900n,
  shippingMinor: 0n,
  currentTotalMinor: 11_900n,
  taxMinor: 1_900n,
  ...change,
});
const line = (totalMinor: bigint, taxMinor: bigint | null = null): TaxedLine => ({
  totalMinor,
  taxMinor,
});
const earned = (order: OrderSums, ...lines: TaxedLine[]) =>
  addEarnings(order, lines).map(({ earnedMinor }) => earnedMinor);

test("a line whose tax is told earns its sum without it", () => {
  // 19 % on the first, 7 % on the second: one rate for both would be wrong for both.
  const order = sums({ totalMinor: 22_600n, currentTotalMinor: 22_600n, taxMinor: 2_600n });
  expect(earned(order, line(11_900n, 1_900n), line(10_700n, 700n))).toEqual([10_000n, 10_000n]);
});

test("where tax is added to prices a line earns its whole sum", () => {
  const order = sums({ taxesIncluded: false, totalMinor: 11_900n });
  expect(earned(order, line(10_000n, 1_900n))).toEqual([10_000n]);
});

test("a discount lowers what a line earns: its sum comes after it", () => {
  expect(earned(sums(), line(5_950n, 950n))).toEqual([5_000n]);
});

test.each<[string, Partial<OrderSums>, bigint[]]>([
  ["prices and shipping make up the total: tax is in them", {}, [5_000n, 4_000n]],
  [
    "nothing but prices makes up the total, for shipping was free",
    { totalMinor: 10_710n, currentTotalMinor: 10_710n, shippingMinor: 500n, taxMinor: 1_710n },
    [5_000n, 4_000n],
  ],
  [
    "the total is higher by the tax: prices are without it",
    { totalMinor: 11_900n + 1_900n, currentTotalMinor: 13_800n },
    [5_950n, 4_760n],
  ],
  ["no tax was charged", { taxMinor: 0n }, [5_950n, 4_760n]],
  [
    "half was refunded, and with it half of the tax",
    { currentTotalMinor: 5_950n, taxMinor: 950n },
    [5_000n, 4_000n],
  ],
])("when nobody has told: %s", (_why, change, expected) => {
  const order = sums({ taxesIncluded: null, shippingMinor: 1_190n, ...change });
  expect(earned(order, line(5_950n), line(4_760n))).toEqual(expected);
});

test("tax that is told for the whole order alone is split without losing a minor unit", () => {
  const amounts = fc.bigInt({ min: 0n, max: 1_000_000n });
  fc.assert(
    fc.property(fc.array(amounts, { minLength: 1 }), amounts, amounts, (totals, shipping, tax) => {
      const prices = totals.reduce((sum, one) => sum + one, 0n);
      const totalMinor = prices + shipping;
      fc.pre(totalMinor > 0n && tax <= totalMinor);
      const order = sums({ totalMinor, currentTotalMinor: totalMinor, taxMinor: tax });
      const parts = earned(order, ...totals.map((total) => line(total)));
      const ofShipping = tax - (prices - parts.reduce((sum, one) => sum + one, 0n));
      const exact = (tax * shipping) / totalMinor;
      expect(ofShipping - exact === 0n || ofShipping - exact === 1n).toBe(true);
      for (const [index, part] of parts.entries())
        expect(part >= 0n && part <= (totals[index] ?? 0n)).toBe(true);
    }),
  );
});

test.each<[number, number, bigint]>([
  [3, 3, 10_000n],
  [2, 3, 6_667n],
  [1, 3, 3_333n],
  // Shopify counts units that were added later.
  [4, 3, 10_000n],
])("%d of %d units earn their part to the minor unit", (units, quantity, expected) => {
  expect(earnedByUnits({ earnedMinor: 10_000n, quantity }, units)).toBe(expected);
});
