/** One order with everything the order page shows. */
import { inShop } from "#app/platform/db.server.ts";
import type { OrderReadDeps } from "./list-orders.server.ts";
import { loadMirrors, runIn } from "./mirror-store.server.ts";
import { orderDetailView, type TimelineRow } from "./order-detail-view.ts";
import { getShopSettings } from "./shop-settings.server.ts";
import type { OrderDetailView } from "./views.ts";

// What a person scrolls; the whole history is in the evidence file.
const TIMELINE_ENTRIES = 500;

/** The order, or null when the shop has none of this id (digits, ours). */
export function findOrder(
  deps: OrderReadDeps,
  shopId: bigint,
  orderId: string,
): Promise<OrderDetailView | null> {
  return inShop(deps.db, shopId, async (tx) => {
    if (!/^\d{1,18}$/.test(orderId)) return null;
    const row = await tx.order.findUnique({
      where: { shopId_id: { shopId, id: BigInt(orderId) } },
      select: { gid: true },
    });
    const mirror = row && (await loadMirrors(runIn(tx), shopId, [row.gid])).get(row.gid);
    if (!mirror) return null;
    const timeline = await tx.$queryRaw<TimelineRow[]>`
      select seq, kind, actor, line_gid as "lineGid", facts, occurred_at as "occurredAt", recorded_at as "recordedAt"
      from ledger_entries where shop_id = ${shopId} and order_id = ${mirror.orderId}
      order by seq desc limit ${TIMELINE_ENTRIES}`;
    const shop = await getShopSettings(tx, shopId);
    return orderDetailView({ mirror, timeline, settings: { ...shop, now: deps.clock.now() } });
  });
}
