/** Job `dropship.wake-held`: lets orders be looked at again for which stock, cost, a supplier, the rule or the mode matters. */
import type { JobPayload } from "#app/jobs/catalogue.ts";
import { enqueueJob } from "#app/jobs/enqueue.server.ts";
import type { Clock } from "#app/platform/clock.ts";
import { inShop, type Db } from "#app/platform/db.server.ts";
import { MS_PER_MINUTE } from "#app/platform/time.ts";
import { lockStock } from "./load-supply.server.ts";
import { requestRouting } from "./request-routing.server.ts";

// Each costs about 30 points at Shopify; the rest of a long queue follows in further rounds.
const MOST_AT_ONCE = 200;
const NEXT_ROUND_MS = 2 * MS_PER_MINUTE;

export async function wakeHeld(
  { db, clock }: { readonly db: Pick<Db, "prisma">; readonly clock: Clock },
  { shopId: digits, cause, before }: JobPayload<"dropship.wake-held">,
): Promise<void> {
  const shopId = BigInt(digits);
  // Orders looked at since this round began have seen the change already.
  const until = before ? new Date(before) : clock.now();
  // Whoever planned with what was there before the change has now written what came of it. A transaction of its own: this
  // lock is held by nobody who waits for anything else.
  await inShop(db, shopId, (tx) => lockStock(tx, shopId));
  await inShop(db, shopId, async (tx) => {
    const rows = await tx.orderRouting.findMany({
      where: {
        shopId,
        lookedAt: { lt: until },
        state: { in: ["held", "partly", ...(cause === "rule" ? ["waiting"] : [])] },
      },
      orderBy: { lookedAt: "asc" },
      take: MOST_AT_ONCE,
      select: { orderId: true },
    });
    for (const { orderId } of rows) await requestRouting(tx, { shopId, orderId, cause });
    if (rows.length < MOST_AT_ONCE) return;
    await enqueueJob(tx, {
      name: "dropship.wake-held",
      payload: { shopId: digits, cause, before: until.toISOString() },
      key: `wake-held-rest:${cause}:${shopId}`,
      runAt: new Date(clock.now().getTime() + NEXT_ROUND_MS),
    });
  });
}
