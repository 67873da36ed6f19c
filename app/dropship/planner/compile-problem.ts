/** The assignment problem in flat arrays: the search walks them some ten thousand times an order. */
import type { AssignmentProblem } from "./assignment.ts";

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
  readonly hasMinimumOrders: boolean;
  readonly holdWeight: number;
  /** Room for the tables of one group and for what one bound needs; overwritten by every call. */
  readonly scratch: {
    readonly rows: [Float64Array, Float64Array];
    readonly choices: Int32Array;
    readonly window: Int32Array;
    readonly width: number;
    /** per option */
    readonly rates: Float64Array;
    readonly charges: Float64Array;
    /** per group */
    readonly offered: Float64Array;
    /** per supplier */
    readonly values: Float64Array;
  };
};

export function compileProblem(problem: AssignmentProblem): Compiled {
  const { groups, suppliers, holdWeight } = problem;
  const options = groups.flatMap((group) => group.options);
  const owners = groups.flatMap((group) => group.options.map(() => group.units));
  const start = new Int32Array(groups.length + 1);
  for (const [g, group] of groups.entries()) start[g + 1] = (start[g] ?? 0) + group.options.length;
  const width = Math.max(0, ...groups.map(({ units }) => units)) + 1;
  const depth = Math.max(0, ...groups.map((group) => group.options.length));
  return {
    groupCount: groups.length,
    supplierCount: suppliers.length,
    start,
    units: Int32Array.from(groups, ({ units }) => units),
    supplier: Int32Array.from(options, ({ supplier }) => supplier),
    rate: Float64Array.from(options, ({ unitWeight }) => unitWeight),
    minimum: Int32Array.from(options, ({ minimum }) => Math.max(1, minimum)),
    reach: Int32Array.from(options, ({ reach }) => reach),
    value: Float64Array.from(options, ({ unitValue }) => unitValue),
    high: Int32Array.from(options, ({ stock, reach }, k) =>
      Math.max(0, Math.min(stock, reach, owners[k] ?? 0)),
    ),
    openWeight: Float64Array.from(suppliers, (one) => one.openWeight),
    minimumValue: Float64Array.from(suppliers, (one) => one.minimumValue),
    hasMinimumOrders: suppliers.some((one) => one.minimumValue > 0),
    holdWeight,
    scratch: {
      rows: [new Float64Array(width), new Float64Array(width)],
      choices: new Int32Array(width * depth),
      window: new Int32Array(width),
      width,
      rates: new Float64Array(options.length),
      charges: new Float64Array(options.length),
      offered: new Float64Array(groups.length),
      values: new Float64Array(suppliers.length),
    },
  };
}
