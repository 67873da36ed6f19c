/** The best supplier that can send everything in one parcel; null = none can. */
import { allocateGroup } from "./allocate-group.ts";
import type { AssignmentAnswer } from "./assignment.ts";
import { wholeTree } from "./branch.ts";
import type { Compiled } from "./compile-problem.ts";
import { weighAllocation } from "./weigh-allocation.ts";

export function solveSingle(compiled: Compiled): AssignmentAnswer | null {
  const { groupCount, supplier, supplierCount, rate, units } = compiled;
  const wanted = units.reduce((sum, count) => sum + count, 0);
  let best: { counts: Int32Array; weight: number } | null = null;
  for (let only = 0; only < supplierCount; only += 1) {
    const charges = rate.map((_, k) => (supplier[k] === only ? 0 : Infinity));
    const counts = new Int32Array(rate.length);
    const terms = { ...wholeTree(compiled), rates: rate, charges };
    for (let g = 0; g < groupCount; g += 1) allocateGroup(compiled, g, terms, counts);
    if (counts.reduce((sum, count) => sum + count, 0) < wanted) continue;
    const { weight, shortSupplier } = weighAllocation(compiled, counts);
    if (shortSupplier < 0 && weight < (best?.weight ?? Infinity)) best = { counts, weight };
  }
  return best && { ...best, isProvenBest: true };
}
