/** The hour in which every order of a shop is compared. Pure. */
import { tz } from "@date-fns/tz";
import { getHours } from "date-fns/getHours";
import { isTimeZone } from "#app/platform/time.ts";

// After the day's business and its late webhooks, before the morning's. Skipped by no change of daylight saving in use.
const NIGHT_HOUR = 4;

/** Whether it is that hour on the shop's wall; a zone we do not know goes by UTC. */
export const isNightIn = (zone: string, now: Date): boolean =>
  getHours(now, { in: tz(isTimeZone(zone) ? zone : "UTC") }) === NIGHT_HOUR;
