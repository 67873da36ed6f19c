/** What a branch of the search has decided: which suppliers take part, and how many units an option may get. */
import type { Compiled } from "./compile-problem.ts";

export type Branch = {
  readonly states: Uint8Array<ArrayBuffer>;
  readonly low: Int32Array<ArrayBuffer>;
  readonly high: Int32Array<ArrayBuffer>;
  /** Per supplier: what a unit of value towards its minimum order is worth here. */
  readonly prices: Float64Array<ArrayBuffer>;
};

export const UNDECIDED = 0;
/** Takes part, is paid for, and must meet its minimum order. */
export const OPEN = 1;
export const CLOSED = 2;

export const wholeTree = ({ supplierCount, high }: Compiled): Branch => ({
  states: new Uint8Array(supplierCount),
  low: new Int32Array(high.length),
  high: high.slice(),
  prices: new Float64Array(supplierCount),
});

export function withState(branch: Branch, supplier: number, state: number): Branch {
  const states = branch.states.slice();
  states[supplier] = state;
  return { ...branch, states };
}

export function withLeast(branch: Branch, option: number, units: number): Branch {
  const low = branch.low.slice();
  low[option] = units;
  return { ...branch, low };
}

export function withMost(branch: Branch, option: number, units: number): Branch {
  const high = branch.high.slice();
  high[option] = units;
  return { ...branch, high };
}
