/** What each figure is called, what it counts, and what its lines are called that pull it down. Pure. */
import { meetsTarget, TARGETS, type Share } from "./assess-scorecard.ts";
import type { Measure } from "./line-record.ts";

type Words = {
  readonly label: string;
  readonly help: string;
  /** lines that pull it down */
  readonly bad: string;
  readonly unit: "lines" | "units" | "money";
};

export const MEASURE_WORDS = {
  on_time: {
    label: "Shipped on time",
    help: "Of the lines that have shipped, those whose last parcel was scanned by the due date.",
    bad: "Shipped late",
    unit: "lines",
  },
  shipped: {
    label: "Shipped of what was due",
    help: "Of the lines that were due or have shipped, those that a carrier has scanned.",
    bad: "Due and not shipped",
    unit: "lines",
  },
  fill: {
    label: "Fill rate, adjusted",
    help: "Units ordered less units declined because there were none. Other declines do not count.",
    bad: "Out of stock",
    unit: "units",
  },
  valid_tracking: {
    label: "Valid tracking",
    help: "Of the lines with a tracking number, those whose number fits the carrier or was scanned.",
    bad: "Number not valid",
    unit: "lines",
  },
  acknowledged: {
    label: "Answered in time",
    help: "Of the lines sent as purchase orders, those answered within the agreed hours.",
    bad: "Answered late or never",
    unit: "lines",
  },
  defects: {
    label: "Defects",
    help: "Units returned as defective, wrong or not as described, of the units shipped.",
    bad: "With defects",
    unit: "units",
  },
  returns: {
    label: "Returns",
    help: "Units returned for any reason, of the units shipped.",
    bad: "Returned",
    unit: "units",
  },
  cost_drift: {
    label: "Cost drift",
    help: "How much more the supplier asks than was ordered, of the cost of answered lines.",
    bad: "Dearer than ordered",
    unit: "money",
  },
} as const satisfies Record<Measure, Words>;

export type MeasureView = {
  readonly measure: Measure;
  readonly label: string;
  readonly help: string;
  /** e.g. `97.5%`; null = nothing to count yet */
  readonly value: string | null;
  /** what it is made of, e.g. `117 of 120 lines` */
  readonly basis: string;
  readonly target: string;
  readonly standing: "good" | "bad" | "unknown";
  readonly isSmall: boolean;
};

export function viewMeasure(measure: Measure, share: Share): MeasureView {
  const { label, help, unit } = MEASURE_WORDS[measure];
  const { ratio, lines, counted, hit, isSmall } = share;
  const basis =
    unit === "money"
      ? nounLines(lines)
      : `${hit} of ${counted} ${counted === 1 ? ONE[unit] : unit}`;
  return {
    measure,
    label,
    help,
    value: ratio === null ? null : percent(ratio, measure === "cost_drift"),
    basis: ratio === null ? "Nothing to count yet" : basis,
    target: targetOf(measure),
    standing: ratio === null ? "unknown" : meetsTarget(measure, ratio) ? "good" : "bad",
    isSmall: isSmall && ratio !== null,
  };
}

const ONE = { lines: "line", units: "unit" } as const;

const nounLines = (lines: number) => (lines === 1 ? "1 line" : `${lines} lines`);

/** One decimal; a hundred per cent only where nothing is missing. */
export function percent(ratio: number, isSigned = false): string {
  const shown = Math.floor(Math.abs(ratio) * 1_000 + 1e-9) / 10;
  const sign = ratio < 0 && shown > 0 ? "−" : isSigned && shown > 0 ? "+" : "";
  return `${sign}${shown}%`;
}

function targetOf(measure: Measure): string {
  const target = `${Math.round(TARGETS[measure] * 100)}%`;
  const isUpper = measure === "defects" || measure === "returns" || measure === "cost_drift";
  return isUpper ? `at most ${target}` : `at least ${target}`;
}

export const RUNG_WORDS = {
  variant_country: "this product to this country",
  variant: "this product",
  supplier_country: "this supplier to this country",
  supplier: "this supplier",
  shop: "your whole shop",
} as const;
