import { expect, test } from "vitest";
import {
  listShopperEvents,
  type OrderEventFacts,
  type ParcelFacts,
} from "#app/messages/list-shopper-events.ts";

const AT = new Date("2026-11-22T12:00:00Z");
const LATER = new Date("2026-11-23T12:00:00Z");

const order = (changes: Partial<OrderEventFacts> = {}): OrderEventFacts => ({
  orderGid: "gid://shopify/Order/1",
  placedAt: AT,
  cancelledAt: null,
  isTest: false,
  parcels: [],
  refunds: [],
  returns: [],
  ...changes,
});

const parcel = (changes: Partial<ParcelFacts> = {}): ParcelFacts => ({
  gid: "gid://shopify/Fulfillment/1",
  status: "success",
  shipmentStatus: null,
  createdAt: AT,
  updatedAt: LATER,
  inTransitAt: null,
  deliveredAt: null,
  trackingNumbers: ["JD1"],
  scans: [],
  ...changes,
});

const namesOf = (facts: OrderEventFacts) =>
  listShopperEvents(facts)
    .filter(({ isPast }) => !isPast)
    .map(({ event }) => event);

const scan = (status: string) => [{ status, happenedAt: LATER }];

test.each([
  "carrier_picked_up",
  "in_transit",
  "out_for_delivery",
  "attempted_delivery",
  "delivered",
])("%s is a scan: the parcel has shipped", (status) => {
  expect(namesOf(order({ parcels: [parcel({ scans: scan(status) })] }))).toContain("shipped");
  expect(namesOf(order({ parcels: [parcel({ shipmentStatus: status })] }))).toContain("shipped");
});

test.each([
  "label_printed",
  "label_purchased",
  "confirmed",
  "ready_for_pickup",
  "failure",
  "delayed",
  "not_delivered",
  "nonsense",
])("%s alone is no scan: only the label is told", (status) => {
  const facts = order({ parcels: [parcel({ scans: scan(status), shipmentStatus: status })] });
  expect(namesOf(facts)).toEqual(["order_confirmed", "label_created"]);
});

test("a parcel without a number and without a scan tells nothing", () => {
  expect(namesOf(order({ parcels: [parcel({ trackingNumbers: [] })] }))).toEqual([
    "order_confirmed",
  ]);
});

test("what is no longer true is noted and not told", () => {
  const facts = order({
    cancelledAt: LATER,
    parcels: [
      parcel({ scans: [...scan("in_transit"), ...scan("out_for_delivery"), ...scan("delivered")] }),
    ],
  });
  const past = listShopperEvents(facts).filter(({ isPast }) => isPast);
  expect(past.map(({ event }) => event).sort()).toEqual([
    "label_created",
    "order_confirmed",
    "out_for_delivery",
  ]);
});

test.each(["cancelled", "error", "failure"])("a %s fulfillment tells nothing", (status) => {
  const facts = order({ parcels: [parcel({ status, scans: scan("in_transit") })] });
  expect(namesOf(facts)).toEqual(["order_confirmed"]);
});

test("a refund of nothing (goods only) is no refund to a shopper", () => {
  const refunds = [
    { gid: "gid://shopify/Refund/1", at: LATER, amountMinor: 0n },
    { gid: "gid://shopify/Refund/2", at: LATER, amountMinor: 1n },
  ];
  const events = listShopperEvents(order({ refunds }));
  expect(
    events.filter(({ event }) => event === "refund_issued").map(({ subject }) => subject),
  ).toEqual(["gid://shopify/Refund/2"]);
});

test.each([
  ["requested", "return_requested"],
  ["open", "return_approved"],
  ["declined", "return_declined"],
])("a return that is %s tells %s", (status, event) => {
  const returns = [{ gid: "gid://shopify/Return/1", status, at: LATER }];
  expect(namesOf(order({ returns }))).toEqual(["order_confirmed", event]);
});

test("a test order tells nobody anything", () => {
  expect(listShopperEvents(order({ isTest: true }))).toEqual([]);
});
