/** A plan as it is kept: JSON, sums as digits. Pure. */
import type { PlanCost, RoutingPlan, Considered } from "#app/dropship/planner/routing-plan.ts";

type Stored<Value> = Value extends bigint
  ? string
  : Value extends Date
    ? string
    : Value extends readonly (infer One)[]
      ? Stored<One>[]
      : Value extends object
        ? { [Key in keyof Value]: Stored<Value[Key]> }
        : Value;

export type StoredPlan = Stored<Omit<RoutingPlan, "considered">> & {
  readonly considered: Stored<Considered>[];
};
export type StoredCost = Stored<PlanCost>;

/** The value as JSON holds it. */
export const toStored = <Value extends object>(value: Value): Stored<Value> =>
  JSON.parse(
    JSON.stringify(value, (_key, one: unknown) => (typeof one === "bigint" ? one.toString() : one)),
    // What was written with digits for sums is read back as such.
  ) as Stored<Value>;
