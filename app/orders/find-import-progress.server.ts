/** How far the latest import of a shop is, and how old its mirror is. */
import { inShop } from "#app/platform/db.server.ts";
import type { OrderReadDeps } from "./list-orders.server.ts";
import type { DataAgeView, ImportProgressView, ImportState } from "./views.ts";

/** The latest import, or null when none was ever asked for. */
export function findImportProgress(
  deps: Pick<OrderReadDeps, "db">,
  shopId: bigint,
): Promise<ImportProgressView | null> {
  return inShop(deps.db, shopId, async (tx) => {
    const row = await tx.bulkImport.findFirst({ where: { shopId }, orderBy: { id: "desc" } });
    if (!row) return null;
    return {
      importId: row.id.toString(),
      // The table's own check allows these words only.
      state: row.state as ImportState,
      ordersRead: row.ordersRead,
      ordersTotal: row.ordersTotal,
      isTotalAtLeast: row.isTotalAtLeast,
      isWindowed: row.isWindowed,
      rowsRefused: row.rowsRefused,
      reason: row.reason,
      startedAt: row.startedAt.toISOString(),
      finishedAt: row.finishedAt?.toISOString() ?? null,
    };
  });
}

/** The newest word from Shopify and what still waits. */
export function findDataAge(deps: Pick<OrderReadDeps, "db">, shopId: bigint): Promise<DataAgeView> {
  return inShop(deps.db, shopId, async (tx) => {
    const [row] = await tx.$queryRaw<{ fresh_at: Date | null; waiting: number; parked: number }[]>`
      select
        greatest(
          (select max(received_at) from deliveries where shop_id = ${shopId} and received_at > now() - interval '7 days'),
          (select max(finished_at) from bulk_imports where shop_id = ${shopId} and state = 'finished'),
          (select max(moved_at) from bulk_imports where shop_id = ${shopId} and state = 'reading')) as fresh_at,
        (select count(*)::int from deliveries where shop_id = ${shopId} and state = 'received') as waiting,
        (select count(*)::int from deliveries where shop_id = ${shopId} and state = 'parked') as parked`;
    return {
      freshAt: row?.fresh_at?.toISOString() ?? null,
      waitingDeliveries: row?.waiting ?? 0,
      parkedDeliveries: row?.parked ?? 0,
    };
  });
}
