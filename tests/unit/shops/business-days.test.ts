import { expect, test } from "vitest";
import {
  addWorkingDays,
  countWorkingDays,
  isCalendarDate,
  isWorkingDay,
  moveDate,
  nextWorkingDay,
  weekday,
  type WorkCalendar,
} from "#app/platform/business-days.ts";

// 2026-11-20 is a Friday; the 26th and 27th are days off.
const calendar: WorkCalendar = {
  workingDays: new Set([1, 2, 3, 4, 5]),
  holidays: new Set(["2026-11-26", "2026-11-27"]),
};

test.each([
  ["2026-11-20", 5],
  ["2026-11-21", 6],
  ["2026-11-22", 7],
  ["2026-11-23", 1],
  ["2028-02-29", 2],
])("weekday(%s) is %d", (date, expected) => {
  expect(weekday(date)).toBe(expected);
});

test.each([
  ["2026-11-20", true],
  ["2026-11-21", false],
  ["2026-11-26", false],
  ["2026-11-30", true],
])("isWorkingDay(%s) is %s", (date, expected) => {
  expect(isWorkingDay(date, calendar)).toBe(expected);
});

test.each([
  ["2026-11-20", "2026-11-20"],
  ["2026-11-21", "2026-11-23"],
  ["2026-11-26", "2026-11-30"],
])("nextWorkingDay(%s) is %s", (date, expected) => {
  expect(nextWorkingDay(date, calendar)).toBe(expected);
});

test.each([
  ["2026-11-20", 0, "2026-11-20"],
  ["2026-11-21", 0, "2026-11-23"],
  ["2026-11-20", 1, "2026-11-23"],
  ["2026-11-21", 1, "2026-11-23"],
  ["2026-11-25", 1, "2026-11-30"],
  ["2026-11-20", 5, "2026-12-01"],
])("addWorkingDays(%s, %d) is %s", (date, count, expected) => {
  expect(addWorkingDays(date, count, calendar)).toBe(expected);
});

test.each([
  ["2026-11-20", "2026-11-20", 0],
  ["2026-11-20", "2026-11-22", 0],
  ["2026-11-20", "2026-11-23", 1],
  ["2026-11-20", "2026-12-01", 5],
  ["2026-12-01", "2026-11-20", -5],
])("countWorkingDays(%s, %s) is %d", (from, to, expected) => {
  expect(countWorkingDays(from, to, calendar)).toBe(expected);
});

test("counting and adding agree on every day of a year", () => {
  for (let day = 0; day < 365; day += 1) {
    const date = moveDate("2026-01-01", day);
    const reached = addWorkingDays(date, 7, calendar);
    expect([date, countWorkingDays(date, reached, calendar)]).toEqual([date, 7]);
  }
});

test("a calendar without a working day is our mistake", () => {
  expect(() =>
    nextWorkingDay("2026-11-20", { workingDays: new Set(), holidays: new Set() }),
  ).toThrow("Invariant");
});

test.each([
  ["2026-02-28", true],
  ["2026-02-29", false],
  ["2028-02-29", true],
  ["2026-13-01", false],
  ["2026-1-1", false],
  ["1026-01-01", false],
  ["2026-01-01T00:00", false],
  ["", false],
])("isCalendarDate(%j) is %s", (text, expected) => {
  expect(isCalendarDate(text)).toBe(expected);
});
