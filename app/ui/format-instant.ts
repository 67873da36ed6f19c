/**
 * Instants as a person in the shop reads them. Not Intl: its spacing differs between Node and browsers,
 * and a page must not change its words while it hydrates.
 */
import { tz } from "@date-fns/tz";
import { format } from "date-fns";

const PATTERNS = {
  /** 3 Dec 2026 */
  date: "d MMM yyyy",
  /** 3 Dec, 14:02 */
  short: "d MMM, HH:mm",
  /** 3 Dec 2026, 14:02 */
  long: "d MMM yyyy, HH:mm",
} as const;

export type InstantStyle = keyof typeof PATTERNS;

export function formatInstant(at: string, zone: string, style: InstantStyle): string {
  return format(new Date(at), PATTERNS[style], { in: tz(zone) });
}

/** A calendar date (`2026-12-03`) as "Thu, 3 Dec 2026". It belongs to no zone. */
export function formatCalendarDate(date: string): string {
  return format(new Date(`${date}T00:00:00Z`), "EEE, d MMM yyyy", { in: tz("UTC") });
}
