/** Instants and calendar days. Knows nothing of shops' working days: those are in business-days.ts. */
import { tz, TZDate } from "@date-fns/tz";
import { format } from "date-fns/format";

export const MS_PER_SECOND = 1_000;
export const MS_PER_MINUTE = 60_000;
export const MS_PER_HOUR = 3_600_000;
export const MS_PER_DAY = 86_400_000;

/** Moves an instant by 24-hour days. Not calendar days: daylight saving does not stretch it. */
export function addDays(instant: Date, days: number): Date {
  return new Date(instant.getTime() + days * MS_PER_DAY);
}

/** The calendar date (`YYYY-MM-DD`) that a clock on the wall of the zone shows at the instant. */
export function calendarDate(instant: Date, zone: string): string {
  return format(instant, "yyyy-MM-dd", { in: tz(zone) });
}

/** The first instant of a calendar date (`YYYY-MM-DD`) in the zone. */
export function startOfDate(date: string, zone: string): Date {
  const [year, month, day] = date.split("-").map(Number);
  return new Date(new TZDate(year ?? 1970, (month ?? 1) - 1, day ?? 1, zone).getTime());
}

/** Whether the runtime knows the IANA zone name. */
export function isTimeZone(zone: string): boolean {
  try {
    new Intl.DateTimeFormat("en", { timeZone: zone });
    return true;
  } catch (error) {
    if (error instanceof RangeError) return false;
    throw error;
  }
}
