/** Job `messages.tell-held`: the mode of shopper mail changed, so each order with something held is looked at again. */
import { enqueueJob } from "#app/jobs/enqueue.server.ts";
import { inShop, type Db } from "#app/platform/db.server.ts";

type HeldDeps = { readonly db: Pick<Db, "prisma"> };

// A transaction that enqueues more would outlast its time.
const ORDERS_AT_ONCE = 1_000;

/** Old orders are held for good: they are asked again, and the answer stays no. */
export async function tellHeld({ db }: HeldDeps, shopId: bigint): Promise<void> {
  for (let after = 0n; ;) {
    const last = await inShop(db, shopId, async (tx) => {
      const rows = await tx.$queryRaw<{ orderId: bigint }[]>`
        select distinct order_id as "orderId" from told_events
        where shop_id = ${shopId} and verdict = 'held' and order_id > ${after}
        order by 1 limit ${ORDERS_AT_ONCE}`;
      for (const { orderId } of rows)
        await enqueueJob(tx, {
          name: "order.changed",
          payload: { shopId: shopId.toString(), orderId: orderId.toString() },
          key: `changed:${shopId}:${orderId}`,
        });
      return rows.length < ORDERS_AT_ONCE ? null : (rows.at(-1)?.orderId ?? null);
    });
    if (last === null) return;
    after = last;
  }
}
