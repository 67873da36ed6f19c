/** How old the mirror can be at most, and what the last rounds found. */
import { inShop, type Db, type ShopTx } from "#app/platform/db.server.ts";
import type { LastRoundView, RoundView } from "./views.ts";

export function findLastRound(
  deps: { readonly db: Pick<Db, "prisma"> },
  shopId: bigint,
): Promise<LastRoundView> {
  return inShop(deps.db, shopId, async (tx) => {
    const lastRound = await findFinished(tx, shopId, "round");
    const lastNightly = await findFinished(tx, shopId, "nightly");
    const newest = await tx.reconcileRound.findFirst({
      where: { shopId, kind: "round", state: { not: "running" } },
      orderBy: { startedAt: "desc" },
    });
    return {
      comparedUntil: lastRound?.startedAt ?? null,
      lastRound,
      lastNightly,
      failedReason: newest?.state === "failed" ? newest.reason : null,
    };
  });
}

async function findFinished(
  tx: ShopTx,
  shopId: bigint,
  kind: RoundView["kind"],
): Promise<RoundView | null> {
  const row = await tx.reconcileRound.findFirst({
    where: { shopId, kind, state: "finished" },
    orderBy: { startedAt: "desc" },
  });
  if (!row) return null;
  // Written by finishRound alone: kinds and counts.
  const repairedByKind = row.repaired as Record<string, number>;
  return {
    kind,
    startedAt: row.startedAt.toISOString(),
    finishedAt: (row.finishedAt ?? row.startedAt).toISOString(),
    windowFrom: row.windowFrom?.toISOString() ?? null,
    ordersSeen: row.ordersSeen,
    fulfillmentOrdersSeen: row.fulfillmentOrdersSeen,
    returnsSeen: row.returnsSeen,
    differing: row.differing,
    repaired: Object.values(repairedByKind).reduce((sum, count) => sum + count, 0),
    repairedByKind,
    pointsUsed: row.pointsUsed,
  };
}
