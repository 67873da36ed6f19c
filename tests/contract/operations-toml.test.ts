/** shopify.app.toml against the code: topics have handlers, handlers have topics, one API version everywhere. */
import { existsSync, readFileSync } from "node:fs";
import { ApiVersion } from "@shopify/shopify-api";
import { expect, test } from "vitest";
import { ORDER_TOPICS } from "#app/orders/order-topics.ts";
import { API_VERSION } from "#app/shopify/api-version.ts";
import { KIND_OF_TOPIC } from "#app/shops/compliance/request.ts";
import { SHOP_TOPICS } from "#app/shops/shop-topics.server.ts";
import { SCHEMA_FILE } from "./operations-schema.ts";
import { readAppToml } from "./operations-toml.ts";

const { subscriptions, apiVersion, scopes } = readAppToml();
const declared = subscriptions.flatMap(({ topics }) => topics);

test("declares exactly the topics that have a handler, each once", () => {
  const handled = [ORDER_TOPICS, SHOP_TOPICS, KIND_OF_TOPIC].flatMap(Object.keys);
  expect([...declared].sort()).toEqual(handled.sort());
});

test.each(subscriptions)(
  "names the handler of $topics.0 in a comment: $handler",
  ({ handler, uri }) => {
    expect(existsSync(handler)).toBe(true);
    expect(uri).toBe("/webhooks");
  },
);

test.each(Object.entries(SHOP_TOPICS))("the handler of %s is the one named", (topic, handle) => {
  const named = subscriptions.find(({ topics }) => topics.includes(topic))?.handler ?? "";
  expect(readFileSync(named, "utf8")).toContain(`function ${handle.name}(`);
});

test("one API version: client, library, toml and schema file", () => {
  expect([apiVersion, ApiVersion.July26]).toEqual([API_VERSION, API_VERSION]);
  expect(SCHEMA_FILE).toBe(`.aftercare/schema/admin_${API_VERSION}.json`);
  expect(readFileSync("scripts/setup-schema.mjs", "utf8")).toContain(`"${API_VERSION}"`);
});

test("lists scopes sorted and once", () => {
  expect(scopes).toEqual([...new Set(scopes)].sort());
});
