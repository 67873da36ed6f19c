/** Rules of orders, refunds, fulfillment orders and reverse deliveries that the reference states. */
import { expect, test } from "vitest";
import { createFulfillmentService } from "#sandbox/domain/catalogue.ts";
import { createOrder } from "#sandbox/domain/create-order.ts";
import { createFulfillment } from "#sandbox/domain/fulfillments.ts";
import { createReturn } from "#sandbox/domain/returns.ts";
import { openScene } from "./sandbox-scene.ts";

const { world, shop, call } = openScene();
const money = (minor: number) => ({ shop: minor, presentment: minor });
const makeOrder = (rest: object = {}) =>
  createOrder(world, shop, {
    email: "a@example.com",
    lineItems: [{ title: "Line", quantity: 2, unitPrice: money(1000) }],
    transactions: [{ kind: "SALE", amount: money(2000) }],
    ...rest,
  });
const entryOf = (order: ReturnType<typeof makeOrder>) =>
  shop.fulfillmentOrders.get(order.fulfillmentOrderIds[0]!)!;
const mutate = (name: string, args: string, selection = "userErrors { field message code }") =>
  call(`mutation { ${name}(${args}) { ${selection} } }`);
let keys = 0;
const refund = (input: object) =>
  call(
    `mutation ($input: RefundInput!) { refundCreate(input: $input) @idempotent(key: "key-${++keys}") { refund { id } userErrors { field message } } }`,
    { input },
  ).data?.refundCreate as { refund: object | null; userErrors: { message: string }[] };

test("rows of one line count together in a refund, and no amount is below 0", () => {
  const order = makeOrder();
  const row = { lineItemId: order.lineItems[0]!.id, quantity: 1 };
  expect(refund({ orderId: order.id, refundLineItems: [row, row, row] }).userErrors).toEqual([
    {
      field: ["refundLineItems", "2", "quantity"],
      message: "Quantity cannot refund more items than were purchased",
    },
  ]);
  const transaction = {
    orderId: order.id,
    parentId: order.transactions[0]!.id,
    gateway: "manual",
    kind: "REFUND",
    amount: "-1.00",
  };
  expect(refund({ orderId: order.id, transactions: [transaction] }).refund).toBeNull();
});

test("a hold's handle has at most 64 characters", () => {
  const hold = (length: number) =>
    mutate(
      "fulfillmentOrderHold",
      `id: "${entryOf(makeOrder()).id}", fulfillmentHold: { reason: OTHER, handle: "${"h".repeat(length)}" }`,
    ).data?.fulfillmentOrderHold.userErrors as { field: string[] }[];
  expect(hold(64)).toEqual([]);
  expect(hold(65).map((error) => error.field)).toEqual([["fulfillmentHold", "handle"]]);
});

test("progress goes on where a hold is released", () => {
  const entry = entryOf(makeOrder());
  mutate("fulfillmentOrderReportProgress", `id: "${entry.id}"`);
  mutate("fulfillmentOrderHold", `id: "${entry.id}", fulfillmentHold: { reason: OTHER }`);
  expect(entry.status).toBe("ON_HOLD");
  mutate("fulfillmentOrderReleaseHold", `id: "${entry.id}"`);
  expect(entry.status).toBe("IN_PROGRESS");
});

test("what a service was asked for is not held, and the order is in progress", () => {
  const service = createFulfillmentService(world, shop, { name: "Swift Supply" });
  const order = makeOrder({ locationId: service.locationId });
  const entry = entryOf(order);
  mutate("fulfillmentOrderSubmitFulfillmentRequest", `id: "${entry.id}"`, "userErrors { message }");
  const held = mutate(
    "fulfillmentOrderHold",
    `id: "${entry.id}", fulfillmentHold: { reason: OTHER }`,
  );
  expect(held.data?.fulfillmentOrderHold.userErrors).toHaveLength(1);
  const status = call(`{ order(id: "${order.id}") { displayFulfillmentStatus } }`);
  expect(status.data?.order.displayFulfillmentStatus).toBe("IN_PROGRESS");
});

test.each([
  ["http://127.0.0.1:4401/service", false],
  ["ftp://127.0.0.1/service", false],
  ["https://elsewhere.example/service", false],
  ["https://127.0.0.1:4401/service", true],
])("a service is called back at a host the app owns: %s", (url, isAllowed) => {
  const made = mutate(
    "fulfillmentServiceCreate",
    `name: "Service ${++keys}", callbackUrl: "${url}"`,
    "userErrors { field message }",
  ).data?.fulfillmentServiceCreate.userErrors;
  const refusal = { field: ["callbackUrl"], message: "Callback url is not allowed" };
  expect(made).toEqual(isAllowed ? [] : [refusal]);
});

test("a reroute takes fulfillment orders of one order", () => {
  const ids = [makeOrder(), makeOrder()].map((order) => entryOf(order).id);
  const reroute = (list: string[]) =>
    mutate("fulfillmentOrdersReroute", `fulfillmentOrderIds: ${JSON.stringify(list)}`).data
      ?.fulfillmentOrdersReroute.userErrors[0]?.code as string;
  expect(reroute(ids)).toBe("FULFILLMENT_ORDERS_NOT_FROM_THE_SAME_ORDER");
  expect(reroute([])).toBe("NO_FULFILLMENT_ORDER_IDS");
});

