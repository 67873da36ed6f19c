import { expect, test } from "vitest";
import { readDeliveryHeaders } from "#app/ingest/delivery.ts";

const honest = {
  "x-shopify-topic": "orders/create",
  "x-shopify-shop-domain": "a.myshopify.com",
  "x-shopify-webhook-id": "b54557e4-bdd9-4b37-8a5f-bf7d70bcd043",
  "x-shopify-event-id": "98880550-7158-44d4-b7cd-2c97c8a091b5",
  "x-shopify-api-version": "2026-07",
  "x-shopify-triggered-at": "2026-11-20T10:00:00.123456789Z",
};

test("reads what Shopify sends", () => {
  expect(readDeliveryHeaders(honest)).toEqual({
    ok: true,
    value: {
      webhookId: "b54557e4-bdd9-4b37-8a5f-bf7d70bcd043",
      eventId: "98880550-7158-44d4-b7cd-2c97c8a091b5",
      topic: "orders/create",
      shopDomain: "a.myshopify.com",
      apiVersion: "2026-07",
      triggeredAt: "2026-11-20T10:00:00.123456789Z",
    },
  });
});

test.each(["customer.tags_added", "fulfillment_orders/placed_on_hold", "app/uninstalled"])(
  "takes the topic %s",
  (topic) => expect(readDeliveryHeaders({ ...honest, "x-shopify-topic": topic }).ok).toBe(true),
);

test.each<[string, object, object]>([
  [
    "no webhook id",
    { "x-shopify-webhook-id": undefined },
    { code: "missing_header", header: "x-shopify-webhook-id" },
  ],
  [
    "a shop of another site",
    { "x-shopify-shop-domain": "a.example.com" },
    { code: "malformed_header", header: "x-shopify-shop-domain" },
  ],
  [
    "a shop in upper case",
    { "x-shopify-shop-domain": "A.myshopify.com" },
    { code: "malformed_header", header: "x-shopify-shop-domain" },
  ],
  [
    "a shop with a path",
    { "x-shopify-shop-domain": "a.myshopify.com/x" },
    { code: "malformed_header", header: "x-shopify-shop-domain" },
  ],
  [
    "a topic twice",
    { "x-shopify-topic": ["orders/create", "orders/delete"] },
    { code: "malformed_header", header: "x-shopify-topic" },
  ],
  [
    "a webhook id with a space",
    { "x-shopify-webhook-id": "a b" },
    { code: "malformed_header", header: "x-shopify-webhook-id" },
  ],
])("refuses %s", (_what, change, refusal) => {
  expect(readDeliveryHeaders({ ...honest, ...change })).toEqual({ ok: false, refusal });
});

test.each([
  ["an unreadable time", { "x-shopify-triggered-at": "yesterday" }],
  ["no time", { "x-shopify-triggered-at": undefined }],
])("keeps a delivery with %s, without it", (_what, change) => {
  expect(readDeliveryHeaders({ ...honest, ...change })).toMatchObject({
    ok: true,
    value: { triggeredAt: null },
  });
});
