/**
 * Instants as a person in the shop reads them. Intl gives the numbers only: its words and spacing differ between Node
 * and browsers, and a page must not change its text while it hydrates.
 */
const MONTHS = "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split(" ");
const WEEKDAYS = "Sun Mon Tue Wed Thu Fri Sat".split(" ");

/** `date`: 3 Dec 2026. `short`: 3 Dec, 14:02. `long`: 3 Dec 2026, 14:02. */
export type InstantStyle = "date" | "short" | "long";

export function formatInstant(at: string, zone: string, style: InstantStyle): string {
  const { year, month, day, time } = readClock(new Date(at), zone);
  const date = `${day} ${MONTHS[month - 1] ?? ""}`;
  if (style === "short") return `${date}, ${time}`;
  return style === "date" ? `${date} ${year}` : `${date} ${year}, ${time}`;
}

/** A calendar date (`2026-12-03`) as "Thu, 3 Dec 2026". It belongs to no zone. */
export function formatCalendarDate(date: string): string {
  const at = `${date}T00:00:00Z`;
  return `${WEEKDAYS[new Date(at).getUTCDay()] ?? ""}, ${formatInstant(at, "UTC", "date")}`;
}

/** What a clock and a calendar on the wall of the zone show. */
function readClock(instant: Date, zone: string) {
  const parts = new Intl.DateTimeFormat("en-US", {
    timeZone: zone,
    hourCycle: "h23",
    year: "numeric",
    month: "numeric",
    day: "numeric",
    hour: "2-digit",
    minute: "2-digit",
  }).formatToParts(instant);
  const read = (type: Intl.DateTimeFormatPartTypes) =>
    parts.find((part) => part.type === type)?.value ?? "";
  return {
    year: Number(read("year")),
    month: Number(read("month")),
    day: Number(read("day")),
    time: `${read("hour").padStart(2, "0")}:${read("minute").padStart(2, "0")}`,
  };
}
