/**
 * When a digest is due: at 08:00 on the shop's clock, once a calendar date of the shop. Whatever was raised up to then and
 * is still untold goes into it, so that a late run, a changed zone or a change of the clocks delays an alert but neither
 * loses nor repeats it. Pure.
 */
import { tz, TZDate } from "@date-fns/tz";
import { format } from "date-fns/format";
import { calendarDate, MS_PER_DAY } from "#app/platform/time.ts";

const DIGEST_HOUR = 8;

export type DigestSlot = {
  /** calendar date in the shop's zone */
  readonly digestOn: string;
  readonly at: Date;
};

/** The latest 08:00 on the zone's clock that is not after `now`. */
export function lastDigestSlot(now: Date, zone: string): DigestSlot {
  // A zone that moved over the date line has skipped a whole date: then it is the one before.
  for (let daysBack = 0; daysBack <= 3; daysBack += 1) {
    const digestOn = shiftDate(calendarDate(now, zone), -daysBack);
    const at = eightOClock(digestOn, zone);
    if (at <= now && format(at, "yyyy-MM-dd", { in: tz(zone) }) === digestOn)
      return { digestOn, at };
  }
  throw new Error(`No morning was found before ${now.toISOString()} in ${zone}.`);
}

function eightOClock(date: string, zone: string): Date {
  const [year = 1970, month = 1, day = 1] = date.split("-").map(Number);
  return new Date(new TZDate(year, month - 1, day, DIGEST_HOUR, 0, 0, zone).getTime());
}

const shiftDate = (date: string, days: number): string =>
  new Date(Date.parse(`${date}T00:00:00Z`) + days * MS_PER_DAY).toISOString().slice(0, 10);

export type WaitingAlert = { readonly alertId: bigint; readonly raisedAt: Date };

export type DigestPlan = { readonly digestOn: string; readonly alertIds: readonly bigint[] };

/** The digest that one person is owed now; null when there is none, or that of the day was sent. */
export function planDigest(asked: {
  readonly now: Date;
  readonly zone: string;
  readonly waiting: readonly WaitingAlert[];
  /** date of the person's latest digest; null = none yet */
  readonly lastDigestOn: string | null;
}): DigestPlan | null {
  if (asked.waiting.length === 0) return null;
  const { digestOn, at } = lastDigestSlot(asked.now, asked.zone);
  // A later date than today's was sent when the shop's zone moved west: that morning is over, too.
  if (asked.lastDigestOn !== null && asked.lastDigestOn >= digestOn) return null;
  const due = asked.waiting.filter(({ raisedAt }) => raisedAt <= at);
  return due.length === 0 ? null : { digestOn, alertIds: due.map(({ alertId }) => alertId) };
}
