/** Puts the look at one order's fulfillment orders into the queue, beside the order's other jobs; one a time. */
import { enqueueJob } from "#app/jobs/enqueue.server.ts";
import type { ShopTx } from "#app/platform/db.server.ts";

export async function enqueuePlacement(
  tx: ShopTx,
  wish: {
    readonly shopId: bigint;
    readonly orderId: bigint;
    readonly orderGid: string;
    readonly runAt: Date;
  },
): Promise<void> {
  const { shopId, orderId, orderGid, runAt } = wish;
  await enqueueJob(tx, {
    name: "dropship.place",
    payload: { shopId: shopId.toString(), orderId: orderId.toString() },
    queue: `order:${shopId}:${orderGid}`,
    // The database enqueues under this key, too.
    key: `place:${shopId}:${orderId}`,
    runAt,
  });
}
