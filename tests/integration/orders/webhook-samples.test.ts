import { expect, test } from "vitest";
import { applyDelivery, type OrderDelivery } from "#app/orders/apply-order-delivery.server.ts";
import { ORDER_TOPICS } from "#app/orders/order-topics.ts";
import { inShop } from "#app/platform/db.server.ts";
import { getSample, listSamples } from "#tests/contract/webhook-samples.ts";
import { createTestDatabase } from "#tests/support/database.ts";

const { db, keepOnFailure } = await createTestDatabase();
const clock = { now: () => new Date("2026-11-21T12:00:00Z") };
let shops = 100n;

/** Each test has a shop of its own. */
function deliver(shopId: bigint, topic: string, body: unknown, rest: Partial<OrderDelivery> = {}) {
  const bytes = Buffer.isBuffer(body) ? body : Buffer.from(JSON.stringify(body));
  // A minute ago: long enough to have waited for an order that is not known.
  const at = new Date("2026-11-21T11:59:00Z");
  return inShop(db, shopId, (tx) =>
    applyDelivery({ clock }, tx, {
      shopId,
      topic,
      apiVersion: "2026-07",
      triggeredAt: at,
      receivedAt: at,
      body: bytes,
      ...rest,
    }),
  );
}

const countRows = async (shopId: bigint) => {
  const tables = await db.pool.query<{ table: string }>(
    `select table_name as table from information_schema.columns where table_schema = 'public' and column_name = 'shop_id' and table_name not in ('parked_jobs')`,
  );
  const counts: Record<string, number> = {};
  for (const { table } of tables.rows) {
    const { rows } = await db.pool.query(
      `select count(*)::int as n from ${table} where shop_id = $1`,
      [shopId],
    );
    counts[table] = rows[0].n;
  }
  return counts;
};

/** Most versions repeat the sample of the one before: each different body once, the newest version always. */
const samples = Object.keys(ORDER_TOPICS).flatMap((topic) => {
  const seen = new Set<string>();
  return listSamples(topic)
    .reverse()
    .filter(({ body }) => !seen.has(body.toString()) && seen.add(body.toString()));
});

// Samples that name no order or nothing at all: they are settled with a reason, not lost.
const IGNORED: Record<string, string> = {
  "returns/process": "names_no_order",
  "customers/merge": "names_withheld_or_unchanged",
  "customers/update": "customer_without_orders",
  "customers/delete": "customer_without_orders",
  "bulk_operations/finish": "export_not_awaited",
};

test.each(samples)("$version $topic: the sample is accepted", async ({ version, topic, body }) => {
  keepOnFailure();
  const shopId = shops++;
  const first = await deliver(shopId, topic, body, { apiVersion: version });
  const expected = IGNORED[topic];
  if (expected) expect(first).toEqual({ outcome: "ignored", reason: expected });
  else if (first.outcome !== "applied")
    expect(first).toEqual({
      outcome: "ignored",
      reason: expect.stringMatching(/order_unknown_read_it|names_no_order/),
    });
  const before = await countRows(shopId);
  for (let repeat = 0; repeat < 4; repeat += 1)
    await deliver(shopId, topic, body, { apiVersion: version });
  expect(await countRows(shopId)).toEqual(before);
});

