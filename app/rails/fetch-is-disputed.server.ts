/** Asks Shopify, just before money goes back or an order is cancelled, whether its payment is disputed. */
import type { AdminClient } from "#app/shopify/admin-client.server.ts";
import { GetOrderDisputesDocument } from "#app/shopify/generated/operations.ts";

/** Null when Shopify knows no such order: then nobody can tell. Throws outages. */
export type FetchIsDisputed = (
  shopId: bigint,
  orderGid: string,
  signal: AbortSignal,
) => Promise<boolean | null>;

export function createFetchIsDisputed({ admin }: { readonly admin: AdminClient }): FetchIsDisputed {
  return async (shopId, orderGid, signal) => {
    const { order } = await admin.run(
      shopId,
      GetOrderDisputesDocument,
      { id: orderGid },
      { signal },
    );
    // Lost or accepted, the buyer has the money already: another refund would be the second. Only a won one is over.
    return order ? order.disputes.some(({ status }) => status !== "WON") : null;
  };
}
