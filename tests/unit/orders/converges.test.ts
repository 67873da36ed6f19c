/** However a life cycle's webhooks arrive, the mirror ends where in-order delivery ends. */
import fc from "fast-check";
import { expect, test } from "vitest";
import type {
  OrderReading,
  ShopifyFulfillment,
  ShopifyLine,
  ShopifyOrder,
} from "#app/shopify/mappers/shopify-order.ts";
import type { HeardFrom } from "#app/orders/merge-reading.ts";
import type { OrderMirror } from "#app/orders/mirror-rows.ts";
import { planOrderChanges } from "#app/orders/plan-order-changes.ts";

const orderGid = "gid://shopify/Order/1";
const at = (second: number, ms = 0) => new Date(Date.UTC(2026, 2, 1, 10, 0, second, ms));
const from: HeardFrom = { source: "webhook", sourceVersion: "2026-07", heardAt: at(59) };
const zero = {
  shippingMinor: 0n,
  presentmentShippingMinor: 0n,
  taxMinor: 0n,
  presentmentTaxMinor: 0n,
  discountsMinor: 0n,
  presentmentDiscountsMinor: 0n,
};

const orderAt = (second: number, change: Partial<ShopifyOrder> = {}): ShopifyOrder => ({
  gid: orderGid,
  name: "#1001",
  createdAt: at(0),
  placedAt: at(0),
  updatedAt: at(second),
  closedAt: null,
  cancelledAt: null,
  cancelReason: null,
  isTest: false,
  requiresShipping: true,
  financialStatus: "pending",
  fulfillmentStatus: "unfulfilled",
  sourceName: "web",
  tags: [],
  currency: "USD",
  presentmentCurrency: "USD",
  totalMinor: 1000n,
  presentmentTotalMinor: 1000n,
  currentTotalMinor: 1000n,
  presentmentCurrentTotalMinor: 1000n,
  ...zero,
  customerName: "Ann Lee",
  email: "ann@example.com",
  ...change,
});
const line = (unfulfilledQuantity: number, currentQuantity = 2): ShopifyLine => ({
  gid: "gid://shopify/LineItem/1",
  position: 0,
  title: "Shirt",
  variantTitle: null,
  sku: "S-1",
  vendor: "Oak",
  productGid: null,
  variantGid: null,
  quantity: 2,
  currentQuantity,
  unfulfilledQuantity,
  requiresShipping: true,
  isGiftCard: false,
  unitPriceMinor: 500n,
  presentmentUnitPriceMinor: 500n,
  totalMinor: 1000n,
  presentmentTotalMinor: 1000n,
});
const parcel = (second: number, change: Partial<ShopifyFulfillment> = {}): ShopifyFulfillment => ({
  gid: "gid://shopify/Fulfillment/1",
  name: "#1001.1",
  status: "success",
  shipmentStatus: null,
  createdAt: at(20),
  updatedAt: at(second),
  trackingCompanies: [],
  trackingNumbers: [],
  trackingUrls: [],
  lines: [{ lineGid: "gid://shopify/LineItem/1", quantity: 2 }],
  ...change,
});
const tracked = { trackingNumbers: ["1Z9"], trackingCompanies: ["UPS"] };
const hear = (second: number, told: Partial<OrderReading>, ms = 0): OrderReading => ({
  orderGid,
  asOf: at(second, ms),
  isComplete: false,
  words: "coarse",
  ...told,
});
const event = (gid: number, status: string, second: number) => ({
  gid: `gid://shopify/FulfillmentEvent/${gid}`,
  fulfillmentGid: "gid://shopify/Fulfillment/1",
  status,
  message: null,
  city: null,
  province: null,
  country: null,
  happenedAt: at(second),
  estimatedDeliveryAt: null,
});

