/**
 * Asks for an order to be routed (again): a job, so that the caller's transaction neither waits for Shopify nor for stock.
 * Imports nothing else of dropship: every part may call it.
 */
import { enqueueJob } from "#app/jobs/enqueue.server.ts";
import type { ShopTx } from "#app/platform/db.server.ts";
import type { RoutingCause } from "./routing-cause.ts";

export type RoutingRequest = {
  readonly shopId: bigint;
  readonly orderId: bigint;
  readonly cause: RoutingCause;
  /** Not before this instant; default at once. */
  readonly runAt?: Date;
};

/** Enqueues the job beside the order's other jobs; several requests before it runs are one. Unknown orders are left. */
export async function requestRouting(
  tx: ShopTx,
  { shopId, orderId, cause, runAt }: RoutingRequest,
): Promise<void> {
  const order = await tx.order.findUnique({
    where: { shopId_id: { shopId, id: orderId } },
    select: { gid: true },
  });
  if (!order) return;
  await enqueueJob(tx, {
    name: "dropship.route",
    payload: { shopId: shopId.toString(), orderId: orderId.toString(), cause },
    queue: `order:${shopId}:${order.gid}`,
    // One for later must not put off one for now.
    key: `${runAt ? "route-later" : "route"}:${shopId}:${orderId}`,
    ...(runAt ? { runAt } : {}),
  });
}
