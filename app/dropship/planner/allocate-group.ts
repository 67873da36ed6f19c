/* eslint-disable @typescript-eslint/no-non-null-assertion -- typed arrays: every index is bounded by its loop */
/**
 * The cheapest way to serve one group when each option asks a fixed charge before its first unit. Exact: a table over
 * units and options; the best quantity of an option slides along with the table, so a row costs one step a unit.
 */
import type { Compiled } from "./compile-problem.ts";

export type Terms = {
  /** Weight of a unit, per option. */
  readonly rates: Float64Array;
  /** What an option asks before its first unit; Infinity = not allowed. */
  readonly charges: Float64Array;
  /** Fewest units, per option; 0 = none asked. */
  readonly low: Int32Array;
  /** Most units, per option. */
  readonly high: Int32Array;
};

/** Writes the units of the group's options into `out` and returns their weight, held units included. */
export function allocateGroup(
  compiled: Compiled,
  g: number,
  terms: Terms,
  out: Int32Array,
): number {
  const whole = allocateWhole(compiled, g, terms, out);
  return whole === null ? allocateParts(compiled, g, terms, out) : whole;
}

/** One option for all units, where no split can weigh less. Null: a split may. */
function allocateWhole(
  { start, units, minimum, reach, holdWeight }: Compiled,
  g: number,
  { rates, charges, low, high }: Terms,
  out: Int32Array,
): number | null {
  const wanted = units[g]!;
  const from = start[g]!;
  const to = start[g + 1]!;
  let best = -1;
  let bestWeight = wanted * holdWeight;
  let leastPartRate = Infinity;
  for (let k = from; k < to; k += 1) {
    out[k] = 0;
    if (low[k]! > 0) return null;
    if (charges[k] === Infinity || high[k]! < minimum[k]!) continue;
    if (high[k]! < wanted || reach[k]! < wanted) {
      if (rates[k]! < leastPartRate) leastPartRate = rates[k]!;
      continue;
    }
    const weight = charges[k]! + rates[k]! * wanted;
    if (weight < bestWeight) {
      best = k;
      bestWeight = weight;
    }
  }
  // A part whose rate is no lower than the whole's average cannot make any mix lighter.
  if (leastPartRate * wanted < bestWeight) return null;
  if (best >= 0) out[best] = wanted;
  return bestWeight;
}

/** rows[n] = least weight of serving n units with the options so far; Infinity = impossible. */
function allocateParts(compiled: Compiled, g: number, terms: Terms, out: Int32Array): number {
  const { start, units, holdWeight, scratch } = compiled;
  const wanted = units[g]!;
  const from = start[g]!;
  let [row, next] = scratch.rows;
  row.fill(Infinity, 0, wanted + 1);
  row[0] = 0;
  for (let k = from; k < start[g + 1]!; k += 1) {
    addOption(compiled, k, wanted, terms, { row, next, choices: (k - from) * scratch.width });
    [row, next] = [next, row];
  }
  let served = 0;
  let best = Infinity;
  for (let n = wanted; n >= 0; n -= 1) {
    const weight = row[n]! + (wanted - n) * holdWeight;
    if (weight < best) {
      served = n;
      best = weight;
    }
  }
  for (let k = start[g + 1]! - 1; k >= from; k -= 1) {
    const count = best === Infinity ? 0 : scratch.choices[(k - from) * scratch.width + served]!;
    out[k] = count;
    served -= count;
  }
  return best;
}

type Rows = { readonly row: Float64Array; readonly next: Float64Array; readonly choices: number };

/** The table's next row. A window over the last one holds the entries worth building on, best first. */
function addOption(
  { minimum, reach, scratch }: Compiled,
  k: number,
  wanted: number,
  { rates, charges, low, high }: Terms,
  { row, next, choices }: Rows,
): void {
  const { choices: choice, window } = scratch;
  const mustServe = low[k]! > 0;
  const charge = charges[k]!;
  const rate = rates[k]!;
  for (let n = 0; n <= wanted; n += 1) {
    next[n] = mustServe ? Infinity : row[n]!;
    choice[choices + n] = 0;
  }
  if (charge === Infinity) return;
  const least = Math.max(minimum[k]!, low[k]!);
  const most = Math.min(wanted, reach[k]!);
  let front = 0;
  let back = 0;
  for (let n = least; n <= most; n += 1) {
    const entering = n - least;
    if (row[entering] !== Infinity) {
      const value = row[entering]! - rate * entering;
      while (back > front && row[window[back - 1]!]! - rate * window[back - 1]! > value) back -= 1;
      window[back] = entering;
      back += 1;
    }
    while (front < back && window[front]! < n - high[k]!) front += 1;
    if (front === back) continue;
    const weight = row[window[front]!]! + rate * (n - window[front]!) + charge;
    if (weight < next[n]!) {
      next[n] = weight;
      choice[choices + n] = n - window[front]!;
    }
  }
}
