/** Bad input is answered as Shopify answers it: never a crash, never a stack trace. */
import { expect, test } from "vitest";
import { installApp } from "#sandbox/store/world.ts";
import { fillScene, openScene } from "./sandbox-scene.ts";

const scene = openScene();
fillScene(scene);
const { shop, call } = scene;
const orderId = [...shop.orders.keys()][0]!;
const codes = (answer: ReturnType<typeof call>) =>
  answer.errors.map((error) => error.extensions?.code);

test.each<[string, string, object, string]>([
  ["an unknown field", "{ shop { colour } }", {}, "undefinedField"],
  ["an unknown argument", "{ shop(a: 1) { id } }", {}, "argumentNotAccepted"],
  ["a missing argument", "{ order { id } }", {}, "missingRequiredArguments"],
  ["a selection on a scalar", "{ shop { name { first } } }", {}, "selectionMismatch"],
  ["an object without selection", "{ shop }", {}, "selectionMismatch"],
  ["an undeclared variable", "{ order(id: $id) { id } }", {}, "variableNotDefined"],
  [
    "an unused variable",
    "query ($id: ID!) { shop { id } }",
    { id: "gid://shopify/Order/1" },
    "variableNotUsed",
  ],
  [
    "a variable of the wrong type",
    "query ($id: Int!) { order(id: $id) { id } }",
    { id: 1 },
    "variableMismatch",
  ],
  [
    "a literal of the wrong type",
    '{ orders(first: "a") { nodes { id } } }',
    {},
    "argumentLiteralsIncompatible",
  ],
  ["a fragment that is missing", "{ shop { ...Gone } }", {}, "useAndDefineFragment"],
  [
    "a null for a required variable",
    "query ($id: ID!) { order(id: $id) { id } }",
    { id: null },
    "INVALID_VARIABLE",
  ],
  [
    "an id that is no gid",
    "query ($id: ID!) { order(id: $id) { id } }",
    { id: "12" },
    "INVALID_VARIABLE",
  ],
  [
    "an id of the wrong kind",
    '{ order(id: "gid://shopify/Product/1") { id } }',
    {},
    "RESOURCE_NOT_FOUND",
  ],
  ["a page without a size", "{ orders { nodes { id } } }", {}, "BAD_REQUEST"],
  ["a page from both ends", "{ orders(first: 1, last: 1) { nodes { id } } }", {}, "BAD_REQUEST"],
  ["a page above the limit", "{ orders(first: 251) { nodes { id } } }", {}, "BAD_REQUEST"],
  ["a cursor of nothing", '{ orders(first: 1, after: "x") { nodes { id } } }', {}, "BAD_REQUEST"],
  [
    "a timestamp that is none",
    '{ orders(first: 1, query: "created_at:>soon") { nodes { id } } }',
    {},
    "BAD_REQUEST",
  ],
  [
    "a refund without a key",
    `mutation { refundCreate(input: { orderId: "${orderId}" }) { refund { id } } }`,
    {},
    "BAD_REQUEST",
  ],
  [
    "an operation the sandbox does not do",
    '{ urlRedirect(id: "gid://shopify/UrlRedirect/1") { id } }',
    {},
    "SANDBOX_UNSUPPORTED",
  ],
])("refuses %s", (_what, query, variables, code) => {
  const answer = call(query, variables);
  expect(answer.status).toBe(200);
  expect(codes(answer)).toContain(code);
  expect(JSON.stringify(answer.body)).not.toMatch(/node_modules|\.ts:\d+/);
});

test.each([
  ["", "unexpected end of file"],
  ["{ shop {", "unexpected end of file"],
  ["{ shop ] }", "syntax error"],
])("answers a syntax error for %j", (query, words) =>
  expect(call(query).errors[0]?.message).toContain(words),
);

test("answers nothing for id 0 and unknown ids of a query", () => {
  expect(call('{ order(id: "gid://shopify/Order/0") { id } }').data).toEqual({ order: null });
  expect(
    call('{ fulfillmentOrder(id: "gid://shopify/FulfillmentOrder/999999999999") { id } }').data,
  ).toEqual({ fulfillmentOrder: null });
});

test("answers Invalid id for an unknown fulfillment order of a mutation", () => {
  const answer = call(
    'mutation { fulfillmentOrderOpen(id: "gid://shopify/FulfillmentOrder/0") { userErrors { message } } }',
  );
  expect(answer.data).toEqual({ fulfillmentOrderOpen: null });
  expect(answer.errors[0]).toMatchObject({
    message: "Invalid id: gid://shopify/FulfillmentOrder/0",
    path: ["fulfillmentOrderOpen"],
  });
});

