/** A line's tax is kept where a source does not tell it, until the line's sum changes. */
import { expect, test } from "vitest";
import { mergeReading } from "#app/orders/merge-reading.ts";
import { parseOrderPayload } from "#app/orders/parse-order-payload.ts";
import type { BagFragment } from "#app/shopify/generated/operations.ts";
import { mapLine } from "#app/shopify/mappers/map-order-nodes.ts";
import type { OrderReading } from "#app/shopify/mappers/shopify-order.ts";

const money = (amount: string) => ({
  shop_money: { amount, currency_code: "EUR" },
  presentment_money: { amount: "1000", currency_code: "JPY" },
});
const payload = {
  id: 1,
  name: "#1",
  created_at: "2026-11-22T10:00:00Z",
  updated_at: "2026-11-22T10:00:00Z",
  currency: "EUR",
  presentment_currency: "JPY",
  total_price: "23.80",
  taxes_included: true,
  line_items: [
    {
      id: 2,
      quantity: 2,
      fulfillable_quantity: 2,
      price: "11.90",
      tax_lines: [
        { price: "3.00", price_set: money("3.00") },
        { price: "0.80", price_set: money("0.80") },
      ],
    },
  ],
};
const at = (second: number) => new Date(Date.UTC(2026, 10, 22, 10, 0, second));
function read(asOf: Date, value: unknown = payload): OrderReading {
  const parsed = parseOrderPayload(value, asOf);
  if (!parsed.ok) throw new Error(parsed.refusal.code);
  return parsed.value;
}
const from = { source: "webhook", sourceVersion: null, heardAt: at(0) } as const;

test("a webhook tells whether prices contain tax, and each line's tax in the shop's currency", () => {
  const mirror = mergeReading(null, read(at(0)), from);
  expect(mirror?.order.taxesIncluded).toBe(true);
  expect(mirror?.lines.map(({ taxMinor }) => taxMinor)).toEqual([380n]);
});

test.each([
  ["of the same sum keeps it", 2_380n, 380n],
  ["of another sum forgets it", 2_000n, null],
])("a read that does not tell taxes and finds the line %s", (_what, totalMinor, expected) => {
  const known = mergeReading(null, read(at(0)), from);
  const { order, lines = [] } = read(at(5), { ...payload, updated_at: "2026-11-22T10:00:05Z" });
  if (!order) throw new Error("no order");
  const { taxesIncluded: _told, ...untold } = order;
  const untaxed = lines.map(({ taxMinor: _tax, ...line }) => ({ ...line, totalMinor }));
  const later = mergeReading(
    known,
    { ...read(at(5)), order: untold, lines: untaxed, asOf: at(5) },
    { ...from, source: "refetch" },
  );
  expect(later?.order.taxesIncluded).toBe(true);
  expect(later?.lines.map(({ taxMinor }) => taxMinor)).toEqual([expected]);
});

const bag = (amount: string): BagFragment => ({
  shopMoney: { amount, currencyCode: "EUR" },
  presentmentMoney: { amount: "1000", currencyCode: "JPY" },
});

test.each([
  ["two taxes", ["3.0", "0.8"], 380n],
  ["none", [], 0n],
])("a read of a line with %s tells their sum in the shop's currency", (_what, taxes, expected) => {
  const line = mapLine(
    {
      id: "gid://shopify/LineItem/2",
      title: "Mug",
      variantTitle: null,
      sku: null,
      vendor: null,
      quantity: 2,
      currentQuantity: 2,
      unfulfilledQuantity: 2,
      requiresShipping: true,
      isGiftCard: false,
      product: null,
      variant: null,
      originalUnitPriceSet: bag("11.9"),
      discountAllocations: [],
      taxLines: taxes.map((amount) => ({ priceSet: bag(amount) })),
    },
    0,
  );
  expect(line.taxMinor).toBe(expected);
});
