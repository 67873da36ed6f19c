/** How long ago something was, in the largest unit that is not zero. The caller passes both instants. */
import { MS_PER_DAY, MS_PER_HOUR, MS_PER_MINUTE } from "#app/platform/time.ts";

/** "just now" below a minute, then whole minutes, hours, days. An instant in the future reads "just now". */
export function describeAge(at: string, now: string): string {
  const ageMs = Date.parse(now) - Date.parse(at);
  if (ageMs < MS_PER_MINUTE) return "just now";
  if (ageMs < MS_PER_HOUR) return ago(ageMs / MS_PER_MINUTE, "minute");
  if (ageMs < MS_PER_DAY) return ago(ageMs / MS_PER_HOUR, "hour");
  return ago(ageMs / MS_PER_DAY, "day");
}

function ago(amount: number, unit: string) {
  return `${countOf(Math.floor(amount), unit)} ago`;
}

/** "1 order", "6,212 orders". */
export function countOf(amount: number, noun: string, plural = `${noun}s`): string {
  return `${groupDigits(amount)} ${amount === 1 ? noun : plural}`;
}

/** "24118" as "24,118", the same on the server and in every browser. */
export function groupDigits(amount: number): string {
  return Math.trunc(amount)
    .toString()
    .replace(/\B(?=(\d{3})+$)/g, ",");
}
