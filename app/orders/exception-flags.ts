/**
 * Decides which one flag an order shows on the exception board. Worst wins; an order has one flag or none.
 * The same decision exists as SQL in exception-flag-sql.ts for lists; a property test holds the two together.
 *
 * Which orders can have none (cancelled, test, refunded, without shipping …) is decided in assess-shipment-facts.ts:
 * the facts below are null for them.
 */
import { MS_PER_DAY } from "#app/platform/time.ts";

/** Worst first. */
export const EXCEPTION_FLAGS = [
  "returned",
  "exception",
  "unfulfilled",
  "no_tracking",
  "label_without_scan",
  "undelivered",
] as const;

export type ExceptionFlag = (typeof EXCEPTION_FLAGS)[number];

/** Whole 24-hour days; the instant at which a threshold is reached counts as late. */
export type ExceptionThresholds = {
  /** since the order was placed, or its scheduled start, with units left to ship that do not wait on a hold */
  readonly unfulfilledDays: number;
  /** since the oldest fulfilment without a tracking number */
  readonly noTrackingDays: number;
  /** since the oldest tracked fulfilment without a carrier scan */
  readonly labelWithoutScanDays: number;
  /** since the oldest scanned parcel that is not delivered */
  readonly undeliveredDays: number;
  /** an undelivered parcel this old is shown as probably lost */
  readonly probablyLostDays: number;
};

export const DEFAULT_THRESHOLDS: ExceptionThresholds = {
  unfulfilledDays: 3,
  noTrackingDays: 7,
  labelWithoutScanDays: 7,
  undeliveredDays: 16,
  probablyLostDays: 30,
};

/** The instants from which each flag counts; null where it cannot arise. Kept as columns of the order. */
export type FlagFacts = {
  readonly returnedAt: Date | null;
  readonly exceptionAt: Date | null;
  readonly unfulfilledSince: Date | null;
  readonly noTrackingSince: Date | null;
  readonly labelWithoutScanSince: Date | null;
  readonly undeliveredSince: Date | null;
};

export type FlagVerdict = {
  readonly flag: ExceptionFlag;
  readonly since: Date;
  readonly isProbablyLost: boolean;
};

/** The worst flag that applies at `now`, or null. */
export function evaluateExceptionFlag(
  facts: FlagFacts,
  thresholds: ExceptionThresholds,
  now: Date,
): FlagVerdict | null {
  const checks: readonly (readonly [ExceptionFlag, Date | null, number])[] = [
    ["returned", facts.returnedAt, 0],
    ["exception", facts.exceptionAt, 0],
    ["unfulfilled", facts.unfulfilledSince, thresholds.unfulfilledDays],
    ["no_tracking", facts.noTrackingSince, thresholds.noTrackingDays],
    ["label_without_scan", facts.labelWithoutScanSince, thresholds.labelWithoutScanDays],
    ["undelivered", facts.undeliveredSince, thresholds.undeliveredDays],
  ];
  for (const [flag, since, days] of checks)
    if (since && isOlderThan(since, days, now))
      return { flag, since, isProbablyLost: isProbablyLost(flag, since, thresholds, now) };
  return null;
}

function isProbablyLost(
  flag: ExceptionFlag,
  since: Date,
  { probablyLostDays }: ExceptionThresholds,
  now: Date,
) {
  return flag === "undelivered" && isOlderThan(since, probablyLostDays, now);
}

function isOlderThan(since: Date, days: number, now: Date) {
  return since.getTime() <= now.getTime() - days * MS_PER_DAY;
}
