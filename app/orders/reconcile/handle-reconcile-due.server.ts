/** Job `orders.reconcile-due`, every five minutes: asks for a round of each installed shop, and at night for a whole one. */
import type { Clock } from "#app/platform/clock.ts";
import { inShop, inSweep, type Db } from "#app/platform/db.server.ts";
import { MS_PER_SECOND } from "#app/platform/time.ts";
import { enqueueNightly, enqueueRound } from "./enqueue-rounds.server.ts";
import { isNightIn } from "./is-night-in.ts";

// Shops do not all begin at once. Well below the interval: a round that is asked for again while it waits starts later.
const SPREAD_SECONDS = 120;
const NIGHT_SPREAD_SECONDS = 240;
const SHOPS_AT_ONCE = 500;

export async function handleReconcileDue(deps: {
  readonly db: Db;
  readonly clock: Clock;
}): Promise<void> {
  const now = deps.clock.now();
  for (let after = 0n; ;) {
    const shops = await inSweep(deps.db, (tx) =>
      tx.shop.findMany({
        where: { id: { gt: after }, uninstalledAt: null },
        select: { id: true, ianaTimezone: true },
        orderBy: { id: "asc" },
        take: SHOPS_AT_ONCE,
      }),
    );
    for (const { id, ianaTimezone } of shops)
      await inShop(deps.db, id, async (tx) => {
        await enqueueRound(tx, id, later(now, id, SPREAD_SECONDS));
        if (isNightIn(ianaTimezone, now))
          await enqueueNightly(tx, id, "night", later(now, id, NIGHT_SPREAD_SECONDS));
      });
    const last = shops.at(-1);
    if (!last || shops.length < SHOPS_AT_ONCE) return;
    after = last.id;
  }
}

/** Always the same place of a shop within the spread: its rounds stay five minutes apart. */
const later = (now: Date, shopId: bigint, spreadSeconds: number) =>
  new Date(now.getTime() + (Number((shopId * 7_919n) % BigInt(spreadSeconds)) + 1) * MS_PER_SECOND);
