import { expect, test } from "vitest";
import { placeFields, suggestMapping } from "#app/dropship/suppliers/feeds/feed-mapping.ts";
import {
  findCurrencyColumn,
  findListCurrency,
  readCurrency,
} from "#app/dropship/suppliers/feeds/list-currency.ts";
import { createRowReader } from "#app/dropship/suppliers/feeds/read-row.ts";

test.each([
  [["SKU", "Unit cost", "Currency"], 2],
  [["货号", "单价", "币种"], 2],
  [["品番", "通貨", "単価"], 1],
  [["Artikelnummer", "Währung"], 1],
  [["SKU", "Unit cost"], -1],
])("%j names its currency in column %d", (headers, at) => {
  expect(findCurrencyColumn(headers)).toBe(at);
});

test.each([
  [" cny ", "CNY"],
  ["RMB", "CNY"],
  ["¥", null],
  ["", null],
  ["XYZQ", null],
])("%j is the currency %j", (cell, code) => {
  expect(readCurrency(cell)).toBe(code);
});

const layoutOf = (...codes: string[]) => ({
  headers: ["SKU", "Unit cost", "Currency"],
  sample: codes.map((code, line) => ({ line, cells: [`A${line}`, "4.50", code] })),
});

test("a list has a currency when its first rows agree on one", () => {
  expect(findListCurrency(layoutOf("CNY", "", "CNY"))).toBe("CNY");
  expect(findListCurrency(layoutOf("CNY", "USD"))).toBeNull();
  expect(findListCurrency(layoutOf("", ""))).toBeNull();
});

test("a cost in another currency than the supplier's is refused, never read as if it were in it", () => {
  const layout = layoutOf("CNY");
  const mapping = suggestMapping(layout);
  const placed = placeFields(mapping, layout.headers);
  if (!placed.ok) throw new Error("the columns are there");
  const read = createRowReader(mapping, placed.places, { currency: "USD", currencyAt: 2 });
  const refused = read(["A", "4.50", "CNY"]);
  expect(refused).toMatchObject({ ok: false, refusal: { field: "cost" } });
  expect(refused.ok ? "" : refused.refusal.reason).toContain("counts in CNY, this supplier in USD");
  expect(read(["A", "4.50", "USD"])).toMatchObject({ ok: true, value: { costMinor: 450n } });
  expect(read(["A", "4.50", ""])).toMatchObject({ ok: true, value: { costMinor: 450n } });
  // A row that says only stock says nothing of money.
  expect(read(["A", "", "CNY"])).toMatchObject({ ok: true });
});
