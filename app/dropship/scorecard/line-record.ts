/**
 * One line that a supplier was asked to ship, with everything the scorecard counts about it. Pure. A line comes from a
 * purchase order, or from an order that was fulfilled before Aftercare routed (then its vendor names the supplier).
 */

export type LineRecord = {
  /** unique among a supplier's lines */
  readonly key: string;
  readonly source: "purchase_order" | "history";
  readonly supplierId: bigint;
  readonly orderId: bigint;
  readonly orderName: string;
  /** null for history */
  readonly purchaseOrderId: bigint | null;
  readonly purchaseOrderNumber: string | null;
  readonly variantGid: string | null;
  readonly sku: string | null;
  readonly title: string;
  /** ISO 3166 alpha-2; null = not known */
  readonly country: string | null;
  readonly units: number;
  /** less what the supplier declined, whatever the reason */
  readonly wantedUnits: number;
  /** units the supplier could not give because there were none */
  readonly outOfStockUnits: number;
  /** It has a fulfillment that no carrier was ever seen to scan: whether it shipped in time, nobody knows. */
  readonly isUnseen: boolean;
  readonly askedAt: Date;
  readonly dueAt: Date;
  /** the latest first scan of its parcels, once every unit that is still wanted has one; null = not closed */
  readonly shippedAt: Date | null;
  /** null = never answered, or never asked to */
  readonly acknowledgedAt: Date | null;
  readonly acknowledgeBy: Date | null;
  /** null = no number was given */
  readonly isTrackingValid: boolean | null;
  readonly returnedUnits: number;
  /** returned because of what the supplier did: defective, wrong, not as described */
  readonly defectUnits: number;
  /** as ordered; minor units of the supplier's currency; null for history */
  readonly orderedCostMinor: bigint | null;
  /** what the supplier says it costs; null = as ordered */
  readonly statedCostMinor: bigint | null;
};

/** What a page can ask about. Each is a share of counted lines or units, in which a line did well or badly. */
export const MEASURES = [
  "on_time",
  "shipped",
  "fill",
  "valid_tracking",
  "acknowledged",
  "defects",
  "returns",
  "cost_drift",
] as const;
export type Measure = (typeof MEASURES)[number];

export const isMeasure = (text: string): text is Measure =>
  MEASURES.some((measure) => measure === text);

export type Verdict = {
  /** what the line adds below the line of the fraction */
  readonly counted: number;
  /** and above it: the good part, or for defects, returns and drift the bad one */
  readonly hit: number;
};

/** What the line adds to a measure; null = it is not counted. */
export function judgeLine(line: LineRecord, measure: Measure, now: Date): Verdict | null {
  const { shippedAt, dueAt, units, wantedUnits } = line;
  switch (measure) {
    case "on_time":
      return shippedAt && { counted: 1, hit: Number(shippedAt <= dueAt) };
    case "shipped":
      if (wantedUnits === 0 || line.isUnseen) return null;
      // Not due and not shipped: nobody can say yet.
      return shippedAt || dueAt < now ? { counted: 1, hit: Number(shippedAt !== null) } : null;
    case "fill":
      return line.source === "history"
        ? null
        : { counted: units, hit: units - Math.min(units, line.outOfStockUnits) };
    case "valid_tracking":
      return line.isTrackingValid === null
        ? null
        : { counted: 1, hit: Number(line.isTrackingValid) };
    case "acknowledged":
      return judgeAnswer(line, now);
    case "defects":
      return shippedAt && { counted: wantedUnits, hit: Math.min(wantedUnits, line.defectUnits) };
    case "returns":
      return shippedAt && { counted: wantedUnits, hit: Math.min(wantedUnits, line.returnedUnits) };
    case "cost_drift":
      return judgeCost(line);
  }
}

function judgeAnswer(
  { source, acknowledgedAt, acknowledgeBy }: LineRecord,
  now: Date,
): Verdict | null {
  if (source === "history" || acknowledgeBy === null) return null;
  if (acknowledgedAt) return { counted: 1, hit: Number(acknowledgedAt <= acknowledgeBy) };
  return acknowledgeBy < now ? { counted: 1, hit: 0 } : null;
}

/** In money as ordered, and how much more was asked: a share above 0 is dearer. */
function judgeCost({ units, orderedCostMinor, statedCostMinor, ...line }: LineRecord) {
  if (orderedCostMinor === null || orderedCostMinor === 0n || line.acknowledgedAt === null)
    return null;
  const stated = statedCostMinor ?? orderedCostMinor;
  return {
    counted: Number(orderedCostMinor) * units,
    hit: Number(stated - orderedCostMinor) * units,
  };
}

/** Whether the line is one of those that pull the measure down. */
export function isBad(verdict: Verdict, measure: Measure): boolean {
  return measure === "defects" || measure === "returns" || measure === "cost_drift"
    ? verdict.hit > 0
    : verdict.hit < verdict.counted;
}
