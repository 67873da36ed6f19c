/** Thresholds as they are stored and as a form sends them. Pure. */
import { z } from "zod";
import { accept, refuse, type Result } from "#app/platform/result.ts";
import type { ExceptionThresholds, ThresholdsRefusal } from "./views.ts";

// A zero would flag every order the moment it is placed; beyond a year nobody waits.
export const MIN_DAYS = 1;
export const MAX_DAYS = 365;

const days = z.number().int().min(MIN_DAYS).max(MAX_DAYS);
const schema = z.object({
  unfulfilledDays: days,
  noTrackingDays: days,
  labelWithoutScanDays: days,
  undeliveredDays: days,
  probablyLostDays: days,
});

/** The stored value, or null when it is absent or of an older shape. */
export function readThresholds(stored: unknown): ExceptionThresholds | null {
  const parsed = schema.safeParse(stored);
  return parsed.success ? parsed.data : null;
}

/** Accepts whole days in range; a parcel is not lost before it is undelivered. */
export function evaluateThresholds(
  asked: ExceptionThresholds,
): Result<ExceptionThresholds, ThresholdsRefusal> {
  const fields = Object.keys(schema.shape) as (keyof ExceptionThresholds)[];
  for (const field of fields) {
    const minDays =
      field === "probablyLostDays"
        ? Math.max(MIN_DAYS, Math.min(asked.undeliveredDays, MAX_DAYS))
        : MIN_DAYS;
    const isInRange =
      Number.isInteger(asked[field]) && asked[field] >= minDays && asked[field] <= MAX_DAYS;
    if (!isInRange)
      return refuse({ code: "threshold_out_of_range", field, minDays, maxDays: MAX_DAYS });
  }
  return accept(asked);
}
