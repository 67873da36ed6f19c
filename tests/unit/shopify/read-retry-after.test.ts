import { expect, test } from "vitest";
import { readRetryAfter } from "#app/shopify/read-retry-after.ts";

const now = new Date("2026-11-21T10:00:00Z");

test.each<[string | null, number | null]>([
  ["2", 2_000],
  ["2.0", 2_000],
  ["0.25", 250],
  ["1.0001", 1_001],
  ["0", 0],
  ["Sat, 21 Nov 2026 10:00:05 GMT", 5_000],
  ["Sat, 21 Nov 2026 09:59:00 GMT", 0],
  ["-5", null],
  ["soon", null],
  ["", null],
  [null, null],
])("readRetryAfter(%j) is %j", (header, expected) => {
  expect(readRetryAfter(header, now)).toBe(expected);
});
