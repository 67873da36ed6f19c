/** What past lines say about suppliers, as the planner uses it and as lists show it. Reads what was counted last. */
import type { ShopTx } from "#app/platform/db.server.ts";
import {
  assessShare,
  FEWEST_LINES,
  gradeOf,
  scoreOf,
  type Figures,
  type Grade,
} from "./assess-scorecard.ts";
import type { MeasureSums } from "./count-figures.ts";
import { readSums } from "./figures.server.ts";
import { chooseLeadTime, type LeadTime, type Rung } from "./lead-time.ts";
import { MEASURES } from "./line-record.ts";
import { readWeights } from "./scorecard-settings.server.ts";

export type SupplierRecord = {
  /** 0 to 100; null = too few lines to say */
  readonly score: number | null;
  /** lines that the score rests on */
  readonly samples: number;
};

export type UnitRisk = {
  /** expected cost of lateness and defects of one unit, minor units of the shop's currency */
  readonly unitCostMinor: bigint;
  readonly samples: number;
};

export type SupplierRecords = {
  readonly suppliers: ReadonlyMap<bigint, SupplierRecord>;
  /** by `riskKey` */
  readonly risks: ReadonlyMap<string, UnitRisk>;
};

export type RecordsQuestion = {
  readonly shopId: bigint;
  /** where it goes, ISO 3166 alpha-2; null = anywhere */
  readonly country: string | null;
  readonly variantGids: readonly string[];
  readonly now: Date;
};

// What a late line costs of its price, in questions, credits and lost orders: a guess until a shop's own refunds say more.
const LATE_COST_RATIO = 0.1;

export const riskKey = (supplierId: bigint, variantGid: string): string =>
  `${supplierId} ${variantGid}`;

/** Suppliers without records are absent: nothing is known of them. */
export async function readSupplierRecords(
  tx: ShopTx,
  question: RecordsQuestion,
): Promise<SupplierRecords> {
  const { shopId } = question;
  const sums = await readSums(tx, shopId);
  const weights = await readWeights(tx, shopId);
  const shop = sums.get(0n);
  const suppliers = new Map<bigint, SupplierRecord>();
  for (const [supplierId, own] of sums) {
    if (supplierId === 0n || !shop) continue;
    const samples = own.shipped.lines;
    const score = samples < FEWEST_LINES ? null : scoreOf(figuresOf(own, shop), weights);
    suppliers.set(supplierId, { score, samples });
  }
  return { suppliers, risks: await readRisks(tx, question, [...suppliers.keys()]) };
}

async function readRisks(
  tx: ShopTx,
  { shopId, country, variantGids }: RecordsQuestion,
  supplierIds: readonly bigint[],
): Promise<ReadonlyMap<string, UnitRisk>> {
  const risks = new Map<string, UnitRisk>();
  if (supplierIds.length === 0 || variantGids.length === 0) return risks;
  const variants = await tx.variant.findMany({
    where: { shopId, gid: { in: [...variantGids] } },
    select: { gid: true, priceMinor: true },
  });
  const rows = await tx.supplierFigure.findMany({
    where: {
      shopId,
      supplierId: { in: [...supplierIds] },
      variantGid: { in: ["", ...variantGids] },
      country: { in: country === null ? [""] : ["", country] },
      lines: { gte: FEWEST_LINES },
    },
  });
  for (const { gid, priceMinor } of variants)
    for (const supplierId of supplierIds) {
      const known = rows.filter(
        (row) => row.supplierId === supplierId && [gid, ""].includes(row.variantGid),
      );
      // The narrowest group first: a product weighs more than a country.
      const [row] = known.sort((one, other) => narrowness(other) - narrowness(one));
      if (!row || priceMinor === null) continue;
      const ratio =
        (LATE_COST_RATIO * row.lateLines) / row.lines +
        (row.units === 0 ? 0 : row.defectUnits / row.units);
      const unitCostMinor = BigInt(Math.round(Number(priceMinor) * ratio));
      risks.set(riskKey(supplierId, gid), { unitCostMinor, samples: row.lines });
    }
  return risks;
}

const narrowness = (row: { readonly variantGid: string; readonly country: string }) =>
  (row.variantGid === "" ? 0 : 2) + (row.country === "" ? 0 : 1);

export const figuresOf = (own: MeasureSums, shop: MeasureSums): Figures => ({
  // One share a measure; the type names them all.
  ...(Object.fromEntries(
    MEASURES.map((measure) => [measure, assessShare(own[measure], shop[measure])]),
  ) as Omit<Figures, "medianAnswerHours">),
  medianAnswerHours: null,
});

export type GradeView = {
  readonly grade: Grade;
  readonly score: number;
  readonly lines: number;
  /** fewer than twenty lines: drawn towards the shop's average */
  readonly isSmall: boolean;
};

/** Grades for a list of suppliers, by our id; absent = nothing has shipped or was due yet. */
export async function listGrades(
  tx: ShopTx,
  shopId: bigint,
): Promise<ReadonlyMap<bigint, GradeView>> {
  const sums = await readSums(tx, shopId);
  const weights = await readWeights(tx, shopId);
  const shop = sums.get(0n);
  const grades = new Map<bigint, GradeView>();
  for (const [supplierId, own] of sums) {
    const score = shop && supplierId !== 0n ? scoreOf(figuresOf(own, shop), weights) : null;
    if (score === null) continue;
    const { lines } = own.shipped;
    grades.set(supplierId, { grade: gradeOf(score), score, lines, isSmall: lines < FEWEST_LINES });
  }
  return grades;
}

/** Days from order to first scan, and which group of lines says so. Null: nothing has shipped yet. */
export async function readLeadTime(
  tx: ShopTx,
  {
    shopId,
    supplierId,
    variantGid,
    country,
  }: {
    readonly shopId: bigint;
    readonly supplierId: bigint;
    readonly variantGid: string | null;
    readonly country: string | null;
  },
): Promise<LeadTime | null> {
  const rows = await tx.supplierFigure.findMany({
    where: {
      shopId,
      supplierId: { in: [0n, supplierId] },
      variantGid: { in: ["", variantGid ?? ""] },
      country: { in: ["", country ?? ""] },
    },
  });
  return chooseLeadTime(
    rows.map((row) => ({
      rung: rungOf(row),
      lines: row.shippedLines,
      medianDays: row.medianDays?.toNumber() ?? null,
      slowDays: row.slowDays?.toNumber() ?? null,
    })),
  );
}

type Named = {
  readonly supplierId: bigint;
  readonly variantGid: string;
  readonly country: string;
};

function rungOf({ supplierId, variantGid, country }: Named): Rung {
  if (supplierId === 0n) return "shop";
  if (variantGid !== "") return country === "" ? "variant" : "variant_country";
  return country === "" ? "supplier" : "supplier_country";
}
