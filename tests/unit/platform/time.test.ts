import { expect, test } from "vitest";
import { addDays, calendarDate, isTimeZone, startOfDate } from "#app/platform/time.ts";

test("24-hour days ignore daylight saving", () => {
  const before = new Date("2026-03-07T12:00:00-05:00");
  expect(addDays(before, 1).toISOString()).toBe("2026-03-08T17:00:00.000Z");
});

test.each([
  ["2026-03-01T04:59:59Z", "America/New_York", "2026-02-28"],
  ["2026-03-01T05:00:00Z", "America/New_York", "2026-03-01"],
  ["2026-12-31T10:00:00Z", "Pacific/Kiritimati", "2027-01-01"],
  ["2026-01-01T11:59:59Z", "Etc/GMT+12", "2025-12-31"],
])("at %s the calendar in %s shows %s", (instant, zone, date) => {
  expect(calendarDate(new Date(instant), zone)).toBe(date);
});

test.each([
  ["2026-03-08", "America/New_York", "2026-03-08T05:00:00.000Z"],
  ["2026-03-09", "America/New_York", "2026-03-09T04:00:00.000Z"],
  ["2026-11-02", "America/New_York", "2026-11-02T05:00:00.000Z"],
  ["2024-02-29", "Asia/Tokyo", "2024-02-28T15:00:00.000Z"],
])("%s begins in %s at %s", (date, zone, instant) => {
  expect(startOfDate(date, zone).toISOString()).toBe(instant);
});

test.each([
  ["Europe/Berlin", true],
  ["UTC", true],
  ["Mars/Olympus", false],
  ["", false],
])("%j is a time zone: %s", (zone, expected) => {
  expect(isTimeZone(zone)).toBe(expected);
});
