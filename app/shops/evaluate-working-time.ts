/** Whether a shop can work by this clock and calendar. Pure; the words for a merchant stand beside the codes. */
import { isCalendarDate, type CalendarDate } from "#app/platform/business-days.ts";
import { accept, refuse, type Result } from "#app/platform/result.ts";
import { isTimeZone } from "#app/platform/time.ts";

export type WorkingTime = {
  /** IANA zone of the merchant's own choice; null = as in Shopify. */
  readonly ownTimeZone: string | null;
  /** ISO weekdays, 1 = Monday. */
  readonly workingDays: readonly number[];
  readonly holidays: readonly CalendarDate[];
};

export type WorkingTimeRefusal =
  | { readonly code: "time_zone_unknown"; readonly timeZone: string }
  | { readonly code: "working_day_missing" }
  | { readonly code: "working_day_unknown"; readonly weekday: number }
  | { readonly code: "holiday_not_a_date"; readonly text: string }
  | { readonly code: "too_many_holidays"; readonly most: number };

/** Which field of the form a refusal is about, and what the merchant reads. */
export const WORKING_TIME_REFUSALS = {
  time_zone_unknown: { field: "timeZone", sentence: "Choose a time zone from the list." },
  working_day_missing: { field: "workingDays", sentence: "Choose at least one working day." },
  working_day_unknown: { field: "workingDays", sentence: "Choose days from Monday to Sunday." },
  holiday_not_a_date: { field: "holidays", sentence: "One of the days off is not a date." },
  too_many_holidays: { field: "holidays", sentence: "Keep at most 500 days off." },
} as const satisfies Record<WorkingTimeRefusal["code"], { field: string; sentence: string }>;

// Ten years of public holidays; more would slow every promise that counts working days.
export const MOST_HOLIDAYS = 500;

/** The working time, sorted and without repeats, or every reason against it. */
export function evaluateWorkingTime(
  asked: WorkingTime,
): Result<WorkingTime, readonly WorkingTimeRefusal[]> {
  const workingDays = sortUnique(asked.workingDays);
  const holidays = sortUnique(asked.holidays);
  const refusals = [
    ...evaluateZone(asked.ownTimeZone),
    ...evaluateWeekdays(workingDays),
    ...evaluateHolidays(holidays),
  ];
  if (refusals.length > 0) return refuse(refusals);
  return accept({ ownTimeZone: asked.ownTimeZone, workingDays, holidays });
}

const evaluateZone = (timeZone: string | null): WorkingTimeRefusal[] =>
  timeZone === null || isTimeZone(timeZone) ? [] : [{ code: "time_zone_unknown", timeZone }];

function evaluateWeekdays(workingDays: readonly number[]): WorkingTimeRefusal[] {
  if (workingDays.length === 0) return [{ code: "working_day_missing" }];
  const weekday = workingDays.find((day) => !Number.isInteger(day) || day < 1 || day > 7);
  return weekday === undefined ? [] : [{ code: "working_day_unknown", weekday }];
}

function evaluateHolidays(holidays: readonly string[]): WorkingTimeRefusal[] {
  if (holidays.length > MOST_HOLIDAYS) return [{ code: "too_many_holidays", most: MOST_HOLIDAYS }];
  const text = holidays.find((holiday) => !isCalendarDate(holiday));
  return text === undefined ? [] : [{ code: "holiday_not_a_date", text }];
}

const sortUnique = <Value extends string | number>(values: readonly Value[]): Value[] =>
  [...new Set(values)].sort((left, right) => (left < right ? -1 : 1));
