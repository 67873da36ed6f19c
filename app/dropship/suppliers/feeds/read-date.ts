/** Calendar dates as lists write them, in the order of day and month that the list uses. Pure. */
import { isCalendarDate, type CalendarDate } from "#app/platform/business-days.ts";

export type DateOrder = "dmy" | "mdy";

const PARTS = /^(\d{1,4})[./\-年](\d{1,2})[./\-月](\d{1,4})日?(?:[T\s].*)?$/;

/** What a cell says of the order; null = it could be either, or is no date. */
export function findDateOrder(cell: string): DateOrder | null {
  const [, one = "", two = ""] = PARTS.exec(cell.trim()) ?? [];
  if (one === "" || one.length > 2) return null;
  if (Number(one) > 12 && Number(two) <= 12) return "dmy";
  return Number(two) > 12 && Number(one) <= 12 ? "mdy" : null;
}

/** Days come first unless the cells prove that months do. */
export function detectDateOrder(cells: readonly string[]): DateOrder {
  const orders = cells.map(findDateOrder);
  return orders.includes("mdy") && !orders.includes("dmy") ? "mdy" : "dmy";
}

/** The date; null when there is no such day. A year of two digits is of this century. */
export function readDate(cell: string, order: DateOrder): CalendarDate | null {
  const [, one = "", two = "", three = ""] = PARTS.exec(cell.trim()) ?? [];
  if (one === "") return null;
  const isYearFirst = one.length > 2;
  const [year, month, day] = isYearFirst
    ? [one, two, three]
    : order === "dmy"
      ? [three, two, one]
      : [three, one, two];
  const full = year.length === 2 ? `20${year}` : year;
  const date = `${full}-${month.padStart(2, "0")}-${day.padStart(2, "0")}`;
  return isCalendarDate(date) ? date : null;
}
