/* eslint-disable @typescript-eslint/no-non-null-assertion -- typed arrays: every index is bounded by its loop */
/**
 * Finds the assignment of least weight: branch and bound over which suppliers take part and, where a minimum order ties
 * the groups together, over how many units an option gets. Exact and deterministic.
 * Why not a library: docs/decisions/0010-own-routing-planner.md
 */
import type { AssignmentAnswer } from "./assignment.ts";
import {
  CLOSED,
  OPEN,
  UNDECIDED,
  wholeTree,
  withLeast,
  withMost,
  withState,
  type Branch,
} from "./branch.ts";
import type { Compiled } from "./compile-problem.ts";
import { improveAllocation } from "./improve-allocation.ts";
import { relaxBranch, type Relaxation } from "./relax-branch.ts";
import { weighAllocation } from "./weigh-allocation.ts";

// Generated orders of 10 lines and 20 suppliers need a few dozen branches. At the limit the best plan so far is given,
// marked as unproven.
const MAX_BRANCHES = 20_000;
// Smaller orders are proven sooner than a better first plan is found.
const FEWEST_TO_IMPROVE = 5;
// Weights are whole, bounds are sums of products: what is closer than this to a whole number is one.
const ROUNDING = 1e-3;

type Search = {
  readonly compiled: Compiled;
  best: { counts: Int32Array; weight: number };
  branchesLeft: number;
};

/** The best assignment. */
export function solveAssignment(compiled: Compiled): AssignmentAnswer {
  const nothing = new Int32Array(compiled.supplier.length);
  const { weight } = weighAllocation(compiled, nothing);
  const search: Search = {
    compiled,
    best: { counts: nothing, weight },
    branchesLeft: MAX_BRANCHES,
  };
  explore(search, wholeTree(compiled), true);
  return { ...search.best, isProvenBest: search.branchesLeft > 0 };
}

/** Takes the allocation when it is allowed and strictly better: the first of equals stays. */
function offer(search: Search, counts: Int32Array): void {
  const { weight, shortSupplier } = weighAllocation(search.compiled, counts);
  if (shortSupplier < 0 && weight < search.best.weight) search.best = { counts, weight };
}

/** Whether nothing at or above this bound can be better than what we have. */
const isBeaten = ({ best }: Search, bound: number) => Math.ceil(bound - ROUNDING) >= best.weight;

function explore(search: Search, branch: Branch, isRoot: boolean): void {
  if (search.branchesLeft <= 0) return;
  search.branchesLeft -= 1;
  const { compiled } = search;
  const relaxed = relaxBranch(compiled, branch, search.best.weight, (counts) =>
    offer(search, counts),
  );
  if (isBeaten(search, relaxed.bound)) return;
  if (isRoot && compiled.groupCount >= FEWEST_TO_IMPROVE)
    offer(search, improveAllocation(compiled, branch, relaxed.counts));
  if (isBeaten(search, relaxed.bound)) return;
  const { states, low, high } = closeHopeless(search, branch, relaxed);
  const next = { states, low, high, prices: relaxed.prices };
  const pivot = choosePivot(compiled, next, relaxed);
  if (pivot === "closed") return explore(search, next, false);
  if (pivot === null) return splitUnits(search, next, relaxed);
  explore(search, withState(next, pivot, OPEN), false);
  explore(search, withState(next, pivot, CLOSED), false);
}

/** Opening one of these costs at least what is left of its weight, which is more than there is to gain. */
function closeHopeless(search: Search, branch: Branch, { bound, left }: Relaxation): Branch {
  const states = branch.states.slice();
  for (let s = 0; s < states.length; s += 1)
    if (states[s] === UNDECIDED && isBeaten(search, bound + left[s]!)) states[s] = CLOSED;
  const { low, high, prices } = branch;
  return { states, low, high, prices };
}

/**
 * The undecided supplier in use of whose weight most is left out; null when every supplier in use is paid for; "closed"
 * when the allocation uses one that has just been closed.
 */
function choosePivot(
  { supplier }: Compiled,
  { states }: Branch,
  { counts, left }: Relaxation,
): number | "closed" | null {
  let pivot: number | null = null;
  for (let k = 0; k < counts.length; k += 1) {
    const s = supplier[k]!;
    if (counts[k] === 0 || states[s] === OPEN) continue;
    if (states[s] === CLOSED) return "closed";
    if (pivot === null || left[s]! > left[pivot]!) pivot = s;
  }
  return pivot;
}

/**
 * All suppliers in use are paid for and the branch is not solved: a minimum order ties groups together. Branches on the
 * units of one option; without one left to branch on, looks once more without prices on value, which is then exact.
 */
function splitUnits(search: Search, branch: Branch, { counts }: Relaxation): void {
  const option = chooseOption(search.compiled, branch, counts);
  if (option === null) {
    const isPriced = branch.prices.some((price) => price > 0);
    if (isPriced) explore(search, { ...branch, prices: branch.prices.map(() => 0) }, false);
    return;
  }
  const units = counts[option]!;
  const least = units < branch.high[option]! ? units + 1 : units;
  explore(search, withLeast(branch, option, least), false);
  explore(search, withMost(branch, option, least - 1), false);
}

/** The option that could add most to a missed minimum order, else any open one of a supplier with a minimum. */
function chooseOption(
  { supplier, supplierCount, value, minimumValue }: Compiled,
  { states, low, high }: Branch,
  counts: Int32Array,
): number | null {
  const values = new Float64Array(supplierCount);
  for (let k = 0; k < counts.length; k += 1) values[supplier[k]!]! += counts[k]! * value[k]!;
  let option: number | null = null;
  let most = -1;
  for (let k = 0; k < counts.length; k += 1) {
    const s = supplier[k]!;
    if (states[s] !== OPEN || minimumValue[s] === 0 || low[k]! >= high[k]!) continue;
    const isShort = values[s]! < minimumValue[s]!;
    const room = isShort ? (high[k]! - counts[k]!) * value[k]! : 0;
    if (room > most) [option, most] = [k, room];
  }
  return option;
}
