import { expect, test } from "vitest";
import {
  assessShipmentFacts,
  type AssessedOrder,
  type AssessedRows,
} from "#app/orders/assess-shipment-facts.ts";
import type {
  EventRow,
  FulfillmentOrderRow,
  FulfillmentRow,
  LineRow,
  ReturnRow,
} from "#app/orders/mirror-rows.ts";

const day = (number: number) => new Date(Date.UTC(2026, 2, number));
const NOTHING = {
  returnedAt: null,
  exceptionAt: null,
  unfulfilledSince: null,
  noTrackingSince: null,
  labelWithoutScanSince: null,
  undeliveredSince: null,
};

const line = (unfulfilledQuantity: number, requiresShipping = true) =>
  ({ requiresShipping, unfulfilledQuantity }) as LineRow;
const parcel = (change: Partial<FulfillmentRow> = {}): FulfillmentRow => ({
  gid: "gid://shopify/Fulfillment/1",
  name: null,
  status: "success",
  shipmentStatus: null,
  createdAt: day(3),
  updatedAt: day(3),
  inTransitAt: null,
  deliveredAt: null,
  estimatedDeliveryAt: null,
  locationGid: null,
  trackingCompanies: [],
  trackingNumbers: [],
  trackingUrls: [],
  asOf: day(3),
  ...change,
});
const event = (status: string, happenedAt: Date) =>
  ({
    gid: `${status} ${happenedAt.getTime()}`,
    fulfillmentGid: "gid://shopify/Fulfillment/1",
    status,
    happenedAt,
  }) as EventRow;
const work = (change: Partial<FulfillmentOrderRow>) =>
  ({
    gid: "gid://shopify/FulfillmentOrder/1",
    status: "open",
    deliveryMethod: "shipping",
    fulfillAt: null,
    ...change,
  }) as FulfillmentOrderRow;

function assess(rows: Partial<AssessedRows> = {}, order: Partial<AssessedOrder> = {}) {
  return assessShipmentFacts(
    {
      placedAt: day(1),
      closedAt: null,
      cancelledAt: null,
      deletedAt: null,
      isTest: false,
      requiresShipping: true,
      financialStatus: "paid",
      totalMinor: 100n,
      refundedMinor: 0n,
      ...order,
    },
    {
      lines: [line(0)],
      fulfillments: [],
      events: [],
      fulfillmentOrders: [],
      fulfillmentOrderLines: [],
      returns: [],
      ...rows,
    },
  );
}

test.each<
  [
    string,
    Partial<AssessedRows>,
    Partial<AssessedOrder>,
    Partial<typeof NOTHING> | Record<string, Date>,
  ]
>([
  [
    "units to ship count from the order's day",
    { lines: [line(1)] },
    {},
    { unfulfilledSince: day(1) },
  ],
  [
    "cash on delivery is due too",
    { lines: [line(1)] },
    { financialStatus: "pending" },
    { unfulfilledSince: day(1) },
  ],
  ["a voided payment is not waited for", { lines: [line(1)] }, { financialStatus: "voided" }, {}],
  [
    "units on hold wait for somebody",
    { lines: [line(1)], fulfillmentOrders: [work({ status: "on_hold" })] },
    {},
    {},
  ],
  [
    "a part that is not on hold is due",
    { lines: [line(2)], fulfillmentOrders: [work({ status: "on_hold" }), work({ gid: "2" })] },
    {},
    { unfulfilledSince: day(1) },
  ],
  [
    "a scheduled start counts once it has come",
    { lines: [line(1)], fulfillmentOrders: [work({ fulfillAt: day(5) })] },
    {},
    { unfulfilledSince: day(5) },
  ],
  ["an archived order is done with", { lines: [line(1)] }, { closedAt: day(2) }, {}],
  ["a line that ships nothing is not waited for", { lines: [line(1, false)] }, {}, {}],
  ["a parcel without a number", { fulfillments: [parcel()] }, {}, { noTrackingSince: day(3) }],
  [
    "collected by the buyer, no number is expected",
    {
      fulfillments: [parcel()],
      fulfillmentOrders: [work({ status: "closed", deliveryMethod: "pick_up" })],
    },
    {},
    {},
  ],
  [
    "a label that nobody has scanned",
    {
      fulfillments: [parcel({ trackingNumbers: ["1Z"] })],
      events: [event("label_printed", day(4))],
    },
    {},
    { labelWithoutScanSince: day(3) },
  ],
  [
    "scanned and on its way",
    {
      fulfillments: [parcel({ trackingNumbers: ["1Z"] })],
      events: [event("in_transit", day(6)), event("in_transit", day(5))],
    },
    {},
    { undeliveredSince: day(5) },
  ],
  [
    "delivered",
    {
      fulfillments: [
        parcel({ trackingNumbers: ["1Z"], shipmentStatus: "delivered", inTransitAt: day(4) }),
      ],
    },
    {},
    {},
  ],
  [
    "a failed attempt",
    {
      fulfillments: [
        parcel({
          trackingNumbers: ["1Z"],
          shipmentStatus: "attempted_delivery",
          inTransitAt: day(4),
        }),
      ],
      events: [event("attempted_delivery", day(6))],
    },
    {},
    { exceptionAt: day(6), undeliveredSince: day(4) },
  ],
  [
    "brought back to the sender",
    {
      fulfillments: [
        parcel({
          trackingNumbers: ["1Z"],
          shipmentStatus: "not_delivered",
          updatedAt: day(9),
          inTransitAt: day(4),
        }),
      ],
    },
    {},
    { returnedAt: day(9), undeliveredSince: day(4) },
  ],
  ["a cancelled fulfilment is none", { fulfillments: [parcel({ status: "cancelled" })] }, {}, {}],
  [
    "a fulfilment that failed",
    { fulfillments: [parcel({ status: "error" })] },
    {},
    { exceptionAt: day(3) },
  ],
  [
    "an open return",
    { returns: [{ status: "open", approvedAt: day(7), createdAt: day(6) } as ReturnRow] },
    {},
    { returnedAt: day(7) },
  ],
  [
    "a return that is only asked for",
    { returns: [{ status: "requested", approvedAt: null, createdAt: day(6) } as ReturnRow] },
    {},
    {},
  ],
  [
    "refunded in full, an open return still shows",
    {
      lines: [line(1)],
      returns: [{ status: "open", approvedAt: day(7), createdAt: day(6) } as ReturnRow],
    },
    { refundedMinor: 100n },
    { returnedAt: day(7) },
  ],
  [
    "refunded in full",
    { lines: [line(1)], fulfillments: [parcel()] },
    { financialStatus: "refunded" },
    {},
  ],
  [
    "a free order is not refunded in full",
    { lines: [line(1)] },
    { totalMinor: 0n },
    { unfulfilledSince: day(1) },
  ],
])("%s", (_what, rows, order, expected) => {
  expect(assess(rows, order)).toEqual({ ...NOTHING, ...expected });
});

test.each([
  { cancelledAt: day(2) },
  { deletedAt: day(2) },
  { isTest: true },
  { requiresShipping: false },
])("%j is never on the board", (order) => {
  const rows = {
    lines: [line(1)],
    fulfillments: [parcel({ shipmentStatus: "failure" })],
    returns: [{ status: "open", approvedAt: day(7), createdAt: day(6) } as ReturnRow],
  };
  expect(assess(rows, order)).toEqual(NOTHING);
});
