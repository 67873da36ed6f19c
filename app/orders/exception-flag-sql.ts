/** The decision of exception-flags.ts as SQL, for lists and counts. A property test holds the two together. Pure. */
import { addDays } from "#app/platform/time.ts";
import {
  EXCEPTION_FLAGS,
  type ExceptionFlag,
  type ExceptionThresholds,
} from "./exception-flags.ts";

/** The column each flag counts from. */
export const FLAG_COLUMNS: Readonly<Record<ExceptionFlag, string>> = {
  returned: "returned_at",
  exception: "exception_at",
  unfulfilled: "unfulfilled_since",
  no_tracking: "no_tracking_since",
  label_without_scan: "label_without_scan_since",
  undelivered: "undelivered_since",
};

/** Instants at or before which each flag applies at `now`. */
export function flagCutoffs(
  thresholds: ExceptionThresholds,
  now: Date,
): Readonly<Record<ExceptionFlag, Date>> {
  return {
    returned: now,
    exception: now,
    unfulfilled: addDays(now, -thresholds.unfulfilledDays),
    no_tracking: addDays(now, -thresholds.noTrackingDays),
    label_without_scan: addDays(now, -thresholds.labelWithoutScanDays),
    undelivered: addDays(now, -thresholds.undeliveredDays),
  };
}

type Bind = (value: unknown) => string;

/** Orders (alias o) whose flag is this one: it applies, and no worse one does. */
export function hasFlagSql(
  flag: ExceptionFlag,
  cutoffs: Readonly<Record<ExceptionFlag, Date>>,
  bind: Bind,
): string {
  const worse = EXCEPTION_FLAGS.slice(0, EXCEPTION_FLAGS.indexOf(flag));
  return [
    `o.${FLAG_COLUMNS[flag]} <= ${bind(cutoffs[flag])}::timestamptz`,
    ...worse.map(
      (one) =>
        `(o.${FLAG_COLUMNS[one]} is null or o.${FLAG_COLUMNS[one]} > ${bind(cutoffs[one])}::timestamptz)`,
    ),
  ].join(" and ");
}

/** Orders (alias o) with any flag. */
export const hasAnyFlagSql = (cutoffs: Readonly<Record<ExceptionFlag, Date>>, bind: Bind): string =>
  `(${EXCEPTION_FLAGS.map((flag) => `o.${FLAG_COLUMNS[flag]} <= ${bind(cutoffs[flag])}::timestamptz`).join(" or ")})`;