test("every sample about a part of an order is applied when the order is known", async () => {
  keepOnFailure();
  const shopId = shops++;
  const order = getSample("orders/create");
  const orderId = 820982911946154508n;
  await deliver(shopId, "orders/create", { ...order, test: false });
  for (const topic of [
    "refunds/create",
    "order_transactions/create",
    "fulfillments/create",
    "fulfillments/update",
    "fulfillment_events/create",
    "disputes/create",
    "disputes/update",
  ]) {
    const text = JSON.stringify(getSample(topic)).replace(
      /"order_id":\d+/g,
      `"order_id":${orderId}`,
    );
    expect([topic, await deliver(shopId, topic, Buffer.from(text))]).toEqual([
      topic,
      // These two samples say word for word what the one before them said.
      topic === "disputes/update" || topic === "fulfillments/update"
        ? { outcome: "ignored", reason: "already_known" }
        : { outcome: "applied" },
    ]);
  }
  const { rows } = await db.pool.query(
    "select (select count(*)::int from refunds where shop_id = $1) refunds, (select count(*)::int from order_fulfillments where shop_id = $1) fulfillments, (select count(*)::int from order_fulfillment_events where shop_id = $1) events, (select count(*)::int from disputes where shop_id = $1) disputes",
    [shopId],
  );
  expect(rows[0]).toEqual({ refunds: 1, fulfillments: 1, events: 1, disputes: 1 });
});

test("null customer, null address, empty e-mail and missing names are accepted", async () => {
  const shopId = shops++;
  const order = getSample("orders/create");
  expect(
    await deliver(shopId, "orders/create", {
      ...order,
      customer: null,
      shipping_address: null,
      billing_address: null,
      email: "",
      phone: null,
    }),
  ).toEqual({ outcome: "applied" });
  const {
    customer: _customer,
    shipping_address: _address,
    email: _email,
    phone: _phone,
    ...withheld
  } = order;
  expect(
    await deliver(shopId, "orders/updated", {
      ...withheld,
      updated_at: "2026-11-21T06:00:00-05:00",
    }),
  ).toEqual({ outcome: "applied" });
  const { rows } = await db.pool.query(
    "select email, customer_gid, ship_name from orders where shop_id = $1",
    [shopId],
  );
  expect(rows).toEqual([{ email: null, customer_gid: null, ship_name: null }]);
});

test("ids above 2^53 keep every digit", async () => {
  const shopId = shops++;
  const { admin_graphql_api_id: _gid, ...order } = getSample("orders/create");
  const text = JSON.stringify(order).replace(/^\{"id":\d+/, '{"id":9223372036854775807');
  expect(await deliver(shopId, "orders/create", Buffer.from(text))).toEqual({ outcome: "applied" });
  const { rows } = await db.pool.query("select gid from orders where shop_id = $1", [shopId]);
  expect(rows).toEqual([{ gid: "gid://shopify/Order/9223372036854775807" }]);
});

test.each(["free", "NaN", "1e5", "12,50", {}, "999999999999999999999999999999"])(
  "money that reads %j is parked, and the order stays out",
  async (amount) => {
    const shopId = shops++;
    const order = getSample("orders/create");
    const bad = {
      ...order,
      total_price: amount,
      total_price_set: {
        shop_money: { amount, currency_code: "USD" },
        presentment_money: { amount, currency_code: "USD" },
      },
    };
    expect(await deliver(shopId, "orders/create", bad)).toEqual({
      outcome: "parked",
      reason: typeof amount === "string" ? "unreadable_money" : "unreadable_payload",
    });
    expect((await countRows(shopId))["orders"]).toBe(0);
  },
);

test.each([
  ["not JSON", Buffer.from("{"), "not_json"],
  ["an empty body", Buffer.from(""), "not_json"],
  ["a list", Buffer.from("[]"), "unreadable_payload"],
  ["depth 10,000", Buffer.from(`${"[".repeat(10_000)}${"]".repeat(10_000)}`), "unreadable_payload"],
])("%s is parked with a reason", async (_what, body, reason) => {
  expect(await deliver(shops++, "orders/create", body)).toEqual({ outcome: "parked", reason });
});

test("NUL and broken surrogates in names do not stop an order", async () => {
  const shopId = shops++;
  const order = getSample("orders/create");
  expect(
    await deliver(shopId, "orders/create", { ...order, note: "a\u0000b\ud800c 東京 👟" }),
  ).toEqual({ outcome: "applied" });
  const { rows } = await db.pool.query("select note from orders where shop_id = $1", [shopId]);
  expect(rows).toEqual([{ note: "abc 東京 👟" }]);
});
