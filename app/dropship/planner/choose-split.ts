/* eslint-disable @typescript-eslint/no-non-null-assertion -- typed arrays: every index is bounded by its loop */
/** Where a branch is split in two: where what its groups want weighs most beyond its bound, or is not allowed. */
import { OPEN } from "./branch.ts";
import type { Compiled } from "./compile-problem.ts";
import { fillQuantities, priceOf } from "./price-value.ts";
import type { Relaxation } from "./relax-branch.ts";

type Split =
  | { readonly kind: "supplier"; readonly supplier: number }
  /** At least that many units, or fewer. */
  | { readonly kind: "units"; readonly option: number; readonly least: number };

/** Null: what the groups want is the best of the branch. */
export function chooseSplit(compiled: Compiled, relaxed: Relaxation): Split | null {
  const { states } = relaxed.branch;
  const gaps = listGaps(compiled, relaxed);
  let widest = 0;
  let split: Split | null = null;
  for (let s = 0; s < gaps.length; s += 1) {
    if (gaps[s]! <= widest) continue;
    const next: Split | null =
      states[s] === OPEN ? chooseUnits(compiled, s, relaxed) : { kind: "supplier", supplier: s };
    if (next) [split, widest] = [next, gaps[s]!];
  }
  return split;
}

/** Per supplier: what the plan really weighs beyond the bound's share of it; Infinity for a missed minimum order. */
function listGaps(compiled: Compiled, { branch, counts }: Relaxation): Float64Array {
  const { supplierCount, supplierStart, ofSupplier, value, minimumValue, openWeight } = compiled;
  const { states, prices, charges } = branch;
  const gaps = new Float64Array(supplierCount);
  for (let s = 0; s < supplierCount; s += 1) {
    let served = 0;
    let gap = states[s] === OPEN ? -priceOf(prices[s]!, minimumValue[s]!) : openWeight[s]!;
    let isUsed = states[s] === OPEN;
    for (let i = supplierStart[s]!; i < supplierStart[s + 1]!; i += 1) {
      const k = ofSupplier[i]!;
      if (counts[k] === 0) continue;
      isUsed = true;
      served += counts[k]! * value[k]!;
      gap += counts[k]! * priceOf(prices[s]!, value[k]!) - charges[k]!;
    }
    if (isUsed) gaps[s] = served < minimumValue[s]! ? Infinity : gap;
  }
  return gaps;
}

/** The option of an open supplier that would change its units for least. */
function chooseUnits(
  compiled: Compiled,
  s: number,
  { branch, counts, terms }: Relaxation,
): Split | null {
  const { supplierStart, ofSupplier, value, minimum, scratch } = compiled;
  const { low, high } = branch;
  fillQuantities(compiled, s, terms);
  let least = Infinity;
  let split: Split | null = null;
  for (let i = supplierStart[s]!; i < supplierStart[s + 1]!; i += 1) {
    const k = ofSupplier[i]!;
    const row = i * scratch.width;
    const off = priceOf(branch.prices[s]!, value[k]!);
    const own = scratch.quantities[row + counts[k]!]! - counts[k]! * off;
    for (let q = low[k]!; q <= high[k]!; q += 1) {
      if (q === counts[k] || (q > 0 && q < minimum[k]!)) continue;
      const regret = scratch.quantities[row + q]! - q * off - own;
      if (regret >= least) continue;
      least = regret;
      split = { kind: "units", option: k, least: Math.max(q, counts[k]!) };
    }
  }
  return split;
}
