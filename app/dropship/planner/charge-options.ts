/* eslint-disable @typescript-eslint/no-non-null-assertion -- typed arrays: every index is bounded by its loop */
/**
 * Spreads what each supplier costs once over the groups it could serve, so that the groups can be looked at one by one and
 * their sum still never exceeds the truth. Dual ascent of the uncapacitated facility location problem.
 * Source: D. Erlenkotter, "A dual-based procedure for uncapacitated facility location", Operations Research 26 (1978).
 */
import { CLOSED, OPEN, type Branch } from "./branch.ts";
import type { Compiled } from "./compile-problem.ts";

export type Charges = {
  /** Per option: its part of the supplier's one-time weight; Infinity where the supplier is closed. */
  readonly charges: Float64Array;
  /** Per supplier: what no group was charged. */
  readonly left: Float64Array;
};

// A second pass seldom lifts the bound; a third never did on generated orders.
const PASSES = 2;

/** Charges never add up to more than a supplier's `openWeight`. The charges are the problem's scratch. */
export function chargeOptions(compiled: Compiled, branch: Branch, rates: Float64Array): Charges {
  const { groupCount, start, supplier, supplierCount, openWeight, scratch } = compiled;
  const { charges, offered: prices } = scratch;
  const left = new Float64Array(supplierCount);
  for (let s = 0; s < supplierCount; s += 1)
    if (branch.states[s] !== OPEN) left[s] = openWeight[s]!;
  for (let k = 0; k < supplier.length; k += 1)
    charges[k] = branch.states[supplier[k]!] === CLOSED || branch.high[k] === 0 ? Infinity : 0;
  const purse = { rates, charges, left };
  prices.fill(NaN);
  for (let pass = 0; pass < PASSES; pass += 1)
    for (let g = 0; g < groupCount; g += 1) prices[g] = raisePrice(compiled, g, prices[g]!, purse);
  for (let g = 0; g < groupCount; g += 1)
    for (let k = start[g]!; k < start[g + 1]!; k += 1)
      if (charges[k] !== Infinity)
        charges[k] = Math.max(0, prices[g]! - rates[k]! * compiled.units[g]!);
  return { charges, left };
}

type Purse = Charges & { readonly rates: Float64Array };

/** Lifts what a group is ready to pay from one option's price to the next, while every one it passed can give way. */
function raisePrice(
  { start, units, supplier, holdWeight }: Compiled,
  g: number,
  known: number,
  { rates, charges, left }: Purse,
): number {
  const from = start[g]!;
  const to = start[g + 1]!;
  const wanted = units[g]!;
  const ceiling = wanted * holdWeight;
  let price = known;
  if (Number.isNaN(price)) {
    price = ceiling;
    for (let k = from; k < to; k += 1)
      if (charges[k] !== Infinity) price = Math.min(price, rates[k]! * wanted);
  }
  for (;;) {
    let next = ceiling;
    let room = Infinity;
    for (let k = from; k < to; k += 1) {
      if (charges[k] === Infinity) continue;
      const whole = rates[k]! * wanted;
      if (whole > price) next = Math.min(next, whole);
      else room = Math.min(room, left[supplier[k]!]!);
    }
    room = Math.min(room, next - price);
    if (!(room > 0)) return price;
    for (let k = from; k < to; k += 1)
      if (charges[k] !== Infinity && rates[k]! * wanted <= price) left[supplier[k]!]! -= room;
    price += room;
    if (price < next || price >= ceiling) return price;
  }
}
