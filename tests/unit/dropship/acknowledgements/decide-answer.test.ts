import fc from "fast-check";
import { expect, test } from "vitest";
import { decideAnswer, type AnswerQuestion } from "#app/dropship/acknowledgements/decide-answer.ts";
import type { AnswerLine } from "#app/dropship/acknowledgements/answer.ts";
import type { PurchaseOrderLine } from "#app/dropship/purchase-orders/purchase-order.ts";
import type { PurchaseOrderState } from "#app/dropship/purchase-orders/purchase-order-states.ts";

const aLine = (fields: Partial<PurchaseOrderLine> = {}): PurchaseOrderLine => ({
  id: 1n,
  lineGid: "gid://shopify/LineItem/1",
  variantGid: "gid://shopify/ProductVariant/1",
  supplierSku: "S-1",
  sku: "SKU-1",
  title: "Mug",
  variantTitle: null,
  imageUrl: null,
  customAttributes: [],
  note: null,
  hsCode: null,
  originCountry: null,
  customsValueMinor: null,
  customsCurrency: null,
  units: 5,
  acceptedUnits: 0,
  declinedUnits: 0,
  declineReason: null,
  trackedUnits: 0,
  unitCostMinor: 1_000n,
  statedCostMinor: null,
  promisedOn: null,
  ...fields,
});

const anAnswer = (fields: Partial<AnswerLine> = {}): AnswerLine => ({
  lineId: 1n,
  acceptedUnits: 5,
  declinedUnits: 0,
  declineReason: null,
  promisedOn: null,
  statedCostMinor: null,
  ...fields,
});

const decide = (
  line: Partial<PurchaseOrderLine>,
  answer: Partial<AnswerLine>,
  more: Partial<AnswerQuestion> & { state?: PurchaseOrderState } = {},
) =>
  decideAnswer({
    order: {
      number: "1001-1",
      state: more.state ?? "sent",
      revision: 2,
      endedAt: new Date("2026-03-01T14:02:00Z"),
      promisedOn: null,
      lines: [aLine(line)],
    },
    lines: [anAnswer(answer)],
    revision: null,
    today: "2026-03-01",
    ...more,
  });

test.each<[string, Parameters<typeof decide>, string]>([
  ["a revoked order", [{}, {}, { state: "revoked" }], "revoked"],
  ["an order that has ended", [{}, {}, { state: "closed" }], "not_open"],
  ["an order that has not left", [{}, {}, { state: "queued" }], "not_open"],
  ["an older revision", [{}, {}, { revision: 1 }], "revised"],
  ["a line of another order", [{}, { lineId: 2n }], "unknown_line"],
  ["one unit too many", [{}, { declinedUnits: 1, declineReason: "x" }], "too_many_units"],
  ["less than none", [{}, { acceptedUnits: -1 }], "bad_units"],
  ["half a unit", [{}, { acceptedUnits: 0.5 }], "bad_units"],
  ["taking a no back", [{ declinedUnits: 2 }, { acceptedUnits: 5 }], "declined_is_final"],
  [
    "a no to what has a number",
    [
      { trackedUnits: 4, acceptedUnits: 5 },
      { acceptedUnits: 3, declinedUnits: 2, declineReason: "x" },
    ],
    "tracked_already",
  ],
  ["a no without a reason", [{}, { acceptedUnits: 4, declinedUnits: 1 }], "reason_missing"],
  ["what is no date", [{}, { promisedOn: "2026-02-30" }], "bad_date"],
  ["yesterday", [{}, { promisedOn: "2026-02-28" }], "date_past"],
  ["more than a year away", [{}, { promisedOn: "2027-03-02" }], "date_too_far"],
  ["a price below nothing", [{}, { statedCostMinor: -1n }], "bad_cost"],
  ["an absurd price", [{}, { statedCostMinor: 10n ** 14n }], "bad_cost"],
])("refuses %s", (_what, asked, code) => {
  expect(decide(...asked)).toMatchObject({ ok: false, refusal: { code } });
});

test("today is no date of the past, and a year away is not too far", () => {
  expect(decide({}, { promisedOn: "2026-03-01" })).toMatchObject({ ok: true });
  expect(decide({}, { promisedOn: "2027-03-01" })).toMatchObject({ ok: true });
});

