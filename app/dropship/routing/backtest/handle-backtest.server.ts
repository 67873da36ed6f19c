/**
 * Job `dropship.backtest`: routes past orders by a draft and by the rule that holds, a chunk a transaction. What is counted
 * stands in its row, so that progress is real and a killed run goes on where it stopped.
 */
import type { JobPayload } from "#app/jobs/catalogue.ts";
import type { JobContext } from "#app/jobs/handlers.ts";
import type { Clock } from "#app/platform/clock.ts";
import { inShop, type Db, type ShopTx } from "#app/platform/db.server.ts";
import { readRule } from "#app/dropship/routing/rules/describe-rule.ts";
import { ruleBodySchema, VERSION_0 } from "#app/dropship/routing/rules/rule-body.ts";
import { addFigures, backtestOrder, type BacktestedOrder } from "./backtest-order.ts";
import { storeSums, sumsSchema, type BacktestSums } from "./backtest-sums.ts";
import { loadChunk, type PastOrder } from "./load-chunk.server.ts";

/** Orders of one backtest at most, the newest: about ten seconds. */
export const MOST_ORDERS = 10_000;
const CHUNK = 500;

type BacktestDeps = { readonly db: Pick<Db, "prisma">; readonly clock: Clock };

export async function handleBacktest(
  deps: BacktestDeps,
  payload: JobPayload<"dropship.backtest">,
  { signal }: Pick<JobContext, "signal">,
): Promise<void> {
  const shopId = BigInt(payload.shopId);
  const backtestId = BigInt(payload.backtestId);
  while (!signal.aborted) {
    const isMore = await inShop(deps.db, shopId, (tx) => step(deps, tx, shopId, backtestId));
    if (!isMore) return;
  }
  // The queue begins a stopped run again.
  signal.throwIfAborted();
}

async function step(
  { clock }: BacktestDeps,
  tx: ShopTx,
  shopId: bigint,
  backtestId: bigint,
): Promise<boolean> {
  await tx.$queryRaw`
    select 1 from routing_backtests where shop_id = ${shopId} and id = ${backtestId} for update`;
  const name = { shopId_id: { shopId, id: backtestId } };
  const row = await tx.routingBacktest.findUnique({ where: name });
  if (!row || row.state === "done" || row.state === "failed") return false;
  // Why a condition bars somebody is not asked here.
  const names = { currency: "USD", suppliers: new Map<string, string>() };
  const base = readRule(await findBase(tx, shopId, row.baseVersion), names);
  const body = ruleBodySchema.parse(row.body);
  const draft = readRule({ version: row.baseVersion + 1, body }, names);
  const room = Math.min(CHUNK, MOST_ORDERS - row.ordersDone);
  const orders =
    room > 0
      ? await loadChunk(tx, {
          shopId,
          afterOrderId: row.afterOrderId,
          size: room,
          now: clock.now(),
        })
      : [];
  let sums = sumsSchema.parse(row.sums);
  const changed: { order: PastOrder; tested: BacktestedOrder }[] = [];
  for (const order of orders) {
    const tested = backtestOrder(order.past, base, draft);
    sums = addOrder(sums, order, tested);
    if (tested.isDifferent) changed.push({ order, tested });
  }
  await saveDifferences(tx, shopId, backtestId, changed);
  const isDone = orders.length < CHUNK;
  const done = row.ordersDone + orders.length;
  await tx.routingBacktest.update({
    where: name,
    data: {
      state: isDone ? "done" : "running",
      ordersDone: done,
      ordersTotal: isDone ? done : row.ordersTotal,
      afterOrderId: orders.at(-1)?.orderId ?? row.afterOrderId,
      sums: storeSums(sums),
      ...(isDone ? { finishedAt: clock.now() } : {}),
    },
  });
  return !isDone;
}

async function findBase(tx: ShopTx, shopId: bigint, version: number) {
  const row = await tx.routingRuleVersion.findUnique({
    where: { shopId_version: { shopId, version } },
  });
  return row ? { version, body: ruleBodySchema.parse(row.body) } : VERSION_0;
}

function addOrder(sums: BacktestSums, order: PastOrder, tested: BacktestedOrder): BacktestSums {
  const placed = order.placedAt.toISOString();
  return {
    before: addFigures(sums.before, tested.before),
    after: addFigures(sums.after, tested.after),
    different: sums.different + (tested.isDifferent ? 1 : 0),
    lines: sums.lines + order.lines,
    secondSourced: sums.secondSourced + order.secondSourced,
    ofToday: sums.ofToday + order.ofToday,
    from: placed,
    until: sums.until ?? placed,
  };
}

async function saveDifferences(
  tx: ShopTx,
  shopId: bigint,
  backtestId: bigint,
  changed: readonly { order: PastOrder; tested: BacktestedOrder }[],
): Promise<void> {
  if (changed.length === 0) return;
  await tx.routingBacktestOrder.createMany({
    data: changed.map(({ order, tested: { before, after, suppliersBefore, suppliersAfter } }) => ({
      shopId,
      backtestId,
      orderId: order.orderId,
      savedMinor: before.costMinor - after.costMinor,
      difference: {
        before: sideOf(before, suppliersBefore),
        after: sideOf(after, suppliersAfter),
      },
    })),
    skipDuplicates: true,
  });
}

const sideOf = (figures: BacktestedOrder["before"], suppliers: readonly bigint[]) => ({
  costMinor: figures.costMinor.toString(),
  parcels: figures.parcels,
  heldUnits: figures.heldUnits,
  suppliers: suppliers.map(String),
});