test("a reroute goes to where the units are in stock", () => {
  const [variantId] = [...shop.variants.keys()];
  const lineItems = [{ variantId: variantId ?? null, quantity: 1 }];
  const order = makeOrder({ lineItems, transactions: [] });
  const moved = mutate("fulfillmentOrdersReroute", `fulfillmentOrderIds: ["${entryOf(order).id}"]`);
  expect(moved.data?.fulfillmentOrdersReroute.userErrors).toEqual([]);
  expect(entryOf(order).assignedLocation.name).toBe("My Custom Location");
});

test("an internal error leaves no data, no place and no path", () => {
  const entry = entryOf(makeOrder());
  const { data, errors } = mutate(
    "fulfillmentOrdersReroute",
    `fulfillmentOrderIds: ["${entry.id}"], includedLocationIds: ["${entry.assignedLocationId}"]`,
  );
  expect(data).toBeNull();
  expect(errors).toHaveLength(1);
  expect(Object.keys(errors[0]!)).toEqual(["message", "extensions"]);
  expect(errors[0]?.extensions?.requestId).toMatch(/^[0-9a-f-]{36}-\d{10}$/);
});

test("a reverse delivery names its carrier from the number, and has no rows of 0", () => {
  const order = makeOrder();
  const shipped = createFulfillment(world, shop, { groups: [{ entry: entryOf(order) }] });
  if (!shipped.ok) throw new Error("not shipped");
  const made = createReturn(world, shop, order, {
    mode: "create",
    lines: [{ fulfillmentLineItemId: shipped.value.lines[0]!.id, quantity: 2, reason: "STYLE" }],
  });
  if (!made.ok) throw new Error("not returned");
  const reverse = shop.reverseFulfillmentOrders.get(made.value.reverseFulfillmentOrderIds[0]!)!;
  const send = (rows: string) =>
    mutate(
      "reverseDeliveryCreateWithShipping",
      `reverseFulfillmentOrderId: "${reverse.id}", reverseDeliveryLineItems: [${rows}], trackingInput: { number: "1Z999AA10123456784" }`,
      "reverseDelivery { deliverable { ... on ReverseDeliveryShippingDeliverable { tracking { carrierName url } } } } userErrors { code }",
    ).data?.reverseDeliveryCreateWithShipping;
  const none = `{ reverseFulfillmentOrderLineItemId: "${reverse.lines[0]!.id}", quantity: 0 }`;
  expect(send(none).userErrors).toEqual([{ code: "GREATER_THAN" }]);
  const { tracking } = send("").reverseDelivery.deliverable;
  expect(tracking.carrierName).toBe("UPS");
  expect(tracking.url).toContain("1Z999AA10123456784");
});

const create = (order: object, options: object = {}) =>
  call(
    `mutation ($order: OrderCreateOrderInput!, $options: OrderCreateOptionsInput) { orderCreate(order: $order, options: $options) {
      order { lineItems(first: 1) { nodes { title variant { id } } } } userErrors { code }
    } }`,
    { order, options },
  ).data?.orderCreate as { order: { lineItems: { nodes: object[] } } | null; userErrors: object[] };

test("a line of an unknown variant with a title is a line without a variant", () => {
  const lineItems = [{ variantId: "gid://shopify/ProductVariant/9", title: "Own", quantity: 1 }];
  expect(create({ lineItems }).order?.lineItems.nodes).toEqual([{ title: "Own", variant: null }]);
});

test.each<[string, object, object, string]>([
  [
    "more than there is, where stock is obeyed",
    { lineItems: [{ variantId: [...shop.variants.keys()][0], quantity: 10_000 }] },
    { inventoryBehaviour: "DECREMENT_OBEYING_POLICY" },
    "INVENTORY_CLAIM_FAILED",
  ],
  [
    "a fulfillment service of nobody",
    { lineItems: [{ title: "Own", quantity: 1, fulfillmentService: "nobody" }] },
    {},
    "FULFILLMENT_SERVICE_INVALID",
  ],
  [
    "a customer twice",
    {
      customerId: [...shop.customers.keys()][0],
      customer: { toUpsert: { email: "b@example.com" } },
      lineItems: [{ title: "Own", quantity: 1 }],
    },
    {},
    "REDUNDANT_CUSTOMER_FIELDS",
  ],
])("orderCreate refuses %s", (_what, order, options, code) => {
  expect(create(order, options).userErrors).toEqual([{ code }]);
});

test("a metafield has one of Shopify's types", () => {
  const set = (type: string) =>
    mutate(
      "metafieldsSet",
      `metafields: [{ ownerId: "${makeOrder().id}", namespace: "own", key: "key", type: "${type}", value: "[]" }]`,
    ).data?.metafieldsSet.userErrors as { code: string }[];
  expect(set("banana").map((error) => error.code)).toEqual(["INCLUSION"]);
  expect(set("list.single_line_text_field")).toEqual([]);
});
