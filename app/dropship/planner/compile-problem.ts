/** The assignment problem in flat arrays: the search walks them some ten thousand times an order. */
import type { AssignmentProblem } from "./assignment.ts";
import { createTables, type GroupTables } from "./group-tables.ts";

export type Compiled = {
  readonly groupCount: number;
  readonly supplierCount: number;
  /** Options of group g stand at `start[g]` up to, not including, `start[g + 1]`. */
  readonly start: Int32Array;
  readonly units: Int32Array;
  readonly supplier: Int32Array;
  readonly rate: Float64Array;
  readonly minimum: Int32Array;
  readonly reach: Int32Array;
  readonly value: Float64Array;
  /** Most units an option can get at all. */
  readonly high: Int32Array<ArrayBuffer>;
  readonly openWeight: Float64Array;
  readonly minimumValue: Float64Array;
  readonly holdWeight: number;
  /** What prices on value may add to a unit or to a minimum order at most: sums stay below 2^53. */
  readonly priceRoom: number;
  /** Options of supplier s: `ofSupplier` from `supplierStart[s]` up to, not including, `supplierStart[s + 1]`. */
  readonly supplierStart: Int32Array;
  readonly ofSupplier: Int32Array;
  readonly groupOf: Int32Array;
  readonly tables: GroupTables;
  /** Room for the tables of one group; overwritten by every call. */
  readonly scratch: {
    readonly rows: [Float64Array, Float64Array];
    readonly choices: Int32Array;
    readonly window: Int32Array;
    readonly width: number;
    /** per option */
    readonly rates: Float64Array;
    readonly charges: Float64Array;
    /** per place in `ofSupplier` */
    readonly without: Float64Array;
    readonly with: Float64Array;
    readonly quantities: Float64Array;
    /** per group */
    readonly weights: Float64Array;
    /** per supplier */
    readonly values: Float64Array;
  };
};

export function compileProblem(problem: AssignmentProblem): Compiled {
  const { groups, suppliers, holdWeight } = problem;
  const count = groups.reduce((sum, { options }) => sum + options.length, 0);
  const widest = groups.reduce((most, { units }) => Math.max(most, units), 0);
  const deepest = groups.reduce((most, { options }) => Math.max(most, options.length), 0);
  const start = new Int32Array(groups.length + 1);
  const units = new Int32Array(groups.length);
  for (const [g, group] of groups.entries()) {
    start[g + 1] = (start[g] ?? 0) + group.options.length;
    units[g] = group.units;
  }
  const openWeight = new Float64Array(suppliers.length);
  const minimumValue = new Float64Array(suppliers.length);
  for (const [s, one] of suppliers.entries()) {
    openWeight[s] = one.openWeight;
    minimumValue[s] = one.minimumValue;
  }
  const options = compileOptions(groups, count);
  return {
    groupCount: groups.length,
    supplierCount: suppliers.length,
    start,
    units,
    ...options,
    openWeight,
    minimumValue,
    holdWeight,
    priceRoom: roomForPrices(holdWeight, units, suppliers.length),
    ...indexBySupplier(options.supplier, suppliers.length),
    tables: createTables(start, units),
    scratch: createScratch(groups.length, count, suppliers.length, widest + 1, deepest),
  };
}

type OptionArrays = Pick<
  Compiled,
  "supplier" | "rate" | "minimum" | "reach" | "value" | "high" | "groupOf"
>;

function compileOptions(groups: AssignmentProblem["groups"], count: number): OptionArrays {
  const arrays = {
    supplier: new Int32Array(count),
    rate: new Float64Array(count),
    minimum: new Int32Array(count),
    reach: new Int32Array(count),
    value: new Float64Array(count),
    high: new Int32Array(count),
    groupOf: new Int32Array(count),
  };
  let k = 0;
  for (const [g, { units, options }] of groups.entries())
    for (const { supplier, unitWeight, stock, minimum, reach, unitValue } of options) {
      arrays.supplier[k] = supplier;
      arrays.rate[k] = unitWeight;
      arrays.minimum[k] = Math.max(1, minimum);
      arrays.reach[k] = reach;
      arrays.value[k] = unitValue;
      arrays.high[k] = Math.max(0, Math.min(stock, reach, units));
      arrays.groupOf[k] = g;
      k += 1;
    }
  return arrays;
}

function createScratch(
  groupCount: number,
  count: number,
  supplierCount: number,
  width: number,
  depth: number,
): Compiled["scratch"] {
  return {
    rows: [new Float64Array(width), new Float64Array(width)],
    choices: new Int32Array(width * depth),
    window: new Int32Array(width),
    width,
    rates: new Float64Array(count),
    charges: new Float64Array(count),
    without: new Float64Array(count),
    with: new Float64Array(count),
    quantities: new Float64Array(count * width),
    weights: new Float64Array(groupCount),
    values: new Float64Array(supplierCount),
  };
}

function indexBySupplier(
  supplier: Int32Array,
  supplierCount: number,
): Pick<Compiled, "supplierStart" | "ofSupplier"> {
  const supplierStart = new Int32Array(supplierCount + 1);
  for (const s of supplier) supplierStart[s + 1] = (supplierStart[s + 1] ?? 0) + 1;
  for (let s = 0; s < supplierCount; s += 1)
    supplierStart[s + 1] = (supplierStart[s + 1] ?? 0) + (supplierStart[s] ?? 0);
  const next = supplierStart.slice();
  const ofSupplier = new Int32Array(supplier.length);
  for (const [k, s] of supplier.entries()) {
    const place = next[s] ?? 0;
    ofSupplier[place] = k;
    next[s] = place + 1;
  }
  return { supplierStart, ofSupplier };
}

function roomForPrices(holdWeight: number, units: Int32Array, supplierCount: number): number {
  const sums = units.reduce((sum, count) => sum + count, supplierCount) + 1;
  return Math.max(0, Math.min(holdWeight, Number.MAX_SAFE_INTEGER / sums - holdWeight)) / 2;
}
