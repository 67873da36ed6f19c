/* eslint-disable @typescript-eslint/no-non-null-assertion -- typed arrays: every index is bounded by its loop */
/**
 * What a group weighs with and without one of its options. Two tables per group meet at the option: the least weight of the
 * units served before it, and of those served by it or after it. A row is made anew only when something before (or
 * after) it has changed, so walking through the options in either direction costs one row a step.
 */
import type { Terms } from "./allocate-group.ts";
import type { Compiled } from "./compile-problem.ts";

export type GroupTables = {
  /** Rows of group g begin here: one more than it has options, each as long as its units and one more. */
  readonly base: Int32Array;
  /** row i: least weight of serving n units with the first i options */
  readonly before: Float64Array;
  /** row i: least weight of all that is left, held units included, once n units are served by the first i options */
  readonly after: Float64Array;
  /** Rows 0 to this one of `before` hold, and rows from the other one on of `after`. */
  readonly validTo: Int32Array;
  readonly validFrom: Int32Array;
  readonly window: Float64Array;
  readonly queue: Int32Array;
};

export function createTables(start: Int32Array, units: Int32Array): GroupTables {
  const base = new Int32Array(units.length + 1);
  let widest = 1;
  for (let g = 0; g < units.length; g += 1) {
    const rows = start[g + 1]! - start[g]! + 1;
    base[g + 1] = base[g]! + rows * (units[g]! + 1);
    widest = Math.max(widest, units[g]! + 1);
  }
  return {
    base,
    before: new Float64Array(base[units.length]!),
    after: new Float64Array(base[units.length]!),
    validTo: new Int32Array(units.length),
    validFrom: new Int32Array(units.length),
    window: new Float64Array(widest),
    queue: new Int32Array(widest),
  };
}

/** Begins anew: nothing of what was known holds under other terms. */
export function resetTables({ groupCount, start, units, holdWeight, tables }: Compiled): void {
  const { base, before, after, validTo, validFrom } = tables;
  for (let g = 0; g < groupCount; g += 1) {
    const last = start[g + 1]! - start[g]!;
    const end = base[g + 1]!;
    const wanted = units[g]!;
    before.fill(Infinity, base[g]!, base[g]! + wanted + 1);
    before[base[g]!] = 0;
    for (let n = 0; n <= wanted; n += 1) after[end - wanted - 1 + n] = (wanted - n) * holdWeight;
    validTo[g] = 0;
    validFrom[g] = last;
  }
}

/** Says that an option's rate, charge or limits are others now. */
export function forgetOption({ start, groupOf, tables }: Compiled, k: number): void {
  const g = groupOf[k]!;
  const position = k - start[g]!;
  if (tables.validTo[g]! > position) tables.validTo[g] = position;
  if (tables.validFrom[g]! <= position) tables.validFrom[g] = position + 1;
}

/** Least weight of the group. */
export function weighGroup(compiled: Compiled, g: number, terms: Terms): number {
  fillAfter(compiled, g, 0, terms);
  return compiled.tables.after[compiled.tables.base[g]!]!;
}

/**
 * Writes to place `i` of the scratch: least weight of the option's group when the option gets nothing, and when it gets
 * something, its charge left out.
 */
export function weighOption(compiled: Compiled, k: number, terms: Terms, i: number): void {
  const { scratch, tables } = compiled;
  const { before, after, window } = tables;
  const wanted = compiled.units[compiled.groupOf[k]!]!;
  const row = meetAt(compiled, k, terms);
  const next = row + wanted + 1;
  slideForward(compiled, k, wanted, row, terms);
  let without = Infinity;
  let using = Infinity;
  for (let n = 0; n <= wanted; n += 1) {
    const rest = after[next + n]!;
    if (before[row + n]! + rest < without) without = before[row + n]! + rest;
    if (window[n]! + rest < using) using = window[n]! + rest;
  }
  scratch.without[i] = terms.low[k]! > 0 ? Infinity : without;
  scratch.with[i] = using;
}

/** Writes to `out` what the group weighs when the option gets 0, 1, … units, without what these themselves weigh. */
export function weighQuantities(
  compiled: Compiled,
  k: number,
  terms: Terms,
  out: Float64Array,
  offset: number,
): void {
  const { before, after } = compiled.tables;
  const wanted = compiled.units[compiled.groupOf[k]!]!;
  const row = meetAt(compiled, k, terms);
  const next = row + wanted + 1;
  for (let q = 0; q <= terms.high[k]!; q += 1) {
    const most = q === 0 ? wanted : Math.min(wanted, compiled.reach[k]!);
    let least = Infinity;
    for (let n = q; n <= most; n += 1) {
      const weight = before[row + n - q]! + after[next + n]!;
      if (weight < least) least = weight;
    }
    out[offset + q] = least;
  }
}

