import { expect, test } from "vitest";
import { acknowledgeBy, dueTimes, shipBy } from "#app/dropship/timers/due-times.ts";
import {
  findBreach,
  nextTimerStep,
  type TimerQuestion,
} from "#app/dropship/timers/next-timer-step.ts";

const TERMS = {
  workingDays: [1, 2, 3, 4, 5],
  holidays: ["2026-11-26"],
  timeZone: "Asia/Shanghai",
  cutOffMinute: 12 * 60,
  acknowledgeHours: 24,
  shipDays: 2,
  trackingHours: 12,
};
// A Wednesday, 10:00 in Shanghai; the Thursday is a holiday.
const SENT = new Date("2026-11-25T02:00:00Z");

test("the supplier's own days count: a holiday stops every clock", () => {
  expect(acknowledgeBy(SENT, TERMS)).toEqual(new Date("2026-11-27T02:00:00Z"));
  expect(dueTimes({ sentAt: SENT, promisedOn: null }, TERMS)).toEqual({
    acknowledgeBy: new Date("2026-11-27T02:00:00Z"),
    // Friday and Monday: the end of Monday in Shanghai
    shipBy: new Date("2026-11-30T16:00:00Z"),
    trackingBy: new Date("2026-12-01T04:00:00Z"),
  });
});

test("a promised date is kept until its end", () => {
  expect(shipBy({ sentAt: SENT, promisedOn: "2026-12-03" }, TERMS)).toEqual(
    new Date("2026-12-03T16:00:00Z"),
  );
});

const due = (day: number) => new Date(Date.UTC(2026, 11, day));
const ORDER = {
  state: "accepted",
  acknowledgeBy: due(1),
  shipBy: due(3),
  trackingBy: due(4),
  openUnits: 2,
  trackedUnits: 0,
};

test.each([
  ["sent and not answered", { state: "sent" }, due(2), "acknowledge"],
  ["sent, at the last instant", { state: "sent" }, due(1), null],
  ["accepted and not shipped", {}, due(5), "ship"],
  ["half of it tracked", { trackedUnits: 1 }, due(5), "tracking"],
  ["all tracked, never scanned", { trackedUnits: 2 }, due(5), "scan"],
  ["all tracked, in time", { trackedUnits: 2 }, due(4), null],
  ["all declined", { openUnits: 0 }, due(5), null],
  ["shipped", { state: "shipped", trackedUnits: 2 }, due(5), null],
  ["shipped in part", { state: "shipped", trackedUnits: 1 }, due(5), "tracking"],
  ["revoked", { state: "revoked" }, due(5), null],
] as const)("%s: finds the breach", (_what, change, now, kind) => {
  expect(findBreach({ ...ORDER, ...change }, now)?.kind ?? null).toBe(kind);
});

const nudgedAt = new Date("2026-11-24T02:00:00Z");
const QUESTION: TimerQuestion = {
  breach: { kind: "acknowledge", dueAt: nudgedAt },
  record: { nudgedAt, escalatedAt: null },
  trackedUnits: 0,
  onBreach: "fail_over",
  terms: TERMS,
  now: new Date("2026-11-25T02:00:00Z"),
};

test.each<[string, Partial<TimerQuestion>, string]>([
  ["found", { record: null }, "nudge"],
  ["nudged a moment ago", { now: nudgedAt }, "wait"],
  ["one millisecond before the second term", { now: new Date("2026-11-25T01:59:59.999Z") }, "wait"],
  ["the second term over", {}, "fail_over"],
  ["the second term over, a person chosen", { onBreach: "person" }, "person"],
  ["already handed to a person", { record: { nudgedAt, escalatedAt: nudgedAt } }, "wait"],
  ["a parcel is known", { trackedUnits: 1 }, "person"],
  ["no scan", { breach: { kind: "scan", dueAt: nudgedAt } }, "person"],
  ["never nudged, a person has it", { record: { nudgedAt: null, escalatedAt: nudgedAt } }, "wait"],
])("%s: goes on", (_what, change, step) => {
  expect(nextTimerStep({ ...QUESTION, ...change })).toBe(step);
});
