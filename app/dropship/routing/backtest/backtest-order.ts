/** Routes one past order by two rules and says what would have been different. Pure. */
import { earnedBy } from "#app/dropship/planner/earned.ts";
import type { RoutingPlan } from "#app/dropship/planner/routing-plan.ts";
import type { RoutingLine, RoutingOrder } from "#app/dropship/planner/routing-question.ts";
import type { Supply } from "#app/dropship/routing/build-supply.ts";
import { narrowForOrder } from "#app/dropship/routing/narrow-order.ts";
import type { RuleFacts } from "#app/dropship/routing/rules/narrow-rule.ts";
import { heldUnits, planByRule } from "#app/dropship/routing/rules/plan-by-rule.ts";
import type { ReadRule } from "#app/dropship/routing/rules/describe-rule.ts";
import { splitMinor } from "#app/platform/money.ts";

/** What one rule comes to; sums of many orders are added field by field. Money in minor units of the shop's currency. */
export type Figures = {
  readonly units: number;
  readonly heldUnits: number;
  /** goods, shipping and fees */
  readonly costMinor: bigint;
  /** what the units that found a supplier earned, without tax */
  readonly priceMinor: bigint;
  readonly parcels: number;
  /** units whose supplier has a record, and how many of them it would ship in time */
  readonly ratedUnits: number;
  readonly onTimeUnits: number;
};

export const NO_FIGURES: Figures = {
  units: 0,
  heldUnits: 0,
  costMinor: 0n,
  priceMinor: 0n,
  parcels: 0,
  ratedUnits: 0,
  onTimeUnits: 0,
};

export type BacktestCase = {
  readonly order: RoutingOrder;
  readonly supply: Supply;
  readonly facts: RuleFacts;
  /** part of its shipments that left in time, by supplier; absent = no record */
  readonly onTime: ReadonlyMap<bigint, number>;
};

export type BacktestedOrder = {
  readonly before: Figures;
  readonly after: Figures;
  readonly isDifferent: boolean;
  readonly suppliersBefore: readonly bigint[];
  readonly suppliersAfter: readonly bigint[];
};

export function backtestOrder(
  past: BacktestCase,
  base: ReadRule,
  draft: ReadRule,
): BacktestedOrder {
  const plan = (rule: typeof base): RoutingPlan => {
    const narrowed = narrowForOrder(past.order, rule, past.supply, past.facts);
    const { suppliers, offers } = past.supply;
    return planByRule({ order: past.order, suppliers, offers }, narrowed).plan;
  };
  const before = plan(base);
  const after = plan(draft);
  return {
    before: figuresOf(before, past),
    after: figuresOf(after, past),
    isDifferent: describe(before) !== describe(after),
    suppliersBefore: suppliersOf(before),
    suppliersAfter: suppliersOf(after),
  };
}

const suppliersOf = ({ assignments }: RoutingPlan) => [
  ...new Set(assignments.map(({ supplierId }) => supplierId)),
];

const describe = ({ assignments }: RoutingPlan): string =>
  assignments
    .map(({ lineGid, supplierId, units }) => `${lineGid} ${supplierId} ${units}`)
    .sort()
    .join(";");

function figuresOf(plan: RoutingPlan, { order, onTime }: BacktestCase): Figures {
  const given = new Map<string, number>();
  const { goodsMinor, shippingMinor, dropFeesMinor } = plan.cost;
  let ratedUnits = 0;
  let onTimeUnits = 0;
  for (const { lineGid, supplierId, units } of plan.assignments) {
    given.set(lineGid, (given.get(lineGid) ?? 0) + units);
    const ratio = onTime.get(supplierId);
    if (ratio === undefined) continue;
    ratedUnits += units;
    onTimeUnits += units * ratio;
  }
  return {
    units: order.lines.reduce((sum, { units }) => sum + units, 0),
    heldUnits: heldUnits(plan),
    costMinor: goodsMinor + shippingMinor + dropFeesMinor,
    priceMinor: order.lines.reduce((sum, line) => sum + earnedByPart(line, given), 0n),
    parcels: plan.parcels,
    ratedUnits,
    onTimeUnits,
  };
}

function earnedByPart(line: RoutingLine, given: ReadonlyMap<string, number>): bigint {
  const units = given.get(line.lineGid) ?? 0;
  const [part = 0n] = splitMinor(earnedBy(line), [BigInt(units), BigInt(line.units - units)]);
  return units === 0 ? 0n : part;
}

export const addFigures = (sum: Figures, more: Figures): Figures => ({
  units: sum.units + more.units,
  heldUnits: sum.heldUnits + more.heldUnits,
  costMinor: sum.costMinor + more.costMinor,
  priceMinor: sum.priceMinor + more.priceMinor,
  parcels: sum.parcels + more.parcels,
  ratedUnits: sum.ratedUnits + more.ratedUnits,
  onTimeUnits: sum.onTimeUnits + more.onTimeUnits,
});
