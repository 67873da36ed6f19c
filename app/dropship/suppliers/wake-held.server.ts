/** Lets held orders be looked at again after something a plan reads has changed. */
import { enqueueJob } from "#app/jobs/enqueue.server.ts";
import type { ShopTx } from "#app/platform/db.server.ts";

/** One job per burst; a steady stream of changes cannot put it off. */
export async function wakeHeld(tx: ShopTx, shopId: bigint): Promise<void> {
  await enqueueJob(tx, {
    name: "dropship.wake-held",
    payload: { shopId: shopId.toString(), cause: "supply" },
    key: `wake-held:${shopId}`,
    whenWaiting: "keep",
  });
}
