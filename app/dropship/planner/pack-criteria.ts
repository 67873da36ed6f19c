/**
 * Packs the criteria of a rule into one number, so that comparing two numbers compares held units first and then
 * criterion by criterion. Whole numbers below 2^53 only: sums stay exact.
 */
import type { RankCriterion } from "./routing-question.ts";

/** One whole number per criterion, in the rule's order. */
export type Measures = readonly number[];

export type Packing = {
  /** Criteria that fitted; a rule's last ones may be left out where the sums are huge. */
  readonly criteria: readonly RankCriterion[];
  readonly factors: readonly number[];
  readonly holdWeight: number;
};

const LARGEST = Number.MAX_SAFE_INTEGER;

/** Cost decides last where the rule does not name it. */
export const completeRank = (rank: readonly RankCriterion[]): RankCriterion[] => [
  ...new Set<RankCriterion>([...rank, "cost"]),
];

/**
 * `largest` is the most that each criterion can sum to over the whole question, `units` what there is to serve. Null:
 * not even the first criterion can be compared exactly.
 */
export function packCriteria(
  criteria: readonly RankCriterion[],
  largest: Measures,
  units: number,
): Packing | null {
  for (let count = criteria.length; count > 0; count -= 1) {
    const factors = new Array<number>(count).fill(1);
    let size = 1;
    for (let index = count - 1; index >= 0; index -= 1) {
      factors[index] = size;
      size *= (largest[index] ?? 0) + 1;
    }
    if (size * (units + 1) <= LARGEST)
      return { criteria: criteria.slice(0, count), factors, holdWeight: size };
  }
  return null;
}

export const packMeasures = ({ factors }: Packing, measures: Measures): number =>
  factors.reduce((sum, factor, index) => sum + factor * (measures[index] ?? 0), 0);
