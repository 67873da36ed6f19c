import { expect, test } from "vitest";
import type { RoundView } from "#app/orders/reconcile/views.ts";
import { describeRound, describeSilence } from "#app/routes/app._index/mirror-words.ts";

const round = (overrides: Partial<RoundView> = {}): RoundView => ({
  kind: "round",
  startedAt: "2026-11-22T10:00:00.000Z",
  finishedAt: "2026-11-22T10:00:05.000Z",
  windowFrom: "2026-11-22T09:50:00.000Z",
  ordersSeen: 3,
  fulfillmentOrdersSeen: 3,
  returnsSeen: 0,
  differing: 0,
  repaired: 0,
  repairedByKind: {},
  pointsUsed: 20,
  ...overrides,
});

test.each<[RoundView, string]>([
  [round(), "3 changed orders compared, everything is as in Shopify."],
  [round({ ordersSeen: 1 }), "1 changed order compared, everything is as in Shopify."],
  [round({ ordersSeen: 0 }), "No order had changed since the comparison before."],
  [round({ kind: "nightly" }), "All orders compared, everything is as in Shopify."],
  [
    round({ repaired: 3, repairedByKind: { missing: 1, return: 2, order: 0 } }),
    "3 changed orders compared, 3 orders corrected: 1 was missing, 2 had changed returns.",
  ],
  [
    round({ repaired: 1, repairedByKind: { something_new: 1 } }),
    "3 changed orders compared, 1 order corrected: 1 was different.",
  ],
])("%o", (given, sentence) => {
  expect(describeRound(given)).toBe(sentence);
});

test("a silent topic is named with what it did not report", () => {
  const silent = {
    topic: "orders/edited",
    missed: 2,
    silentSince: "2026-11-22T10:00:00.000Z",
    lastDeliveryAt: null,
    raisedAt: "2026-11-22T10:00:00.000Z",
  };
  expect(describeSilence(silent)).toBe("orders/edited did not report 2 changed orders");
});
