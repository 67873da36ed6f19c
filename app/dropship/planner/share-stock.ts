/* eslint-disable @typescript-eslint/no-non-null-assertion -- typed arrays: every index is bounded by its loop */
/**
 * Plans orders that compete for the same stock. Each alone first: where nobody wants more than there is, that is the best.
 * Else prices rise on what is short until demand fits (Lagrange), orders with most to lose choose first, and small
 * groups are planned anew together while that pays. Within a percent of the optimum on generated batches; deterministic.
 */
import type { AssignmentAnswer } from "./assignment.ts";
import {
  copyStock,
  isOverdrawn,
  narrowHigh,
  priceRates,
  takeStock,
  type BatchOrder,
  type SharedStock,
} from "./batch-stock.ts";
import type { Compiled } from "./compile-problem.ts";
import { drawFrom, relateOrders } from "./relate-orders.ts";
import { weighAllocation } from "./weigh-allocation.ts";

export type Solve = (compiled: Compiled) => AssignmentAnswer;

export type BatchAnswer = {
  readonly answers: readonly AssignmentAnswer[];
  /** Nobody had to give way: no better batch exists. */
  readonly isProvenBest: boolean;
};

// Each round plans every order that touches short stock once more. Gains end after about this many.
const PRICE_ROUNDS = 12;
const ROUNDS_PER_ORDER = 12;
// Six times as many bring a batch of 500 orders another quarter of a percent, and cost it a second more.
const MOST_ROUNDS = 1_000;
// Others taken out together with an order. More find more and cost more.
const MOST_TOGETHER = 5;

const NOTHING = new Int32Array();

type Batch = {
  readonly orders: readonly BatchOrder[];
  readonly solvers: readonly Solve[];
  readonly stock: SharedStock;
  /** What each order would get if it had the stock to itself. */
  readonly alone: readonly AssignmentAnswer[];
  /** Per order: what was best at some stock, without prices; the latest first. */
  readonly known: readonly Known[][];
};

type Known = { readonly high: Int32Array; readonly answer: AssignmentAnswer };

// Looking through more takes longer than planning a small order anew.
const MOST_KNOWN = 12;

export function shareStock(
  orders: readonly BatchOrder[],
  solvers: readonly Solve[],
  stock: SharedStock,
): BatchAnswer {
  const empty: Batch = { orders, solvers, stock, alone: [], known: orders.map(() => []) };
  const alone = orders.map((_, index) => solveOne(empty, index, stock, null));
  const batch: Batch = { ...empty, alone };
  const left = draw(batch, alone);
  if (!isOverdrawn(left)) return { answers: alone, isProvenBest: true };
  const contested = orders.flatMap((order, index) => (touchesShort(order, left) ? [index] : []));
  const prices = findPrices(batch, contested);
  const answers = improve(batch, choosePlaces(batch, contested, prices), contested);
  return { answers, isProvenBest: false };
}

function solveOne(
  { orders, solvers, known }: Batch,
  index: number,
  stock: SharedStock,
  prices: Float64Array | null,
): AssignmentAnswer {
  const order = orders[index];
  const solve = solvers[index];
  const met = known[index];
  if (!order || !solve || !met) throw new Error("A batch has one solver an order.");
  const high = narrowHigh(order, stock);
  if (prices && order.stockOf.some((one) => prices[one] !== 0))
    return solve({ ...order.compiled, high, rate: priceRates(order, prices) });
  const same = met.find((one) => isBestOf(one, high));
  if (same) return same.answer;
  const answer = solve({ ...order.compiled, high });
  met.unshift({ high, answer });
  if (met.length > MOST_KNOWN) met.pop();
  return answer;
}

/** With less to choose from, what was best stays best as long as it can still be had. */
function isBestOf({ high: then, answer: { counts } }: Known, high: Int32Array): boolean {
  for (let k = 0; k < high.length; k += 1)
    if (high[k]! > then[k]! || counts[k]! > high[k]!) return false;
  return true;
}

/** What is left of the stock when every order gets its answer; below 0 where they want too much. */
function draw({ orders, stock }: Batch, answers: readonly AssignmentAnswer[]): SharedStock {
  const left = copyStock(stock);
  for (const [index, order] of orders.entries())
    takeStock(order, answers[index]?.counts ?? NOTHING, left, 1);
  return left;
}

/** Whether the order could use anything of which there is too little. */
const touchesShort = ({ stockOf, placeOf }: BatchOrder, { units, places }: SharedStock) =>
  stockOf.some((index) => (units[index] ?? 0) < 0) ||
  placeOf.some((place) => (places[place] ?? 0) < 0);

/** Prices at which demand comes closest to the stock. Whole numbers: the planner's sums stay exact. */
function findPrices(batch: Batch, contested: readonly number[]): Float64Array {
  const prices = new Float64Array(batch.stock.units.length);
  const answers = [...batch.alone];
  let step = typicalRate(batch);
  for (let round = 0; round < PRICE_ROUNDS; round += 1) {
    const left = draw(batch, answers);
    const before = prices.slice();
    let isShort = false;
    for (const [index, units] of left.units.entries()) {
      const capacity = Math.max(1, batch.stock.units[index] ?? 0);
      if (units < 0) isShort = true;
      const change = Math.round((step * -units) / capacity);
      prices[index] = Math.max(0, (prices[index] ?? 0) + Math.min(step, Math.max(-step, change)));
    }
    if (!isShort) break;
    const isMoved = (one: number) => prices[one] !== before[one];
    for (const index of contested)
      if (batch.orders[index]?.stockOf.some(isMoved))
        answers[index] = solveOne(batch, index, batch.stock, prices);
    step *= 0.8;
  }
  return prices;
}

