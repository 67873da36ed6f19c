import { expect, test } from "vitest";
import type { ImportProgressView } from "#app/orders/views.ts";
import {
  assessImport,
  describeImportFailure,
  isImportNews,
  isImportRunning,
} from "#app/routes/app._index/assess-import.ts";
import { listSetupSteps, type SetupFacts } from "#app/routes/app._index/list-setup-steps.ts";

const finishedAt = "2026-11-20T12:00:00.000Z";

function progress(change: Partial<ImportProgressView> = {}): ImportProgressView {
  return {
    importId: "1",
    state: "reading",
    ordersRead: 6_212,
    ordersTotal: 24_118,
    isTotalAtLeast: false,
    isWindowed: false,
    rowsRefused: 0,
    reason: null,
    startedAt: "2026-11-20T11:00:00.000Z",
    finishedAt: null,
    ...change,
  };
}

test.each<[string, ImportProgressView | null, number | null, string]>([
  ["before it is asked for", null, null, "Getting to know your store."],
  [
    "while it waits",
    progress({ state: "waiting", ordersRead: 0 }),
    null,
    "Asking Shopify for your orders.",
  ],
  ["while reading", progress(), 25, "6,212 of 24,118 orders."],
  ["without a total", progress({ ordersTotal: null }), null, "6,212 orders so far."],
  [
    "with a total that goes on",
    progress({ isTotalAtLeast: true }),
    25,
    "6,212 of more than 24,118 orders.",
  ],
  ["with more than counted", progress({ ordersRead: 30_000 }), 100, "30,000 of 24,118 orders."],
  ["of an empty store", progress({ ordersRead: 0, ordersTotal: 0 }), null, "0 of 0 orders."],
])("says how far the import is %s", (_when, at, percent, sentence) => {
  expect(assessImport(at)).toEqual({ percent, sentence });
});

test.each<[boolean, ImportProgressView | null]>([
  [false, null],
  [true, progress()],
  [false, progress({ state: "failed" })],
  [false, progress({ state: "finished", finishedAt })],
])("looks again: %s", (isRunning, at) => {
  expect(isImportRunning(at)).toBe(isRunning);
});

test.each<[string, boolean, Partial<ImportProgressView>, string]>([
  ["within a day", true, {}, "2026-11-21T11:59:59.999Z"],
  ["after a day", false, {}, "2026-11-21T12:00:00.000Z"],
  [
    "after a day, when older orders are missing",
    true,
    { isWindowed: true },
    "2026-12-21T12:00:00.000Z",
  ],
])("a finished import is news %s: %s", (_when, isNews, change, now) => {
  expect(isImportNews(progress({ state: "finished", finishedAt, ...change }), now)).toBe(isNews);
});

test("a failure without a known reason still has a sentence", () => {
  expect(describeImportFailure("something_new")).toBe("Reading stopped.");
});

const untouched: SetupFacts = {
  isImportFinished: false,
  supplierCount: 0,
  readyCount: 0,
  isRoutingLive: false,
  hasPurchaseOrder: false,
};
const ticked = (facts: Partial<SetupFacts>) =>
  listSetupSteps({ ...untouched, ...facts }).flatMap(({ isDone, title }) => (isDone ? title : []));

test.each<[string, Partial<SetupFacts>, string[]]>([
  ["nothing", {}, []],
  ["the import", { isImportFinished: true }, ["Let us read your orders"]],
  ["a supplier", { supplierCount: 1 }, ["Tell us who ships"]],
  ["one that lacks nothing", { readyCount: 1 }, ["Get one supplier ready"]],
  ["the mode of routing", { isRoutingLive: true }, ["Go live with supplier routing"]],
  ["a purchase order", { hasPurchaseOrder: true }, ["See the first purchase order"]],
])("the guide ticks by %s", (_fact, facts, titles) => {
  expect(ticked(facts)).toEqual(titles);
});

test("the guide has at most five steps, and all but what runs by itself lead somewhere", () => {
  const steps = listSetupSteps(untouched);
  expect(steps.length).toBeLessThanOrEqual(5);
  expect(steps.filter(({ link }) => link === null)).toHaveLength(1);
});
