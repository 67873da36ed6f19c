/**
 * The routing planner against the obvious way (each line to its cheapest supplier) and a general solver (HiGHS), in cost and
 * in time; orders that compete for one stock; and past orders a second in a backtest.
 */
import { backtestOrder } from "#app/dropship/routing/backtest/backtest-order.ts";
import { FIRST_RULE } from "#app/dropship/routing/rules/rule-body.ts";
import { assessCandidates, indexOffers } from "#app/dropship/planner/assess-candidates.ts";
import { compileProblem } from "#app/dropship/planner/compile-problem.ts";
import { assessLargest, countUnits, packProblem } from "#app/dropship/planner/draft-problem.ts";
import { packCriteria } from "#app/dropship/planner/pack-criteria.ts";
import { planBatch } from "#app/dropship/planner/plan-batch.ts";
import { planOrder } from "#app/dropship/planner/plan-order.ts";
import { prepareOrder } from "#app/dropship/planner/prepare-order.ts";
import type { RoutingQuestion } from "#app/dropship/planner/routing-question.ts";
import { weighAllocation } from "#app/dropship/planner/weigh-allocation.ts";
import { createBatch, seededRandom } from "#tests/support/batch-questions.ts";
import { solveByHighs } from "#tests/support/highs-oracle.ts";
import { median, percentile, type Comparison, type Size } from "./comparison.ts";

const SIZES = {
  full: { orders: 500, judged: 60, batch: 500, rounds: 3, past: 10_000 },
  short: { orders: 20, judged: 5, batch: 40, rounds: 1, past: 200 },
};
const SINGLE_AIM_MS = 5;
const SINGLE_ROUNDS = 5;
const BATCH_AIM_MS = 1_000;
const PAST_AIM = 1_000;

export function compareRouting(_databaseUrl: string, size: Size): Promise<Comparison[]> {
  const { orders, judged, batch, rounds, past } = SIZES[size];
  const questions = Array.from({ length: orders }, (_, index) => createOrder(index + 1));
  // Compiled by the engine before it is measured.
  for (const question of questions) planOrder(question);
  const singles = Array.from({ length: SINGLE_ROUNDS }, () =>
    questions.map((question) => timed(() => planOrder(question)).ms),
  );
  // What takes the processor away meanwhile is not the order's: each counts with the median of its own times.
  const times = questions.map((_, index) => median(singles.map((round) => round[index] ?? NaN)));
  return Promise.resolve([
    compareGreedy(questions),
    ...compareHighs(questions.slice(0, judged)),
    {
      name: `routing, one order of 10 lines × 20 suppliers, p99 ÷ ${SINGLE_AIM_MS} ms`,
      ratio: percentile(times, 0.99) / SINGLE_AIM_MS,
      aim: 1,
      better: "lower",
      raw: {
        medianMs: median(times),
        p99Ms: percentile(times, 0.99),
        p99OfAllRunsMs: percentile(singles.flat(), 0.99),
        orders,
        rounds: SINGLE_ROUNDS,
      },
    },
    compareBatch(batch, rounds),
    compareBacktest(past),
  ]);
}

function timed<Value>(work: () => Value): { readonly value: Value; readonly ms: number } {
  const startedAt = performance.now();
  const value = work();
  return { value, ms: performance.now() - startedAt };
}

/** Ten lines, twenty suppliers of which two in three offer a product, fees and parcels that make sharing pay. */
function createOrder(seed: number): RoutingQuestion {
  const random = seededRandom(seed);
  const whole = (from: number, to: number) => from + Math.floor(random() * (to - from + 1));
  const variants = Array.from({ length: 10 }, (_, n) => `gid://shopify/ProductVariant/${n + 1}`);
  const suppliers = Array.from({ length: 20 }, (_, n) => ({
    supplierId: BigInt(n + 1),
    isActive: true,
    priority: 1,
    score: null,
    dropFeeMinor: BigInt(whole(0, 400)),
    minimumOrderMinor: n % 5 === 0 ? BigInt(whole(1_000, 6_000)) : 0n,
    tariffs: [{ region: "*", parcelMinor: BigInt(whole(300, 900)), kilogramMinor: 0n }],
    ordersLeft: null,
  }));
  return {
    order: {
      orderGid: "gid://shopify/Order/1",
      destination: { countryCode: "US", provinceCode: null },
      lines: variants.map((variantGid, n) => ({
        lineGid: `gid://shopify/LineItem/${n + 1}`,
        variantGid,
        units: whole(1, 4),
        unitPriceMinor: 5_000n,
        unitWeightGrams: null,
      })),
    },
    suppliers,
    offers: variants.flatMap((variantGid) =>
      suppliers.flatMap(({ supplierId }) =>
        random() < 0.65
          ? [
              {
                supplierId,
                variantGid,
                unitCostMinor: BigInt(whole(500, 2_500)),
                stockUnits: whole(0, 6),
                minimumUnits: random() < 0.1 ? 2 : 1,
                leadTimeDays: whole(1, 9),
                minimumAdvertisedMinor: null,
                risk: null,
              },
            ]
          : [],
      ),
    ),
    rule: {
      version: 1,
      exclusions: [],
      rank: ["cost"],
      parcels: "any",
      marginFloorRatio: 0,
      maxLeadTimeDays: null,
    },
  };
}

