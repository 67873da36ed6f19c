import { createHmac } from "node:crypto";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { eventually } from "#tests/support/eventually.ts";
import { openFakeApp, type FakeApp, type SeenWebhook } from "./fake-app.ts";
import { CLIENT_SECRET, openSandbox, SHOP, type OpenSandbox } from "./open-sandbox.ts";

let app: FakeApp;
let sandbox: OpenSandbox;
beforeAll(async () => {
  app = await openFakeApp();
  sandbox = await openSandbox(["--app-url", app.url, "--installed"]);
});
afterAll(async () => {
  await sandbox.stop();
  await app.stop();
});
beforeEach(async () => {
  await waitUntilIdle();
  await sandbox.control("reset", {});
  await sandbox.control("webhooks", { retryScheduleMs: null });
  app.statuses = [200];
  app.webhooks.length = 0;
});

const act = (action: string, fields: object = {}) => sandbox.control("act", { action, ...fields });
const seen = (topic: string) =>
  app.webhooks.filter(({ headers }) => headers["x-shopify-topic"] === topic);
const idsOf = (webhooks: SeenWebhook[]) =>
  webhooks.map(({ headers }) => headers["x-shopify-webhook-id"]);

async function waitUntilIdle(): Promise<void> {
  await eventually(async () => {
    expect((await sandbox.control("deliveries"))["waiting"]).toBe(0);
  });
}

test("delivers an event with every header and a signature over the raw body", async () => {
  await act("place_order");
  await eventually(() => expect(seen("orders/create")).toHaveLength(1));
  const [webhook] = seen("orders/create");
  if (!webhook) throw new Error("no webhook");
  const { headers, body, path } = webhook;
  expect(path).toBe("/webhooks");
  expect(headers["x-shopify-hmac-sha256"]).toBe(
    createHmac("sha256", CLIENT_SECRET).update(body).digest("base64"),
  );
  expect(headers).toMatchObject({
    "content-type": "application/json",
    "x-shopify-shop-domain": SHOP,
    "x-shopify-api-version": "2026-07",
  });
  expect(headers["x-shopify-triggered-at"]).toMatch(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/);
  expect(JSON.parse(body)).toHaveProperty("admin_graphql_api_id");
});

test("gives sibling topics of one action one event id and webhook ids of their own", async () => {
  await act("place_order");
  await eventually(() => expect(app.webhooks.length).toBeGreaterThan(1));
  await waitUntilIdle();
  const events = new Set(app.webhooks.map(({ headers }) => headers["x-shopify-event-id"]));
  expect(events.size).toBe(1);
  expect(new Set(idsOf(app.webhooks)).size).toBe(app.webhooks.length);
});

test("repeats a failed delivery with the same webhook id and the original body", async () => {
  await sandbox.control("webhooks", { retryScheduleMs: [20, 20, 20] });
  app.statuses = [500, 302, 200];
  await act("update_shop", { shopName: "Harbor & Pine" });
  await eventually(() => expect(seen("shop/update")).toHaveLength(3));
  expect(new Set(idsOf(seen("shop/update"))).size).toBe(1);
  expect(new Set(seen("shop/update").map(({ body }) => body)).size).toBe(1);
  const { deliveries } = await sandbox.control("deliveries?topic=shop/update&state=delivered");
  expect(deliveries).toMatchObject([
    { attempts: [{ status: 500 }, { status: 302 }, { status: 200 }] },
  ]);
});

test("retries on the sandbox clock and gives up after eight retries", async () => {
  app.statuses = [503];
  await act("update_shop");
  for (let attempt = 1; attempt <= 9; attempt += 1) {
    await eventually(() => expect(seen("shop/update")).toHaveLength(attempt));
    await sandbox.control("clock", { advanceMs: 2 * 3_600_000 });
  }
  await waitUntilIdle();
  const { deliveries } = await sandbox.control("deliveries?topic=shop/update&state=failed");
  expect(deliveries).toHaveLength(1);
  await sandbox.control("clock", { reset: true });
});

