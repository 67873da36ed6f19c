/** Plans orders that may compete for the same stock, together. Each order's plan reads as if it had been planned alone. */
import { invariant } from "#app/platform/invariant.ts";
import { indexOffers, type OfferIndex } from "./assess-candidates.ts";
import type { AssignmentAnswer } from "./assignment.ts";
import type { BatchOrder } from "./batch-stock.ts";
import { compileProblem, type Compiled } from "./compile-problem.ts";
import { assessLargest, countUnits, packProblem } from "./draft-problem.ts";
import { completeRank, packCriteria, type Packing } from "./pack-criteria.ts";
import { solveByRule } from "./plan-order.ts";
import { prepareOrder, type PreparedOrder } from "./prepare-order.ts";
import { readPlan } from "./read-plan.ts";
import type { RoutingPlan } from "./routing-plan.ts";
import type { RoutingQuestion } from "./routing-question.ts";
import { shareStock, type Solve } from "./share-stock.ts";

export type BatchPlan = {
  readonly plans: readonly RoutingPlan[];
  /** No order had to give way to another. */
  readonly isProvenBest: boolean;
};

/**
 * One plan per question, in their order. All questions must speak of the same suppliers, offers and rank; what they say of
 * stock and orders left is one stock for all of them.
 */
export function planBatch(questions: readonly RoutingQuestion[]): BatchPlan {
  const [first] = questions;
  if (!first) return { plans: [], isProvenBest: true };
  const criteria = completeRank(first.rule.rank);
  invariant(
    questions.every(({ rule }) => completeRank(rule.rank).join() === criteria.join()),
    "the orders of a batch are ranked alike",
  );
  // One list of offers, one index: nearly always the very same array.
  const indexes = new Map<RoutingQuestion["offers"], OfferIndex>();
  const prepared = questions.map((question) => {
    const index = indexes.get(question.offers) ?? indexOffers(question.offers);
    indexes.set(question.offers, index);
    return prepareOrder(question, index);
  });
  const packing = packAll(prepared, criteria);
  // Sums beyond comparison: planned each alone, two orders could be given the same stock.
  if (!packing) return { plans: prepared.map((one) => readPlan(one, null)), isProvenBest: false };
  const stock = createStock();
  const orders = prepared.map((one) => toBatchOrder(one, packing, stock));
  const solvers = questions.map((question): Solve => (compiled) => {
    const answer = solveByRule(question, compiled);
    return answer === "no_single_supplier" ? holdAll(compiled) : answer;
  });
  const shared = { units: Float64Array.from(stock.units), places: Float64Array.from(stock.places) };
  const { answers, isProvenBest } = shareStock(orders, solvers, shared);
  const plans = prepared.map((one, index) => {
    const answer = answers[index] ?? null;
    const isWhole = answer?.counts.some((count) => count > 0);
    const wantsOne = one.question.rule.parcels === "single_required";
    return readPlan(one, wantsOne && !isWhole ? "no_single_supplier" : answer);
  });
  return { plans, isProvenBest };
}

function packAll(
  prepared: readonly PreparedOrder[],
  criteria: Packing["criteria"],
): Packing | null {
  const largest = new Array<number>(criteria.length).fill(0);
  let units = 0;
  for (const { draft } of prepared) {
    units += countUnits(draft);
    for (const [index, most] of assessLargest(draft, criteria.length).entries())
      largest[index] = (largest[index] ?? 0) + most;
  }
  return packCriteria(criteria, largest, units);
}

type StockBook = {
  readonly indexes: Map<string, number>;
  readonly units: number[];
  readonly placeIndexes: Map<bigint, number>;
  readonly places: number[];
};

const createStock = (): StockBook => ({
  indexes: new Map(),
  units: [],
  placeIndexes: new Map(),
  places: [],
});

/** Where two orders disagree about a stock, the lower number counts. */
function enter<Key>(
  indexes: Map<Key, number>,
  amounts: number[],
  key: Key,
  amount: number,
): number {
  const known = indexes.get(key) ?? indexes.size;
  indexes.set(key, known);
  amounts[known] = Math.min(amounts[known] ?? Infinity, amount);
  return known;
}

function toBatchOrder({ draft }: PreparedOrder, packing: Packing, book: StockBook): BatchOrder {
  const options = draft.groups.flatMap((group) =>
    group.options.map(({ candidate, stock }) => ({
      key: `${candidate.supplier.supplierId}/${group.variantGid}`,
      stock,
    })),
  );
  return {
    compiled: compileProblem(packProblem(draft, packing)),
    stockOf: Int32Array.from(options, ({ key, stock }) =>
      enter(book.indexes, book.units, key, stock),
    ),
    placeOf: Int32Array.from(draft.suppliers, ({ supplier }) =>
      enter(book.placeIndexes, book.places, supplier.supplierId, supplier.ordersLeft ?? Infinity),
    ),
  };
}

function holdAll({ rate, units, holdWeight }: Compiled): AssignmentAnswer {
  const wanted = units.reduce((sum, count) => sum + count, 0);
  const counts = new Int32Array(rate.length);
  return { counts, weight: wanted * holdWeight, isProvenBest: true };
}
