/** An instant as a form's date and time field holds it, on the clock of the shop, and back. Pure. */
import { TZDate } from "@date-fns/tz";
import { format } from "date-fns/format";
import { tz } from "@date-fns/tz";

const LOCAL = /^(\d{4})-(\d{2})-(\d{2})T(\d{2}):(\d{2})(?::\d{2})?$/;

/** `2026-11-22T09:00` */
export const formatLocalTime = (at: Date, zone: string): string =>
  format(at, "yyyy-MM-dd'T'HH:mm", { in: tz(zone) });

/** Null for what is no date and time. */
export function parseLocalTime(text: string, zone: string): Date | null {
  const match = LOCAL.exec(text.trim());
  if (!match) return null;
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0] = match.slice(1).map(Number);
  const at = new Date(new TZDate(year, month - 1, day, hour, minute, zone).getTime());
  // The 31st of February would become a day of March.
  return Number.isNaN(at.getTime()) || !isSame(at, text, zone) ? null : at;
}

/** An hour that a clock leaves out moves on by itself; a day that is none does not. */
const isSame = (at: Date, text: string, zone: string) =>
  formatLocalTime(at, zone).slice(0, 10) === text.trim().slice(0, 10);
