/**
 * Which scopes let an app receive a topic: any one of them is enough. Topics without an entry need none.
 * Source: https://shopify.dev/docs/api/webhooks
 */

const FULFILLMENT_ORDER_SCOPES = [
  "read_merchant_managed_fulfillment_orders",
  "read_assigned_fulfillment_orders",
  "read_third_party_fulfillment_orders",
];

const SCOPES_BY_PREFIX: readonly (readonly [prefix: string, scopes: readonly string[]])[] = [
  ["returns/cancel", ["read_returns", "read_orders"]],
  ["returns/close", ["read_returns", "read_orders"]],
  ["returns/reopen", ["read_returns", "read_orders"]],
  ["returns/", ["read_returns"]],
  ["reverse_deliveries/", ["read_returns"]],
  ["reverse_fulfillment_orders/", ["read_returns"]],
  ["orders/", ["read_orders"]],
  ["order_transactions/", ["read_orders"]],
  ["refunds/", ["read_orders"]],
  ["disputes/", ["read_shopify_payments_disputes"]],
  ["fulfillments/", ["read_fulfillments"]],
  ["fulfillment_events/", ["read_fulfillments"]],
  ["fulfillment_orders/", FULFILLMENT_ORDER_SCOPES],
  ["fulfillment_holds/", FULFILLMENT_ORDER_SCOPES],
  ["inventory_levels/", ["read_inventory"]],
  ["inventory_items/", ["read_inventory", "read_products"]],
  ["products/", ["read_products"]],
  ["variants/", ["read_products"]],
  ["customers/data_request", []],
  ["customers/redact", []],
  ["customers/merge", ["read_customer_merge"]],
  ["customers/", ["read_customers"]],
  ["customer.", ["read_customers"]],
  ["locations/", ["read_locations"]],
];

export function mayReceive(topic: string, granted: readonly string[]): boolean {
  const row = SCOPES_BY_PREFIX.find(([prefix]) => topic.startsWith(prefix));
  if (!row || row[1].length === 0) return true;
  return row[1].some(
    (scope) => granted.includes(scope) || granted.includes(scope.replace("read_", "write_")),
  );
}

/** Topics that reach an app after it is gone from the shop. */
export function survivesUninstall(topic: string): boolean {
  return ["app/uninstalled", "shop/redact", "customers/redact", "customers/data_request"].includes(
    topic,
  );
}
