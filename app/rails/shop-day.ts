/** The day of the shop's calendar that an instant falls on: ceilings count by it. Pure. */
import { moveDate, type CalendarDate } from "#app/platform/business-days.ts";
import { calendarDate, startOfDate } from "#app/platform/time.ts";

export type ShopDay = {
  readonly on: CalendarDate;
  readonly beganAt: Date;
  /** exclusive: the first instant of the next day */
  readonly endsAt: Date;
};

export function shopDay(now: Date, zone: string): ShopDay {
  const on = calendarDate(now, zone);
  return { on, beganAt: startOfDate(on, zone), endsAt: startOfDate(moveDate(on, 1), zone) };
}
