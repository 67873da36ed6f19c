/** Puts rounds into the queue: one waiting per shop and kind. */
import { enqueueJob } from "#app/jobs/enqueue.server.ts";
import type { ShopTx } from "#app/platform/db.server.ts";

/** Asks for a round of the shop. */
export async function enqueueRound(tx: ShopTx, shopId: bigint, runAt: Date): Promise<void> {
  await enqueueJob(tx, {
    name: "orders.reconcile",
    payload: { shopId: shopId.toString() },
    queue: `reconcile:${shopId}`,
    key: `reconcile:${shopId}`,
    runAt,
    priority: BACKGROUND,
  });
}

/** `night`: not twice a night. `gap`: although there was one; something was missed since. `step`: the running one goes on. */
export type NightlyCause = "night" | "gap" | "step";

/** Asks for the comparison of every order, or its next step. */
export async function enqueueNightly(
  tx: ShopTx,
  shopId: bigint,
  cause: NightlyCause,
  runAt?: Date,
): Promise<void> {
  await enqueueJob(tx, {
    name: "orders.reconcile-nightly",
    payload: { shopId: shopId.toString(), cause },
    queue: `reconcile-nightly:${shopId}`,
    // A night that falls due meanwhile must not push the next look at a running export into the future.
    key: `reconcile-nightly:${shopId}:${cause === "step" ? "step" : "begin"}`,
    priority: BACKGROUND,
    ...(runAt ? { runAt } : {}),
  });
}

// Behind webhooks and whatever a person waits for.
const BACKGROUND = 20;
