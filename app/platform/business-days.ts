/**
 * Working days of a calendar: weekdays that are worked, less holidays. Speaks of calendar dates only; which date it
 * is at an instant is the zone's business (time.ts).
 */
import { invariant } from "./invariant.ts";
import { MS_PER_DAY } from "./time.ts";

/** A date as `YYYY-MM-DD`. */
export type CalendarDate = string;

export type WorkCalendar = {
  /** ISO weekdays that are worked, 1 = Monday … 7 = Sunday. At least one. */
  readonly workingDays: ReadonlySet<number>;
  readonly holidays: ReadonlySet<CalendarDate>;
};

// Longer than any run of holidays a calendar may hold; more means a calendar without a working day.
const MAX_DAYS_WITHOUT_WORK = 1_000;

/** Whether the text is a real date of the years 1900–2199, e.g. not 2026-02-30. */
export function isCalendarDate(text: string): boolean {
  if (!/^(19|20|21)\d{2}-\d{2}-\d{2}$/.test(text)) return false;
  const at = Date.parse(`${text}T00:00:00Z`);
  return !Number.isNaN(at) && toDate(at) === text;
}

export function isWorkingDay(date: CalendarDate, { workingDays, holidays }: WorkCalendar): boolean {
  return workingDays.has(weekday(date)) && !holidays.has(date);
}

/** The date itself when it is worked, else the next that is. */
export function nextWorkingDay(date: CalendarDate, calendar: WorkCalendar): CalendarDate {
  for (let days = 0; days < MAX_DAYS_WITHOUT_WORK; days += 1) {
    const candidate = moveDate(date, days);
    if (isWorkingDay(candidate, calendar)) return candidate;
  }
  invariant(false, "a work calendar has a working day");
}

/**
 * The date `count` working days after `date`; the start never counts, so Friday + 1 and Saturday + 1 are both Monday.
 * With 0, the date itself or the next that is worked.
 */
export function addWorkingDays(
  date: CalendarDate,
  count: number,
  calendar: WorkCalendar,
): CalendarDate {
  if (count === 0) return nextWorkingDay(date, calendar);
  let moved = date;
  for (let left = count; left > 0; left -= 1) moved = nextWorkingDay(moveDate(moved, 1), calendar);
  return moved;
}

/** Working days after `from`, up to and including `to`. Negative when `to` lies before `from`. */
export function countWorkingDays(
  from: CalendarDate,
  to: CalendarDate,
  calendar: WorkCalendar,
): number {
  if (to < from) return -countWorkingDays(to, from, calendar);
  let count = 0;
  for (let date = moveDate(from, 1); date <= to; date = moveDate(date, 1))
    if (isWorkingDay(date, calendar)) count += 1;
  return count;
}

/** The date moved by calendar days. */
export const moveDate = (date: CalendarDate, days: number): CalendarDate =>
  toDate(Date.parse(`${date}T00:00:00Z`) + days * MS_PER_DAY);

/** ISO weekday, 1 = Monday … 7 = Sunday. */
export const weekday = (date: CalendarDate): number =>
  new Date(`${date}T00:00:00Z`).getUTCDay() || 7;

const toDate = (ms: number): CalendarDate => new Date(ms).toISOString().slice(0, 10);
