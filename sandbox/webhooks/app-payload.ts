/** Topics about the app itself and its bulk operations. */
import type { BulkOperation, Gid, ShopState } from "#sandbox/store/types.ts";
import type { Facts } from "./event-facts.ts";
import { idNumber, timestamp, timestampOrNull, type Payload } from "./payload-values.ts";

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
