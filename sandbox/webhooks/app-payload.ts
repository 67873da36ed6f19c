/** Topics about the app itself and its bulk operations. */
import type { AppSubscription, BulkOperation, Gid, ShopState } from "#sandbox/store/types.ts";
import type { Facts } from "./event-facts.ts";
import {
  amountText,
  idNumber,
  timestamp,
  timestampOrNull,
  word,
  type Payload,
} from "./payload-values.ts";

/** `app/scopes_update`: the shop is a gid here, the time is UTC. */
export function scopesUpdatedPayload(shop: ShopState, id: Gid, facts: Facts): Payload {
  const installations = [...shop.installations.values()];
  const installation = installations.find((entry) => entry.id === id) ?? installations[0];
  const current = facts.texts("current");
  return {
    id: installation ? idNumber(installation.appId) : 0,
    shop_id: shop.id,
    previous: facts.texts("previous"),
    current: current.length > 0 ? current : (installation?.scopes ?? []),
    updated_at: facts.text("updatedAt") ?? installation?.installedAt ?? shop.createdAt,
  };
}

/** `bulk_operations/finish`: lower-case words and no address of the file. */
export function bulkFinishedPayload(shop: ShopState, operation: BulkOperation): Payload {
  return {
    admin_graphql_api_id: operation.id,
    completed_at: timestampOrNull(shop, operation.completedAt),
    created_at: timestamp(shop, operation.createdAt),
    error_code: operation.errorCode?.toLowerCase() ?? null,
    status: operation.status.toLowerCase(),
    type: operation.type.toLowerCase(),
  };
}

/** `app_subscriptions/update`: the status stays in capitals; only subscriptions with usage have a cap. */
export function subscriptionPayload(shop: ShopState, subscription: AppSubscription): Payload {
  const [plan] = subscription.lineItems;
  return {
    app_subscription: {
      admin_graphql_api_id: subscription.id,
      name: subscription.name,
      status: subscription.status,
      admin_graphql_api_shop_id: shop.id,
      created_at: timestamp(shop, subscription.createdAt),
      updated_at: timestamp(shop, subscription.createdAt),
      currency: plan?.currency ?? shop.currency,
      capped_amount: null,
      price: plan ? amountText(plan.priceMinor, plan.currency) : "0.00",
      interval: word(plan?.interval ?? "EVERY_30_DAYS"),
      plan_handle: null,
    },
  };
}
