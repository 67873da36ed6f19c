/** Job `dropship.supply-due`, every five minutes: lets each installed shop read its variants, and fetch feeds that are due. */
import { enqueueJob } from "#app/jobs/enqueue.server.ts";
import type { Clock } from "#app/platform/clock.ts";
import { inShop, inSweep, type Db, type ShopTx } from "#app/platform/db.server.ts";
import { MS_PER_SECOND } from "#app/platform/time.ts";

const SHOPS_AT_ONCE = 500;
// Shops do not all ask Shopify in the same second.
const SPREAD_SECONDS = 120;

export async function enqueueSupply(deps: {
  readonly db: Db;
  readonly clock: Clock;
}): Promise<void> {
  const now = deps.clock.now();
  for (let after = 0n; ;) {
    const shops = await inSweep(deps.db, (tx) =>
      tx.shop.findMany({
        where: { id: { gt: after }, uninstalledAt: null },
        select: { id: true },
        orderBy: { id: "asc" },
        take: SHOPS_AT_ONCE,
      }),
    );
    for (const { id } of shops)
      await inShop(deps.db, id, async (tx) => {
        const spread = Number((id * 7_919n) % BigInt(SPREAD_SECONDS)) * MS_PER_SECOND;
        await requestVariants(tx, id, { runAt: new Date(now.getTime() + spread) });
        await enqueuePulls(tx, id, now);
      });
    const last = shops.at(-1);
    if (!last || shops.length < SHOPS_AT_ONCE) return;
    after = last.id;
  }
}

/** Asks for the variants to be read; a burst of requests is one reading. */
export async function requestVariants(
  tx: ShopTx,
  shopId: bigint,
  { runAt }: { readonly runAt?: Date } = {},
): Promise<void> {
  await enqueueJob(tx, {
    name: "dropship.read-variants",
    payload: { shopId: shopId.toString() },
    queue: `variants:${shopId}`,
    key: `variants:${shopId}`,
    ...(runAt ? { runAt, whenWaiting: "keep" as const } : {}),
  });
}

async function enqueuePulls(tx: ShopTx, shopId: bigint, now: Date): Promise<void> {
  const due = await tx.supplierFeed.findMany({
    where: { shopId, nextPullAt: { lte: now } },
    select: { supplierId: true },
    take: 200,
  });
  for (const { supplierId } of due)
    await enqueueJob(tx, {
      name: "dropship.pull-feed",
      payload: { shopId: shopId.toString(), supplierId: supplierId.toString() },
      queue: `feed:${shopId}:${supplierId}`,
      key: `pull:${shopId}:${supplierId}`,
      whenWaiting: "keep",
    });
}
