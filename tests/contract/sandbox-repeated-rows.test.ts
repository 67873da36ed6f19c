/** Two rows that name the same thing ask for no more together than one row could. A refusal leaves everything as it was. */
import { beforeEach, expect, test } from "vitest";
import { createOrder } from "#sandbox/domain/create-order.ts";
import { createFulfillment } from "#sandbox/domain/fulfillments.ts";
import { createReturn } from "#sandbox/domain/returns.ts";
import type { FulfillmentOrder, Order, Return } from "#sandbox/store/types.ts";
import { openScene } from "./sandbox-scene.ts";

const { world, shop, call } = openScene();
const [, elsewhere] = [...shop.locations.keys()];
const money = (minor: number) => ({ shop: minor, presentment: minor });
let order: Order;
let entry: FulfillmentOrder;

beforeEach(() => {
  order = createOrder(world, shop, {
    email: "a@example.com",
    lineItems: [{ title: "Line", quantity: 3, unitPrice: money(1000) }],
    transactions: [{ kind: "SALE", amount: money(3000) }],
  });
  entry = shop.fulfillmentOrders.get(order.fulfillmentOrderIds[0]!)!;
});

function refuses(name: string, args: string, unchanged: () => unknown): void {
  const before = structuredClone(unchanged());
  const { data, errors } = call(`mutation { ${name}(${args}) { userErrors { field message } } }`);
  expect(errors).toEqual([]);
  expect(data?.[name].userErrors).toHaveLength(1);
  expect(unchanged()).toEqual(before);
}
const rows = () => {
  const row = `{ id: "${entry.lineItems[0]!.id}", quantity: 2 }`;
  return `fulfillmentOrderLineItems: [${row}, ${row}]`;
};

test.each<[string, () => string]>([
  ["fulfillmentOrderMove", () => `id: "${entry.id}", newLocationId: "${elsewhere}", ${rows()}`],
  [
    "fulfillmentOrderSplit",
    () => `fulfillmentOrderSplits: [{ fulfillmentOrderId: "${entry.id}", ${rows()} }]`,
  ],
  [
    "fulfillmentCreate",
    () =>
      `fulfillment: { lineItemsByFulfillmentOrder: [{ fulfillmentOrderId: "${entry.id}", ${rows()} }] }`,
  ],
])("%s adds up the rows of a line", (name, args) => {
  refuses(name, args(), () => entry);
});

test("fulfillmentCreate does not ship a fulfillment order twice, and wants one at all", () => {
  const group = `{ fulfillmentOrderId: "${entry.id}" }`;
  const ask = (groups: string) => `fulfillment: { lineItemsByFulfillmentOrder: [${groups}] }`;
  refuses("fulfillmentCreate", ask(`${group}, ${group}`), () => entry);
  refuses("fulfillmentCreate", ask(""), () => entry);
});

function openReturn(): Return {
  const shipped = createFulfillment(world, shop, { groups: [{ entry }] });
  if (!shipped.ok) throw new Error("not shipped");
  const made = createReturn(world, shop, order, {
    mode: "create",
    lines: [{ fulfillmentLineItemId: shipped.value.lines[0]!.id, quantity: 3, reason: "STYLE" }],
  });
  if (!made.ok) throw new Error("not returned");
  return made.value;
}

test("removeFromReturn, returnProcess and reverse deliveries add up the rows of a line", () => {
  const open = openReturn();
  const lineId = open.lines[0]!.id;
  const removal = `{ returnLineItemId: "${lineId}", quantity: 2 }`;
  refuses(
    "removeFromReturn",
    `returnId: "${open.id}", returnLineItems: [${removal}, ${removal}]`,
    () => open,
  );
  const received = `{ id: "${lineId}", quantity: 2 }`;
  refuses(
    "returnProcess",
    `input: { returnId: "${open.id}", returnLineItems: [${received}, ${received}] }`,
    () => open,
  );
  const reverse = shop.reverseFulfillmentOrders.get(open.reverseFulfillmentOrderIds[0]!)!;
  const sent = `{ reverseFulfillmentOrderLineItemId: "${reverse.lines[0]!.id}", quantity: 2 }`;
  refuses(
    "reverseDeliveryCreateWithShipping",
    `reverseFulfillmentOrderId: "${reverse.id}", reverseDeliveryLineItems: [${sent}, ${sent}]`,
    () => reverse,
  );
});

test("a returnProcess whose money is refused receives nothing", () => {
  const open = openReturn();
  const reverse = shop.reverseFulfillmentOrders.get(open.reverseFulfillmentOrderIds[0]!)!;
  const row = `{ id: "${open.lines[0]!.id}", quantity: 1, dispositions: [{ reverseFulfillmentOrderLineItemId: "${reverse.lines[0]!.id}", quantity: 1, dispositionType: NOT_RESTOCKED }] }`;
  const payment = `{ parentId: "${order.transactions[0]!.id}", transactionAmount: { amount: "-1", currencyCode: USD } }`;
  refuses(
    "returnProcess",
    `input: { returnId: "${open.id}", returnLineItems: [${row}], financialTransfer: { issueRefund: { orderTransactions: [${payment}] } } }`,
    () => [open, reverse, order],
  );
});

test("goods refunded outside the return are not received a second time", () => {
  const open = openReturn();
  const refunded = call(
    `mutation { refundCreate(input: { orderId: "${order.id}", refundLineItems: [{ lineItemId: "${order.lineItems[0]!.id}", quantity: 3 }] }) @idempotent(key: "goods") { userErrors { message } } }`,
  );
  expect(refunded.data?.refundCreate.userErrors).toEqual([]);
  refuses(
    "returnProcess",
    `input: { returnId: "${open.id}", returnLineItems: [{ id: "${open.lines[0]!.id}", quantity: 1 }] }`,
    () => open,
  );
});
