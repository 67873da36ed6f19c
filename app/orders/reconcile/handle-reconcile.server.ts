/**
 * Job `orders.reconcile`: one round. What Shopify changed since the last round, page by page, is held against the
 * mirror; orders that differ are read. The window moves only when all of it was looked at: a crash repeats it.
 */
import type { JobPayload } from "#app/jobs/catalogue.ts";
import type { RefetchDeps } from "#app/orders/refetch-order.server.ts";
import { inShop, runSql, type Db } from "#app/platform/db.server.ts";
import type { AdminClientDeps } from "#app/shopify/admin-client.server.ts";
import { ShopUnavailable, TokenRefused } from "#app/shopify/errors.ts";
import type { Mark } from "./assess-difference.ts";
import { checkTopics } from "./check-topics.server.ts";
import { enqueueNightly } from "./enqueue-rounds.server.ts";
import { findDifferences, type Differences } from "./find-differences.server.ts";
import { selectEndedReturnsSql } from "./known-facts-sql.ts";
import {
  listChangedFulfillmentOrders,
  listChangedOrders,
  listOpenReturns,
  type ListDeps,
} from "./list-marks.server.ts";
import { createMeter } from "./meter.server.ts";
import { createTally, repairOrders, type Tally } from "./repair-orders.server.ts";
import {
  failRunning,
  findVisibleFrom,
  finishRound,
  startRound,
  type OpenRound,
} from "./rounds-store.server.ts";

export type ReconcileDeps = AdminClientDeps & { readonly db: Db };

type Round = {
  readonly deps: RefetchDeps;
  readonly list: ListDeps;
  readonly tally: Tally;
};

export async function handleReconcile(
  deps: ReconcileDeps,
  payload: JobPayload<"orders.reconcile">,
  { signal }: { readonly signal: AbortSignal },
): Promise<void> {
  const shopId = BigInt(payload.shopId);
  const opened = await startRound(deps, shopId, deps.clock.now());
  if (!opened) return;
  try {
    await runRound(deps, shopId, opened, signal);
  } catch (error) {
    if (!(error instanceof ShopUnavailable) && !(error instanceof TokenRefused)) throw error;
    // Nothing to repeat until the shop lets us in again; the next round that is due looks once more.
    const { code } = error;
    await inShop(deps.db, shopId, (tx) => failRunning(tx, shopId, "round", code, deps.clock.now()));
  }
}

async function runRound(
  deps: ReconcileDeps,
  shopId: bigint,
  { id, startedAt, window }: OpenRound,
  signal: AbortSignal,
): Promise<void> {
  const meter = createMeter(deps);
  const round: Round = {
    deps: { db: deps.db, clock: deps.clock, admin: meter.admin },
    list: { admin: meter.admin, shopId, signal },
    tally: createTally(),
  };
  const orders = await comparePages(round, listChangedOrders(round.list, window.from));
  const parts = await comparePages(round, listChangedFulfillmentOrders(round.list, window.from));
  const returns = await comparePages(round, listOpenReturns(round.list));
  await repairEndedReturns(round, returns);
  const totals = {
    ordersSeen: orders.size,
    fulfillmentOrdersSeen: parts.size,
    returnsSeen: returns.size,
    pointsUsed: meter.readPoints(),
  };
  const now = deps.clock.now();
  const raised = await inShop(deps.db, shopId, async (tx) => {
    const repairedGids = [...round.tally.repaired.keys()];
    await finishRound(tx, shopId, id, { tally: round.tally, totals, now });
    // Returns that came and went in a long gap moved nothing that a window shows: only a look at every order tells.
    if (window.isGap) await enqueueNightly(tx, shopId, "gap");
    return checkTopics(tx, shopId, { repairedGids, startedAt, changedFrom: window.from, now });
  });
  for (const { topic, missed, firstMissedAt } of raised)
    deps.logger.error(
      { shopId: shopId.toString(), topic, missed, firstMissedAt },
      "a webhook topic is silent",
    );
}

/** Compares page by page and repairs as it goes. Returns the orders it was told of. */
async function comparePages(round: Round, pages: AsyncIterable<Mark[]>): Promise<Set<string>> {
  const { deps, list, tally } = round;
  const seen = new Set<string>();
  for await (const marks of pages) {
    for (const { orderGid } of marks) seen.add(orderGid);
    const differences = await inShop(deps.db, list.shopId, (tx) =>
      findDifferences(tx, list.shopId, marks),
    );
    await repairOrders(deps, list.shopId, differences, tally, list.signal);
  }
  return seen;
}

/** Returns that are open here and no longer there. */
async function repairEndedReturns(
  { deps, list, tally }: Round,
  open: ReadonlySet<string>,
): Promise<void> {
  const { shopId, signal } = list;
  const ended = await inShop(deps.db, shopId, async (tx) => {
    const visibleFrom = await findVisibleFrom(tx, shopId, deps.clock.now());
    return runSql<{ gid: string }>(tx, selectEndedReturnsSql(shopId, [...open], visibleFrom));
  });
  const differences: Differences = new Map(ended.map(({ gid }) => [gid, "return"]));
  await repairOrders(deps, shopId, differences, tally, signal);
}
