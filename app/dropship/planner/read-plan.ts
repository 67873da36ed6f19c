/** Tells a solved assignment in the order's own words: lines, suppliers, money, and why what is held is held. */
import type { Candidate, Judgement } from "./assess-candidates.ts";
import type { AssignmentAnswer } from "./assignment.ts";
import type { DraftGroup, DraftOption } from "./draft-problem.ts";
import type { PreparedOrder } from "./prepare-order.ts";
import type {
  Assignment,
  Considered,
  HeldUnits,
  HoldReason,
  PlanCost,
  RoutingPlan,
} from "./routing-plan.ts";
import type { RoutingLine } from "./routing-question.ts";

/** What the solver said: an answer, that no single supplier can send all, or null where the sums are too large. */
export type Solved = AssignmentAnswer | "no_single_supplier" | null;

type Share = { readonly line: RoutingLine; readonly option: DraftOption; readonly units: number };

export function readPlan(prepared: PreparedOrder, solved: Solved): RoutingPlan {
  const { question, judgements, draft } = prepared;
  const answer = solved === null || solved === "no_single_supplier" ? null : solved;
  const shares = shareAll(draft.groups, answer?.counts ?? new Int32Array());
  const used = new Set(shares.map(({ option }) => option.supplier));
  const opened = draft.suppliers.filter((_, index) => used.has(index));
  return {
    orderGid: question.order.orderGid,
    ruleVersion: question.rule.version,
    assignments: shares.map(toAssignment),
    held: draft.groups.flatMap((group) => listHeld(prepared, group, shares, solved)),
    cost: sumCost(shares, opened),
    parcels: opened.length,
    considered: judgements.map((one) => toConsidered(one, shares)),
    isProvenBest: answer?.isProvenBest ?? true,
  };
}

function shareAll(groups: readonly DraftGroup[], counts: Int32Array): Share[] {
  let start = 0;
  return groups.flatMap((group) => {
    const own = counts.subarray(start, start + group.options.length);
    start += group.options.length;
    return shareOut(group, own);
  });
}

/** Gives the options' units to lines: options barred by price come first and take the dearest lines. */
function shareOut(group: DraftGroup, units: Int32Array): Share[] {
  const room = group.lines.map((line) => ({ line, left: line.units }));
  return group.options.flatMap((option, o) => {
    let toShare = units[o] ?? 0;
    return room.flatMap((place) => {
      const count = Math.min(place.left, toShare);
      if (count === 0) return [];
      place.left -= count;
      toShare -= count;
      return [{ line: place.line, option, units: count }];
    });
  });
}

const toAssignment = ({ line, option, units }: Share): Assignment => ({
  lineGid: line.lineGid,
  supplierId: option.candidate.supplier.supplierId,
  units,
  unitCostMinor: option.candidate.unitCostMinor,
});

function listHeld(
  { judgements }: PreparedOrder,
  group: DraftGroup,
  shares: readonly Share[],
  solved: Solved,
): HeldUnits[] {
  return group.lines.flatMap((line) => {
    const given = shares
      .filter((share) => share.line === line)
      .reduce((sum, { units }) => sum + units, 0);
    const units = line.units - given;
    if (units === 0) return [];
    const hasCandidate = judgements.some(
      (one) => one.kind === "candidate" && one.candidate.line === line,
    );
    const reason = hasCandidate ? findHoldReason(group, solved) : NOBODY;
    return [{ lineGid: line.lineGid, units, reason }];
  });
}

const NOBODY: HoldReason = { code: "no_supplier" };

function findHoldReason({ options, units }: DraftGroup, solved: Solved): HoldReason {
  if (solved === null) return { code: "too_large" };
  if (solved === "no_single_supplier") return { code: "no_single_supplier" };
  const availableUnits = options.reduce((sum, { stock, reach }) => sum + Math.min(stock, reach), 0);
  return availableUnits < units
    ? { code: "not_enough_stock", availableUnits }
    : { code: "minimums_not_met" };
}

function sumCost(shares: readonly Share[], opened: PreparedOrder["draft"]["suppliers"]): PlanCost {
  const sum = (of: (candidate: Candidate) => bigint) =>
    shares.reduce((total, { option, units }) => total + of(option.candidate) * BigInt(units), 0n);
  const goodsMinor = sum(({ unitCostMinor }) => unitCostMinor);
  const riskMinor = sum(({ unitRiskMinor }) => unitRiskMinor);
  const parcelsMinor = opened.reduce((total, { parcelMinor }) => total + parcelMinor, 0n);
  const shippingMinor = sum(({ unitShippingMinor }) => unitShippingMinor) + parcelsMinor;
  const dropFeesMinor = opened.reduce((total, { supplier }) => total + supplier.dropFeeMinor, 0n);
  const totalMinor = goodsMinor + shippingMinor + dropFeesMinor + riskMinor;
  return { goodsMinor, shippingMinor, dropFeesMinor, riskMinor, totalMinor };
}

function toConsidered(judgement: Judgement, shares: readonly Share[]): Considered {
  if (judgement.kind === "dropped") {
    const { lineGid, supplierId, reason } = judgement;
    return { lineGid, supplierId, verdict: { kind: "dropped", reason } };
  }
  const { line, supplier, tariff, stockUnits, ...unit } = judgement.candidate;
  const perUnit = unit.unitCostMinor + unit.unitShippingMinor + unit.unitRiskMinor;
  const assignedUnits = shares
    .filter((share) => share.line === line && share.option.candidate.supplier === supplier)
    .reduce((sum, { units }) => sum + units, 0);
  return {
    lineGid: line.lineGid,
    supplierId: supplier.supplierId,
    verdict: {
      kind: "possible",
      wholeLineMinor: perUnit * BigInt(line.units) + tariff.parcelMinor + supplier.dropFeeMinor,
      stockUnits,
      assignedUnits,
    },
  };
}
