/**
 * Assigns every unit of one order to one supplier, or holds it and says why. The least total cost that the rule and the
 * facts allow, proven; the same question always gives the same answer.
 */
import { indexOffers } from "./assess-candidates.ts";
import type { AssignmentAnswer } from "./assignment.ts";
import { compileProblem, type Compiled } from "./compile-problem.ts";
import { assessLargest, countUnits, packProblem } from "./draft-problem.ts";
import { completeRank, packCriteria } from "./pack-criteria.ts";
import { prepareOrder } from "./prepare-order.ts";
import { readPlan } from "./read-plan.ts";
import type { RoutingPlan } from "./routing-plan.ts";
import type { RoutingQuestion } from "./routing-question.ts";
import { solveAssignment } from "./solve-assignment.ts";
import { solveSingle } from "./solve-single.ts";

/** The plan for one order alone. Never throws: what cannot be planned is held. */
export function planOrder(question: RoutingQuestion): RoutingPlan {
  const prepared = prepareOrder(question, indexOffers(question.offers));
  const { draft } = prepared;
  const criteria = completeRank(question.rule.rank);
  const packing = packCriteria(criteria, assessLargest(draft, criteria.length), countUnits(draft));
  if (!packing) return readPlan(prepared, null);
  return readPlan(prepared, solveByRule(question, compileProblem(packProblem(draft, packing))));
}

/** "no_single_supplier": the rule wants one parcel and nobody can send all. */
export function solveByRule(
  { rule }: RoutingQuestion,
  compiled: Compiled,
): AssignmentAnswer | "no_single_supplier" {
  if (rule.parcels === "any") return solveAssignment(compiled);
  const single = solveSingle(compiled);
  if (single) return single;
  return rule.parcels === "single_preferred" ? solveAssignment(compiled) : "no_single_supplier";
}
