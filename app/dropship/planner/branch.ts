/* eslint-disable @typescript-eslint/no-non-null-assertion -- typed arrays: every index is bounded by its loop */
/** What a branch of the search has decided: which suppliers take part, and how many units an option may get. */
import type { Compiled } from "./compile-problem.ts";

export type Branch = {
  readonly states: Uint8Array<ArrayBuffer>;
  readonly low: Int32Array<ArrayBuffer>;
  readonly high: Int32Array<ArrayBuffer>;
  /** Per option: what it asks before its first unit, a part of what its supplier costs once. Where the bound starts from. */
  readonly charges: Float64Array<ArrayBuffer>;
  /** Per supplier: what a unit of value towards its minimum order is worth here. */
  readonly prices: Float64Array<ArrayBuffer>;
};

export const UNDECIDED = 0;
/** Takes part, is paid for, and must meet its minimum order. */
export const OPEN = 1;
export const CLOSED = 2;

/** Charges begin as even parts: exact at once where nobody serves two groups. */
export function wholeTree(compiled: Compiled): Branch {
  const { supplierCount, supplierStart, supplier, openWeight, high } = compiled;
  const charges = new Float64Array(high.length);
  for (let k = 0; k < charges.length; k += 1) {
    const s = supplier[k]!;
    charges[k] = Math.floor(openWeight[s]! / (supplierStart[s + 1]! - supplierStart[s]!));
  }
  return {
    states: new Uint8Array(supplierCount),
    low: new Int32Array(high.length),
    high,
    charges,
    prices: new Float64Array(supplierCount),
  };
}

/** A copy: bounds change states, charges and prices of a branch in place. */
export function withState(branch: Branch, supplier: number, state: number): Branch {
  const next = copyBranch(branch);
  next.states[supplier] = state;
  return next;
}

export function withLeast(branch: Branch, option: number, units: number): Branch {
  const low = branch.low.slice();
  low[option] = units;
  return { ...copyBranch(branch), low };
}

export function withMost(branch: Branch, option: number, units: number): Branch {
  const high = branch.high.slice();
  high[option] = units;
  return { ...copyBranch(branch), high };
}

const copyBranch = ({ states, low, high, charges, prices }: Branch): Branch => ({
  states: states.slice(),
  low,
  high,
  charges: charges.slice(),
  prices: prices.slice(),
});
