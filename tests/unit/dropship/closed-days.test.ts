import fc from "fast-check";
import { expect, test } from "vitest";
import { closedDays } from "#app/dropship/routing/build-supply.ts";
import type { Supplier } from "#app/dropship/suppliers/supplier.ts";
import { calendarOf, takenUpOn } from "#app/dropship/suppliers/work-calendar.ts";
import { isWorkingDay, moveDate } from "#app/platform/business-days.ts";
import { calendarDate } from "#app/platform/time.ts";

type Calendar = Pick<Supplier, "workingDays" | "holidays" | "timeZone" | "cutOffMinute">;

const closed = (calendar: Calendar, now: Date) => closedDays(calendar as Supplier, now);

const FRIDAY = new Date("2026-12-25T10:00:00Z");
const WEEK: Calendar = {
  workingDays: [1, 2, 3, 4, 5],
  holidays: [],
  timeZone: "UTC",
  cutOffMinute: 720,
};

test.each<[string, readonly string[], number]>([
  ["no holiday", [], 0],
  ["today", ["2026-12-25"], 1],
  ["today and the next working day", ["2026-12-25", "2026-12-28"], 2],
  ["a holiday on a weekend", ["2026-12-26"], 0],
  ["a holiday after it takes the order up", ["2026-12-28"], 0],
  ["a holiday long ago", ["2025-12-25"], 0],
])("counts the working days that are lost to %s", (_what, holidays, days) => {
  expect(closed({ ...WEEK, holidays }, FRIDAY)).toBe(days);
});

test("counts each holiday until the order is taken up, in any zone and week", () => {
  const dates = Array.from({ length: 30 }, (_, n) => moveDate("2026-12-15", n));
  fc.assert(
    fc.property(
      fc.record({
        workingDays: fc.subarray([1, 2, 3, 4, 5, 6, 7], { minLength: 1 }),
        holidays: fc.subarray(dates),
        timeZone: fc.constantFrom(
          "UTC",
          "Pacific/Kiritimati",
          "Pacific/Pago_Pago",
          "Asia/Shanghai",
        ),
        cutOffMinute: fc.integer({ min: 0, max: 1_439 }),
      }),
      fc.integer({ min: 0, max: 30 * 24 * 60 }),
      (calendar, minutes) => {
        const now = new Date(Date.UTC(2026, 11, 10) + minutes * 60_000);
        const until = takenUpOn(now, calendarOf(calendar));
        const usual = calendarOf({ ...calendar, holidays: [] });
        let lost = 0;
        for (let day = calendarDate(now, calendar.timeZone); day < until; day = moveDate(day, 1))
          if (isWorkingDay(day, usual) && calendar.holidays.includes(day)) lost += 1;
        expect(closed(calendar, now)).toBe(lost);
      },
    ),
    { numRuns: 300 },
  );
});
