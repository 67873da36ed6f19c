import fc from "fast-check";
import { expect, test } from "vitest";
import { placeFields, type FeedMapping } from "#app/dropship/suppliers/feeds/feed-mapping.ts";
import { readDate } from "#app/dropship/suppliers/feeds/read-date.ts";
import { readDecimal, type DecimalSign } from "#app/dropship/suppliers/feeds/read-number.ts";
import { createRowReader } from "#app/dropship/suppliers/feeds/read-row.ts";

test.each<[string, DecimalSign | null, string | null]>([
  ["12.5", ".", "12.5"],
  ["12,5", ",", "12.5"],
  ["1.234,56", ",", "1234.56"],
  ["1,234.56", ".", "1234.56"],
  ["1'234.56", ".", "1234.56"],
  ["1 234,56", ",", "1234.56"],
  ["12,34,567.00", ".", null],
  ["€ 4,50", ",", "4.50"],
  ["4,50 EUR", ",", "4.50"],
  ["US$4.50", ".", "4.50"],
  ["￥１２．５", ".", "12.5"],
  ["-3.20", ".", "-3.20"],
  ["(3.20)", ".", "-3.20"],
  ["3.20-", ".", "-3.20"],
  ["-0.00", ".", "0.00"],
  ["007", ".", "7"],
  ["1,234", null, null],
  ["1,2345", null, "1.2345"],
  ["0,234", null, "0.234"],
  ["1234", null, "1234"],
  ["1.2.3", ".", null],
  ["1e3", ".", null],
  ["n/a", ".", null],
  ["", ".", null],
])("%j with %j is %j", (cell, sign, expected) => {
  expect(readDecimal(cell, sign)).toBe(expected);
});

test.each([
  ["31/12/2026", "dmy", "2026-12-31"],
  ["12/31/2026", "mdy", "2026-12-31"],
  ["31/12/2026", "mdy", null],
  ["2026-12-31T08:00:00Z", "dmy", "2026-12-31"],
  ["2026年12月31日", "dmy", "2026-12-31"],
  ["1.2.26", "dmy", "2026-02-01"],
  ["30/02/2026", "dmy", null],
] as const)("%j as %s is %j", (cell, order, expected) => {
  expect(readDate(cell, order)).toBe(expected);
});

const NAMES = [
  "sku",
  "supplierSku",
  "cost",
  "stock",
  "stockAsOf",
  "leadTime",
  "minimum",
  "minimumAdvertised",
];
const mapping: FeedMapping = {
  columns: Object.fromEntries(NAMES.map((name) => [name, name])) as FeedMapping["columns"],
  decimal: ".",
  dateOrder: "dmy",
};
const placed = placeFields(mapping, NAMES);
if (!placed.ok) throw new Error("the columns are there");
const read = createRowReader(mapping, placed.places, { currency: "USD", currencyAt: -1 });

test.each([
  [["A", "", "-1", "1"], "cost", /negative/],
  [["A", "", "1000000.01", "1"], "cost", /above 1,000,000 USD/],
  [["A", "", "cheap", "1"], "cost", /not a number/],
  [["A", "", "1", "2.5"], "stock", /whole number/],
  [["A", "", "1", "1", "31/31/2026"], "stockAsOf", /not a date/],
  [["A", "", "1", "1", "", "400"], "leadTime", /above 365/],
  [["", "", "1", "1"], "sku", /no SKU/],
])("refuses %j by its column", (cells, field, reason) => {
  const answer = read(cells);
  expect(answer).toMatchObject({ ok: false, refusal: { field } });
  expect(answer.ok ? "" : answer.refusal.reason).toMatch(reason);
});

test("reads what is there and guesses nothing that is not", () => {
  expect(read(["A", "", "", "-4", "", "3", "", ""])).toEqual({
    ok: true,
    value: {
      sku: "A",
      supplierSku: null,
      costMinor: null,
      stockUnits: 0,
      stockOn: null,
      leadTimeDays: 3,
      minimumUnits: null,
      minimumAdvertisedMinor: null,
    },
  });
  expect(read(["A", "", "1.005", "50+"])).toMatchObject({
    value: { costMinor: 101n, stockUnits: 50 },
  });
});

test("no cell makes a row throw, and no cost comes out below zero", () => {
  fc.assert(
    fc.property(fc.array(fc.string({ unit: "binary" }), { maxLength: 9 }), (cells) => {
      const answer = read(cells);
      if (answer.ok) expect((answer.value.costMinor ?? 0n) >= 0n).toBe(true);
    }),
    { numRuns: 500 },
  );
});
