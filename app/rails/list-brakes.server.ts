/** The ceilings that hold something back today, in words. */
import type { ShopTx } from "#app/platform/db.server.ts";
import { describeBrake } from "./act-words.ts";
import { findWaiting } from "./brakes.server.ts";
import { COUNTERS, type Counter } from "./kind-rules.ts";
import { shopDay } from "./shop-day.ts";
import { listCeilings } from "./usage-store.server.ts";

export type BrakeView = {
  readonly counter: Counter;
  readonly sentence: string;
  /** ISO instant */
  readonly reachedAt: string;
};

/** Empty when nothing is held back any more, because the limit was raised or the day is over. */
export async function listBrakeViews(tx: ShopTx, shopId: bigint, now: Date): Promise<BrakeView[]> {
  const { currency, ianaTimezone: zone } = await tx.shop.findUniqueOrThrow({
    where: { id: shopId },
    select: { currency: true, ianaTimezone: true },
  });
  const day = shopDay(now, zone);
  const brakes = await tx.railsBrake.findMany({ where: { shopId, day: new Date(day.on) } });
  if (brakes.length === 0) return [];
  const ceilings = await listCeilings(tx, { shopId, day, zone });
  const views: BrakeView[] = [];
  for (const counter of COUNTERS) {
    const brake = brakes.find((one) => one.counter === counter);
    const state = ceilings.find((one) => one.counter === counter);
    if (!brake || !state) continue;
    const { units, minor, firstDeadlineAt } = await findWaiting(tx, shopId, counter);
    const ceiling = state.own ?? state.default;
    const due = state.used + (counter === "refund_sum" ? minor : units);
    if (units === 0n || due <= ceiling) continue;
    const sentence = describeBrake({
      counter,
      due,
      ceiling,
      currency: currency ?? "USD",
      zone,
      firstDeadlineAt,
    });
    views.push({ counter, sentence, reachedAt: brake.reachedAt.toISOString() });
  }
  return views;
}