test("the same answer twice changes nothing the second time", () => {
  const again = decide(
    { acceptedUnits: 3, declinedUnits: 2, declineReason: "x" },
    { acceptedUnits: 3, declinedUnits: 2 },
  );
  expect(again).toMatchObject({
    ok: true,
    value: { changes: [], isComplete: true, move: "accept" },
  });
});

test("what was accepted stays accepted until it is declined", () => {
  const change = (answer: Partial<AnswerLine>) => {
    const decided = decide({ acceptedUnits: 5 }, { acceptedUnits: 0, ...answer });
    return decided.ok ? decided.value : decided.refusal;
  };
  expect(change({})).toMatchObject({ changes: [], isComplete: true, move: "accept" });
  expect(change({ declinedUnits: 2, declineReason: "x" })).toMatchObject({
    changes: [{ acceptedUnits: 3, declinedUnits: 2, freedUnits: 2 }],
    isComplete: true,
  });
});

test("a higher price is asked about once, a lower one is not", () => {
  const change = (answer: Partial<AnswerLine>, line: Partial<PurchaseOrderLine> = {}) => {
    const decided = decide(line, answer);
    return decided.ok ? decided.value.changes[0]?.asksForMore : decided.refusal;
  };
  expect(change({ statedCostMinor: 1_001n })).toBe(true);
  expect(change({ statedCostMinor: 999n })).toBe(false);
  expect(change({ statedCostMinor: 1_001n }, { statedCostMinor: 1_001n })).toBe(false);
});

test("whatever is answered: units add up, what is freed was held, and the state agrees with the parts", () => {
  const line = fc.record({ units: fc.integer({ min: 1, max: 6 }), tracked: fc.nat(6) });
  const answer = fc.record({
    line: fc.nat(3),
    accepted: fc.integer({ min: -1, max: 7 }),
    declined: fc.integer({ min: -1, max: 7 }),
  });
  fc.assert(
    fc.property(
      fc.array(line, { minLength: 1, maxLength: 4 }),
      fc.array(fc.array(answer, { maxLength: 4 }), { maxLength: 6 }),
      (drafts, rounds) => {
        let lines = drafts.map(({ units, tracked }, index) =>
          aLine({
            id: BigInt(index),
            units,
            trackedUnits: Math.min(units, tracked),
            acceptedUnits: Math.min(units, tracked),
          }),
        );
        for (const round of rounds) {
          const answers = round.map(({ line: at, accepted, declined }) =>
            anAnswer({
              lineId: BigInt(at % lines.length),
              acceptedUnits: accepted,
              declinedUnits: declined,
              declineReason: "out_of_stock",
            }),
          );
          const order = {
            number: "1-1",
            state: "sent" as const,
            revision: 1,
            endedAt: null,
            promisedOn: null,
            lines,
          };
          const decided = decideAnswer({
            order,
            lines: answers,
            revision: null,
            today: "2026-03-01",
          });
          if (!decided.ok) continue;
          const { changes, isComplete, move, isTracked } = decided.value;
          lines = lines.map((one) => {
            const change = changes.find((found) => found.line.id === one.id);
            if (!change) return one;
            expect(change.freedUnits).toBe(change.declinedUnits - one.declinedUnits);
            expect(change.freedUnits).toBeGreaterThanOrEqual(0);
            return {
              ...one,
              acceptedUnits: change.acceptedUnits,
              declinedUnits: change.declinedUnits,
            };
          });
          for (const one of lines) {
            expect(one.acceptedUnits + one.declinedUnits).toBeLessThanOrEqual(one.units);
            expect(one.trackedUnits).toBeLessThanOrEqual(one.units - one.declinedUnits);
            expect(one.acceptedUnits).toBeGreaterThanOrEqual(one.trackedUnits);
          }
          const isWhole = lines.every((one) => one.acceptedUnits + one.declinedUnits === one.units);
          expect(isComplete).toBe(isWhole);
          const isNo = lines.every((one) => one.acceptedUnits === 0);
          expect(move).toBe(!isWhole ? null : isNo ? "decline" : "accept");
          const open = lines.reduce(
            (sum, one) => sum + one.units - one.declinedUnits - one.trackedUnits,
            0,
          );
          const tracked = lines.some((one) => one.trackedUnits > 0);
          expect(isTracked).toBe(tracked && open === 0);
        }
      },
    ),
    { numRuns: process.env["PROVE"] ? 20_000 : 300 },
  );
});
