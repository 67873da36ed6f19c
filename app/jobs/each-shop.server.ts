/** What goes over all installed shops: one after the other, each in a transaction of its own, at times of their own. */
import type { Clock } from "#app/platform/clock.ts";
import { inShop, inSweep, type Db, type ShopTx } from "#app/platform/db.server.ts";
import { MS_PER_SECOND } from "#app/platform/time.ts";
import { enqueueJob } from "./enqueue.server.ts";

export type InstalledShop = { readonly id: bigint; readonly ianaTimezone: string };

const SHOPS_AT_ONCE = 500;
const SPREAD_SECONDS = 60;

/** Calls the work for every installed shop, in that shop's name. A failure ends the walk; its job is tried again. */
export async function forEachShop(
  db: Pick<Db, "prisma">,
  work: (tx: ShopTx, shop: InstalledShop) => Promise<void>,
): Promise<void> {
  for (let after = 0n; ;) {
    const shops = await inSweep(db, (tx) =>
      tx.shop.findMany({
        where: { id: { gt: after }, uninstalledAt: null },
        select: { id: true, ianaTimezone: true },
        orderBy: { id: "asc" },
        take: SHOPS_AT_ONCE,
      }),
    );
    for (const shop of shops) await inShop(db, shop.id, (tx) => work(tx, shop));
    const last = shops.at(-1);
    if (!last || shops.length < SHOPS_AT_ONCE) return;
    after = last.id;
  }
}

/**
 * An instant within the seconds after `now`, always at the same place for a shop: shops do not all begin at once, and the
 * rounds of one stay equally far apart.
 */
export const spreadOut = (now: Date, shopId: bigint, seconds: number): Date =>
  new Date(now.getTime() + (Number((shopId * 7_919n) % BigInt(seconds)) + 1) * MS_PER_SECOND);

/** Enqueues the job for each installed shop, spread over a minute. A waiting one is replaced. */
export async function enqueueForEachShop(
  { db, clock }: { readonly db: Pick<Db, "prisma">; readonly clock: Clock },
  name: "alerts.watch" | "dropship.track" | "dropship.time",
): Promise<void> {
  const now = clock.now();
  await forEachShop(db, async (tx, { id }) => {
    await enqueueJob(tx, {
      name,
      payload: { shopId: id.toString() },
      key: `${name}:${id}`,
      runAt: spreadOut(now, id, SPREAD_SECONDS),
    });
  });
}
