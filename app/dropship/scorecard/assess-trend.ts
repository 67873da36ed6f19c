/** On-time shipping week by week. Pure. A week begins on Monday and holds the lines that were due in it. */
import { moveDate, weekday } from "#app/platform/business-days.ts";
import { calendarDate } from "#app/platform/time.ts";
import type { LineRecord } from "./line-record.ts";

export type TrendWeek = {
  /** its Monday, YYYY-MM-DD */
  readonly week: string;
  /** lines that were due, and have shipped or should have */
  readonly lines: number;
  readonly onTimeLines: number;
};

/** Every week from the first with lines to the one of `now`; weeks without lines are there with zeros. */
export function assessTrend(
  lines: readonly LineRecord[],
  { now, zone, weeks }: { readonly now: Date; readonly zone: string; readonly weeks: number },
): TrendWeek[] {
  const last = mondayOf(calendarDate(now, zone));
  const counts = new Map<string, { lines: number; onTimeLines: number }>();
  for (const { dueAt, shippedAt, wantedUnits, isUnseen } of lines) {
    if (wantedUnits === 0 || isUnseen || (!shippedAt && dueAt >= now)) continue;
    const week = mondayOf(calendarDate(dueAt, zone));
    const count = counts.get(week) ?? { lines: 0, onTimeLines: 0 };
    count.lines += 1;
    count.onTimeLines += Number(shippedAt !== null && shippedAt <= dueAt);
    counts.set(week, count);
  }
  const all = Array.from({ length: weeks }, (_none, at) => moveDate(last, -7 * (weeks - 1 - at)));
  const first = all.findIndex((week) => counts.has(week));
  return all
    .slice(first < 0 ? all.length : first)
    .map((week) => ({ week, ...(counts.get(week) ?? { lines: 0, onTimeLines: 0 }) }));
}

const mondayOf = (date: string): string => moveDate(date, 1 - weekday(date));
