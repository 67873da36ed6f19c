/** Job `dropship.supply-due`, every five minutes: lets each installed shop read its variants, and fetch feeds that are due. */
import { forEachShop, spreadOut } from "#app/jobs/each-shop.server.ts";
import { enqueueJob } from "#app/jobs/enqueue.server.ts";
import type { Clock } from "#app/platform/clock.ts";
import type { Db, ShopTx } from "#app/platform/db.server.ts";

// Shops do not all ask Shopify in the same second.
const SPREAD_SECONDS = 120;
// The rest is still due five minutes later.
const MOST_PULLS = 200;

export async function enqueueSupply(deps: {
  readonly db: Db;
  readonly clock: Clock;
}): Promise<void> {
  const now = deps.clock.now();
  await forEachShop(deps.db, async (tx, { id }) => {
    await requestVariants(tx, id, { runAt: spreadOut(now, id, SPREAD_SECONDS) });
    await enqueuePulls(tx, id, now);
  });
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
  const due = await tx.$queryRaw<{ supplierId: bigint }[]>`
    select f.supplier_id as "supplierId" from supplier_feeds f
    join suppliers s on s.shop_id = f.shop_id and s.id = f.supplier_id and s.state <> 'archived'
    where f.shop_id = ${shopId} and f.next_pull_at <= ${now} limit ${MOST_PULLS}`;
  for (const { supplierId } of due)
    await enqueueJob(tx, {
      name: "dropship.pull-feed",
      payload: { shopId: shopId.toString(), supplierId: supplierId.toString() },
      queue: `feed:${shopId}:${supplierId}`,
      key: `pull:${shopId}:${supplierId}`,
      whenWaiting: "keep",
    });
}
