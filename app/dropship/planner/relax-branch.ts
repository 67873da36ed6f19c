/* eslint-disable @typescript-eslint/no-non-null-assertion -- typed arrays: every index is bounded by its loop */
/**
 * A bound no plan of the branch can go below, and the allocation that reaches it. Groups are looked at one by one: what
 * suppliers cost once is charged in shares, and a minimum order that is missed is bought with a price on value.
 */
import { allocateGroup } from "./allocate-group.ts";
import { OPEN, type Branch } from "./branch.ts";
import { chargeOptions } from "./charge-options.ts";
import type { Compiled } from "./compile-problem.ts";

export type Relaxation = {
  /** Infinity: the branch holds no plan. */
  readonly bound: number;
  readonly counts: Int32Array;
  /** Per supplier: what of its one-time weight the bound leaves out. */
  readonly left: Float64Array;
  readonly prices: Float64Array<ArrayBuffer>;
};

// Steps of the price search. More lift the bound too little to pay for themselves.
const PRICE_STEPS = 10;

/** `toBeat` scales the price steps; `onAllocation` sees each allocation met on the way. */
export function relaxBranch(
  compiled: Compiled,
  branch: Branch,
  toBeat: number,
  onAllocation: (counts: Int32Array) => void,
): Relaxation {
  let prices = branch.prices;
  let best = relaxAt(compiled, branch, prices);
  onAllocation(best.counts);
  if (!compiled.hasMinimumOrders) return best;
  let last = best;
  for (let step = 0; step < PRICE_STEPS && best.bound < toBeat; step += 1) {
    const gaps = findGaps(compiled, branch, last);
    const square = gaps.reduce((sum, gap) => sum + gap * gap, 0);
    if (square === 0) break;
    const stride = (toBeat - last.bound) / square / (1 + step / 2);
    prices = prices.map((price, s) => Math.max(0, price + stride * gaps[s]!));
    last = relaxAt(compiled, branch, prices);
    onAllocation(last.counts);
    if (last.bound > best.bound) best = last;
  }
  return best;
}

/** Per open supplier: value missing to its minimum order, or to spare while that still has a price. */
function findGaps(
  { supplierCount, supplier, value, minimumValue }: Compiled,
  { states }: Branch,
  { counts, prices }: Relaxation,
): Float64Array {
  const gaps = new Float64Array(supplierCount);
  for (let s = 0; s < supplierCount; s += 1) if (states[s] === OPEN) gaps[s] = minimumValue[s]!;
  for (let k = 0; k < counts.length; k += 1)
    if (states[supplier[k]!] === OPEN) gaps[supplier[k]!]! -= counts[k]! * value[k]!;
  return gaps.map((gap, s) => (gap > 0 || prices[s]! > 0 ? gap : 0));
}

function relaxAt(
  compiled: Compiled,
  branch: Branch,
  prices: Float64Array<ArrayBuffer>,
): Relaxation {
  const { groupCount, supplierCount, supplier, rate, value, openWeight, minimumValue } = compiled;
  const { rates } = compiled.scratch;
  if (compiled.hasMinimumOrders)
    for (let k = 0; k < rates.length; k += 1)
      rates[k] = rate[k]! - prices[supplier[k]!]! * value[k]!;
  else rates.set(rate);
  const { charges, left } = chargeOptions(compiled, branch, rates);
  const counts = new Int32Array(supplier.length);
  let bound = 0;
  for (let s = 0; s < supplierCount; s += 1)
    if (branch.states[s] === OPEN) bound += openWeight[s]! + prices[s]! * minimumValue[s]!;
  const terms = { rates, charges, low: branch.low, high: branch.high };
  for (let g = 0; g < groupCount; g += 1) bound += allocateGroup(compiled, g, terms, counts);
  return { bound, counts, left, prices };
}
