/* eslint-disable @typescript-eslint/no-non-null-assertion -- typed arrays: every index is bounded by its loop */
/**
 * The price of a unit of value at which a supplier's minimum order costs most (Lagrange): what every plan in which the
 * supplier takes part pays at least. Prices have few digits and are rounded up to whole weights, so that sums stay exact.
 */
import type { Terms } from "./allocate-group.ts";
import type { Compiled } from "./compile-problem.ts";
import { weighQuantities } from "./group-tables.ts";

// Every step finds a corner of a concave line of few corners; met in practice: five.
const MOST_STEPS = 30;
// Products of a price (24 binary digits) and a smaller value than this have no rounding error.
const LARGEST_VALUE = 2 ** 29;

/** What a price takes off a unit of that value, and adds to a minimum order of that value. */
export const priceOf = (price: number, value: number): number => Math.ceil(price * value);

type Served = { readonly weight: number; readonly value: number };

/** 0 where the supplier is given enough anyhow. Looks at the supplier's options without their charges. */
export function findPrice(compiled: Compiled, s: number, terms: Terms): number {
  const wanted = compiled.minimumValue[s]!;
  const largest = fillQuantities(compiled, s, terms);
  if (largest > LARGEST_VALUE) return 0;
  let low = serveAt(compiled, s, terms, 0);
  // Infinite weight: the group has no room for what the branch asks of it.
  if (low.value >= wanted || low.weight === Infinity) return 0;
  const most = Math.fround(compiled.priceRoom / largest);
  let high = serveAt(compiled, s, terms, most);
  if (high.value < wanted) return most;
  let price = most;
  for (let step = 0; step < MOST_STEPS; step += 1) {
    price = (high.weight - low.weight) / (high.value - low.value);
    const next = serveAt(compiled, s, terms, price);
    if (next.value === low.value || next.value === high.value) break;
    if (next.value < wanted) low = next;
    else high = next;
  }
  return Math.min(most, Math.fround(price));
}

/** Fills the weights by quantity, those of the units themselves included; gives the largest value met. */
export function fillQuantities(compiled: Compiled, s: number, terms: Terms): number {
  const { supplierStart, ofSupplier, value, rate, minimumValue, scratch } = compiled;
  let largest = minimumValue[s]!;
  for (let i = supplierStart[s]!; i < supplierStart[s + 1]!; i += 1) {
    const k = ofSupplier[i]!;
    const row = i * scratch.width;
    largest = Math.max(largest, value[k]!);
    weighQuantities(compiled, k, terms, scratch.quantities, row);
    for (let q = 1; q <= terms.high[k]!; q += 1) scratch.quantities[row + q]! += rate[k]! * q;
  }
  return largest;
}

/** What the supplier serves at a price, and what that weighs without the price. */
function serveAt(compiled: Compiled, s: number, { low, high }: Terms, price: number): Served {
  const { supplierStart, ofSupplier, value, minimum, scratch } = compiled;
  const sum = { weight: 0, value: 0 };
  for (let i = supplierStart[s]!; i < supplierStart[s + 1]!; i += 1) {
    const k = ofSupplier[i]!;
    const row = i * scratch.width;
    const first = Math.max(minimum[k]!, low[k]!);
    let units = 0;
    let least = low[k]! > 0 ? Infinity : scratch.quantities[row]!;
    for (let q = first; q <= high[k]!; q += 1) {
      const weight = scratch.quantities[row + q]! - price * value[k]! * q;
      if (weight < least) [least, units] = [weight, q];
    }
    sum.weight += scratch.quantities[row + units]!;
    sum.value += units * value[k]!;
  }
  return sum;
}
