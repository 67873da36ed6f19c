import fc from "fast-check";
import { expect, test } from "vitest";
import {
  assessScorecard,
  assessShare,
  DEFAULT_WEIGHTS,
  gradeOf,
  quantile,
  scoreOf,
  sumLines,
} from "#app/dropship/scorecard/assess-scorecard.ts";
import { assessTrend } from "#app/dropship/scorecard/assess-trend.ts";
import { createCounter } from "#app/dropship/scorecard/count-figures.ts";
import { chooseLeadTime, type LeadGroup } from "#app/dropship/scorecard/lead-time.ts";
import {
  isBad,
  judgeLine,
  MEASURES,
  type LineRecord,
  type Measure,
} from "#app/dropship/scorecard/line-record.ts";
import { percent } from "#app/dropship/scorecard/measure-words.ts";
import { evaluateWeights } from "#app/dropship/scorecard/evaluate-weights.ts";

const NOW = new Date("2026-11-22T12:00:00Z");
const RUNS = process.env["PROVE"] ? 10_000 : 300;
const day = (date: number) => new Date(Date.UTC(2026, 10, date, 9));

const LINE: LineRecord = {
  key: "p1",
  source: "purchase_order",
  supplierId: 1n,
  orderId: 1n,
  orderName: "#1001",
  purchaseOrderId: 1n,
  purchaseOrderNumber: "1001-1",
  variantGid: "V",
  sku: null,
  title: "Lamp",
  country: "US",
  units: 4,
  wantedUnits: 4,
  outOfStockUnits: 0,
  isUnseen: false,
  askedAt: day(10),
  dueAt: day(13),
  shippedAt: day(12),
  acknowledgedAt: day(11),
  acknowledgeBy: day(11),
  isTrackingValid: true,
  returnedUnits: 0,
  defectUnits: 0,
  orderedCostMinor: 1_000n,
  statedCostMinor: null,
};
const judge = (measure: Measure, change: Partial<LineRecord> = {}) =>
  judgeLine({ ...LINE, ...change }, measure, NOW);

test.each<[string, Measure, Partial<LineRecord>, { counted: number; hit: number } | null]>([
  ["shipped at the due instant", "on_time", { shippedAt: day(13) }, { counted: 1, hit: 1 }],
  [
    "shipped a millisecond late",
    "on_time",
    { shippedAt: new Date(+day(13) + 1) },
    { counted: 1, hit: 0 },
  ],
  ["not shipped: not a line of on-time", "on_time", { shippedAt: null }, null],
  ["due and not shipped", "shipped", { shippedAt: null }, { counted: 1, hit: 0 }],
  ["not due yet", "shipped", { shippedAt: null, dueAt: day(25) }, null],
  ["declined as a whole", "shipped", { shippedAt: null, wantedUnits: 0 }, null],
  ["fulfilled, no scan known", "shipped", { shippedAt: null, isUnseen: true }, null],
  ["out of stock in part", "fill", { outOfStockUnits: 1 }, { counted: 4, hit: 3 }],
  ["declined for another reason", "fill", { wantedUnits: 0 }, { counted: 4, hit: 4 }],
  ["before Aftercare: nobody was asked", "fill", { source: "history" }, null],
  ["no number yet", "valid_tracking", { isTrackingValid: null }, null],
  ["a wrong number", "valid_tracking", { isTrackingValid: false }, { counted: 1, hit: 0 }],
  ["answered at the last instant", "acknowledged", {}, { counted: 1, hit: 1 }],
  ["never answered", "acknowledged", { acknowledgedAt: null }, { counted: 1, hit: 0 }],
  ["still may answer", "acknowledged", { acknowledgedAt: null, acknowledgeBy: day(25) }, null],
  ["two came back broken", "defects", { defectUnits: 2 }, { counted: 4, hit: 2 }],
  ["more came back than it had", "returns", { returnedUnits: 9 }, { counted: 4, hit: 4 }],
  ["dearer", "cost_drift", { statedCostMinor: 1_100n }, { counted: 4_000, hit: 400 }],
  ["cheaper", "cost_drift", { statedCostMinor: 900n }, { counted: 4_000, hit: -400 }],
  ["no cost known", "cost_drift", { orderedCostMinor: null }, null],
])("%s (%s)", (_what, measure, change, verdict) => {
  expect(judge(measure, change)).toEqual(verdict);
});

test("few lines lean towards the shop, twenty stand alone", () => {
  const shop = { lines: 1_000, counted: 1_000, hit: 900 };
  const few = assessShare({ lines: 5, counted: 5, hit: 5 }, shop);
  expect(few).toMatchObject({ ratio: 1, isSmall: true });
  expect(few.shrunkRatio).toBeCloseTo((5 + 0.9 * 20) / 25);
  const many = assessShare({ lines: 20, counted: 20, hit: 20 }, shop);
  expect(many).toMatchObject({ ratio: 1, shrunkRatio: 1, isSmall: false });
});