test("answers 401 for an unknown, a revoked and an expired token", () => {
  const installation = [...shop.installations.values()][0]!;
  installation.tokens.set("old", {
    expiresAt: "2020-01-01T00:00:00Z",
    scopes: null,
    revoked: false,
    userId: null,
  });
  installation.tokens.set("gone", { expiresAt: null, scopes: null, revoked: true, userId: null });
  for (const token of ["nobody", "old", "gone"]) {
    const answer = call("{ shop { id } }", {}, { token });
    expect([answer.status, answer.body.errors]).toEqual([
      401,
      "[API] Invalid API key or access token (unrecognized login or wrong password)",
    ]);
  }
});

test("answers 400 for a body without a query", () => {
  expect(call(undefined as unknown as string)).toMatchObject({ status: 400 });
});

test("falls forward for an expired version, and answers 404 for one that never was", () => {
  expect(
    call("{ shop { id } }", {}, { apiVersion: "2023-01" }).headers["x-shopify-api-version"],
  ).toBe("2026-01");
  expect(call("{ shop { id } }", {}, { apiVersion: "yesterday" }).status).toBe(404);
});

test("denies what the scopes do not cover, with the rest answered", () => {
  installApp(scene.world, shop, {
    appId: "gid://shopify/App/2",
    apiKey: "two",
    scopes: ["read_orders"],
    tokens: ["small"],
  });
  const answer = call(
    `{ order(id: "${orderId}") { id customer { id } } products(first: 1) { nodes { id } } }`,
    {},
    { token: "small" },
  );
  expect(codes(answer)).toContain("ACCESS_DENIED");
  expect(answer.errors.find((error) => error.path?.[1] === "customer")?.message).toBe(
    "Access denied for customer field. Required access: `read_customers` access scope.",
  );
});

test("withholds personal fields with null and an error", () => {
  shop.withholdPersonalData.email = true;
  const answer = call(`{ order(id: "${orderId}") { id email } }`);
  shop.withholdPersonalData.email = false;
  expect(answer.data).toEqual({ order: { id: orderId, email: null } });
  expect(codes(answer)).toEqual(["ACCESS_DENIED"]);
});

test("hides orders older than 60 days without read_all_orders", () => {
  const order = shop.orders.get(orderId)!;
  const before = order.createdAt;
  order.createdAt = "2020-01-01T00:00:00Z";
  expect(call(`{ order(id: "${orderId}") { id } }`, {}, { token: "small" }).data).toEqual({
    order: null,
  });
  expect(call(`{ order(id: "${orderId}") { id } }`).data).toEqual({ order: { id: orderId } });
  order.createdAt = before;
});

test("an unknown filter matches everything and leaves a warning", () => {
  const answer = call('{ orders(first: 250, query: "colour:red") { nodes { id } } }');
  expect(answer.data?.orders.nodes).toHaveLength(shop.orders.size);
  expect(answer.extensions.search[0].warnings[0]).toMatchObject({
    field: "colour",
    code: "invalid_field",
  });
});

test("refuses a query above 1,000 points before running it", () => {
  const lines =
    "lineItems(first: 250) { nodes { id product { id variants(first: 250) { nodes { id product { id } } } } } }";
  const answer = call(`{ orders(first: 250) { nodes { id ${lines} } } }`);
  expect(codes(answer)).toEqual(["MAX_COST_EXCEEDED"]);
  expect(answer.extensions.cost.actualQueryCost).toBeNull();
});

test("throttles when the bucket is empty", () => {
  shop.restoreRate = 100;
  shop.buckets.clear();
  const query = `{ ${Array.from({ length: 90 }, (_, at) => `a${at}: ordersCount { count }`).join(" ")} }`;
  const answers = [call(query), call(query), call(query)];
  shop.restoreRate = 2000;
  shop.buckets.clear();
  expect(answers[0]!.extensions.cost.throttleStatus.maximumAvailable).toBe(2000);
  expect(codes(answers[2]!)).toEqual(["THROTTLED"]);
});

test("an idempotency key answers the first success again, and refuses other arguments", () => {
  const query = (amount: number) =>
    `mutation { refundCreate(input: { orderId: "${orderId}", transactions: [{ orderId: "${orderId}", parentId: "${shop.orders.get(orderId)!.transactions[0]!.id}", gateway: "manual", kind: REFUND, amount: "${amount}.00" }] }) @idempotent(key: "k") { refund { id } userErrors { field message } } }`;
  const first = call(query(1));
  const second = call(query(1));
  expect(first.data?.refundCreate.userErrors).toEqual([]);
  expect(second.data).toEqual(first.data);
  expect(shop.orders.get(orderId)!.refundIds).toHaveLength(1);
  expect(call(query(2)).data?.refundCreate.userErrors[0].message).toMatch(/idempotency key/);
});
