/**
 * A supplier's figures out of its lines, and the grade that follows. Pure. Few lines say little: their share is drawn
 * towards the shop's as if twenty lines of the shop's average had been seen beside them, and the figure is marked.
 */
import { judgeLine, MEASURES, type LineRecord, type Measure, type Verdict } from "./line-record.ts";

// Below this a figure is marked, drawn towards the shop's, and says nothing to the planner.
export const FEWEST_LINES = 20;

export type Share = {
  /** lines counted, whatever their units */
  readonly lines: number;
  readonly counted: number;
  readonly hit: number;
  /** hit ÷ counted; null = nothing was counted */
  readonly ratio: number | null;
  /** the same, drawn towards the shop's where there are few lines; what grades go by */
  readonly shrunkRatio: number | null;
  readonly isSmall: boolean;
};

export type Figures = Readonly<Record<Measure, Share>> & {
  readonly medianAnswerHours: number | null;
};

export type Weights = {
  /** parts of 100 */
  readonly onTime: number;
  readonly shipped: number;
  readonly notCancelled: number;
};

/** Ship time, shipped share, cancellations. */
export const DEFAULT_WEIGHTS: Weights = { onTime: 70, shipped: 20, notCancelled: 10 };

/** What a good supplier reaches; 0–1. Where lower is better, the most that is still good. */
export const TARGETS = {
  on_time: 0.98,
  shipped: 0.98,
  fill: 0.98,
  valid_tracking: 0.98,
  acknowledged: 0.98,
  defects: 0.02,
  returns: 0.1,
  cost_drift: 0.02,
} as const satisfies Record<Measure, number>;

type Sum = { lines: number; counted: number; hit: number };

/** The sums of every measure; for the shop, and for each supplier. */
export function sumLines(lines: Iterable<LineRecord>, now: Date): Record<Measure, Sum> {
  const sums = Object.fromEntries(
    MEASURES.map((measure) => [measure, { lines: 0, counted: 0, hit: 0 }]),
  ) as Record<Measure, Sum>;
  for (const line of lines)
    for (const measure of MEASURES) addVerdict(sums[measure], judgeLine(line, measure, now));
  return sums;
}

export function addVerdict(sum: Sum, verdict: Verdict | null): void {
  if (!verdict) return;
  sum.lines += 1;
  sum.counted += verdict.counted;
  sum.hit += verdict.hit;
}

export function assessScorecard(
  lines: readonly LineRecord[],
  shop: Readonly<Record<Measure, Sum>>,
  now: Date,
): Figures {
  const sums = sumLines(lines, now);
  const shares = Object.fromEntries(
    MEASURES.map((measure) => [measure, assessShare(sums[measure], shop[measure])]),
  ) as Record<Measure, Share>;
  return { ...shares, medianAnswerHours: medianAnswer(lines) };
}

export function assessShare({ lines, counted, hit }: Sum, shop: Sum): Share {
  const ratio = counted === 0 ? null : hit / counted;
  const shopRatio = shop.counted === 0 ? ratio : shop.hit / shop.counted;
  const isSmall = lines < FEWEST_LINES;
  return { lines, counted, hit, ratio, isSmall, shrunkRatio: shrink(lines, ratio, shopRatio) };
}

function shrink(lines: number, ratio: number | null, shopRatio: number | null): number | null {
  if (ratio === null || shopRatio === null) return ratio;
  if (lines >= FEWEST_LINES) return ratio;
  return (ratio * lines + shopRatio * FEWEST_LINES) / (lines + FEWEST_LINES);
}

/** 0 to 100; null = nothing has shipped or was due yet. What cannot be counted counts as its target. */
export function scoreOf(figures: Figures, weights: Weights): number | null {
  const { on_time: onTime, shipped, fill } = figures;
  if (onTime.shrunkRatio === null && shipped.shrunkRatio === null) return null;
  const total = weights.onTime + weights.shipped + weights.notCancelled;
  const sum =
    weights.onTime * (onTime.shrunkRatio ?? 0) +
    weights.shipped * (shipped.shrunkRatio ?? TARGETS.shipped) +
    weights.notCancelled * (fill.shrunkRatio ?? TARGETS.fill);
  return (100 * sum) / total;
}

export const GRADES = ["A", "B", "C", "D", "E"] as const;
export type Grade = (typeof GRADES)[number];

// An A is what marketplaces ask for; each step down is about twice as many lines gone wrong.
const FLOORS: readonly (readonly [number, Grade])[] = [
  [98, "A"],
  [95, "B"],
  [90, "C"],
  [80, "D"],
];

export const gradeOf = (score: number): Grade =>
  FLOORS.find(([floor]) => score >= floor)?.[1] ?? "E";

/** Whether the figure is as good as it should be. */
export const meetsTarget = (measure: Measure, ratio: number): boolean =>
  measure === "defects" || measure === "returns" || measure === "cost_drift"
    ? ratio <= TARGETS[measure]
    : ratio >= TARGETS[measure];

function medianAnswer(lines: readonly LineRecord[]): number | null {
  const hours = lines.flatMap(({ askedAt, acknowledgedAt, source }) =>
    acknowledgedAt && source === "purchase_order"
      ? [(acknowledgedAt.getTime() - askedAt.getTime()) / 3_600_000]
      : [],
  );
  return quantile(hours, 0.5);
}

/** The value below which the share of the values lies, drawn straight between neighbours; null of nothing. */
export function quantile(values: readonly number[], share: number): number | null {
  const sorted = [...values].sort((one, other) => one - other);
  const at = (sorted.length - 1) * share;
  const low = sorted[Math.floor(at)];
  const high = sorted[Math.ceil(at)];
  if (low === undefined || high === undefined) return null;
  return low + (high - low) * (at - Math.floor(at));
}
