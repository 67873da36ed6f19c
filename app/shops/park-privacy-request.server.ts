/**
 * Webhooks `customers/data_request`, `customers/redact` and `shop/redact`. Shopify allows 30 days; the request is kept
 * whole where operator and merchant see it, and is never counted as done by itself.
 */
import type { ShopTx } from "#app/platform/db.server.ts";
import type { ShopDelivery, ShopDeliveryOutcome } from "./shop-delivery.ts";

export async function parkPrivacyRequest(
  _tx: ShopTx,
  _delivery: ShopDelivery,
): Promise<ShopDeliveryOutcome> {
  return { outcome: "parked", reason: "privacy_request_open" };
}
