/** Fulfillment orders the app's scopes let it see: by whose location they are assigned to. Silent, as on Shopify. */
import type { FulfillmentOrder } from "#sandbox/store/types.ts";
import { serviceOf } from "#sandbox/domain/fulfillment-order-rules.ts";
import type { Context } from "#sandbox/graphql/context.ts";

export function isVisible(context: Context, entry: FulfillmentOrder): boolean {
  const service = serviceOf(context.shop, entry);
  const kind = !service
    ? "merchant_managed"
    : service.appId === context.installation.appId
      ? "assigned"
      : "third_party";
  if (context.scopes.has(`read_${kind}_fulfillment_orders`)) return true;
  if (context.scopes.has(`write_${kind}_fulfillment_orders`)) return true;
  // A service of this app is a third party's for whoever placed the order there: either scope shows it (guess).
  return kind === "assigned" && context.scopes.has("read_third_party_fulfillment_orders");
}

export function visibleFulfillmentOrders(
  context: Context,
  entries: readonly FulfillmentOrder[],
): FulfillmentOrder[] {
  return entries.filter((entry) => isVisible(context, entry));
}