/** An ordinary unit's weight: the measure of a price step. */
function typicalRate({ orders }: Batch): number {
  const rates = orders.flatMap(({ compiled }) => [...compiled.rate]).sort((a, b) => a - b);
  return Math.max(1, (rates[Math.floor(rates.length / 2)] ?? 1) / 4);
}

/** Who has most to lose without the short stock chooses first; everyone else keeps what it has alone. */
function choosePlaces(
  batch: Batch,
  contested: readonly number[],
  prices: Float64Array,
): AssignmentAnswer[] {
  const { alone } = batch;
  const isContested = new Set(contested);
  const answers = [...alone];
  const left = copyStock(batch.stock);
  for (const index of alone.keys())
    if (!isContested.has(index)) move(batch, index, answers, left, 1);
  const poor = { ...left, units: left.units.map((units, i) => ((prices[i] ?? 0) > 0 ? 0 : units)) };
  const ranked = contested
    .map((index) => {
      const loss = solveOne(batch, index, poor, null).weight - (alone[index]?.weight ?? 0);
      return { index, loss };
    })
    .sort((a, b) => b.loss - a.loss || a.index - b.index);
  for (const { index } of ranked) {
    // Chosen at the prices, so that nobody takes what another needs more; weighed without them.
    answers[index] = reweigh(batch, index, solveOne(batch, index, left, prices));
    move(batch, index, answers, left, 1);
  }
  return answers;
}

function reweigh({ orders }: Batch, index: number, answer: AssignmentAnswer): AssignmentAnswer {
  const compiled = orders[index]?.compiled;
  return compiled ? { ...answer, weight: weighAllocation(compiled, answer.counts).weight } : answer;
}

/**
 * Takes some orders that want the same things out of the plan and puts them back in another sequence, while the sum falls.
 * The choices are drawn from a fixed seed: the same batch always meets the same draws.
 */
function improve(
  batch: Batch,
  start: AssignmentAnswer[],
  contested: readonly number[],
): AssignmentAnswer[] {
  const answers = [...start];
  const left = draw(batch, answers);
  const related = relateOrders(batch.orders, contested);
  const random = drawFrom(contested.length);
  const givesWay = (index: number) =>
    (answers[index]?.weight ?? 0) > (batch.alone[index]?.weight ?? 0);
  let losers = contested.filter(givesWay);
  const rounds = Math.min(MOST_ROUNDS, losers.length * ROUNDS_PER_ORDER);
  for (let round = 0; round < rounds && losers.length > 0; round += 1) {
    // Who has what it would have alone can only be made to give way: it comes in by its kin.
    const first = losers[random(losers.length)] ?? 0;
    const kin = related.get(first) ?? [];
    const group = [first];
    for (let size = 1 + random(MOST_TOGETHER); size > 0 && kin.length > 0; size -= 1) {
      const next = kin[random(kin.length)] ?? first;
      if (!group.includes(next)) group.splice(random(group.length + 1), 0, next);
    }
    const gave = group.map(givesWay);
    if (replan(batch, group, answers, left) && group.some((one, i) => givesWay(one) !== gave[i]))
      losers = contested.filter(givesWay);
  }
  return answers;
}

/** Plans the group anew in its sequence; keeps what it had where that was lighter. Says whether anything was taken. */
function replan(
  batch: Batch,
  group: readonly number[],
  answers: AssignmentAnswer[],
  left: SharedStock,
): boolean {
  const weigh = (index: number) => answers[index]?.weight ?? 0;
  const leastOf = (index: number) => batch.alone[index]?.weight ?? 0;
  const before = group.reduce((sum, index) => sum + weigh(index), 0);
  const kept = group.map((index) => answers[index]);
  for (const index of group) move(batch, index, answers, left, -1);
  // Those still to come can at best get what they would have alone.
  let atBest = group.reduce((sum, index) => sum + leastOf(index), 0);
  let planned = 0;
  for (const index of group) {
    answers[index] = solveOne(batch, index, left, null);
    atBest += weigh(index) - leastOf(index);
    move(batch, index, answers, left, 1);
    planned += 1;
    if (atBest > before) break;
  }
  if (atBest <= before) return true;
  for (const index of group.slice(0, planned)) move(batch, index, answers, left, -1);
  for (const [position, index] of group.entries()) {
    const old = kept[position];
    if (old) answers[index] = old;
    move(batch, index, answers, left, 1);
  }
  return false;
}

function move(
  { orders }: Batch,
  index: number,
  answers: readonly AssignmentAnswer[],
  left: SharedStock,
  sign: 1 | -1,
): void {
  const order = orders[index];
  if (order) takeStock(order, answers[index]?.counts ?? NOTHING, left, sign);
}
