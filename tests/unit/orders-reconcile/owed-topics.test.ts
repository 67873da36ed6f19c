import { expect, test } from "vitest";
import { isOrderTopic } from "#app/orders/order-topics.ts";
import { listOwedTopics } from "#app/orders/reconcile/owed-topics.ts";

const entry = (kind: string, facts: Record<string, unknown> = {}) => ({ kind, facts });

test.each([
  [
    "a new order owes its creation alone",
    [entry("order.created"), entry("refund.added")],
    ["orders/create"],
  ],
  ["a deletion", [entry("order.deleted")], ["orders/delete"]],
  ["a changed tag", [entry("order.changed")], ["orders/updated"]],
  ["a cancellation", [entry("order.cancelled")], ["orders/cancelled", "orders/updated"]],
  [
    "a refund with its money, once",
    [entry("order.refunded"), entry("transaction.added"), entry("refund.added")],
    ["refunds/create", "orders/updated", "order_transactions/create"],
  ],
  [
    "a hold",
    [entry("fulfillment_order.changed"), entry("hold.added")],
    ["fulfillment_orders/placed_on_hold"],
  ],
  [
    "a return that was asked for",
    [entry("return.added", { status: "requested" })],
    ["returns/request"],
  ],
  ["a return that was closed", [entry("return.changed", { status: "closed" })], ["returns/close"]],
  ["a return of which only the count moved", [entry("return.changed", { totalQuantity: 2 })], []],
])("%s", (_what, entries, topics) => {
  expect(listOwedTopics(entries)).toEqual(topics);
});

test("every topic accused is one we settle", () => {
  const kinds =
    "order.created order.deleted order.cancelled order.paid order.fulfilled order.edited order.refunded refund.added transaction.added fulfillment.added fulfillment.changed shipment_event.added hold.added hold.removed dispute.added dispute.changed";
  const statuses = ["requested", "open", "declined", "canceled", "closed"];
  const topics = [
    ...kinds.split(" ").flatMap((kind) => listOwedTopics([entry(kind)])),
    ...statuses.flatMap((status) => listOwedTopics([entry("return.changed", { status })])),
  ];
  expect(topics.filter((topic) => !isOrderTopic(topic))).toEqual([]);
});
