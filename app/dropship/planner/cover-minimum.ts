/* eslint-disable @typescript-eslint/no-non-null-assertion -- typed arrays: every index is bounded by its loop */
/**
 * The lightest way to give one supplier at least its minimum order, what every group would weigh at each quantity being
 * known: a knapsack of at most one row per group, searched depth first below the bound that the price of value gives.
 */
import type { Terms } from "./allocate-group.ts";
import type { Compiled } from "./compile-problem.ts";
import { priceOf } from "./price-value.ts";

type Cover = {
  /** Infinity: nothing below the limit. Not more than the truth where the search was cut off. */
  readonly weight: number;
  /** Units per place of the supplier's options; null where none was found. */
  readonly units: Int32Array | null;
};

// Beyond it the price's bound has to do.
const MOST_STEPS = 2_000;

/** After `findPrice`, which fills the weights by quantity. `limit`: what has to be undercut. */
export function coverMinimum(
  compiled: Compiled,
  s: number,
  { low, high }: Terms,
  price: number,
  limit: number,
): Cover {
  const { supplierStart, ofSupplier, value, minimum, minimumValue, scratch } = compiled;
  const { quantities, width } = scratch;
  const from = supplierStart[s]!;
  const count = supplierStart[s + 1]! - from;
  const least = listLeast(compiled, s, { low, high }, price);
  const units = new Int32Array(count);
  let stepsLeft = MOST_STEPS;
  let best = limit;
  let found: Int32Array | null = null;

  function walk(place: number, weight: number, missing: number): void {
    if (stepsLeft <= 0) return;
    stepsLeft -= 1;
    const priced = weight + least.priced[place]! + priceOf(price, Math.max(0, missing));
    if (Math.max(priced, weight + least.free[place]!) >= best) return;
    if (place === count) {
      if (missing > 0) return;
      best = weight;
      found = units.slice();
      return;
    }
    const k = ofSupplier[from + place]!;
    const row = (from + place) * width;
    const first = Math.max(minimum[k]!, low[k]!);
    for (let q = high[k]!; q >= 0; q -= 1) {
      if (q < first && (q > 0 || low[k]! > 0)) continue;
      units[place] = q;
      walk(place + 1, weight + quantities[row + q]!, missing - q * value[k]!);
    }
  }
  walk(0, 0, minimumValue[s]!);
  if (stepsLeft > 0) return { weight: found ? best : Infinity, units: found };
  return { weight: least.priced[0]! + priceOf(price, minimumValue[s]!), units: found };
}

/** From each place on: the least that is still to come, at the price of value and without one. */
function listLeast(
  { supplierStart, ofSupplier, value, minimum, scratch }: Compiled,
  s: number,
  { low, high }: Pick<Terms, "low" | "high">,
  price: number,
): { readonly priced: Float64Array; readonly free: Float64Array } {
  const from = supplierStart[s]!;
  const count = supplierStart[s + 1]! - from;
  const priced = new Float64Array(count + 1);
  const free = new Float64Array(count + 1);
  for (let place = count - 1; place >= 0; place -= 1) {
    const k = ofSupplier[from + place]!;
    const row = (from + place) * scratch.width;
    const off = priceOf(price, value[k]!);
    let leastPriced = low[k]! > 0 ? Infinity : scratch.quantities[row]!;
    let leastFree = leastPriced;
    for (let q = Math.max(minimum[k]!, low[k]!); q <= high[k]!; q += 1) {
      const weight = scratch.quantities[row + q]!;
      leastPriced = Math.min(leastPriced, weight - q * off);
      leastFree = Math.min(leastFree, weight);
    }
    priced[place] = priced[place + 1]! + leastPriced;
    free[place] = free[place + 1]! + leastFree;
  }
  return { priced, free };
}
