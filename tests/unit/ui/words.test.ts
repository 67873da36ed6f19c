import { expect, test } from "vitest";
import { assessPageError } from "#app/ui/assess-page-error.ts";
import { countOf, describeAge, groupDigits } from "#app/ui/describe-age.ts";
import { describeCode } from "#app/ui/describe-code.ts";
import { formatCalendarDate, formatInstant } from "#app/ui/format-instant.ts";

const now = "2026-11-21T12:00:00.000Z";

test.each([
  ["2026-11-21T12:00:00.000Z", "just now"],
  ["2026-11-21T11:59:00.001Z", "just now"],
  ["2026-11-21T11:59:00.000Z", "1 minute ago"],
  ["2026-11-21T11:00:00.001Z", "59 minutes ago"],
  ["2026-11-21T11:00:00.000Z", "1 hour ago"],
  ["2026-11-20T12:00:00.001Z", "23 hours ago"],
  ["2026-11-20T12:00:00.000Z", "1 day ago"],
  ["2026-11-22T12:00:00.000Z", "just now"],
])("describeAge(%s) is %s", (at, words) => {
  expect(describeAge(at, now)).toBe(words);
});

test.each([
  [0, "0 orders"],
  [1, "1 order"],
  [6212, "6,212 orders"],
])("countOf(%d) is %s", (amount, words) => {
  expect(countOf(amount, "order")).toBe(words);
});

test.each([
  [999, "999"],
  [1_000, "1,000"],
  [24_118, "24,118"],
  [1_234_567, "1,234,567"],
])("groupDigits(%d) is %s", (amount, text) => {
  expect(groupDigits(amount)).toBe(text);
});

test.each([
  ["partially_refunded", "Partially refunded"],
  ["LABEL_PRINTED", "Label printed"],
  ["fulfillment.created", "Fulfillment created"],
  ["", ""],
])("describeCode(%s) is %s", (code, words) => {
  expect(describeCode(code)).toBe(words);
});

test.each([
  ["America/New_York", "3 Dec 2026, 22:30"],
  ["Asia/Tokyo", "4 Dec 2026, 12:30"],
  ["UTC", "4 Dec 2026, 03:30"],
])("shows an instant on the clock of %s", (zone, text) => {
  expect(formatInstant("2026-12-04T03:30:00Z", zone, "long")).toBe(text);
});

test("a calendar date is the same day everywhere", () => {
  expect(formatCalendarDate("2026-12-25")).toBe("Fri, 25 Dec 2026");
});

test.each([
  [404, false],
  [403, false],
  [429, true],
  [503, true],
  [500, true],
  [null, true],
])("an error of status %s can be tried again: %s", (status, canRetry) => {
  expect(assessPageError(status).canRetry).toBe(canRetry);
});