const paid = { financialStatus: "paid" };
const shipped = { ...paid, fulfillmentStatus: "fulfilled" };
const LIFE: OrderReading[] = [
  hear(1, { order: orderAt(1), lines: [line(2)] }),
  hear(5, { order: orderAt(5, paid), lines: [line(2)] }),
  // a second word within one second
  hear(5, { order: orderAt(5, { ...paid, tags: ["vip"] }), lines: [line(2)] }, 400),
  hear(20, { fulfillments: [parcel(20)] }),
  hear(21, {
    order: orderAt(21, { ...shipped, tags: ["vip"] }),
    lines: [line(0)],
    fulfillments: [parcel(20)],
  }),
  hear(25, { fulfillments: [parcel(25, tracked)] }),
  hear(30, { events: [event(1, "in_transit", 30)] }),
  hear(31, { fulfillments: [parcel(31, { ...tracked, shipmentStatus: "in_transit" })] }),
  hear(40, { events: [event(2, "delivered", 40)] }),
  hear(45, {
    refunds: [
      {
        gid: "gid://shopify/Refund/1",
        processedAt: at(45),
        note: null,
        totalMinor: 500n,
        presentmentTotalMinor: 500n,
        lines: [],
      },
    ],
  }),
  hear(46, {
    order: orderAt(46, {
      ...shipped,
      financialStatus: "partially_refunded",
      tags: ["vip"],
      refundedMinor: 500n,
    }),
    lines: [line(0, 1)],
    fulfillments: [parcel(31, { ...tracked, shipmentStatus: "in_transit" })],
  }),
  hear(50, {
    disputes: [
      {
        gid: "gid://shopify/ShopifyPaymentsDispute/1",
        kind: "chargeback",
        status: "needs_response",
      },
    ],
  }),
  hear(52, {
    disputes: [
      { gid: "gid://shopify/ShopifyPaymentsDispute/1", kind: "chargeback", status: "won" },
    ],
  }),
  hear(53, {
    order: orderAt(53, {
      ...shipped,
      financialStatus: "partially_refunded",
      tags: ["vip"],
      closedAt: at(53),
      refundedMinor: 500n,
    }),
    lines: [line(0, 1)],
  }),
];

const deliveredAll = LIFE.reduce<OrderMirror | null>(hearOne, null);

/** Shopify's own state at the end, as the read that follows unknown orders and open truths would find it. */
const finalRead: OrderReading = hear(55, {
  isComplete: true,
  words: "exact",
  order: orderAt(53, {
    ...shipped,
    financialStatus: "partially_refunded",
    tags: ["vip"],
    closedAt: at(53),
    refundedMinor: 500n,
  }),
  lines: [line(0, 1)],
  fulfillments: [
    parcel(31, {
      ...tracked,
      shipmentStatus: "delivered",
      inTransitAt: at(30),
      deliveredAt: at(40),
      events: [event(1, "in_transit", 30), event(2, "delivered", 40)],
    }),
  ],
  refunds: [
    {
      gid: "gid://shopify/Refund/1",
      processedAt: at(45),
      note: null,
      totalMinor: 500n,
      presentmentTotalMinor: 500n,
      lines: [],
    },
  ],
  disputes: [{ gid: "gid://shopify/ShopifyPaymentsDispute/1", kind: "chargeback", status: "won" }],
});

function hearOne(known: OrderMirror | null, reading: OrderReading): OrderMirror | null {
  const plan = planOrderChanges(known, reading, from);
  return plan.kind === "changed" ? plan.next : known;
}

/** What pages and rules see: without who said it when. */
function visible(mirror: OrderMirror | null) {
  if (!mirror) return null;
  const { order, ...children } = mirror;
  const rows = Object.entries(children).map(([name, list]) => [
    name,
    [...list]
      .map((row) => ({ ...row, asOf: null, updatedAt: null }))
      .sort((one, other) => (JSON.stringify(one, digits) < JSON.stringify(other, digits) ? -1 : 1)),
  ]);
  return {
    ...Object.fromEntries(rows),
    order: { ...order, asOf: null, source: null, sourceVersion: null, fetchedAt: null },
  };
}
const digits = (_key: string, value: unknown) =>
  typeof value === "bigint" ? value.toString() : value;

