/** Settings of the rails are never overwritten: a change is a new version with its person and time, one after another. */
import type { ShopTx } from "#app/platform/db.server.ts";

/**
 * Changes of one shop's rails queue up here until the transaction ends, and wait for every question that is being answered:
 * what was held back by the old setting is committed before anybody is sent to wake it.
 */
export async function lockRailsSettings(tx: ShopTx, shopId: bigint): Promise<void> {
  await tx.$queryRaw`
    select pg_advisory_xact_lock(hashtextextended(${`rails:${shopId}`}, 0)) is null`;
}

/** Nothing of the shop's rails changes until the transaction ends; many may ask at once. A statement of its own: what is read after it is fresh. */
export async function holdRailsSettings(tx: ShopTx, shopId: bigint): Promise<void> {
  await tx.$queryRaw`
    select pg_advisory_xact_lock_shared(hashtextextended(${`rails:${shopId}`}, 0)) is null`;
}

/** Who changed it, and when. */
export type ChangedBy = { readonly staffId: string; readonly at: Date };
