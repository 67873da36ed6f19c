import { expect, test } from "vitest";
import {
  evaluateWorkingTime,
  MOST_HOLIDAYS,
  WORKING_TIME_REFUSALS,
  type WorkingTime,
} from "#app/shops/evaluate-working-time.ts";
import { moveDate } from "#app/platform/business-days.ts";

const asked = (changes: Partial<WorkingTime> = {}): WorkingTime => ({
  ownTimeZone: null,
  workingDays: [1, 2, 3, 4, 5],
  holidays: [],
  ...changes,
});
const days = (count: number) =>
  Array.from({ length: count }, (_none, index) => moveDate("2026-01-01", index));

test("accepts sorted and without repeats", () => {
  const evaluated = evaluateWorkingTime(
    asked({
      ownTimeZone: "Asia/Kathmandu",
      workingDays: [7, 1, 7],
      holidays: ["2026-12-26", "2026-12-25", "2026-12-26"],
    }),
  );
  expect(evaluated).toEqual({
    ok: true,
    value: {
      ownTimeZone: "Asia/Kathmandu",
      workingDays: [1, 7],
      holidays: ["2026-12-25", "2026-12-26"],
    },
  });
});

test("accepts as many days off as are allowed, and not one more", () => {
  expect(evaluateWorkingTime(asked({ holidays: days(MOST_HOLIDAYS) })).ok).toBe(true);
  expect(evaluateWorkingTime(asked({ holidays: days(MOST_HOLIDAYS + 1) }))).toEqual({
    ok: false,
    refusal: [{ code: "too_many_holidays", most: MOST_HOLIDAYS }],
  });
  expect(WORKING_TIME_REFUSALS.too_many_holidays.sentence).toContain(String(MOST_HOLIDAYS));
});

test.each<[string, Partial<WorkingTime>, object]>([
  [
    "an unknown zone",
    { ownTimeZone: "Mars/Olympus" },
    { code: "time_zone_unknown", timeZone: "Mars/Olympus" },
  ],
  ["an empty zone", { ownTimeZone: "" }, { code: "time_zone_unknown", timeZone: "" }],
  ["a week without work", { workingDays: [] }, { code: "working_day_missing" }],
  ["an eighth day", { workingDays: [1, 8] }, { code: "working_day_unknown", weekday: 8 }],
  ["a day 0", { workingDays: [0] }, { code: "working_day_unknown", weekday: 0 }],
  ["half a day", { workingDays: [1.5] }, { code: "working_day_unknown", weekday: 1.5 }],
  [
    "a date that is none",
    { holidays: ["2026-02-30"] },
    { code: "holiday_not_a_date", text: "2026-02-30" },
  ],
])("refuses %s", (_what, changes, refusal) => {
  expect(evaluateWorkingTime(asked(changes))).toEqual({ ok: false, refusal: [refusal] });
});

test("gives every reason at once", () => {
  const evaluated = evaluateWorkingTime(
    asked({ ownTimeZone: "x", workingDays: [], holidays: ["y"] }),
  );
  expect(evaluated.ok ? [] : evaluated.refusal.map(({ code }) => code)).toEqual([
    "time_zone_unknown",
    "working_day_missing",
    "holiday_not_a_date",
  ]);
});
