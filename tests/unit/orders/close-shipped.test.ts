/** A parcel closes the fulfilment order of which it is all that is left; where that is not plain, Shopify is asked. */
import fc from "fast-check";
import { expect, test } from "vitest";
import { closeShipped } from "#app/orders/close-shipped.ts";
import {
  NO_CHILDREN,
  type ChildRows,
  type FulfillmentOrderLineRow,
  type FulfillmentOrderRow,
} from "#app/orders/mirror-rows.ts";
import type { OrderReading, ShopifyFulfillment } from "#app/shopify/mappers/shopify-order.ts";

const at = (second: number, ms = 0) => new Date(Date.UTC(2026, 10, 22, 10, 0, second, ms));
const HERE = "gid://shopify/Location/1";
const ELSEWHERE = "gid://shopify/Location/2";

const openOrder = (id: string, change: Partial<FulfillmentOrderRow> = {}): FulfillmentOrderRow => ({
  gid: `gid://shopify/FulfillmentOrder/${id}`,
  status: "open",
  requestStatus: "unsubmitted",
  locationGid: HERE,
  locationName: "Here",
  deliveryMethod: "shipping",
  fulfillAt: null,
  fulfillBy: null,
  updatedAt: at(1),
  asOf: at(5),
  ...change,
});
const left = (id: string, line: string, remainingQuantity: number): FulfillmentOrderLineRow => ({
  gid: `gid://shopify/FulfillmentOrderLineItem/${id}${line}`,
  fulfillmentOrderGid: `gid://shopify/FulfillmentOrder/${id}`,
  lineGid: `gid://shopify/LineItem/${line}`,
  totalQuantity: 9,
  remainingQuantity,
});
const parcel = (
  lines: Readonly<Record<string, number>>,
  change: Partial<ShopifyFulfillment> = {},
): ShopifyFulfillment => ({
  gid: "gid://shopify/Fulfillment/1",
  name: "#1001-F1",
  status: "success",
  shipmentStatus: null,
  createdAt: at(20),
  updatedAt: at(20),
  locationGid: HERE,
  trackingCompanies: [],
  trackingNumbers: [],
  trackingUrls: [],
  lines: Object.entries(lines).map(([line, quantity]) => ({
    lineGid: `gid://shopify/LineItem/${line}`,
    quantity,
  })),
  ...change,
});
const hear = (
  fulfillments: readonly ShopifyFulfillment[],
  change: Partial<OrderReading> = {},
): OrderReading => ({
  orderGid: "gid://shopify/Order/1",
  asOf: at(20, 500),
  isComplete: false,
  words: "coarse",
  fulfillments,
  ...change,
});
const rows = (
  fulfillmentOrders: readonly FulfillmentOrderRow[],
  fulfillmentOrderLines: readonly FulfillmentOrderLineRow[],
  change: Partial<ChildRows> = {},
): ChildRows => ({ ...NO_CHILDREN, fulfillmentOrders, fulfillmentOrderLines, ...change });

const ONE = rows([openOrder("1")], [left("1", "7", 2), left("1", "8", 1), left("1", "9", 0)]);

test("a parcel of all that is left closes the fulfilment order, and nothing is asked", () => {
  const { fulfillmentOrders, fulfillmentOrderLines, isOpen } = closeShipped(
    ONE,
    hear([parcel({ 7: 2, 8: 1 })]),
  );
  expect(isOpen).toBe(false);
  expect(fulfillmentOrders).toEqual([
    openOrder("1", { status: "closed", updatedAt: at(20), asOf: at(20, 500) }),
  ]);
  expect(fulfillmentOrderLines.map((line) => line.remainingQuantity)).toEqual([0, 0, 0]);
});

test("of two, the one where the parcel left from is closed", () => {
  const two = rows(
    [openOrder("1"), openOrder("2", { locationGid: ELSEWHERE })],
    [left("1", "7", 1), left("2", "7", 1)],
  );
  const { fulfillmentOrders, isOpen } = closeShipped(
    two,
    hear([parcel({ 7: 1 }, { locationGid: ELSEWHERE })]),
  );
  expect(isOpen).toBe(false);
  expect(fulfillmentOrders.map(({ status }) => status)).toEqual(["open", "closed"]);
});

const before = {
  ...parcel({ 7: 2, 8: 1 }),
  updatedAt: at(20),
  inTransitAt: null,
  deliveredAt: null,
  estimatedDeliveryAt: null,
  locationGid: HERE,
  asOf: at(20),
};

