import { beforeAll, expect, test } from "vitest";
import { orderTotal, outstanding, received } from "#sandbox/domain/order-money.ts";
import { financialStatus, fulfillmentStatus } from "#sandbox/domain/order-status.ts";
import { placeRandomOrder } from "#sandbox/seed/place-random-order.ts";
import { seedWorld } from "#sandbox/seed/seed-world.ts";
import { freezeClock } from "#sandbox/store/clock.ts";
import { createShop, createWorld } from "#sandbox/store/world.ts";
import type { Order, ShopState } from "#sandbox/store/types.ts";

const NOW = "2026-11-21T23:00:00Z";
let shop: ShopState;
let orders: Order[];

beforeAll(() => {
  shop = seedWorld(createWorld(), { now: NOW });
  orders = [...shop.orders.values()];
});

test("holds what the demo promises", () => {
  expect(orders).toHaveLength(2_000);
  expect(shop.products.size).toBe(60);
  expect(new Set([...shop.products.values()].map(({ vendor }) => vendor)).size).toBe(8);
  expect(new Set(orders.map(({ presentmentCurrency }) => presentmentCurrency))).toEqual(
    new Set(["USD", "EUR", "JPY"]),
  );
  const countries = orders.flatMap(({ shippingAddress }) => shippingAddress?.countryCode ?? []);
  expect(new Set(countries).size).toBe(12);
});

test.each([
  "PAID",
  "PENDING",
  "AUTHORIZED",
  "PARTIALLY_PAID",
  "PARTIALLY_REFUNDED",
  "REFUNDED",
  "VOIDED",
  "EXPIRED",
])("has orders that are %s", (status) => {
  expect(orders.filter((order) => financialStatus(order) === status).length).toBeGreaterThanOrEqual(
    3,
  );
});

test.each(["UNFULFILLED", "PARTIALLY_FULFILLED", "FULFILLED", "ON_HOLD", "SCHEDULED"])(
  "has orders that are %s",
  (status) => {
    expect(
      orders.filter((order) => fulfillmentStatus(shop, order) === status).length,
    ).toBeGreaterThanOrEqual(3);
  },
);

test.each<[string, (order: Order) => boolean]>([
  ["cancelled", ({ cancelledAt }) => cancelledAt !== null],
  ["test orders", ({ test: isTest }) => isTest],
  ["edited", ({ edited }) => edited],
  [
    "in dispute",
    ({ disputeIds }) => disputeIds.some((id) => shop.disputes.get(id)?.status === "NEEDS_RESPONSE"),
  ],
  [
    "lost to a dispute",
    ({ disputeIds }) => disputeIds.some((id) => shop.disputes.get(id)?.status === "LOST"),
  ],
  [
    "won from a dispute",
    ({ disputeIds }) => disputeIds.some((id) => shop.disputes.get(id)?.status === "WON"),
  ],
  ["without an address", ({ shippingAddress }) => shippingAddress === null],
  ["without a customer", ({ customerId }) => customerId === null],
  ["without an e-mail address", ({ email }) => email === null],
  ["taxed within the price", ({ taxesIncluded }) => taxesIncluded],
  ["discounted", ({ discountApplications }) => discountApplications.length > 0],
  ["given a tip", ({ totalTip }) => totalTip.shop > 0],
  ["gift cards", ({ lineItems }) => lineItems.some(({ isGiftCard }) => isGiftCard)],
  ["custom lines", ({ lineItems }) => lineItems.some(({ variantId }) => variantId === null)],
  [
    "engraved",
    ({ lineItems }) => lineItems.some(({ customAttributes }) => customAttributes.length > 0),
  ],
  ["of several places", ({ fulfillmentOrderIds }) => fulfillmentOrderIds.length > 1],
  [
    "shipped without tracking",
    (order) => parcels(order).some(({ trackingInfo }) => trackingInfo.length === 0),
  ],
  ["label without a scan", (order) => parcels(order).some(({ events }) => events.length === 1)],
  [
    "delivered",
    (order) =>
      parcels(order).some(({ events }) => events.some(({ status }) => status === "DELIVERED")),
  ],
  [
    "could not be delivered",
    (order) =>
      parcels(order).some(({ events }) =>
        events.some(({ status }) => status === "ATTEMPTED_DELIVERY"),
      ),
  ],
  [
    "unfulfilled for a week",
    (order) =>
      order.createdAt < "2026-11-14" && order.fulfillmentIds.length === 0 && !order.cancelledAt,
  ],
])("has orders that are %s", (_what, holds) => {
  expect(orders.filter(holds).length).toBeGreaterThanOrEqual(3);
});

