/** Reads orders that differ and applies what Shopify says. Reading is also what tells a real difference from a late webhook. */
import { enqueueRefetch } from "#app/orders/mirror-store.server.ts";
import { refetchOrder, type RefetchDeps } from "#app/orders/refetch-order.server.ts";
import { inShop } from "#app/platform/db.server.ts";
import { ShopifyRefused } from "#app/shopify/errors.ts";
import type { DifferenceKind } from "./assess-difference.ts";
import type { Differences } from "./find-differences.server.ts";

/** What a round did so far. */
export type Tally = {
  /** orders that were read because they differed */
  readonly differing: Set<string>;
  readonly repaired: Map<string, DifferenceKind>;
};

export const createTally = (): Tally => ({ differing: new Set(), repaired: new Map() });

// Enough to keep the shop's points busy; the bucket decides how fast they go.
const READS_AT_ONCE = 4;

/** Repairs each order once. Throws outages: the round is repeated, and finds what is left. */
export async function repairOrders(
  deps: RefetchDeps,
  shopId: bigint,
  differences: Differences,
  tally: Tally,
  signal: AbortSignal,
): Promise<void> {
  const open = [...differences].filter(([orderGid]) => !tally.differing.has(orderGid));
  for (let index = 0; index < open.length; index += READS_AT_ONCE) {
    signal.throwIfAborted();
    await Promise.all(
      open.slice(index, index + READS_AT_ONCE).map(async ([orderGid, kind]) => {
        const repaired = await repairOrder(deps, shopId, orderGid, kind);
        tally.differing.add(orderGid);
        if (repaired) tally.repaired.set(orderGid, repaired);
      }),
    );
  }
}

async function repairOrder(
  deps: RefetchDeps,
  shopId: bigint,
  orderGid: string,
  kind: DifferenceKind,
): Promise<DifferenceKind | null> {
  try {
    const outcome = await refetchOrder(deps, shopId, orderGid, "reconcile");
    if (outcome === "deleted") return "deleted";
    if (outcome !== "changed") return null;
    return kind === "deleted" ? "order" : kind;
  } catch (error) {
    if (!(error instanceof ShopifyRefused)) throw error;
    // One order that cannot be read must not stop the round: its own job is parked where people see it.
    await inShop(deps.db, shopId, (tx) => enqueueRefetch(tx, shopId, orderGid, deps.clock.now()));
    return null;
  }
}

/** How many orders of each kind were repaired. */
export function countRepaired({ repaired }: Tally): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const kind of repaired.values()) counts[kind] = (counts[kind] ?? 0) + 1;
  return counts;
}
