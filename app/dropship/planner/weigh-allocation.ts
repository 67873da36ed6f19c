/* eslint-disable @typescript-eslint/no-non-null-assertion -- typed arrays: every index is bounded by its loop */
/** What an allocation really costs, and whether every supplier's minimum order is met. */
import type { Compiled } from "./compile-problem.ts";

export type Weighing = {
  readonly weight: number;
  /** A used supplier below its minimum order; -1 = none. */
  readonly shortSupplier: number;
};

export function weighAllocation(compiled: Compiled, counts: Int32Array): Weighing {
  const { groupCount, supplierCount, start, units, supplier, rate, value } = compiled;
  const { values } = compiled.scratch;
  values.fill(-1);
  let weight = 0;
  for (let g = 0; g < groupCount; g += 1) {
    let held = units[g]!;
    for (let k = start[g]!; k < start[g + 1]!; k += 1) {
      const count = counts[k]!;
      if (count === 0) continue;
      held -= count;
      weight += count * rate[k]!;
      const known = values[supplier[k]!]!;
      values[supplier[k]!] = (known < 0 ? 0 : known) + count * value[k]!;
    }
    weight += held * compiled.holdWeight;
  }
  let shortSupplier = -1;
  for (let s = 0; s < supplierCount; s += 1) {
    if (values[s]! < 0) continue;
    weight += compiled.openWeight[s]!;
    if (values[s]! < compiled.minimumValue[s]! && shortSupplier < 0) shortSupplier = s;
  }
  return { weight, shortSupplier };
}
