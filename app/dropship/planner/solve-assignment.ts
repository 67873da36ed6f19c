/**
 * Finds the assignment of least weight: branch and bound over which suppliers take part and, where a minimum order ties
 * the groups together, over how many units an option gets. Exact and deterministic.
 * Why not a library: docs/decisions/0010-own-routing-planner.md
 */
import type { AssignmentAnswer } from "./assignment.ts";
import { CLOSED, OPEN, wholeTree, withLeast, withMost, withState, type Branch } from "./branch.ts";
import { chooseSplit } from "./choose-split.ts";
import type { Compiled } from "./compile-problem.ts";
import { improveAllocation, serveByUsed } from "./improve-allocation.ts";
import { relaxBranch, type Relaxation } from "./relax-branch.ts";
import { weighAllocation } from "./weigh-allocation.ts";

// Generated orders of 10 lines and 20 suppliers need four branches, the worst of 300 36. At the limit the best plan so far is given,
// marked as unproven.
const MAX_BRANCHES = 20_000;
// Smaller orders are proven sooner than a better first plan is found.
const FEWEST_TO_IMPROVE = 5;

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
  explore(search, wholeTree(compiled), compiled.groupCount >= FEWEST_TO_IMPROVE);
  return { ...search.best, isProvenBest: search.branchesLeft > 0 };
}

/** Takes the allocation when it is allowed and strictly better: the first of equals stays. */
function offer(search: Search, counts: Int32Array): void {
  const { weight, shortSupplier } = weighAllocation(search.compiled, counts);
  if (shortSupplier < 0 && weight < search.best.weight) search.best = { counts, weight };
}

/** `isRoot`: decides once more when there is a good plan to beat; that holds in every branch. */
function explore(search: Search, branch: Branch, isRoot: boolean): void {
  if (search.branchesLeft <= 0) return;
  search.branchesLeft -= 1;
  const { compiled } = search;
  const relaxed = relaxBranch(compiled, branch, search.best.weight);
  if (relaxed.bound >= search.best.weight) return;
  offerFound(search, branch, relaxed);
  if (relaxed.bound >= search.best.weight) return;
  if (isRoot) {
    offer(search, improveAllocation(compiled, branch, search.best.counts));
    return explore(search, branch, false);
  }
  const split = chooseSplit(compiled, relaxed);
  // Nothing is left to decide: what the groups want was offered, or misses a minimum order.
  if (!split) return;
  if (split.kind === "supplier") {
    explore(search, withState(branch, split.supplier, OPEN), false);
    explore(search, withState(branch, split.supplier, CLOSED), false);
    return;
  }
  explore(search, withLeast(branch, split.option, split.least), false);
  explore(search, withMost(branch, split.option, split.least - 1), false);
}

function offerFound(search: Search, branch: Branch, { counts, mended }: Relaxation): void {
  offer(search, counts);
  offer(search, serveByUsed(search.compiled, branch, counts));
  if (mended) offer(search, mended);
}
