/** Refusals seen in a real store that the replayed conversations do not reach. */
import { expect, test } from "vitest";
import { createOrder } from "#sandbox/domain/create-order.ts";
import { openScene } from "./sandbox-scene.ts";

const { world, shop, call } = openScene();
const makeOrder = () =>
  createOrder(world, shop, {
    email: "a@example.com",
    lineItems: [{ title: "Line", quantity: 2, unitPrice: { shop: 1000, presentment: 1000 } }],
  });
const entryOf = (order: ReturnType<typeof makeOrder>) =>
  shop.fulfillmentOrders.get(order.fulfillmentOrderIds[0]!)!;
const number = (gid: string) => gid.split("/").pop()!;

const FULFIL =
  "mutation ($f: FulfillmentInput!) { fulfillmentCreate(fulfillment: $f) { fulfillment { id } userErrors { field message } } }";
const fulfil = (groups: object[]) =>
  call(FULFIL, { f: { lineItemsByFulfillmentOrder: groups } }).data?.fulfillmentCreate.userErrors;
const group = (entry: { id: string; lineItems: { id: string }[] }, quantity = 1) => ({
  fulfillmentOrderId: entry.id,
  fulfillmentOrderLineItems: [{ id: entry.lineItems[0]!.id, quantity }],
});
const unknown = { fulfillmentOrderId: "gid://shopify/FulfillmentOrder/999999999" };

test("a quantity of 0 is refused before anything else is looked at", () => {
  const entry = entryOf(makeOrder());
  expect(fulfil([unknown, group(entry, 0)])).toEqual([
    {
      field: [
        "fulfillment",
        "lineItemsByFulfillmentOrder",
        "1",
        "fulfillmentOrderLineItems",
        "0",
        "quantity",
      ],
      message: "Quantity must be greater than 0",
    },
  ]);
});

test("unknown, foreign and exhausted fulfillment orders are refused in Shopify's words", () => {
  const [one, two] = [makeOrder(), makeOrder()];
  const field = ["fulfillment"];
  expect(fulfil([group(entryOf(one)), unknown])).toEqual([
    { field, message: "Fulfillment order does not exist." },
  ]);
  expect(fulfil([group(entryOf(one)), group(entryOf(two))])).toEqual([
    {
      field,
      message: `All fulfillment orders must belong to the same order. Multiple orders with ids [${number(one.id)}, ${number(two.id)}] were found.`,
    },
  ]);
  expect(fulfil([group(entryOf(one), 3)])).toEqual([
    { field, message: "Invalid fulfillment order line item quantity requested." },
  ]);
  expect(
    fulfil([
      {
        ...group(entryOf(one)),
        fulfillmentOrderLineItems: [
          { id: "gid://shopify/FulfillmentOrderLineItem/9", quantity: 1 },
        ],
      },
    ]),
  ).toEqual([{ field, message: "Fulfillment order line item does not exist." }]);
  expect(fulfil([group(entryOf(one), 2)])).toEqual([]);
  expect(fulfil([group(entryOf(one))])).toEqual([
    {
      field,
      message: `Fulfillment order ${number(entryOf(one).id)} has an unfulfillable status= closed.`,
    },
  ]);
});

test("orderUpdate refuses and answers the order as it is", () => {
  const order = makeOrder();
  const query =
    "mutation ($i: OrderInput!) { orderUpdate(input: $i) { order { id } userErrors { field message } } }";
  const update = (input: object) =>
    call(query, { i: { id: order.id, ...input } }).data?.orderUpdate;
  expect(update({})).toEqual({
    order: { id: order.id },
    userErrors: [{ field: null, message: "No valid update parameters have been provided" }],
  });
  expect(update({ phone: "not a phone" }).userErrors).toEqual([
    { field: ["phone"], message: "Phone is invalid" },
  ]);
  const shippingAddress = {
    address1: "3 Bad Province",
    city: "Chicago",
    countryCode: "US",
    provinceCode: "ON",
  };
  expect(update({ shippingAddress }).userErrors).toEqual([
    { field: ["shippingAddress", "lastName"], message: "Enter a last name" },
    { field: ["shippingAddress", "zip"], message: "Enter a ZIP code" },
    {
      field: ["shippingAddress", "province"],
      message: "State is not a valid state in United States",
    },
  ]);
  expect(update({ note: "Left at the door" })).toEqual({ order: { id: order.id }, userErrors: [] });
});

test("a bulk export is flat JSONL with escaped slashes, and its url is null without rows", async () => {
  const { readBulkResult } = await import("#sandbox/graphql/bulk/run-bulk.ts");
  const order = makeOrder();
  const run = (inner: string) =>
    call("mutation ($q: String!) { bulkOperationRunQuery(query: $q) { bulkOperation { id } } }", {
      q: inner,
    }).data?.bulkOperationRunQuery.bulkOperation.id;
  const read = (id: string) =>
    call(`{ bulkOperation(id: "${id}") { status objectCount rootObjectCount url } }`).data
      ?.bulkOperation;
  const id = run(
    `{ orders(query: "id:${number(order.id)}") { edges { node { id lineItems { edges { node { id quantity } } } } } } }`,
  );
  expect(read(id).status).toBe("CREATED");
  expect(read(id)).toMatchObject({ status: "COMPLETED", objectCount: "2", rootObjectCount: "1" });
  const lines = [...(readBulkResult(world, shop, id) ?? [])];
  expect(lines[0]).toBe(`{"id":"gid:\\/\\/shopify\\/Order\\/${number(order.id)}"}\n`);
  expect(JSON.parse(lines[1]!)).toEqual({
    id: order.lineItems[0]!.id,
    quantity: 2,
    __parentId: order.id,
  });
  const none = run('{ orders(query: "tag:nobody") { edges { node { id } } } }');
  read(none);
  expect(read(none)).toMatchObject({ status: "COMPLETED", objectCount: "0", url: null });
});
