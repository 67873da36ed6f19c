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
  savedViewCount: 0,
  workingDays: [1, 2, 3, 4, 5],
  holidayCount: 0,
};
const ticks = (facts: Partial<SetupFacts>) =>
  listSetupSteps({ ...untouched, ...facts }).map(({ isDone }) => isDone);

test.each<[string, Partial<SetupFacts>, boolean[]]>([
  ["nothing", {}, [false, false, false]],
  ["the import", { isImportFinished: true }, [true, false, false]],
  ["a saved view", { savedViewCount: 1 }, [false, true, false]],
  ["a day off", { holidayCount: 1 }, [false, false, true]],
  ["a week of its own", { workingDays: [1, 2, 3, 4, 5, 6] }, [false, false, true]],
])("the guide ticks by %s", (_fact, facts, done) => {
  expect(ticks(facts)).toEqual(done);
});

test("the guide has at most five steps", () => {
  expect(listSetupSteps(untouched).length).toBeLessThanOrEqual(5);
});