test("any order of arrival, each webhook one to five times, ends in the state of in-order delivery", () => {
  const arrivals = fc
    .array(fc.integer({ min: 1, max: 5 }), { minLength: LIFE.length, maxLength: LIFE.length })
    .chain((times) => {
      const all = LIFE.flatMap((reading, index) =>
        Array.from({ length: times[index] ?? 1 }, () => reading),
      );
      return fc.shuffledSubarray(all, { minLength: all.length, maxLength: all.length });
    });
  fc.assert(
    fc.property(arrivals, (readings) => {
      let mirror: OrderMirror | null = null;
      let isReadDue = false;
      for (const reading of readings) {
        const plan = planOrderChanges(mirror, reading, from);
        if (plan.kind === "unknown_order" || (plan.kind === "changed" && plan.refetch))
          isReadDue = true;
        if (plan.kind === "changed") mirror = plan.next;
      }
      if (isReadDue) mirror = hearOne(mirror, finalRead);
      expect(visible(mirror)).toEqual(
        visible(isReadDue ? hearOne(deliveredAll, finalRead) : deliveredAll),
      );
    }),
    { numRuns: 100 },
  );
});

test("in-order delivery ends where a read of Shopify ends", () => {
  expect(visible(hearOne(deliveredAll, finalRead))).toEqual(visible(hearOne(null, finalRead)));
});

test("the same webhook again changes nothing and is told nothing of", () => {
  let mirror: OrderMirror | null = null;
  for (const reading of LIFE) {
    mirror = hearOne(mirror, reading);
    for (let again = 0; again < 4; again += 1) {
      const plan = planOrderChanges(mirror, reading, from);
      expect(plan.kind === "changed" ? plan.entries : []).toEqual([]);
    }
  }
});

test("a read that began before a webhook does not undo it", () => {
  const known = LIFE.slice(0, 2).reduce<OrderMirror | null>(hearOne, null);
  const early = hear(3, {
    isComplete: true,
    words: "exact",
    order: orderAt(1),
    lines: [line(2)],
    fulfillmentOrders: [],
    fulfillments: [],
  });
  expect(hearOne(known, early)?.order.financialStatus).toBe("paid");
});

test("a read that does not name a fulfilment order takes it away with its lines and holds", () => {
  const withFulfillmentOrder = hear(6, {
    isComplete: true,
    words: "exact",
    order: orderAt(5, paid),
    lines: [line(2)],
    fulfillmentOrders: [
      {
        gid: "gid://shopify/FulfillmentOrder/1",
        status: "on_hold",
        requestStatus: "unsubmitted",
        locationGid: null,
        locationName: "A",
        deliveryMethod: "shipping",
        fulfillAt: null,
        fulfillBy: null,
        updatedAt: at(6),
        lines: [
          {
            gid: "gid://shopify/FulfillmentOrderLineItem/1",
            lineGid: "gid://shopify/LineItem/1",
            totalQuantity: 2,
            remainingQuantity: 2,
          },
        ],
        holds: [
          {
            gid: "gid://shopify/FulfillmentHold/1",
            reason: "other",
            notes: null,
            handle: null,
            isOurs: false,
          },
        ],
      },
    ],
  });
  const known = hearOne(null, withFulfillmentOrder);
  expect(known?.order.unfulfilledSince).toBeNull();
  const gone = hearOne(
    known,
    hear(7, {
      isComplete: true,
      words: "exact",
      order: orderAt(5, paid),
      lines: [line(2)],
      fulfillmentOrders: [],
    }),
  );
  expect(gone).toMatchObject({ fulfillmentOrders: [], fulfillmentOrderLines: [], holds: [] });
  expect(gone?.order.unfulfilledSince).toEqual(at(0));
  const stale = hearOne(
    known,
    hear(4, {
      isComplete: true,
      words: "exact",
      order: orderAt(5, paid),
      lines: [line(2)],
      fulfillmentOrders: [],
    }),
  );
  expect(stale?.holds).toHaveLength(1);
});
