/** Job `dropship.route`: reads what decides about the order from Shopify, then decides. Safe to run any number of times. */
import type { JobPayload } from "#app/jobs/catalogue.ts";
import { inShop, type Db } from "#app/platform/db.server.ts";
import type { SendingDeps } from "#app/dropship/purchase-orders/request-sending.server.ts";
import type { AdminClient } from "#app/shopify/admin-client.server.ts";
import { fetchRoutingFacts } from "#app/shopify/mappers/fetch-routing-facts.server.ts";
import { settleWithoutShopify } from "./consider-order.server.ts";
import { routeOrder } from "./route-order.server.ts";

export type RouteDeps = SendingDeps & {
  readonly db: Pick<Db, "prisma">;
  readonly admin: AdminClient;
};

export async function handleRoute(
  deps: RouteDeps,
  payload: JobPayload<"dropship.route">,
): Promise<void> {
  const shopId = BigInt(payload.shopId);
  const orderId = BigInt(payload.orderId);
  const orderGid = await inShop(deps.db, shopId, async (tx) => {
    const isSettled = await settleWithoutShopify(deps, tx, shopId, orderId);
    if (isSettled) return null;
    const order = await tx.order.findUnique({
      where: { shopId_id: { shopId, id: orderId } },
      select: { gid: true },
    });
    return order?.gid ?? null;
  });
  if (orderGid === null) return;
  // Read before the lock: nobody waits for Shopify while others wait for the order.
  const facts = await fetchRoutingFacts(deps, shopId, orderGid);
  if (!facts) return;
  const { cause } = payload;
  await inShop(deps.db, shopId, (tx) =>
    routeOrder(deps, tx, { shopId, orderId, facts, cause, person: null }),
  );
}
