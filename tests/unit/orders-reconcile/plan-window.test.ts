import { expect, test } from "vitest";
import { planWindow } from "#app/orders/reconcile/plan-window.ts";

const installedAt = new Date("2026-11-01T00:00:00Z");
const now = new Date("2026-11-21T12:00:00Z");
const minutesAgo = (minutes: number) => new Date(now.getTime() - minutes * 60_000);

test.each([
  ["the end of the last window", minutesAgo(5), minutesAgo(10), false],
  ["the installation, when no round has finished", null, new Date("2026-10-31T23:55:00Z"), false],
  [
    "the installation, when the last round was before it",
    new Date("2026-10-01"),
    new Date("2026-10-31T23:55:00Z"),
    true,
  ],
  ["the last window, half an hour later: no gap yet", minutesAgo(30), minutesAgo(35), false],
  ["the last window, longer ago: a gap", minutesAgo(30.01), minutesAgo(35.01), true],
])("begins five minutes before %s", (_when, lastWindowTo, from, isGap) => {
  expect(planWindow({ lastWindowTo, installedAt, now })).toEqual({ from, to: now, isGap });
});
