/** Filters the candidates of one order and drafts its problem. What the solver and the reader of its answer share. */
import { assessCandidates, type Judgement, type OfferIndex } from "./assess-candidates.ts";
import { compare } from "./compare.ts";
import { draftProblem, type Draft } from "./draft-problem.ts";
import { completeRank } from "./pack-criteria.ts";
import type { RoutingQuestion } from "./routing-question.ts";

/** One order as the solver sees it, with what is needed to tell the answer in the order's own words. */
export type PreparedOrder = {
  readonly question: RoutingQuestion;
  readonly judgements: readonly Judgement[];
  readonly draft: Draft;
};

/** Sorts first: the order of the input must not decide. `offers`: those of the question. */
export function prepareOrder(question: RoutingQuestion, offers: OfferIndex): PreparedOrder {
  const sorted = sortQuestion(question);
  const judgements = dropBelowMinimumOrder(assessCandidates(sorted, offers));
  const { lines } = sorted.order;
  const draft = draftProblem(judgements, lines, completeRank(sorted.rule.rank));
  return { question: sorted, judgements, draft };
}

function sortQuestion(question: RoutingQuestion): RoutingQuestion {
  const { order, suppliers } = question;
  const lines = [...order.lines].sort((a, b) => compare(a.lineGid, b.lineGid));
  return {
    ...question,
    order: { ...order, lines },
    suppliers: [...suppliers].sort(
      (a, b) => a.priority - b.priority || compare(a.supplierId, b.supplierId),
    ),
  };
}

/** A supplier whose minimum order even all it could get would not reach is out of the question. */
function dropBelowMinimumOrder(judgements: readonly Judgement[]): readonly Judgement[] {
  const hasMinimum = (one: Judgement) =>
    one.kind === "candidate" && one.candidate.supplier.minimumOrderMinor > 0n;
  if (!judgements.some(hasMinimum)) return judgements;
  const reachable = new Map<bigint, bigint>();
  const seenStock = new Map<string, number>();
  for (const one of judgements) {
    if (one.kind !== "candidate") continue;
    const { supplier, line, unitCostMinor, stockUnits } = one.candidate;
    const key = `${supplier.supplierId}/${line.variantGid}`;
    const left = seenStock.get(key) ?? stockUnits;
    const units = Math.min(left, line.units);
    seenStock.set(key, left - units);
    const sum = reachable.get(supplier.supplierId) ?? 0n;
    reachable.set(supplier.supplierId, sum + unitCostMinor * BigInt(units));
  }
  return judgements.map((one) => {
    if (one.kind !== "candidate") return one;
    const { supplierId, minimumOrderMinor } = one.candidate.supplier;
    if ((reachable.get(supplierId) ?? 0n) >= minimumOrderMinor) return one;
    const { lineGid } = one.candidate.line;
    const reason = { code: "below_minimum_order", minimumOrderMinor } as const;
    return { kind: "dropped", lineGid, supplierId, reason };
  });
}