test.each<[string, ChildRows, OrderReading]>([
  ["a part of it", ONE, hear([parcel({ 7: 2 })])],
  ["more than is left", ONE, hear([parcel({ 7: 2, 8: 2 })])],
  ["a line that is not in it", ONE, hear([parcel({ 7: 2, 6: 1 })])],
  ["no lines told", ONE, hear([parcel({}, { lines: [] })])],
  [
    "two that may be meant",
    rows([openOrder("1"), openOrder("2")], [left("1", "7", 1), left("2", "7", 1)]),
    hear([parcel({ 7: 1 })]),
  ],
  [
    "one on hold",
    rows([openOrder("1", { status: "on_hold" })], [left("1", "7", 1)]),
    hear([parcel({ 7: 1 })]),
  ],
  ["another place", ONE, hear([parcel({ 7: 2, 8: 1 }, { locationGid: ELSEWHERE })])],
  [
    "one read within the parcel's second",
    rows([openOrder("1", { asOf: at(20, 300) })], [left("1", "7", 1)]),
    hear([parcel({ 7: 1 })]),
  ],
  [
    "a parcel that was never heard of and is cancelled",
    ONE,
    hear([parcel({ 7: 2 }, { status: "cancelled" })]),
  ],
  [
    "a known parcel that is cancelled",
    { ...ONE, fulfillments: [before] },
    hear([parcel({ 7: 2, 8: 1 }, { status: "cancelled", updatedAt: at(30) })]),
  ],
])("%s: Shopify is asked, and nothing is guessed", (_what, known, reading) => {
  const { fulfillmentOrders, fulfillmentOrderLines, isOpen } = closeShipped(known, reading);
  expect(isOpen).toBe(true);
  expect({ fulfillmentOrders, fulfillmentOrderLines }).toEqual({
    fulfillmentOrders: known.fulfillmentOrders,
    fulfillmentOrderLines: known.fulfillmentOrderLines,
  });
});

test.each<[string, ChildRows, OrderReading]>([
  ["a parcel that is known", { ...ONE, fulfillments: [before] }, hear([parcel({ 7: 2, 8: 1 })])],
  ["one that failed", ONE, hear([parcel({ 7: 2, 8: 1 }, { status: "failure" })])],
  [
    "fulfilment orders read after the parcel was made",
    rows([openOrder("1", { asOf: at(21) })], [left("1", "7", 1)]),
    hear([parcel({ 7: 1 })]),
  ],
  ["no fulfilment orders known", NO_CHILDREN, hear([parcel({ 7: 1 })])],
  ["a read", ONE, hear([parcel({ 7: 2, 8: 1 })], { words: "exact" })],
])("%s: nothing changes and nothing is asked", (_what, known, reading) => {
  const { fulfillmentOrders, isOpen } = closeShipped(known, reading);
  expect({ fulfillmentOrders, isOpen }).toEqual({
    fulfillmentOrders: known.fulfillmentOrders,
    isOpen: false,
  });
});

const NUMBERS = { numRuns: process.env["PROVE"] ? 10_000 : 500 };

test("closes one exactly where Shopify would, else asks; never both, never neither", () => {
  const quantities = fc.dictionary(fc.constantFrom("6", "7", "8"), fc.integer({ min: 1, max: 3 }));
  fc.assert(
    fc.property(
      fc.array(fc.record({ place: fc.constantFrom(HERE, ELSEWHERE), lines: quantities }), {
        minLength: 1,
        maxLength: 3,
      }),
      quantities,
      fc.constantFrom(HERE, ELSEWHERE),
      (orders, shipped, place) => {
        const known = rows(
          orders.map((one, index) => openOrder(String(index), { locationGid: one.place })),
          orders.flatMap(({ lines }, index) =>
            Object.entries(lines).map(([line, units]) => left(String(index), line, units)),
          ),
        );
        const result = closeShipped(known, hear([parcel(shipped, { locationGid: place })]));
        const there = orders.filter(
          (one) => one.place === place && Object.keys(one.lines).length > 0,
        );
        const isPlain =
          there.length === 1 &&
          JSON.stringify(Object.entries(there[0]?.lines ?? {}).sort()) ===
            JSON.stringify(Object.entries(shipped).sort());
        const closed = result.fulfillmentOrders.filter(({ status }) => status === "closed");
        expect(result.isOpen).toBe(!isPlain);
        expect(closed).toHaveLength(isPlain ? 1 : 0);
        const units = (all: readonly FulfillmentOrderLineRow[]) =>
          all.reduce((sum, { remainingQuantity }) => sum + remainingQuantity, 0);
        const gone = Object.values(shipped).reduce((sum, one) => sum + one, 0);
        expect(units(known.fulfillmentOrderLines) - units(result.fulfillmentOrderLines)).toBe(
          isPlain ? gone : 0,
        );
      },
    ),
    NUMBERS,
  );
});
