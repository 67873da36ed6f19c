/* eslint-disable @typescript-eslint/no-non-null-assertion -- typed arrays: every index is bounded by its loop */
/**
 * Raises a bound that no plan of a branch can go below. Groups are looked at one by one; what a supplier costs once is asked
 * of them in charges that never add up to more. Supplier by supplier the charges are set anew to what the groups would
 * pay at most rather than do without it (block-coordinate ascent of the Lagrangian dual); who cannot be part of a better
 * plan, or cannot be missing from one, is decided on the way. All numbers are whole: bounds are exact.
 */
import type { Terms } from "./allocate-group.ts";
import { CLOSED, OPEN, UNDECIDED, type Branch } from "./branch.ts";
import type { Compiled } from "./compile-problem.ts";
import { coverMinimum } from "./cover-minimum.ts";
import { forgetOption, resetTables, weighGroup, weighOption } from "./group-tables.ts";
import { findPrice, priceOf } from "./price-value.ts";

export type Bounding = {
  readonly compiled: Compiled;
  /** Its own: states, charges and prices are changed in place. */
  readonly branch: Branch;
  readonly terms: Terms;
  /** Per group: its least weight under the terms. */
  readonly weights: Float64Array;
  /** Sum of the weights and of what open suppliers cost. Infinity: the branch holds no plan below what there is to beat. */
  bound: number;
  /** The highest bound met; a minimum order met exactly may lift it above the sum. */
  highest: number;
};

export function startBounding(compiled: Compiled, branch: Branch): Bounding {
  const { groupCount, supplierCount, supplier, rate, value, scratch } = compiled;
  const { states, prices, charges, low, high } = branch;
  const { rates, weights } = scratch;
  for (let k = 0; k < rate.length; k += 1) {
    const s = supplier[k]!;
    rates[k] = rate[k]! - priceOf(prices[s]!, value[k]!);
    if (states[s] !== UNDECIDED) charges[k] = states[s] === OPEN ? 0 : Infinity;
  }
  const terms = { rates, charges, low, high };
  const bounding = { compiled, branch, terms, weights, bound: 0, highest: 0 };
  resetTables(compiled);
  for (let g = 0; g < groupCount; g += 1) {
    weights[g] = weighGroup(compiled, g, terms);
    bounding.bound += weights[g]!;
  }
  for (let s = 0; s < supplierCount; s += 1)
    if (states[s] === OPEN) bounding.bound += costOnce(bounding, s);
  bounding.highest = bounding.bound;
  return bounding;
}

/** What a supplier costs once, its minimum order at its price included. */
const costOnce = ({ compiled, branch }: Bounding, s: number): number =>
  compiled.openWeight[s]! + priceOf(branch.prices[s]!, compiled.minimumValue[s]!);

/** Goes through all suppliers once, there or back. */
export function raiseBound(bounding: Bounding, toBeat: number, isBack: boolean): void {
  const { compiled, branch } = bounding;
  const last = compiled.supplierCount - 1;
  for (let i = 0; i <= last && bounding.highest < toBeat; i += 1) {
    const s = isBack ? last - i : i;
    if (branch.states[s] !== CLOSED && !isSettled(compiled, s)) reviseSupplier(bounding, s, toBeat);
  }
}

/** Its only group is asked for all it costs, from the start. */
const isSettled = ({ supplierStart, minimumValue }: Compiled, s: number): boolean =>
  supplierStart[s + 1]! - supplierStart[s]! === 1 && minimumValue[s] === 0;

