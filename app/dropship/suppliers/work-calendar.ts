/**
 * Deadlines in a supplier's own time: working days, holidays, cut-off, zone. The supplier has no opening hours: a
 * working hour is any hour of a working day, midnight to midnight on the supplier's wall. Pure.
 */
import { TZDate } from "@date-fns/tz";
import {
  addWorkingDays as addDates,
  isWorkingDay,
  moveDate,
  nextWorkingDay,
  weekday,
  type CalendarDate,
  type WorkCalendar,
} from "#app/platform/business-days.ts";
import { invariant } from "#app/platform/invariant.ts";
import { calendarDate, MS_PER_HOUR, startOfDate } from "#app/platform/time.ts";
import type { SendSchedule } from "./send-schedule.ts";
import type { Supplier } from "./supplier.ts";

export type SupplierCalendar = WorkCalendar & {
  readonly timeZone: string;
  /** minutes after midnight, 0–1439 */
  readonly cutOffMinute: number;
};

// A schedule whose weekdays are all holidays for longer than this has no next time worth waiting for.
const MOST_DAYS_AHEAD = 400;

export const calendarOf = (
  supplier: Pick<Supplier, "workingDays" | "holidays" | "timeZone" | "cutOffMinute">,
): SupplierCalendar => ({
  workingDays: new Set(supplier.workingDays),
  holidays: new Set(supplier.holidays),
  timeZone: supplier.timeZone,
  cutOffMinute: supplier.cutOffMinute,
});

/**
 * The instant after `hours` of working days have passed: Friday 15:00 and 24 hours is Monday 15:00. Hours are real
 * ones, so a day on which clocks change counts 23 or 25 of them. What begins on a day off begins with the next working day.
 */
export function addWorkingHours(at: Date, hours: number, calendar: SupplierCalendar): Date {
  let left = hours * MS_PER_HOUR;
  let date = nextWorkingDay(calendarDate(at, calendar.timeZone), calendar);
  let from = Math.max(at.getTime(), startOf(date, calendar));
  for (;;) {
    const end = startOf(moveDate(date, 1), calendar);
    // A deadline at the very end of a day falls on that midnight, not on the next working morning.
    if (from + left <= end) return new Date(from + left);
    left -= end - from;
    date = nextWorkingDay(moveDate(date, 1), calendar);
    from = startOf(date, calendar);
  }
}

/** The working day on which an order of this instant is taken up: after the cut-off, the next one. */
export function takenUpOn(at: Date, calendar: SupplierCalendar): CalendarDate {
  const date = calendarDate(at, calendar.timeZone);
  const isLate = at.getTime() > timeOf(date, calendar.cutOffMinute, calendar.timeZone).getTime();
  return nextWorkingDay(isLate ? moveDate(date, 1) : date, calendar);
}

/**
 * The end of the day that lies `days` working days after the order was taken up: three days from Friday morning is the
 * end of Wednesday. The instant given is the first of the next date; with 0, the end of the day it was taken up.
 */
export function addWorkingDays(at: Date, days: number, calendar: SupplierCalendar): Date {
  const date = addDates(takenUpOn(at, calendar), days, calendar);
  return startOfDate(moveDate(date, 1), calendar.timeZone);
}

/** The first instant from `now` on at which a purchase order may leave; `now` itself where the schedule gathers none. */
export function nextSendAt(schedule: SendSchedule, calendar: SupplierCalendar, now: Date): Date {
  if (schedule.kind === "at_once") return now;
  const today = calendarDate(now, calendar.timeZone);
  for (let days = 0; days < MOST_DAYS_AHEAD; days += 1) {
    const date = moveDate(today, days);
    for (const minute of minutesOn(schedule, date, calendar)) {
      const at = timeOf(date, minute, calendar.timeZone);
      if (at >= now) return at;
    }
  }
  // Weekdays that the supplier never works: kept waiting for ever it would be lost, so it leaves at the next cut-off.
  const date = nextWorkingDay(moveDate(today, 1), calendar);
  return timeOf(date, calendar.cutOffMinute, calendar.timeZone);
}

/** The next cut-off from `now` on: what the supplier's list is ordered by. */
export function nextCutOff(now: Date, calendar: SupplierCalendar): Date {
  return timeOf(takenUpOn(now, calendar), calendar.cutOffMinute, calendar.timeZone);
}

function minutesOn(
  schedule: Exclude<SendSchedule, { kind: "at_once" }>,
  date: CalendarDate,
  calendar: SupplierCalendar,
): readonly number[] {
  if (!isWorkingDay(date, calendar)) return [];
  if (schedule.kind === "before_cut_off")
    return [Math.max(0, calendar.cutOffMinute - schedule.leadMinutes)];
  if (!schedule.weekdays.includes(weekday(date))) return [];
  return [...schedule.minutes].sort((one, other) => one - other);
}

/** A time on the wall of the zone. One that the clocks skip is the moment they jump to. */
function timeOf(date: CalendarDate, minute: number, zone: string): Date {
  const [year, month, day] = date.split("-").map(Number);
  invariant(year && month && day, "a calendar date has three parts");
  const local = new TZDate(year, month - 1, day, Math.floor(minute / 60), minute % 60, zone);
  return new Date(local.getTime());
}

const startOf = (date: CalendarDate, { timeZone }: SupplierCalendar): number =>
  startOfDate(date, timeZone).getTime();
