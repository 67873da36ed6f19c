/**
 * How long it takes from order to first scan, from the narrowest group of past lines that is large enough: this product to
 * this country, this product, this supplier to this country, this supplier, the shop. Pure. It always says which group, and
 * how many lines it rests on.
 */
import { FEWEST_LINES, quantile } from "./assess-scorecard.ts";
import type { LineRecord } from "./line-record.ts";

export const RUNGS = [
  "variant_country",
  "variant",
  "supplier_country",
  "supplier",
  "shop",
] as const;
export type Rung = (typeof RUNGS)[number];

export type LeadTime = {
  readonly rung: Rung;
  readonly lines: number;
  /** half of the lines were faster; days */
  readonly medianDays: number;
  /** nine in ten were */
  readonly slowDays: number;
  /** Even the widest group is small: an indication, not a basis for a promise. */
  readonly isThin: boolean;
};

/** `shippedLines`, `medianDays` and `slowDays` of one group, as counted. */
export type LeadGroup = {
  readonly rung: Rung;
  readonly lines: number;
  readonly medianDays: number | null;
  readonly slowDays: number | null;
};

export const leadDays = ({ askedAt, shippedAt }: Pick<LineRecord, "askedAt" | "shippedAt">) =>
  shippedAt ? Math.max(0, (shippedAt.getTime() - askedAt.getTime()) / 86_400_000) : null;

export function assessGroup(rung: Rung, days: readonly number[]): LeadGroup {
  return {
    rung,
    lines: days.length,
    medianDays: quantile(days, 0.5),
    slowDays: quantile(days, 0.9),
  };
}

/** The narrowest group of twenty or more; else the largest there is, marked. Null: nothing has ever shipped. */
export function chooseLeadTime(groups: readonly LeadGroup[]): LeadTime | null {
  const known = RUNGS.flatMap((rung) => groups.filter((group) => group.rung === rung)).filter(
    ({ medianDays, slowDays }) => medianDays !== null && slowDays !== null,
  );
  const largest = [...known].sort((one, other) => other.lines - one.lines)[0];
  const chosen = known.find(({ lines }) => lines >= FEWEST_LINES) ?? largest;
  if (!chosen) return null;
  const { rung, lines, medianDays, slowDays } = chosen;
  const isThin = lines < FEWEST_LINES;
  return { rung, lines, medianDays: medianDays ?? 0, slowDays: slowDays ?? 0, isThin };
}
