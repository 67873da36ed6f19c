/** The planner's bounds never cut the best plan off, and its tables agree with the plain one. */
import fc from "fast-check";
import { expect, test } from "vitest";
import { allocateGroup } from "#app/dropship/planner/allocate-group.ts";
import { indexOffers } from "#app/dropship/planner/assess-candidates.ts";
import { CLOSED, OPEN, wholeTree, withState, type Branch } from "#app/dropship/planner/branch.ts";
import { compileProblem, type Compiled } from "#app/dropship/planner/compile-problem.ts";
import { coverMinimum } from "#app/dropship/planner/cover-minimum.ts";
import { assessLargest, countUnits, packProblem } from "#app/dropship/planner/draft-problem.ts";
import { forgetOption, resetTables, weighOption } from "#app/dropship/planner/group-tables.ts";
import { completeRank, packCriteria } from "#app/dropship/planner/pack-criteria.ts";
import { prepareOrder } from "#app/dropship/planner/prepare-order.ts";
import { findPrice } from "#app/dropship/planner/price-value.ts";
import { relaxBranch } from "#app/dropship/planner/relax-branch.ts";
import type { RoutingQuestion } from "#app/dropship/planner/routing-question.ts";
import { weighAllocation } from "#app/dropship/planner/weigh-allocation.ts";
import { solveByHighs } from "#tests/support/highs-oracle.ts";
import { routingQuestions, type QuestionSize } from "#tests/support/routing-questions.ts";

const RUNS = process.env["PROVE"] ? 10_000 : 300;
const SMALL: QuestionSize = { maxLines: 3, maxSuppliers: 3, maxUnits: 2 };

function pack(question: RoutingQuestion) {
  const { draft } = prepareOrder(question, indexOffers(question.offers));
  const criteria = completeRank(question.rule.rank);
  const packing = packCriteria(criteria, assessLargest(draft, criteria.length), countUnits(draft));
  if (!packing) throw new Error("not packed");
  const problem = packProblem(draft, packing);
  return { problem, compiled: compileProblem(problem) };
}

const compile = (question: RoutingQuestion): Compiled => pack(question).compiled;

/** Every allocation there is, one after the other; only for the smallest problems. */
function listAllocations(compiled: Compiled): Int32Array[] {
  const { start, units, minimum, reach, high, groupOf } = compiled;
  const found: Int32Array[] = [];
  const counts = new Int32Array(high.length);
  function walk(k: number, served: number): void {
    if (k === high.length) return void found.push(counts.slice());
    const g = groupOf[k]!;
    const before = k === start[g] ? 0 : served;
    const most = Math.min(high[k]!, Math.min(units[g]!, reach[k]!) - before);
    for (let count = 0; count <= Math.max(0, most); count += 1) {
      if (count > 0 && count < minimum[k]!) continue;
      counts[k] = count;
      walk(k + 1, before + count);
    }
    counts[k] = 0;
  }
  walk(0, 0);
  return found;
}

/** The branch in which exactly the suppliers that a plan uses take part, as far as the mask says. */
function branchAround(compiled: Compiled, counts: Int32Array, mask: number): Branch {
  const used = new Set([...counts].flatMap((n, k) => (n > 0 ? [compiled.supplier[k]] : [])));
  let branch = wholeTree(compiled);
  for (let s = 0; s < compiled.supplierCount; s += 1)
    if ((mask >> s) & 1) branch = withState(branch, s, used.has(s) ? OPEN : CLOSED);
  return branch;
}

test("gives every branch a bound that no allowed plan of it goes below", () => {
  fc.assert(
    fc.property(routingQuestions(SMALL), fc.nat({ max: 7 }), (question, mask) => {
      const compiled = compile(question);
      const allowed = listAllocations(compiled).flatMap((counts) => {
        const { weight, shortSupplier } = weighAllocation(compiled, counts);
        return shortSupplier < 0 ? [{ counts, weight }] : [];
      });
      const best = allowed.reduce((a, b) => (b.weight < a.weight ? b : a));
      for (const toBeat of [Infinity, best.weight + 1]) {
        const branch = branchAround(compiled, best.counts, mask);
        const { bound } = relaxBranch(compiled, branch, toBeat);
        expect(bound).toBeLessThanOrEqual(best.weight);
        // What was decided on the way still lets the best plan through.
        const used = new Set(
          [...best.counts].flatMap((n, k) => (n > 0 ? [compiled.supplier[k]!] : [])),
        );
        for (const [s, state] of branch.states.entries())
          if (toBeat < Infinity && used.has(s)) expect(state).not.toBe(CLOSED);
      }
    }),
    { numRuns: RUNS },
  );
});