/** Makes both tables hold around an option; gives where the row before it begins. */
function meetAt(compiled: Compiled, k: number, terms: Terms): number {
  const { start, groupOf, units, tables } = compiled;
  const g = groupOf[k]!;
  const position = k - start[g]!;
  fillAfter(compiled, g, position + 1, terms);
  fillBefore(compiled, g, position, terms);
  return tables.base[g]! + position * (units[g]! + 1);
}

function fillBefore(compiled: Compiled, g: number, to: number, terms: Terms): void {
  const { start, units, tables } = compiled;
  const { before, window, validTo } = tables;
  const wanted = units[g]!;
  for (let i = validTo[g]!; i < to; i += 1) {
    const k = start[g]! + i;
    const row = tables.base[g]! + i * (wanted + 1);
    const next = row + wanted + 1;
    const charge = terms.charges[k]!;
    const isAsked = terms.low[k]! > 0;
    if (charge !== Infinity) slideForward(compiled, k, wanted, row, terms);
    for (let n = 0; n <= wanted; n += 1) {
      const kept = isAsked ? Infinity : before[row + n]!;
      const added = charge === Infinity ? Infinity : window[n]! + charge;
      before[next + n] = added < kept ? added : kept;
    }
  }
  if (validTo[g]! < to) validTo[g] = to;
}

function fillAfter(compiled: Compiled, g: number, from: number, terms: Terms): void {
  const { start, units, tables } = compiled;
  const { after, window, validFrom } = tables;
  const wanted = units[g]!;
  for (let i = validFrom[g]! - 1; i >= from; i -= 1) {
    const k = start[g]! + i;
    const row = tables.base[g]! + i * (wanted + 1);
    const next = row + wanted + 1;
    const charge = terms.charges[k]!;
    const isAsked = terms.low[k]! > 0;
    if (charge !== Infinity) slideBack(compiled, k, wanted, next, terms);
    for (let n = 0; n <= wanted; n += 1) {
      const kept = isAsked ? Infinity : after[next + n]!;
      const added = charge === Infinity ? Infinity : window[n]! + charge;
      after[row + n] = added < kept ? added : kept;
    }
  }
  if (validFrom[g]! > from) validFrom[g] = from;
}

/** window[n]: least weight of n units when the option serves some of them, those before it the rest. */
function slideForward(
  { minimum, reach, tables }: Compiled,
  k: number,
  wanted: number,
  row: number,
  { rates, low, high }: Terms,
): void {
  const { before, window, queue } = tables;
  const rate = rates[k]!;
  const least = Math.max(minimum[k]!, low[k]!);
  const most = Math.min(wanted, reach[k]!);
  let front = 0;
  let back = 0;
  window.fill(Infinity, 0, wanted + 1);
  for (let n = least; n <= most; n += 1) {
    const value = before[row + n - least]! - rate * (n - least);
    while (back > front && before[row + queue[back - 1]!]! - rate * queue[back - 1]! > value)
      back -= 1;
    queue[back] = n - least;
    back += 1;
    while (front < back && queue[front]! < n - high[k]!) front += 1;
    if (front < back) window[n] = before[row + queue[front]!]! + rate * (n - queue[front]!);
  }
}

/** window[n]: least weight of all that is left after n units when the option serves some of it. */
function slideBack(
  { minimum, reach, tables }: Compiled,
  k: number,
  wanted: number,
  next: number,
  { rates, low, high }: Terms,
): void {
  const { after, window, queue } = tables;
  const rate = rates[k]!;
  const least = Math.max(minimum[k]!, low[k]!);
  const most = Math.min(wanted, reach[k]!);
  let front = 0;
  let back = 0;
  window.fill(Infinity, 0, wanted + 1);
  for (let n = most - least; n >= 0; n -= 1) {
    const value = after[next + n + least]! + rate * (n + least);
    while (back > front && after[next + queue[back - 1]!]! + rate * queue[back - 1]! > value)
      back -= 1;
    queue[back] = n + least;
    back += 1;
    while (front < back && queue[front]! > n + high[k]!) front += 1;
    if (front < back) window[n] = after[next + queue[front]!]! + rate * (queue[front]! - n);
  }
}
