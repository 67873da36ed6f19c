/* eslint-disable @typescript-eslint/no-non-null-assertion -- typed arrays: every index is bounded by its loop */
/** The bound of a branch, and allocations that come close to it. */
import { allocateGroup, type Terms } from "./allocate-group.ts";
import { OPEN, type Branch } from "./branch.ts";
import type { Compiled } from "./compile-problem.ts";
import { coverMinimum } from "./cover-minimum.ts";
import { forgetOption, resetTables } from "./group-tables.ts";
import { findPrice } from "./price-value.ts";
import { raiseBound, startBounding, type Bounding } from "./raise-bound.ts";

export type Relaxation = {
  /** At or above what there is to beat: the branch holds no better plan. */
  readonly bound: number;
  /** What the groups want under the charges. */
  readonly counts: Int32Array;
  /** The same with minimum orders met one after the other; null where none was missed. */
  readonly mended: Int32Array | null;
  /** The branch, with what the bound has decided on the way. */
  readonly branch: Branch;
  readonly terms: Terms;
};

// Passes over the suppliers at most. Later ones raise the bound too little to pay for themselves.
const PASSES = 6;
// The part of what is still missing that a pass must bring for another one to follow.
const LEAST_GAIN = 0.1;

/** Decides in the branch what follows from its bound. */
export function relaxBranch(compiled: Compiled, branch: Branch, toBeat: number): Relaxation {
  const bounding = startBounding(compiled, branch);
  for (let pass = 0; pass < PASSES && bounding.highest < toBeat; pass += 1) {
    const before = bounding.highest;
    raiseBound(bounding, toBeat, pass % 2 === 1);
    const gain = bounding.highest - before;
    if (gain === 0 || (pass > 0 && gain < LEAST_GAIN * (toBeat - bounding.highest))) break;
  }
  const bound = bounding.highest;
  const counts = new Int32Array(compiled.rate.length);
  if (bound >= toBeat) return { bound, counts, mended: null, branch, terms: bounding.terms };
  allocateAll(compiled, bounding.terms, counts);
  return { bound, counts, mended: mendMinimums(bounding, counts), branch, terms: bounding.terms };
}

function allocateAll(compiled: Compiled, terms: Terms, counts: Int32Array): void {
  for (let g = 0; g < compiled.groupCount; g += 1) allocateGroup(compiled, g, terms, counts);
}

/** Gives each open supplier that misses its minimum order the lightest cover of it, one after the other. */
function mendMinimums(bounding: Bounding, counts: Int32Array): Int32Array | null {
  const { compiled, terms } = bounding;
  const short = listShort(bounding, counts);
  if (short.length === 0) return null;
  const fixed = { ...terms, low: terms.low.slice(), high: terms.high.slice() };
  const isMended = short.every((s) => fixCover(compiled, s, fixed));
  resetTables(compiled);
  if (!isMended) return null;
  const mended = new Int32Array(counts.length);
  allocateAll(compiled, fixed, mended);
  return mended;
}

function fixCover(compiled: Compiled, s: number, terms: Terms): boolean {
  const { supplierStart, ofSupplier } = compiled;
  const price = findPrice(compiled, s, terms);
  const { units } = coverMinimum(compiled, s, terms, price, Infinity);
  if (!units) return false;
  for (const [place, count] of units.entries()) {
    const k = ofSupplier[supplierStart[s]! + place]!;
    terms.low[k] = count;
    terms.high[k] = count;
    forgetOption(compiled, k);
  }
  return true;
}

function listShort({ compiled, branch }: Bounding, counts: Int32Array): number[] {
  const { supplierCount, supplierStart, ofSupplier, value, minimumValue } = compiled;
  const short: number[] = [];
  for (let s = 0; s < supplierCount; s += 1) {
    if (branch.states[s] !== OPEN || minimumValue[s] === 0) continue;
    let missing = minimumValue[s]!;
    for (let i = supplierStart[s]!; i < supplierStart[s + 1]!; i += 1)
      missing -= counts[ofSupplier[i]!]! * value[ofSupplier[i]!]!;
    if (missing > 0) short.push(s);
  }
  return short;
}
