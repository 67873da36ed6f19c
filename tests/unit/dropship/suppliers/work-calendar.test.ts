import fc from "fast-check";
import { expect, test } from "vitest";
import { isWorkingDay } from "#app/platform/business-days.ts";
import { calendarDate, MS_PER_HOUR } from "#app/platform/time.ts";
import {
  addWorkingDays,
  addWorkingHours,
  calendarOf,
  nextSendAt,
  takenUpOn,
  type SupplierCalendar,
} from "#app/dropship/suppliers/work-calendar.ts";
import type { SendSchedule } from "#app/dropship/suppliers/send-schedule.ts";

const RUNS = process.env["PROVE"] ? 10_000 : 300;

const shanghai = calendarOf({
  workingDays: [1, 2, 3, 4, 5],
  holidays: ["2026-10-01", "2026-10-02"],
  timeZone: "Asia/Shanghai",
  cutOffMinute: 12 * 60,
});
const newYork = { ...shanghai, holidays: new Set<string>(), timeZone: "America/New_York" };
const iso = (at: Date) => at.toISOString();

test.each([
  ["within a day", "2026-11-20T01:00:00Z", 5, "2026-11-20T06:00:00.000Z"],
  ["over a weekend", "2026-11-20T07:00:00Z", 24, "2026-11-23T07:00:00.000Z"],
  [
    "from a Saturday, which begins on Monday",
    "2026-11-21T07:00:00Z",
    1,
    "2026-11-22T17:00:00.000Z",
  ],
  ["over holidays and a weekend", "2026-09-30T07:00:00Z", 24, "2026-10-05T07:00:00.000Z"],
])("counts hours %s", (_, at, hours, expected) => {
  expect(iso(addWorkingHours(new Date(at), hours, shanghai))).toBe(expected);
});

test("counts the 25 hours of the Sunday on which clocks go back", () => {
  const everyDay: SupplierCalendar = { ...newYork, workingDays: new Set([1, 2, 3, 4, 5, 6, 7]) };
  const from = new Date("2026-11-01T04:00:00Z"); // midnight in New York
  expect(iso(addWorkingHours(from, 25, everyDay))).toBe("2026-11-02T05:00:00.000Z");
});

test.each([
  ["at the cut-off to the minute", "2026-11-20T04:00:00Z", 0, "2026-11-20T16:00:00.000Z"],
  ["a millisecond after it", "2026-11-20T04:00:00.001Z", 0, "2026-11-23T16:00:00.000Z"],
  ["three days from a Friday morning", "2026-11-20T01:00:00Z", 3, "2026-11-25T16:00:00.000Z"],
])("ends the day an order is due: %s", (_, at, days, expected) => {
  expect(iso(addWorkingDays(new Date(at), days, shanghai))).toBe(expected);
});

test.each<[string, SendSchedule, string, string]>([
  ["at once", { kind: "at_once" }, "2026-11-21T03:00:00Z", "2026-11-21T03:00:00.000Z"],
  [
    "the day's second time",
    { kind: "at_times", minutes: [960, 540], weekdays: [1, 2, 3, 4, 5] },
    "2026-11-20T01:00:01Z",
    "2026-11-20T08:00:00.000Z",
  ],
  [
    "Tuesdays",
    { kind: "at_times", minutes: [540], weekdays: [2] },
    "2026-11-20T01:00:00Z",
    "2026-11-24T01:00:00.000Z",
  ],
  [
    "half an hour before the cut-off",
    { kind: "before_cut_off", leadMinutes: 30 },
    "2026-11-20T03:30:00.001Z",
    "2026-11-23T03:30:00.000Z",
  ],
  [
    "Sundays, which are never worked",
    { kind: "at_times", minutes: [540], weekdays: [7] },
    "2026-11-20T01:00:00Z",
    "2026-11-23T04:00:00.000Z",
  ],
])("sends %s", (_, schedule, now, expected) => {
  expect(iso(nextSendAt(schedule, shanghai, new Date(now)))).toBe(expected);
});

const anyCalendar: fc.Arbitrary<SupplierCalendar> = fc.record({
  workingDays: fc
    .uniqueArray(fc.integer({ min: 1, max: 7 }), { minLength: 1 })
    .map((days) => new Set(days)),
  holidays: fc
    .array(fc.integer({ min: 0, max: 364 }), { maxLength: 30 })
    .map(
      (days) => new Set(days.map((day) => iso(new Date(Date.UTC(2026, 0, 1 + day))).slice(0, 10))),
    ),
  timeZone: fc.constantFrom(
    "UTC",
    "America/New_York",
    "Asia/Shanghai",
    "Australia/Lord_Howe",
    "Asia/Kathmandu",
  ),
  cutOffMinute: fc.integer({ min: 0, max: 1_439 }),
});
const anyInstant = fc
  .integer({ min: Date.UTC(2026, 0, 1), max: Date.UTC(2027, 0, 1) })
  .map((ms) => new Date(ms));
const anyHours = fc.integer({ min: 1, max: 200 });

test("hours add up, never run backwards, and end on a working day", () => {
  fc.assert(
    fc.property(anyCalendar, anyInstant, anyHours, anyHours, (calendar, at, one, other) => {
      const first = addWorkingHours(at, one, calendar);
      expect(iso(addWorkingHours(first, other, calendar))).toBe(
        iso(addWorkingHours(at, one + other, calendar)),
      );
      expect(first.getTime() - at.getTime()).toBeGreaterThanOrEqual(one * MS_PER_HOUR);
      const justBefore = new Date(first.getTime() - 1);
      expect(isWorkingDay(calendarDate(justBefore, calendar.timeZone), calendar)).toBe(true);
    }),
    { numRuns: RUNS },
  );
});

test("an order is taken up on a working day, and is never due before it came", () => {
  fc.assert(
    fc.property(anyCalendar, anyInstant, fc.integer({ min: 0, max: 30 }), (calendar, at, days) => {
      expect(isWorkingDay(takenUpOn(at, calendar), calendar)).toBe(true);
      const due = addWorkingDays(at, days, calendar);
      expect(due > at).toBe(true);
      expect(addWorkingDays(at, days + 1, calendar) > due).toBe(true);
    }),
    { numRuns: RUNS },
  );
});

const anySchedule: fc.Arbitrary<SendSchedule> = fc.oneof(
  fc.constant<SendSchedule>({ kind: "at_once" }),
  fc.record({
    kind: fc.constant("at_times" as const),
    minutes: fc.array(fc.integer({ min: 0, max: 1_439 }), { minLength: 1, maxLength: 4 }),
    weekdays: fc.uniqueArray(fc.integer({ min: 1, max: 7 }), { minLength: 1 }),
  }),
  fc.record({
    kind: fc.constant("before_cut_off" as const),
    leadMinutes: fc.integer({ min: 0, max: 720 }),
  }),
);

test("nothing is sent before now, gathered ones leave on working days, and the time found is its own next", () => {
  fc.assert(
    fc.property(anyCalendar, anySchedule, anyInstant, (calendar, schedule, now) => {
      const at = nextSendAt(schedule, calendar, now);
      expect(at >= now).toBe(true);
      if (schedule.kind === "at_once") return;
      expect(isWorkingDay(calendarDate(at, calendar.timeZone), calendar)).toBe(true);
      const isEverPossible =
        schedule.kind === "before_cut_off" ||
        schedule.weekdays.some((day) => calendar.workingDays.has(day));
      if (isEverPossible) expect(iso(nextSendAt(schedule, calendar, at))).toBe(iso(at));
    }),
    { numRuns: RUNS },
  );
});