test("duplicates with the same webhook id", async () => {
  await sandbox.control("webhooks", {
    fault: { kind: "duplicate", copies: 4, topic: "shop/update" },
  });
  await act("update_shop");
  await eventually(() => expect(seen("shop/update")).toHaveLength(5));
  expect(new Set(idsOf(seen("shop/update"))).size).toBe(1);
});

test("drops the next delivery of a topic and says so in its log", async () => {
  await sandbox.control("webhooks", { fault: { kind: "drop", topic: "shop/update", count: 1 } });
  await act("update_shop");
  await act("update_shop");
  await eventually(() => expect(seen("shop/update")).toHaveLength(1));
  const { deliveries } = await sandbox.control("deliveries?topic=shop/update&state=dropped");
  expect(deliveries).toHaveLength(1);
});

test("drops about the asked share, the same ones for the same seed", async () => {
  await sandbox.control("webhooks", {
    fault: { kind: "drop", rate: 0.3, topic: "shop/update", seed: 7 },
  });
  for (let index = 0; index < 40; index += 1) await act("update_shop");
  await waitUntilIdle();
  expect(seen("shop/update").length).toBeGreaterThan(20);
  expect(seen("shop/update").length).toBeLessThan(36);
});

test("delays one delivery behind a later one", async () => {
  await sandbox.control("webhooks", { fault: { kind: "delay", ms: 400, topic: "shop/update" } });
  await act("update_shop", { shopName: "First" });
  await act("update_shop", { shopName: "Harbor & Pine" });
  await eventually(() => expect(seen("shop/update")).toHaveLength(2));
  const names = seen("shop/update").map(({ body }) => (JSON.parse(body) as { name: string }).name);
  expect(names).toEqual(["Harbor & Pine", "First"]);
});

test("holds everything while paused and sends it afterwards", async () => {
  await sandbox.control("webhooks", { paused: true });
  await act("update_shop");
  expect((await sandbox.control("deliveries"))["waiting"]).toBe(1);
  await sandbox.control("webhooks", { paused: false });
  await eventually(() => expect(seen("shop/update")).toHaveLength(1));
});

test("answers a privacy request with plain numbers", async () => {
  await act("customer_redact");
  await eventually(() => expect(seen("customers/redact")).toHaveLength(1));
  const body = JSON.parse(seen("customers/redact")[0]?.body ?? "{}") as Record<string, unknown>;
  expect(body).toMatchObject({ shop_domain: SHOP, customer: { id: expect.any(Number) as number } });
  expect(body["orders_to_redact"]).toEqual(expect.arrayContaining([expect.any(Number)]));
});

test("uninstalls: one last webhook, and shop/redact 48 hours later unless the app is back", async () => {
  await act("uninstall");
  await eventually(() => expect(seen("app/uninstalled")).toHaveLength(1));
  await act("update_shop");
  await sandbox.control("clock", { advanceMs: 47 * 3_600_000 });
  await waitUntilIdle();
  expect(seen("shop/redact")).toHaveLength(0);
  await sandbox.control("clock", { advanceMs: 2 * 3_600_000 });
  await eventually(() => expect(seen("shop/redact")).toHaveLength(1));
  expect(seen("shop/update")).toHaveLength(0);

  await act("install");
  await act("uninstall");
  await act("install");
  await sandbox.control("clock", { advanceMs: 50 * 3_600_000 });
  await waitUntilIdle();
  expect(seen("shop/redact")).toHaveLength(1);
  await sandbox.control("clock", { reset: true });
});

test("tells the app when its scopes change, and keeps topics without a scope to itself", async () => {
  const { scopes } = await act("granted_scopes");
  const granted = scopes as string[];
  await act("update_scopes", {
    scopes: granted.filter((scope) => !scope.endsWith("_orders") || scope.includes("fulfillment")),
  });
  await eventually(() => expect(seen("app/scopes_update")).toHaveLength(1));
  const body = JSON.parse(seen("app/scopes_update")[0]?.body ?? "{}") as Record<string, unknown>;
  expect(body["previous"]).toEqual(granted);
  await act("place_order");
  await waitUntilIdle();
  expect(seen("orders/create")).toHaveLength(0);
  await act("update_scopes", { scopes: granted });
});
