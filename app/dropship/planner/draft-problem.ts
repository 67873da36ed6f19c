/** Turns the candidates of one order into groups and suppliers of the assignment problem, criteria not yet packed. */
import type { Judgement, Candidate } from "./assess-candidates.ts";
import type { AssignmentProblem } from "./assignment.ts";
import { compare } from "./compare.ts";
import { earnedBy } from "./earned.ts";
import { packMeasures, type Measures, type Packing } from "./pack-criteria.ts";
import type { RankCriterion, RoutingLine, RoutingSupplier } from "./routing-question.ts";

export type DraftOption = {
  readonly supplier: number;
  readonly candidate: Candidate;
  readonly measures: Measures;
  readonly stock: number;
  readonly minimum: number;
  readonly reach: number;
  readonly unitValue: number;
};

export type DraftGroup = {
  readonly variantGid: string;
  /** Those that earn most first: suppliers that a low price bars reach the first of them only. */
  readonly lines: readonly RoutingLine[];
  readonly units: number;
  readonly options: readonly DraftOption[];
};

export type DraftSupplier = {
  readonly supplier: RoutingSupplier;
  readonly parcelMinor: bigint;
  readonly measures: Measures;
};

export type Draft = {
  readonly groups: readonly DraftGroup[];
  readonly suppliers: readonly DraftSupplier[];
};

/** Suppliers and lines must come sorted: their order decides between equals. */
export function draftProblem(
  judgements: readonly Judgement[],
  lines: readonly RoutingLine[],
  criteria: readonly RankCriterion[],
): Draft {
  const candidates = judgements.flatMap((one) => (one.kind === "candidate" ? [one.candidate] : []));
  const suppliers = [...new Set(candidates.map(({ supplier }) => supplier))];
  const parcelOf = new Map(
    candidates.map(({ supplier, tariff }) => [supplier, tariff.parcelMinor]),
  );
  const variants = [...new Set(lines.map(({ variantGid }) => variantGid))];
  return {
    suppliers: suppliers.map((supplier) => {
      const parcelMinor = parcelOf.get(supplier) ?? 0n;
      const measures = criteria.map((criterion) =>
        measureOpening(criterion, supplier, parcelMinor),
      );
      return { supplier, parcelMinor, measures };
    }),
    groups: variants.map((variantGid) => {
      const own = lines.filter((line) => line.variantGid === variantGid);
      const ofVariant = candidates.filter(({ line }) => line.variantGid === variantGid);
      return draftGroup(variantGid, own, ofVariant, suppliers, criteria);
    }),
  };
}

function draftGroup(
  variantGid: string,
  own: readonly RoutingLine[],
  candidates: readonly Candidate[],
  suppliers: readonly RoutingSupplier[],
  criteria: readonly RankCriterion[],
): DraftGroup {
  const lines = [...own].sort(byEarnings);
  const options = suppliers.flatMap((supplier, index): DraftOption[] => {
    const mine = candidates.filter((one) => one.supplier === supplier);
    const [candidate] = mine;
    const reach = reachOf(lines, mine);
    if (!candidate || reach === 0) return [];
    return [
      {
        supplier: index,
        candidate,
        measures: criteria.map((criterion) => measureUnit(criterion, candidate)),
        stock: candidate.stockUnits,
        minimum: Math.max(1, candidate.offer.minimumUnits),
        reach,
        unitValue: Number(candidate.unitCostMinor),
      },
    ];
  });
  return {
    variantGid,
    lines,
    units: own.reduce((sum, { units }) => sum + units, 0),
    options: options.sort((a, b) => a.reach - b.reach),
  };
}

/** Most earned by a unit first; of equals the one shown at the higher price. */
const byEarnings = (a: RoutingLine, b: RoutingLine): number =>
  compare(earnedBy(b) * BigInt(a.units), earnedBy(a) * BigInt(b.units)) ||
  compare(b.unitPriceMinor, a.unitPriceMinor);

/** Units of the first lines, up to the first one that the supplier may not ship. */
function reachOf(lines: readonly RoutingLine[], candidates: readonly Candidate[]): number {
  const barred = lines.findIndex((line) => !candidates.some((one) => one.line === line));
  return lines
    .slice(0, barred === -1 ? lines.length : barred)
    .reduce((sum, { units }) => sum + units, 0);
}

/** What each criterion can sum to at most. */
export function assessLargest(draft: Draft, count: number): number[] {
  return Array.from({ length: count }, (_, index) => {
    const opening = draft.suppliers.reduce((sum, { measures }) => sum + (measures[index] ?? 0), 0);
    const goods = draft.groups.reduce((sum, { units, options }) => {
      const most = Math.max(0, ...options.map(({ measures }) => measures[index] ?? 0));
      return sum + units * most;
    }, 0);
    return opening + goods;
  });
}

export const countUnits = (draft: Draft): number =>
  draft.groups.reduce((sum, { units }) => sum + units, 0);

/** The problem in packed numbers. */
export function packProblem(draft: Draft, packing: Packing): AssignmentProblem {
  return {
    holdWeight: packing.holdWeight,
    suppliers: draft.suppliers.map(({ supplier, measures }) => ({
      openWeight: packMeasures(packing, measures),
      minimumValue: Number(supplier.minimumOrderMinor),
    })),
    groups: draft.groups.map(({ units, options }) => ({
      units,
      options: options.map(({ supplier, measures, stock, minimum, reach, unitValue }) => ({
        supplier,
        unitWeight: packMeasures(packing, measures),
        stock,
        minimum,
        reach,
        unitValue,
      })),
    })),
  };
}

function measureOpening(
  criterion: RankCriterion,
  { dropFeeMinor }: RoutingSupplier,
  parcelMinor: bigint,
): number {
  if (criterion === "cost") return Number(dropFeeMinor + parcelMinor);
  return criterion === "parcels" ? 1 : 0;
}

// Unknown ranks behind everything known. A lead time of years or a score below nought is no real one.
const UNKNOWN_LEAD_DAYS = 1_000;
const BEST_SCORE = 100;
const UNKNOWN_SCORE_GAP = 101;

function measureUnit(criterion: RankCriterion, candidate: Candidate): number {
  const { supplier, offer, unitCostMinor, unitShippingMinor, unitRiskMinor } = candidate;
  switch (criterion) {
    case "cost":
      return Number(unitCostMinor + unitShippingMinor + unitRiskMinor);
    case "parcels":
      return 0;
    case "lead_time":
      return Math.min(UNKNOWN_LEAD_DAYS, Math.ceil(offer.leadTimeDays ?? UNKNOWN_LEAD_DAYS));
    case "priority":
      return supplier.priority;
    case "score":
      return supplier.score === null ? UNKNOWN_SCORE_GAP : Math.round(BEST_SCORE - supplier.score);
  }
}
