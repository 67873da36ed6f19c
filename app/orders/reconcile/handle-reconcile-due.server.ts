/** Job `orders.reconcile-due`, every five minutes: asks for a round of each installed shop, and at night for a whole one. */
import { forEachShop, spreadOut } from "#app/jobs/each-shop.server.ts";
import type { Clock } from "#app/platform/clock.ts";
import type { Db } from "#app/platform/db.server.ts";
import { enqueueNightly, enqueueRound } from "./enqueue-rounds.server.ts";
import { isNightIn } from "./is-night-in.ts";

// Well below the interval: a round that is asked for again while it waits starts later.
const SPREAD_SECONDS = 120;
const NIGHT_SPREAD_SECONDS = 240;

export async function handleReconcileDue(deps: {
  readonly db: Db;
  readonly clock: Clock;
}): Promise<void> {
  const now = deps.clock.now();
  await forEachShop(deps.db, async (tx, { id, ianaTimezone }) => {
    await enqueueRound(tx, id, spreadOut(now, id, SPREAD_SECONDS));
    if (isNightIn(ianaTimezone, now))
      await enqueueNightly(tx, id, "night", spreadOut(now, id, NIGHT_SPREAD_SECONDS));
  });
}
