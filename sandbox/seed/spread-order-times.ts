/**
 * When the orders of the seeded months were placed: busier at weekends and evenings, growing towards the present.
 * Pure: the caller gives the generator and the present.
 */
import type { RandomSource } from "./random-source.ts";
import { DAY_MS, HOUR_MS, MINUTE_MS } from "./stage.ts";

/** Sunday first; 1 is the busiest. */
const WEEKDAY_SHARE = [1, 0.72, 0.68, 0.7, 0.76, 0.88, 0.95];
/** By four hours of the shop's day, from midnight. */
const HOUR_SHARE = [0.12, 0.1, 0.6, 0.8, 0.9, 1];
/** New York without daylight saving: good enough for a shopping pattern. */
const SHOP_OFFSET_MS = -5 * HOUR_MS;
/** The first day of the period sells this share of what the last day sells. */
const GROWTH_START = 0.55;
/** Minutes before the present of the youngest orders: the shop is alive. */
const YOUNGEST_MINUTES = [4, 13, 31, 52, 88];

/** Oldest first, milliseconds since 1970. */
export function spreadOrderTimes(
  random: RandomSource,
  { nowMs, days, orders }: { nowMs: number; days: number; orders: number },
): number[] {
  const times = YOUNGEST_MINUTES.slice(0, orders).map((minutes) => nowMs - minutes * MINUTE_MS);
  const span = days * DAY_MS;
  while (times.length < orders) {
    const age = random.next() * span;
    const at = nowMs - 2 * HOUR_MS - age * ((span - 2 * HOUR_MS) / span);
    if (random.next() < shareOf(at, age / span)) times.push(wholeSeconds(at));
  }
  return times.sort((one, other) => one - other);
}

function shareOf(atMs: number, ageRatio: number): number {
  const local = new Date(atMs + SHOP_OFFSET_MS);
  const weekday = WEEKDAY_SHARE[local.getUTCDay()] ?? 1;
  const hour = HOUR_SHARE[Math.floor(local.getUTCHours() / 4)] ?? 1;
  return weekday * hour * (1 - (1 - GROWTH_START) * ageRatio);
}

function wholeSeconds(ms: number): number {
  return Math.floor(ms / 1000) * 1000;
}
