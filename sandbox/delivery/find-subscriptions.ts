/** The subscriptions an event goes to: those of the toml and those the app made through the Admin API. */
import type { DomainEvent, ShopState } from "#sandbox/store/types.ts";
import { APP_ID, type Sandbox } from "#sandbox/http/sandbox-context.ts";
import { mayReceive, survivesUninstall } from "./topic-scopes.ts";

export type MatchedSubscription = {
  id: string | null;
  uri: string;
  filter: string | null;
  includeFields: readonly string[];
  name: string | null;
  apiVersion: string;
};

export function findSubscriptions(
  sandbox: Sandbox,
  shop: ShopState,
  event: Pick<DomainEvent, "topic">,
): MatchedSubscription[] {
  const installation = shop.installations.get(APP_ID);
  if (!installation) return [];
  const isGone = installation.uninstalledAt !== null;
  if (isGone && !survivesUninstall(event.topic)) return [];
  if (!mayReceive(event.topic, installation.scopes)) return [];
  return [...listDeclared(sandbox, event.topic), ...listMade(shop, event.topic)];
}

function listDeclared(sandbox: Sandbox, topic: string): MatchedSubscription[] {
  return sandbox.app.subscriptions
    .filter((subscription) => subscription.topic === topic)
    .map((subscription) => ({
      id: null,
      uri: subscription.uri,
      filter: subscription.filter,
      includeFields: subscription.includeFields,
      name: subscription.name,
      apiVersion: sandbox.app.apiVersion,
    }));
}

function listMade(shop: ShopState, topic: string): MatchedSubscription[] {
  return [...shop.webhookSubscriptions.values()].filter(
    (subscription) => subscription.appId === APP_ID && toHeaderTopic(subscription.topic) === topic,
  );
}

/**
 * `ORDERS_UPDATED` → `orders/updated`. The resource may hold underscores itself, so the known ones are tried first.
 * A topic that is in header form already passes unchanged.
 */
export function toHeaderTopic(topic: string): string {
  if (/[/.]/.test(topic)) return topic;
  const lower = topic.toLowerCase();
  const resource = LONG_RESOURCES.find((name) => lower.startsWith(`${name}_`));
  const cut = resource ? resource.length : lower.indexOf("_");
  return cut < 0 ? lower : `${lower.slice(0, cut)}/${lower.slice(cut + 1)}`;
}

const LONG_RESOURCES = [
  "app_purchases_one_time",
  "app_subscriptions",
  "bulk_operations",
  "fulfillment_events",
  "fulfillment_holds",
  "fulfillment_orders",
  "inventory_items",
  "inventory_levels",
  "order_transactions",
  "reverse_deliveries",
  "reverse_fulfillment_orders",
];