test.each(["佐", "김", "陳", "المنصوري", "Παπαδοπούλου", "Щукина", "ใจดี", "Żółkowski", "𠮷田"])(
  "names people in %s",
  (part) => {
    const names = [...shop.customers.values()].map(
      ({ firstName, lastName }) => `${firstName} ${lastName}`,
    );
    expect(names.some((name) => name.includes(part))).toBe(true);
  },
);

test.each(["REQUESTED", "OPEN", "CLOSED", "DECLINED", "CANCELED"])(
  "has returns that are %s",
  (status) => {
    expect(
      [...shop.returns.values()].filter((entry) => entry.status === status).length,
    ).toBeGreaterThanOrEqual(3);
  },
);

test("what is paid in full is paid to the last unit of its currency", () => {
  for (const order of orders.filter((candidate) => financialStatus(candidate) === "PAID")) {
    expect(received(order), order.name).toEqual(orderTotal(order));
  }
  const settled = orders.filter(
    (order) => !order.cancelledAt && !order.edited && financialStatus(order) === "PAID",
  );
  for (const order of settled.filter(({ refundIds }) => refundIds.length === 0)) {
    expect(outstanding(shop, order).presentment, order.name).toBe(0);
  }
});

test("nothing happens after the present, and the last order is minutes old", () => {
  const stamps = orders.flatMap((order) => [order.createdAt, order.updatedAt]);
  const scans = [...shop.fulfillments.values()].flatMap(({ events, updatedAt }) => [
    updatedAt,
    ...events.map(({ happenedAt }) => happenedAt),
  ]);
  expect([...stamps, ...scans].filter((stamp) => stamp > NOW)).toEqual([]);
  expect(Date.parse(NOW) - Date.parse(orders.at(-1)?.createdAt ?? "")).toBeLessThan(10 * 60_000);
  expect(orders.map(({ createdAt }) => createdAt)).toEqual(
    orders.map(({ createdAt }) => createdAt).sort(),
  );
});

test("no stock is below zero, and committed stock waits in open fulfillment orders", () => {
  const levels = [...shop.inventoryLevels.values()];
  expect(
    levels.filter(({ quantities }) => quantities.available < 0 || quantities.committed < 0),
  ).toEqual([]);
  const committed = levels.reduce((sum, { quantities }) => sum + quantities.committed, 0);
  const waiting = [...shop.fulfillmentOrders.values()].flatMap(({ lineItems }) => lineItems);
  expect(committed).toBe(
    waiting.reduce((sum, { committedQuantity }) => sum + committedQuantity, 0),
  );
});

test("the same present gives the same shop, another count another one", () => {
  const seed = (count: number) => seedWorld(createWorld(), { now: NOW, orders: count });
  expect(seed(90)).toEqual(seed(90));
  expect([...seed(91).orders.values()]).not.toEqual([...seed(90).orders.values()]);
});

test("raises no events while it seeds and keeps the listener", () => {
  const world = createWorld();
  const heard: string[] = [];
  const listen = (_: ShopState, { topic }: { topic: string }) => void heard.push(topic);
  world.onEvent = listen;
  const seeded = seedWorld(world, { now: NOW, orders: 30 });
  expect(heard).toEqual([]);
  expect(world.onEvent).toBe(listen);
  placeRandomOrder(world, seeded, 1);
  expect(heard).toContain("orders/create");
});

test("placeRandomOrder gives the same order for the same seed, and works in an empty shop", () => {
  const place = (seed: number) => {
    const world = createWorld();
    freezeClock(world, NOW);
    return placeRandomOrder(world, seedWorld(world, { now: NOW, orders: 40 }), seed);
  };
  expect(place(7)).toEqual(place(7));
  expect(place(7)).not.toEqual(place(8));
  const world = createWorld();
  const empty = createShop(world, { domain: "empty.myshopify.com", currency: "JPY" });
  const order = placeRandomOrder(world, empty, 1);
  expect(order.lineItems).toHaveLength(1);
  expect(order.currency).toBe("JPY");
  expect(order.presentmentCurrency).toBe("JPY");
});

function parcels(order: Order) {
  return order.fulfillmentIds.flatMap((id) => shop.fulfillments.get(id) ?? []);
}