/** Each line to whoever asks least for it, then on to the next; minimum orders are not even looked at. */
function costOfGreedy(question: RoutingQuestion): { costMinor: number; heldUnits: number } {
  const candidates = assessCandidates(question, indexOffers(question.offers)).flatMap((one) =>
    one.kind === "candidate" ? [one.candidate] : [],
  );
  const used = new Map<bigint, number>();
  let costMinor = 0;
  let heldUnits = 0;
  for (const line of question.order.lines) {
    let left = line.units;
    const own = candidates
      .filter((one) => one.line === line)
      .sort((a, b) => Number(a.unitCostMinor - b.unitCostMinor));
    for (const { supplier, tariff, unitCostMinor, stockUnits } of own) {
      const units = Math.min(left, stockUnits);
      if (units === 0) continue;
      left -= units;
      costMinor += units * Number(unitCostMinor);
      used.set(supplier.supplierId, Number(supplier.dropFeeMinor + tariff.parcelMinor));
    }
    heldUnits += left;
  }
  for (const once of used.values()) costMinor += once;
  return { costMinor, heldUnits };
}

/** Over the orders that both ways serve whole, so that nobody saves by leaving goods behind. */
function compareGreedy(questions: readonly RoutingQuestion[]): Comparison {
  const pairs = questions.flatMap((question) => {
    const ours = timed(() => planOrder(question));
    const theirs = timed(() => costOfGreedy(question));
    if (ours.value.held.length > 0 || theirs.value.heldUnits > 0) return [];
    return [{ ours, theirs }];
  });
  const sum = (of: (pair: (typeof pairs)[number]) => number) =>
    pairs.reduce((total, pair) => total + of(pair), 0);
  const oursMinor = sum(({ ours }) => Number(ours.value.cost.totalMinor));
  const greedyMinor = sum(({ theirs }) => theirs.value.costMinor);
  return {
    name: "routing, cost of an order: planner ÷ each line to its cheapest",
    ratio: oursMinor / greedyMinor,
    aim: 1,
    better: "lower",
    raw: {
      orders: pairs.length,
      oursMinor,
      greedyMinor,
      oursMs: sum(({ ours }) => ours.ms),
      greedyMs: sum(({ theirs }) => theirs.ms),
    },
  };
}

function compareHighs(questions: readonly RoutingQuestion[]): Comparison[] {
  const rows = questions.flatMap((question) => {
    const { draft } = prepareOrder(question, indexOffers(question.offers));
    const packing = packCriteria(["cost"], assessLargest(draft, 1), countUnits(draft));
    if (!packing) return [];
    const problem = packProblem(draft, packing);
    const ours = timed(() => planOrder(question));
    const highs = timed(() => solveByHighs(problem));
    const compiled = compileProblem(problem);
    const highsWeight = weighAllocation(compiled, Int32Array.from(highs.value.flat())).weight;
    const held = ours.value.held.reduce((total, { units }) => total + units, 0);
    const weight = Number(ours.value.cost.totalMinor) + held * problem.holdWeight;
    return [{ weight, highsWeight, oursMs: ours.ms, highsMs: highs.ms }];
  });
  const oursMs = rows.map((row) => row.oursMs);
  const highsMs = rows.map((row) => row.highsMs);
  const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0);
  return [
    {
      name: "routing, cost of an order: planner ÷ HiGHS",
      ratio: sum(rows.map((row) => row.weight)) / sum(rows.map((row) => row.highsWeight)),
      aim: 1,
      better: "lower",
      raw: { orders: rows.length },
    },
    {
      name: "routing, time of an order: planner ÷ HiGHS",
      ratio: median(oursMs) / median(highsMs),
      aim: 1,
      better: "lower",
      raw: { oursMs: median(oursMs), highsMs: median(highsMs) },
    },
  ];
}

function compareBatch(orders: number, rounds: number): Comparison {
  const times = Array.from({ length: rounds }, (_, index) => {
    const size = { orders, suppliers: 20, variants: Math.ceil(orders / 4), coverRatio: 1.3 };
    const questions = createBatch({ ...size, seed: index + 1 });
    return timed(() => planBatch(questions)).ms;
  });
  return {
    name: `routing, ${orders} orders × 20 suppliers that share stock ÷ 1 s`,
    ratio: median(times) / BATCH_AIM_MS,
    aim: 1,
    better: "lower",
    raw: { ms: times },
  };
}

/** The work on an order once it is read; reading is what the database gives. */
function compareBacktest(past: number): Comparison {
  const questions = createBatch({
    orders: past,
    suppliers: 20,
    variants: 500,
    coverRatio: 5,
    seed: 9,
  });
  const base = { version: 0, body: FIRST_RULE, sentences: [] };
  const body = { ...FIRST_RULE, rank: ["parcels" as const, "cost" as const] };
  const draft = { version: 1, body, sentences: [] };
  const cases = questions.map(({ order, suppliers, offers }) => {
    const gids = new Set(order.lines.map(({ variantGid }) => variantGid));
    return {
      order,
      supply: {
        suppliers,
        offers: offers.filter(({ variantGid }) => gids.has(variantGid)),
      },
      facts: { orderValueMinor: 0n, orderTags: [], customerTags: [], products: new Map() },
      onTime: new Map(),
    };
  });
  const { ms } = timed(() => {
    for (const one of cases) backtestOrder(one, base, draft);
  });
  return {
    name: `routing, backtest orders a second ÷ ${PAST_AIM}`,
    ratio: past / (ms / 1_000) / PAST_AIM,
    aim: 1,
    better: "higher",
    raw: { orders: past, ms },
  };
}