test("never bounds HiGHS's optimum away, whatever of it is decided", () => {
  const size: QuestionSize = { maxLines: 8, maxSuppliers: 8, maxUnits: 3, rank: ["cost"] };
  fc.assert(
    fc.property(routingQuestions(size), fc.nat({ max: 255 }), (question, mask) => {
      const { problem, compiled } = pack(question);
      const counts = Int32Array.from(solveByHighs(problem).flat());
      const { weight } = weighAllocation(compiled, counts);
      for (const decided of [0, mask])
        for (const toBeat of [Infinity, weight + 1]) {
          const branch = branchAround(compiled, counts, decided);
          const { bound } = relaxBranch(compiled, branch, toBeat);
          expect(bound).toBeLessThanOrEqual(weight);
        }
    }),
    { numRuns: RUNS / 5 },
  );
});

test("weighs a group with and without an option as the plain table does", () => {
  fc.assert(
    fc.property(
      routingQuestions({ maxLines: 3, maxSuppliers: 6, maxUnits: 5 }),
      fc.array(fc.nat({ max: 900 }), { minLength: 40, maxLength: 40 }),
      fc.array(fc.nat({ max: 999 }), { minLength: 1, maxLength: 12 }),
      (question, asked, visits) => {
        const compiled = compile(question);
        const count = compiled.high.length;
        if (count === 0) return;
        const charges = Float64Array.from({ length: count }, (_, k) => asked[k % 40]!);
        const terms = { ...wholeTree(compiled), rates: compiled.rate, charges };
        const out = new Int32Array(count);
        resetTables(compiled);
        for (const [turn, visit] of visits.entries()) {
          const k = visit % count;
          weighOption(compiled, k, terms, 0);
          const without = compiled.scratch.without[0]!;
          const using = compiled.scratch.with[0]!;
          const g = compiled.groupOf[k]!;
          expect(Math.min(without, using + charges[k]!)).toBe(
            allocateGroup(compiled, g, terms, out),
          );
          charges[k] = turn % 3 === 0 ? Infinity : visit;
          forgetOption(compiled, k);
          expect(Math.min(without, using + charges[k]!)).toBe(
            allocateGroup(compiled, g, terms, out),
          );
        }
      },
    ),
    { numRuns: RUNS },
  );
});

test("covers a minimum order at the least that trying every plan finds", () => {
  fc.assert(
    fc.property(routingQuestions({ ...SMALL, rank: ["cost"] }), (question) => {
      const compiled = compile(question);
      const all = listAllocations(compiled);
      for (let s = 0; s < compiled.supplierCount; s += 1) {
        const needed = compiled.minimumValue[s]!;
        if (needed === 0) continue;
        const free = { ...compiled, openWeight: new Float64Array(compiled.supplierCount) };
        const least = Math.min(
          ...all.flatMap((counts) => {
            const served = counts.reduce(
              (sum, n, k) => sum + (compiled.supplier[k] === s ? n * compiled.value[k]! : 0),
              0,
            );
            return served >= needed ? [weighAllocation(free, counts).weight] : [];
          }),
        );
        const charges = new Float64Array(compiled.high.length);
        const terms = { ...wholeTree(compiled), rates: compiled.rate, charges };
        resetTables(compiled);
        const price = findPrice(compiled, s, terms);
        // Groups that the supplier does not serve weigh the same in all of them.
        const { ofSupplier, supplierStart, groupOf } = compiled;
        const own = new Set(
          [...ofSupplier.slice(supplierStart[s], supplierStart[s + 1])].map((k) => groupOf[k]!),
        );
        let others = 0;
        for (let g = 0; g < compiled.groupCount; g += 1)
          if (!own.has(g))
            others += allocateGroup(compiled, g, terms, new Int32Array(charges.length));
        expect(coverMinimum(compiled, s, terms, price, Infinity).weight + others).toBe(least);
      }
    }),
    { numRuns: RUNS },
  );
});
