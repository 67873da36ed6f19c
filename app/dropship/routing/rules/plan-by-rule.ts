/** Plans one order by a narrowed rule. Preferred suppliers first; where units would wait for that, the others step in. Pure. */
import { planOrder } from "#app/dropship/planner/plan-order.ts";
import type { RoutingPlan } from "#app/dropship/planner/routing-plan.ts";
import type { RoutingQuestion } from "#app/dropship/planner/routing-question.ts";
import type { NarrowedRule } from "./narrow-rule.ts";

export type PlannedByRule = { readonly question: RoutingQuestion; readonly plan: RoutingPlan };

export function planByRule(
  facts: Omit<RoutingQuestion, "rule">,
  { rule, preferences }: NarrowedRule,
): PlannedByRule {
  const ask = (exclusions: NarrowedRule["preferences"]): PlannedByRule => {
    const question = {
      ...facts,
      rule: { ...rule, exclusions: [...rule.exclusions, ...exclusions] },
    };
    return { question, plan: planOrder(question) };
  };
  const free = ask([]);
  if (preferences.length === 0) return free;
  const strict = ask(preferences);
  const fewest = heldUnits(free.plan);
  if (heldUnits(strict.plan) <= fewest) return strict;
  const waiting = new Set(strict.plan.held.map(({ lineGid }) => lineGid));
  const lifted = new Set(
    facts.order.lines.filter(({ lineGid }) => waiting.has(lineGid)).map((line) => line.variantGid),
  );
  const partly = ask(preferences.filter(({ variantGid }) => !lifted.has(variantGid)));
  return heldUnits(partly.plan) <= fewest ? partly : free;
}

export const heldUnits = ({ held }: RoutingPlan): number =>
  held.reduce((sum, { units }) => sum + units, 0);
