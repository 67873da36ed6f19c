import { expect, test } from "vitest";
import { isNightIn } from "#app/orders/reconcile/is-night-in.ts";

test.each([
  ["UTC", "2026-11-21T03:59:59Z", false],
  ["UTC", "2026-11-21T04:00:00Z", true],
  ["UTC", "2026-11-21T04:59:59Z", true],
  ["UTC", "2026-11-21T05:00:00Z", false],
  ["America/New_York", "2026-11-21T09:30:00Z", true],
  ["America/New_York", "2026-07-21T08:30:00Z", true],
  ["Asia/Kolkata", "2026-11-20T22:45:00Z", true],
  ["Not/A_Zone", "2026-11-21T04:30:00Z", true],
])("%s at %s: %s", (zone, instant, expected) => {
  expect(isNightIn(zone, new Date(instant))).toBe(expected);
});
