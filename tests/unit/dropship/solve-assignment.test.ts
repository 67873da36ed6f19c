import fc from "fast-check";
import { expect, test } from "vitest";
import { compileProblem } from "#app/dropship/planner/compile-problem.ts";
import { assessLargest, countUnits, packProblem } from "#app/dropship/planner/draft-problem.ts";
import { packCriteria } from "#app/dropship/planner/pack-criteria.ts";
import { indexOffers } from "#app/dropship/planner/assess-candidates.ts";
import { prepareOrder } from "#app/dropship/planner/prepare-order.ts";
import { solveAssignment } from "#app/dropship/planner/solve-assignment.ts";
import { weighAllocation } from "#app/dropship/planner/weigh-allocation.ts";
import { solveByHighs } from "#tests/support/highs-oracle.ts";
import { routingQuestions } from "#tests/support/routing-questions.ts";

// The long run (PROVE=1) is what bench/results/prove.json reports.
const RUNS = process.env["PROVE"] ? 10_000 : 80;

test(`weighs the same as HiGHS's optimum on ${RUNS} orders of up to 10 lines and 20 suppliers`, () => {
  fc.assert(
    fc.property(
      routingQuestions({ maxLines: 10, maxSuppliers: 20, maxUnits: 6, rank: ["cost"] }),
      (question) => {
        const { draft } = prepareOrder(question, indexOffers(question.offers));
        const packing = packCriteria(["cost"], assessLargest(draft, 1), countUnits(draft));
        if (!packing) throw new Error("not packed");
        const problem = packProblem(draft, packing);
        const compiled = compileProblem(problem);
        const ours = solveAssignment(compiled);
        const theirs = weighAllocation(compiled, Int32Array.from(solveByHighs(problem).flat()));
        expect(ours.isProvenBest).toBe(true);
        expect(weighAllocation(compiled, ours.counts)).toEqual({
          weight: ours.weight,
          shortSupplier: -1,
        });
        expect(theirs.shortSupplier).toBe(-1);
        expect(ours.weight).toBe(theirs.weight);
      },
    ),
    { numRuns: RUNS, seed: 20261122 },
  );
});
