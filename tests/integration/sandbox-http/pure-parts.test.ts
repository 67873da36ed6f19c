import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { toHeaderTopic } from "#sandbox/delivery/find-subscriptions.ts";
import { matchesFilter } from "#sandbox/delivery/match-filter.ts";
import { pickFields } from "#sandbox/delivery/pick-fields.ts";
import { mayReceive } from "#sandbox/delivery/topic-scopes.ts";
import { parseToml, toAppConfig } from "#sandbox/http/app-config.ts";
import { addFault, emptyFaults, nextFault } from "#sandbox/http/fault-state.ts";
import { RESOLVERS } from "#sandbox/graphql/resolvers/index.ts";
import { parseOptions } from "#sandbox/http/options.ts";

const order = {
  id: 7,
  test: false,
  source_name: "web",
  total_price: "120.50",
  line_items: [
    { sku: "A-1", price: "20.00" },
    { sku: "B-2", price: "100.50" },
  ],
};

test.each([
  ["test:false", true],
  ["test:false AND source_name:pos", false],
  ["test:true OR source_name:web", true],
  ["NOT source_name:web", false],
  ["-source_name:pos", true],
  ["total_price:>=120.5", true],
  ["total_price:<100", false],
  ["line_items.sku:B-*", true],
  ["line_items.price:>100", true],
  ['source_name:"web" (id:7 OR id:8)', true],
  ["no_such_field:1", false],
])("filter %s: %s", (filter, expected) => {
  expect(matchesFilter(filter, order)).toBe(expected);
});

test("picks listed fields, through arrays", () => {
  expect(pickFields(order, ["id", "line_items.sku"])).toEqual({
    id: 7,
    line_items: [{ sku: "A-1" }, { sku: "B-2" }],
  });
  expect(pickFields(order, [])).toBe(order);
});

test.each([
  ["ORDERS_UPDATED", "orders/updated"],
  ["FULFILLMENT_ORDERS_PLACED_ON_HOLD", "fulfillment_orders/placed_on_hold"],
  ["ORDER_TRANSACTIONS_CREATE", "order_transactions/create"],
  ["BULK_OPERATIONS_FINISH", "bulk_operations/finish"],
  ["APP_UNINSTALLED", "app/uninstalled"],
  ["orders/create", "orders/create"],
])("topic %s is %s in the header", (name, expected) => {
  expect(toHeaderTopic(name)).toBe(expected);
});

test("lets a topic through with any of its scopes", () => {
  expect(mayReceive("returns/close", ["read_orders"])).toBe(true);
  expect(mayReceive("returns/update", ["read_orders"])).toBe(false);
  expect(mayReceive("orders/create", ["write_orders"])).toBe(true);
  expect(mayReceive("app/uninstalled", [])).toBe(true);
});

test("reads the parts of the toml it needs", () => {
  const toml = `
    name = "Returns # Desk"  # a comment
    handle = "desk"
    [access_scopes]
    scopes = "read_orders, write_returns"
    optional_scopes = [ "read_all_orders" ]
    [webhooks]
    api_version = "2026-07"
      [[webhooks.subscriptions]]
      topics = [
        "orders/create", # first
        "orders/updated",
      ]
      uri = "/webhooks/orders"
      filter = "test:false"
      include_fields = ["id"]
      [[webhooks.subscriptions]]
      compliance_topics = ["shop/redact"]
      uri = "/webhooks"
    [app_proxy]
    url = "/proxy"
    prefix = "apps"
    subpath = "returns"
  `;
  expect(toAppConfig(parseToml(toml))).toEqual({
    name: "Returns # Desk",
    handle: "desk",
    scopes: ["read_orders", "write_returns"],
    optionalScopes: ["read_all_orders"],
    apiVersion: "2026-07",
    subscriptions: [
      ...["orders/create", "orders/updated"].map((topic) => ({
        topic,
        uri: "/webhooks/orders",
        filter: "test:false",
        includeFields: ["id"],
        name: null,
      })),
      { topic: "shop/redact", uri: "/webhooks", filter: null, includeFields: [], name: null },
    ],
    proxy: { url: "/proxy", prefix: "apps", subpath: "returns" },
  });
});

test("names the line of a toml it cannot read", () => {
  expect(() => parseToml("a = 1\nb = {x = 1}")).toThrow(/line 2/);
});

test("ends a counted fault after its count and keeps an endless one", () => {
  const state = emptyFaults();
  const query = { path: "/admin/api/2026-07/graphql.json", shop: null, operations: ["a"] };
  addFault(state, { kind: "503", count: 2 });
  addFault(state, { kind: "slow", operation: "a", count: null });
  const kinds = [1, 2, 3, 4].map(() => nextFault(state, query)?.kind);
  expect(kinds).toEqual(["503", "503", "slow", "slow"]);
});

test("derives the block of ports, and takes free ones at 0", () => {
  expect(parseOptions(["--port", "4500"], {})).toMatchObject({
    tunnelPort: 4501,
    appUrl: "http://127.0.0.1:4502",
    smtpPort: 4503,
  });
  expect(parseOptions(["--port", "0"], {})).toMatchObject({ tunnelPort: 0, smtpPort: 0 });
  expect(() => parseOptions(["--seed", "huge"], {})).toThrow(/none, development, minimal or full/);
  expect(parseOptions([], {}).seed).toBe("full");
  expect(parseOptions(["--no-app"], {}).seed).toBe("development");
});

test("docs/sandbox.md names exactly the operations there are", () => {
  const text = readFileSync("docs/sandbox.md", "utf8");
  const listed = (title: string) => {
    const [, list = ""] = new RegExp(`^${title}: ([^.]*)\\.`, "m").exec(text) ?? [];
    return [...list.matchAll(/`(\w+)`/g)].map(([, name]) => name);
  };
  expect(listed("Queries")).toEqual(Object.keys(RESOLVERS["QueryRoot"] ?? {}).sort());
  expect(listed("Mutations")).toEqual(Object.keys(RESOLVERS["Mutation"] ?? {}).sort());
});
