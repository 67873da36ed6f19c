/**
 * After every change of an order: whether what stayed where it is may move now, because a hold was released or somebody
 * moved units in Shopify. Purchase orders and the ends of steps come from the database itself.
 */
import type { Clock } from "#app/platform/clock.ts";
import { inShop, type Db } from "#app/platform/db.server.ts";
import { enqueuePlacement } from "./enqueue-placement.server.ts";
import { readSeen, type PlacementName } from "./placement-store.server.ts";

/** Called by the job `order.changed`. Orders of which nothing was ever to be moved cost one look at a key. */
export function considerPlacement(
  { db, clock }: { readonly db: Pick<Db, "prisma">; readonly clock: Clock },
  { shopId, orderId }: PlacementName,
): Promise<void> {
  return inShop(db, shopId, async (tx) => {
    const known = await tx.orderPlacement.findUnique({
      where: { shopId_orderId: { shopId, orderId } },
      select: { seen: true },
    });
    if (!known || known.seen === (await readSeen(tx, shopId, orderId))) return;
    const order = await tx.order.findUnique({
      where: { shopId_id: { shopId, id: orderId } },
      select: { gid: true },
    });
    if (order)
      await enqueuePlacement(tx, { shopId, orderId, orderGid: order.gid, runAt: clock.now() });
  });
}
