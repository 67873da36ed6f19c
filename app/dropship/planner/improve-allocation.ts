/* eslint-disable @typescript-eslint/no-non-null-assertion -- typed arrays: every index is bounded by its loop */
/** Good plans quickly: what the suppliers in use can do at best, and one supplier more or less while that pays. */
import { allocateGroup } from "./allocate-group.ts";
import { CLOSED, type Branch } from "./branch.ts";
import type { Compiled } from "./compile-problem.ts";
import { weighAllocation } from "./weigh-allocation.ts";

type Attempt = {
  readonly counts: Int32Array;
  readonly weight: number;
  readonly shortSupplier: number;
};

/** The lightest plan of the suppliers that `counts` uses; whoever misses its minimum order is left out. */
export const serveByUsed = (compiled: Compiled, branch: Branch, counts: Int32Array): Int32Array =>
  meetMinimums(compiled, branch, listUsed(compiled, counts)).counts;

/** Starts from the suppliers that `counts` uses; leaves out or adds one at a time. The first plan to beat. */
export function improveAllocation(
  compiled: Compiled,
  branch: Branch,
  counts: Int32Array,
): Int32Array {
  const used = listUsed(compiled, counts);
  let best = meetMinimums(compiled, branch, used);
  for (;;) {
    let better = -1;
    for (let s = 0; s < used.length; s += 1) {
      if (branch.states[s] === CLOSED) continue;
      used[s] = used[s] ? 0 : 1;
      const next = attempt(compiled, branch, used);
      used[s] = used[s] ? 0 : 1;
      if (next.shortSupplier >= 0 || next.weight >= best.weight) continue;
      best = next;
      better = s;
    }
    if (better < 0) return best.counts;
    used[better] = used[better] ? 0 : 1;
  }
}

function listUsed({ supplier, supplierCount }: Compiled, counts: Int32Array): Uint8Array {
  const used = new Uint8Array(supplierCount);
  for (let k = 0; k < counts.length; k += 1) if (counts[k]! > 0) used[supplier[k]!] = 1;
  return used;
}

/** Leaving out whoever misses its minimum order ends, at the latest with nobody. */
function meetMinimums(compiled: Compiled, branch: Branch, used: Uint8Array): Attempt {
  let best = attempt(compiled, branch, used);
  while (best.shortSupplier >= 0) {
    used[best.shortSupplier] = 0;
    best = attempt(compiled, branch, used);
  }
  return best;
}

function attempt(compiled: Compiled, { low, high }: Branch, used: Uint8Array): Attempt {
  const { supplier, rate, scratch } = compiled;
  const { charges } = scratch;
  for (let k = 0; k < charges.length; k += 1) charges[k] = used[supplier[k]!] ? 0 : Infinity;
  const counts = new Int32Array(rate.length);
  const terms = { rates: rate, charges, low, high };
  for (let g = 0; g < compiled.groupCount; g += 1) allocateGroup(compiled, g, terms, counts);
  return { counts, ...weighAllocation(compiled, counts) };
}
