/** A fulfillment service's address is called: when something is asked of it, and once an hour of the sandbox clock. */
import { createHmac } from "node:crypto";
import { afterAll, beforeAll, expect, test } from "vitest";
import { eventually } from "#tests/support/eventually.ts";
import { openFakeApp, type FakeApp } from "./fake-app.ts";
import { callAdmin, CLIENT_SECRET, openSandbox, SHOP, type OpenSandbox } from "./open-sandbox.ts";

let app: FakeApp;
let sandbox: OpenSandbox;
beforeAll(async () => {
  app = await openFakeApp();
  sandbox = await openSandbox(["--app-url", app.url]);
});
afterAll(async () => {
  await sandbox.stop();
  await app.stop();
});

type Answer = { data: Record<string, Record<string, never>> };
async function ask<Value>(query: string): Promise<Value> {
  const reply = await callAdmin(sandbox.web, "shpat_sandbox", query);
  const { data } = (await reply.json()) as Answer;
  return data as Value; // the test names the shape it asked for
}

async function openService(): Promise<string> {
  const callbackUrl = `${sandbox.tunnel.replace("http:", "https:")}/webhooks/service`;
  const made = await ask<{
    fulfillmentServiceCreate: { fulfillmentService: { location: { id: string } } };
  }>(`mutation { fulfillmentServiceCreate(name: "Third party", callbackUrl: "${callbackUrl}", trackingSupport: true, inventoryManagement: true) {
    fulfillmentService { location { id } } userErrors { message } } }`);
  return made.fulfillmentServiceCreate.fulfillmentService.location.id;
}

async function requestFulfillment(locationId: string): Promise<void> {
  const { orderCreate } = await ask<{
    orderCreate: { order: { fulfillmentOrders: { nodes: { id: string }[] } } };
  }>(`mutation { orderCreate(order: { lineItems: [{ title: "Thing", quantity: 1, requiresShipping: true,
    priceSet: { shopMoney: { amount: "5", currencyCode: USD } } }] }) {
    order { fulfillmentOrders(first: 1) { nodes { id } } } userErrors { message } } }`);
  const id = orderCreate.order.fulfillmentOrders.nodes[0]?.id ?? "";
  await ask(
    `mutation { fulfillmentOrderMove(id: "${id}", newLocationId: "${locationId}") { userErrors { message } } }`,
  );
  await ask(
    `mutation { fulfillmentOrderSubmitFulfillmentRequest(id: "${id}") { userErrors { message } } }`,
  );
}

test("a request is announced, signed and without order data", async () => {
  await requestFulfillment(await openService());
  const path = "/webhooks/service/fulfillment_order_notification";
  await eventually(() => expect(app.webhooks.map((seen) => seen.path)).toContain(path));
  const seen = app.webhooks.find((one) => one.path === path);
  expect(JSON.parse(seen?.body ?? "")).toEqual({ kind: "FULFILLMENT_REQUEST" });
  expect(seen?.headers).toMatchObject({
    "x-shopify-shop-domain": SHOP,
    "x-shopify-hmac-sha256": createHmac("sha256", CLIENT_SECRET)
      .update(seen?.body ?? "")
      .digest("base64"),
  });
  expect(seen?.headers["x-shopify-topic"]).toBeUndefined();
});

test("stock is asked for once an hour of the sandbox clock", async () => {
  await sandbox.control("clock", { advanceMs: 3_600_000 });
  await eventually(() => {
    const asked = app.webhooks.filter((seen) =>
      seen.path.startsWith("/webhooks/service/fetch_stock"),
    );
    expect(asked).toHaveLength(1);
    expect(asked[0]?.path).toContain(`shop=${SHOP}`);
  });
});
