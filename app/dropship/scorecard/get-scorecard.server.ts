/** A supplier's scorecard as its page shows it, and the lines behind each number. */
import { inShop, type Db, type ShopTx } from "#app/platform/db.server.ts";
import type { Clock } from "#app/platform/clock.ts";
import { addDays } from "#app/platform/time.ts";
import { findSupplier } from "#app/dropship/suppliers/suppliers-store.server.ts";
import type { Supplier } from "#app/dropship/suppliers/supplier.ts";
import {
  assessScorecard,
  FEWEST_LINES,
  gradeOf,
  scoreOf,
  sumLines,
  type Grade,
  type Weights,
} from "./assess-scorecard.ts";
import { assessTrend, type TrendWeek } from "./assess-trend.ts";
import { readSums, SPAN_DAYS } from "./figures.server.ts";
import { assessGroup, chooseLeadTime, leadDays, type LeadTime } from "./lead-time.ts";
import { isBad, judgeLine, MEASURES, type LineRecord, type Measure } from "./line-record.ts";
import { viewMeasure, type MeasureView } from "./measure-words.ts";
import { readLines } from "./read-lines.server.ts";
import { readWeights } from "./scorecard-settings.server.ts";
import { readLeadTime } from "./supplier-records.server.ts";

type ScorecardDeps = { readonly db: Pick<Db, "prisma">; readonly clock: Clock };

export type ScorecardView = {
  readonly supplierId: string;
  readonly spanDays: number;
  readonly lines: number;
  /** of these, fulfilled before Aftercare routed */
  readonly pastLines: number;
  /** null = nothing was due or has shipped */
  readonly grade: {
    readonly grade: Grade;
    readonly score: string;
    readonly isSmall: boolean;
  } | null;
  readonly weights: Weights;
  readonly measures: readonly MeasureView[];
  readonly medianAnswerHours: string | null;
  readonly leadTime: LeadTime | null;
  readonly trend: readonly TrendWeek[];
};

const TREND_WEEKS = 26;

/** Null: there is no such supplier. */
export function getScorecard(
  { db, clock }: ScorecardDeps,
  shopId: bigint,
  supplierId: bigint,
): Promise<ScorecardView | null> {
  return inShop(db, shopId, async (tx) => {
    const supplier = await findSupplier(tx, shopId, supplierId);
    if (!supplier) return null;
    const now = clock.now();
    const lines = await collectLines(tx, shopId, supplier, now);
    const shop = (await readSums(tx, shopId)).get(0n) ?? sumLines(lines, now);
    const weights = await readWeights(tx, shopId);
    const figures = assessScorecard(lines, shop, now);
    const score = scoreOf(figures, weights);
    const isSmall = figures.shipped.lines < FEWEST_LINES;
    const hours = figures.medianAnswerHours;
    return {
      supplierId: supplierId.toString(),
      spanDays: SPAN_DAYS,
      lines: lines.length,
      pastLines: lines.filter(({ source }) => source === "history").length,
      grade: score === null ? null : { grade: gradeOf(score), score: score.toFixed(1), isSmall },
      weights,
      measures: MEASURES.map((measure) => viewMeasure(measure, figures[measure])),
      medianAnswerHours: hours === null ? null : hours.toFixed(1),
      leadTime: await findLeadTime(tx, shopId, supplierId, lines),
      trend: assessTrend(lines, { now, zone: supplier.timeZone, weeks: TREND_WEEKS }),
    };
  });
}

/** By this supplier's own lines as they are now; the shop's only where it has too few. */
async function findLeadTime(
  tx: ShopTx,
  shopId: bigint,
  supplierId: bigint,
  lines: readonly LineRecord[],
): Promise<LeadTime | null> {
  const own = assessGroup(
    "supplier",
    lines.flatMap((line) => leadDays(line) ?? []),
  );
  if (own.lines >= FEWEST_LINES) return chooseLeadTime([own]);
  const counted = await readLeadTime(tx, { shopId, supplierId, variantGid: null, country: null });
  return counted?.rung === "shop" ? counted : chooseLeadTime([own]);
}

async function collectLines(
  tx: ShopTx,
  shopId: bigint,
  supplier: Supplier,
  now: Date,
): Promise<LineRecord[]> {
  const { supplierId } = supplier;
  const lines: LineRecord[] = [];
  const span = { shopId, supplierId, from: addDays(now, -SPAN_DAYS) };
  for await (const line of readLines(tx, span, [supplier])) lines.push(line);
  return lines;
}

export type ScoredLineView = {
  readonly key: string;
  readonly orderId: string;
  readonly orderName: string;
  readonly purchaseOrderId: string | null;
  readonly purchaseOrderNumber: string | null;
  readonly title: string;
  readonly sku: string | null;
  readonly units: number;
  /** ISO instants; null = not yet, never */
  readonly askedAt: string;
  readonly dueAt: string;
  readonly shippedAt: string | null;
  readonly acknowledgedAt: string | null;
  readonly isBad: boolean;
};

export type ScoredLinesView = {
  readonly measure: MeasureView;
  readonly timeZone: string;
  readonly lines: readonly ScoredLineView[];
  readonly total: number;
  readonly page: number;
  readonly pages: number;
};

const LINES_A_PAGE = 50;

export type ScoredLinesQuery = {
  readonly measure: Measure;
  /** only the lines that pull the figure down */
  readonly onlyBad: boolean;
  /** from 1 */
  readonly page: number;
};

/** The latest first. Null: there is no such supplier. */
export function listScoredLines(
  { db, clock }: ScorecardDeps,
  shopId: bigint,
  supplierId: bigint,
  { measure, onlyBad, page }: ScoredLinesQuery,
): Promise<ScoredLinesView | null> {
  return inShop(db, shopId, async (tx) => {
    const supplier = await findSupplier(tx, shopId, supplierId);
    if (!supplier) return null;
    const now = clock.now();
    const lines = await collectLines(tx, shopId, supplier, now);
    const shop = (await readSums(tx, shopId)).get(0n) ?? sumLines(lines, now);
    const counted = lines
      .flatMap((line) => {
        const verdict = judgeLine(line, measure, now);
        return verdict ? [{ line, isBad: isBad(verdict, measure) }] : [];
      })
      .filter((one) => one.isBad || !onlyBad)
      .sort((one, other) => +other.line.askedAt - +one.line.askedAt);
    const pages = Math.max(1, Math.ceil(counted.length / LINES_A_PAGE));
    const shown = Math.min(page, pages);
    return {
      measure: viewMeasure(measure, assessScorecard(lines, shop, now)[measure]),
      timeZone: supplier.timeZone,
      lines: counted
        .slice((shown - 1) * LINES_A_PAGE, shown * LINES_A_PAGE)
        .map((one) => viewLine(one.line, one.isBad)),
      total: counted.length,
      page: shown,
      pages,
    };
  });
}

const viewLine = (line: LineRecord, bad: boolean): ScoredLineView => ({
  key: line.key,
  orderId: line.orderId.toString(),
  orderName: line.orderName,
  purchaseOrderId: line.purchaseOrderId?.toString() ?? null,
  purchaseOrderNumber: line.purchaseOrderNumber,
  title: line.title,
  sku: line.sku,
  units: line.units,
  askedAt: line.askedAt.toISOString(),
  dueAt: line.dueAt.toISOString(),
  shippedAt: line.shippedAt?.toISOString() ?? null,
  acknowledgedAt: line.acknowledgedAt?.toISOString() ?? null,
  isBad: bad,
});
