/* eslint-disable @typescript-eslint/no-non-null-assertion -- typed arrays: every index is bounded by its loop */
/** A good plan quickly: leaves out or adds one supplier at a time while that pays. The first plan to beat. */
import { allocateGroup } from "./allocate-group.ts";
import type { Branch } from "./branch.ts";
import type { Compiled } from "./compile-problem.ts";
import { weighAllocation } from "./weigh-allocation.ts";

/** Starts from the suppliers that `counts` uses. */
export function improveAllocation(
  compiled: Compiled,
  branch: Branch,
  counts: Int32Array,
): Int32Array {
  const { supplier, supplierCount, rate } = compiled;
  const used = new Uint8Array(supplierCount);
  for (let k = 0; k < counts.length; k += 1) if (counts[k]! > 0) used[supplier[k]!] = 1;
  const charges = new Float64Array(rate.length);

  function attempt() {
    for (let k = 0; k < charges.length; k += 1) charges[k] = used[supplier[k]!] ? 0 : Infinity;
    const next = new Int32Array(rate.length);
    const terms = { rates: rate, charges, low: branch.low, high: branch.high };
    for (let g = 0; g < compiled.groupCount; g += 1) allocateGroup(compiled, g, terms, next);
    return { counts: next, ...weighAllocation(compiled, next) };
  }

  let best = attempt();
  // Leaving out whoever misses its minimum order ends, at the latest with nobody.
  while (best.shortSupplier >= 0) {
    used[best.shortSupplier] = 0;
    best = attempt();
  }
  for (;;) {
    let better = -1;
    for (let s = 0; s < supplierCount; s += 1) {
      used[s] = used[s] ? 0 : 1;
      const next = attempt();
      used[s] = used[s] ? 0 : 1;
      if (next.shortSupplier >= 0 || next.weight >= best.weight) continue;
      best = next;
      better = s;
    }
    if (better < 0) return best.counts;
    used[better] = used[better] ? 0 : 1;
  }
}
