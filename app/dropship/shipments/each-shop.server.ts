/** Enqueues a look at each installed shop, spread over a minute so that they do not all begin at once. */
import { enqueueJob } from "#app/jobs/enqueue.server.ts";
import type { Clock } from "#app/platform/clock.ts";
import { inShop, inSweep, type Db } from "#app/platform/db.server.ts";
import { MS_PER_SECOND } from "#app/platform/time.ts";

const SHOPS_AT_ONCE = 500;
const SPREAD_SECONDS = 60;

export async function enqueueForEachShop(
  { db, clock }: { readonly db: Pick<Db, "prisma">; readonly clock: Clock },
  name: "dropship.track" | "dropship.time",
): Promise<void> {
  const now = clock.now().getTime();
  for (let after = 0n; ;) {
    const shops = await inSweep(db, (tx) =>
      tx.shop.findMany({
        where: { id: { gt: after }, uninstalledAt: null },
        select: { id: true },
        orderBy: { id: "asc" },
        take: SHOPS_AT_ONCE,
      }),
    );
    for (const { id } of shops)
      await inShop(db, id, (tx) =>
        enqueueJob(tx, {
          name,
          payload: { shopId: id.toString() },
          key: `${name}:${id}`,
          runAt: new Date(now + Number(id % BigInt(SPREAD_SECONDS)) * MS_PER_SECOND),
        }),
      );
    const last = shops.at(-1);
    if (!last || shops.length < SHOPS_AT_ONCE) return;
    after = last.id;
  }
}
