/* eslint-disable @typescript-eslint/no-non-null-assertion -- typed arrays: every index is bounded by its loop */
/** What orders planned together share: a supplier's stock of a variant, and how many orders it still takes today. */
import type { Compiled } from "./compile-problem.ts";

/** One order of a batch: its problem, and which shared stock each option and supplier draws on. */
export type BatchOrder = {
  readonly compiled: Compiled;
  /** Per option: index of the shared stock. */
  readonly stockOf: Int32Array;
  /** Per supplier of the problem: index of the shared number of orders. */
  readonly placeOf: Int32Array;
};

export type SharedStock = {
  /** Units left, by index. */
  readonly units: Float64Array<ArrayBuffer>;
  /** Orders left, by index; Infinity = no limit. */
  readonly places: Float64Array<ArrayBuffer>;
};

/** Takes (`sign` 1) what an answer uses out of the stock, or gives it back (-1). */
export function takeStock(
  { compiled, stockOf, placeOf }: BatchOrder,
  counts: Int32Array,
  stock: SharedStock,
  sign: 1 | -1,
): void {
  const isUsed = new Uint8Array(placeOf.length);
  for (let k = 0; k < counts.length; k += 1) {
    if (counts[k] === 0) continue;
    stock.units[stockOf[k]!]! -= sign * counts[k]!;
    isUsed[compiled.supplier[k]!] = 1;
  }
  for (let s = 0; s < isUsed.length; s += 1) if (isUsed[s]) stock.places[placeOf[s]!]! -= sign;
}

export const copyStock = ({ units, places }: SharedStock): SharedStock => ({
  units: units.slice(),
  places: places.slice(),
});

export const isOverdrawn = ({ units, places }: SharedStock): boolean =>
  units.some((left) => left < 0) || places.some((left) => left < 0);

/** Most units that each option can get of what is left. */
export function narrowHigh(
  { compiled, stockOf, placeOf }: BatchOrder,
  stock: SharedStock,
): Int32Array<ArrayBuffer> {
  const high = compiled.high.slice();
  for (let k = 0; k < high.length; k += 1) {
    const units = stock.units[stockOf[k]!]!;
    if (stock.places[placeOf[compiled.supplier[k]!]!]! < 1 || units <= 0) high[k] = 0;
    else if (units < high[k]!) high[k] = units;
  }
  return high;
}

/** The options' rates with a price on each unit of shared stock. */
export function priceRates({ compiled, stockOf }: BatchOrder, prices: Float64Array): Float64Array {
  const rate = compiled.rate.slice();
  for (let k = 0; k < rate.length; k += 1) rate[k]! += prices[stockOf[k]!]!;
  return rate;
}