test("seventy, twenty and ten parts make the score, and its grade", () => {
  const lines = Array.from({ length: 40 }, (_none, at) => ({
    ...LINE,
    shippedAt: at < 4 ? day(14) : day(12),
  }));
  const figures = assessScorecard(lines, sumLines(lines, NOW), NOW);
  expect(scoreOf(figures, DEFAULT_WEIGHTS)).toBeCloseTo(70 * 0.9 + 20 + 10);
  expect(gradeOf(93)).toBe("C");
  expect(["98", "97.999", "95", "90", "80", "79.9"].map((score) => gradeOf(Number(score)))).toEqual(
    ["A", "B", "B", "C", "D", "E"],
  );
  const nothing = assessScorecard([], sumLines([], NOW), NOW);
  expect(scoreOf(nothing, DEFAULT_WEIGHTS)).toBe(null);
});

const anyLine: fc.Arbitrary<LineRecord> = fc
  .record({
    units: fc.integer({ min: 1, max: 9 }),
    declined: fc.integer({ min: 0, max: 9 }),
    shipped: fc.option(fc.integer({ min: 1, max: 30 })),
    due: fc.integer({ min: 1, max: 30 }),
    returned: fc.integer({ min: 0, max: 12 }),
    supplier: fc.integer({ min: 1, max: 3 }),
    country: fc.constantFrom("US", "DE", null),
  })
  .map(({ units, declined, shipped, due, returned, supplier, country }) => ({
    ...LINE,
    supplierId: BigInt(supplier),
    country,
    units,
    wantedUnits: Math.max(0, units - declined),
    outOfStockUnits: Math.min(units, declined),
    shippedAt: shipped === null ? null : day(shipped),
    dueAt: day(due),
    returnedUnits: returned,
    defectUnits: Math.floor(returned / 2),
  }));

test("no share leaves 0 to 1, no line is good and bad, and suppliers add up to the shop", () => {
  fc.assert(
    fc.property(fc.array(anyLine, { maxLength: 60 }), (lines) => {
      const shop = sumLines(lines, NOW);
      const counter = createCounter(NOW);
      for (const line of lines) counter.add(line);
      const wholes = counter.groups().filter(({ sums }) => sums !== null);
      for (const measure of MEASURES) {
        const { ratio } = assessShare(shop[measure], shop[measure]);
        if (measure !== "cost_drift" && ratio !== null) {
          expect(ratio).toBeGreaterThanOrEqual(0);
          expect(ratio).toBeLessThanOrEqual(1);
        }
        const ofSuppliers = wholes
          .filter(({ supplierId }) => supplierId !== 0n)
          .reduce((sum, { sums }) => sum + (sums?.[measure].counted ?? 0), 0);
        expect(ofSuppliers).toBe(shop[measure].counted);
      }
      for (const line of lines) {
        const verdict = judgeLine(line, "on_time", NOW);
        if (verdict) expect(isBad(verdict, "on_time")).toBe(verdict.hit === 0);
      }
      for (const { lines: due, lateLines, units, defectUnits } of counter.groups()) {
        expect(lateLines).toBeLessThanOrEqual(due);
        expect(defectUnits).toBeLessThanOrEqual(units);
      }
    }),
    { numRuns: RUNS },
  );
});

const group = (rung: LeadGroup["rung"], lines: number): LeadGroup => ({
  rung,
  lines,
  medianDays: 3,
  slowDays: 6,
});

test.each([
  [
    "the narrowest of twenty",
    [group("variant", 20), group("variant_country", 19)],
    "variant",
    false,
  ],
  ["the shop when all others are small", [group("shop", 25), group("supplier", 3)], "shop", false],
  ["the largest when all are small, marked", [group("shop", 7), group("variant", 2)], "shop", true],
] as const)("a lead time is %s", (_what, groups, rung, isThin) => {
  expect(chooseLeadTime(groups)).toMatchObject({ rung, isThin });
});

test("nothing shipped, no lead time", () => {
  expect(chooseLeadTime([{ ...group("shop", 0), medianDays: null, slowDays: null }])).toBe(null);
});

test("quantiles lie between neighbours", () => {
  expect(quantile([], 0.5)).toBe(null);
  expect(quantile([4, 1], 0.5)).toBe(2.5);
  expect(quantile([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11], 0.9)).toBe(10);
});

test("weeks begin on Monday; one without lines is there with zeros", () => {
  const lines = [LINE, { ...LINE, dueAt: day(2), shippedAt: day(3) }];
  expect(assessTrend(lines, { now: NOW, zone: "UTC", weeks: 26 })).toEqual([
    { week: "2026-11-02", lines: 1, onTimeLines: 0 },
    { week: "2026-11-09", lines: 1, onTimeLines: 1 },
    { week: "2026-11-16", lines: 0, onTimeLines: 0 },
  ]);
});

test("a hundred per cent is said only where nothing is missing", () => {
  expect([
    percent(1),
    percent(0.99999),
    percent(0),
    percent(0.05, true),
    percent(-0.05, true),
  ]).toEqual(["100%", "99.9%", "0%", "+5%", "−5%"]);
});

test.each([
  ["70", "20", "11", "weights_not_hundred"],
  ["70", "20", "x", "weights_malformed"],
  ["101", "0", "0", "weights_malformed"],
  ["-1", "100", "1", "weights_malformed"],
])("weights of %s, %s and %s are refused", (onTime, shipped, notCancelled, code) => {
  expect(evaluateWeights({ onTime, shipped, notCancelled })).toMatchObject({ refusal: { code } });
});
