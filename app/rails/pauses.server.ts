/**
 * Pause everything, and resume. The pause is one row, read in the transaction in which each call begins and kept nowhere
 * else: once it is committed no process begins another call. What is held back goes out again after resuming.
 */
import { enqueueJob } from "#app/jobs/enqueue.server.ts";
import type { ShopTx } from "#app/platform/db.server.ts";
import { lockRailsSettings, type ChangedBy } from "./versioned.server.ts";

export async function findPause(tx: ShopTx, shopId: bigint): Promise<ChangedBy | null> {
  const row = await tx.railsPause.findFirst({ where: { shopId, resumedAt: null } });
  return row && { staffId: row.pausedBy, at: row.pausedAt };
}

/** Paused from now on; a pause that runs already stays the one that it is. */
export async function pauseEverything(tx: ShopTx, shopId: bigint, by: ChangedBy): Promise<void> {
  await lockRailsSettings(tx, shopId);
  await tx.$executeRaw`
    insert into rails_pauses (shop_id, paused_at, paused_by) values (${shopId}, ${by.at}, ${by.staffId})
    on conflict (shop_id) where resumed_at is null do nothing`;
}

/** Ends the pause and wakes what it held back. */
export async function resumeEverything(tx: ShopTx, shopId: bigint, by: ChangedBy): Promise<void> {
  await lockRailsSettings(tx, shopId);
  await tx.$executeRaw`
    update rails_pauses set resumed_at = ${by.at}, resumed_by = ${by.staffId}
    where shop_id = ${shopId} and resumed_at is null`;
  await enqueueWake(tx, shopId, "paused");
}

/** What is held back for this reason asks the rails again. */
export async function enqueueWake(
  tx: ShopTx,
  shopId: bigint,
  code: "paused" | "ceiling_reached",
): Promise<void> {
  await enqueueJob(tx, {
    name: "rails.wake",
    payload: { shopId: shopId.toString(), code },
    key: `rails.wake:${shopId}:${code}`,
  });
}
