/**
 * Lets orders that wait be looked at again after something a plan reads has changed. Imports nothing else of dropship: every
 * part may call it.
 */
import { enqueueJob } from "#app/jobs/enqueue.server.ts";
import type { ShopTx } from "#app/platform/db.server.ts";

const KEYS = { supply: "wake-held", rule: "wake-held-rule" } as const;

/** `rule`: the rule or the mode has changed. One job per burst; a steady stream of changes cannot put it off. */
export async function enqueueWake(
  tx: ShopTx,
  shopId: bigint,
  cause: keyof typeof KEYS,
): Promise<void> {
  await enqueueJob(tx, {
    name: "dropship.wake-held",
    payload: { shopId: shopId.toString(), cause },
    key: `${KEYS[cause]}:${shopId}`,
    whenWaiting: "keep",
  });
}