function reviseSupplier(bounding: Bounding, s: number, toBeat: number): void {
  const { branch } = bounding;
  const state = branch.states[s]!;
  const others =
    bounding.bound - sumWeights(bounding, s) - (state === OPEN ? costOnce(bounding, s) : 0);
  const { closed, open } = weighBoth(bounding, s, toBeat - others);
  const isClosable = state === UNDECIDED && others + closed < toBeat;
  const isOpenable = others + open < toBeat;
  if (!isOpenable) branch.states[s] = CLOSED;
  else if (!isClosable) branch.states[s] = OPEN;
  const least = others + Math.min(isOpenable ? open : Infinity, isClosable ? closed : Infinity);
  if (least > bounding.highest) bounding.highest = least;
  if (least === Infinity) return;
  setCharges(bounding, s);
  bounding.bound = others + sumWeights(bounding, s) + (isClosable ? 0 : costOnce(bounding, s));
}

function sumWeights({ compiled, weights }: Bounding, s: number): number {
  const { supplierStart, ofSupplier, groupOf } = compiled;
  let sum = 0;
  for (let i = supplierStart[s]!; i < supplierStart[s + 1]!; i += 1)
    sum += weights[groupOf[ofSupplier[i]!]!]!;
  return sum;
}

/** What the supplier's groups weigh at least when it does not take part, and when it does and is paid for. */
function weighBoth(bounding: Bounding, s: number, limit: number): { closed: number; open: number } {
  const { compiled, branch, terms } = bounding;
  const { supplierStart, ofSupplier, rate, value, minimumValue, scratch } = compiled;
  const price = minimumValue[s]! > 0 ? findPrice(compiled, s, terms) : 0;
  branch.prices[s] = price;
  let closed = 0;
  let open = costOnce(bounding, s);
  let valueAtMost = 0;
  for (let i = supplierStart[s]!; i < supplierStart[s + 1]!; i += 1) {
    const k = ofSupplier[i]!;
    const rateThen = rate[k]! - priceOf(price, value[k]!);
    if (rateThen !== terms.rates[k]) {
      terms.rates[k] = rateThen;
      forgetOption(compiled, k);
    }
    weighOption(compiled, k, terms, i);
    closed += scratch.without[i]!;
    open += Math.min(scratch.without[i]!, scratch.with[i]!);
    if (terms.high[k]! >= compiled.minimum[k]!) valueAtMost += terms.high[k]! * value[k]!;
  }
  if (valueAtMost < minimumValue[s]!) return { closed, open: Infinity };
  if (price === 0 || open >= limit) return { closed, open };
  const once = compiled.openWeight[s]!;
  const { weight } = coverMinimum(compiled, s, terms, price, limit - once);
  return { closed, open: Math.max(open, once + weight) };
}

/** Asks of each group what it gains by the supplier; what that is more or less than the supplier costs is spread. */
function setCharges(bounding: Bounding, s: number): void {
  const { compiled, branch, terms, weights } = bounding;
  const { supplierStart, ofSupplier, groupOf, scratch } = compiled;
  const from = supplierStart[s]!;
  const to = supplierStart[s + 1]!;
  let gains = 0;
  let gainers = 0;
  for (let i = from; i < to; i += 1) {
    const gain = scratch.without[i]! - scratch.with[i]!;
    if (gain > 0) [gains, gainers] = [gains + gain, gainers + 1];
  }
  const budget = costOnce(bounding, s);
  const share = gains > budget ? budget / gains : 1;
  const more = gains > budget ? 0 : Math.floor((budget - gains) / (gainers || to - from));
  let left = budget;
  for (let i = from; i < to; i += 1) {
    const k = ofSupplier[i]!;
    const gain = Math.max(0, scratch.without[i]! - scratch.with[i]!);
    const asked = Math.floor(gain * share) + (gain > 0 || gainers === 0 ? more : 0);
    const charge = chargeFor(branch.states[s]!, Math.min(asked, left));
    if (charge < Infinity) left -= charge;
    if (charge !== terms.charges[k]) {
      terms.charges[k] = charge;
      forgetOption(compiled, k);
    }
    weights[groupOf[k]!] = Math.min(scratch.without[i]!, scratch.with[i]! + charge);
  }
}

const chargeFor = (state: number, asked: number): number =>
  state === OPEN ? 0 : state === CLOSED ? Infinity : asked;
