/** What every part of the seed works on. */
import type { ShopState, World } from "#sandbox/store/types.ts";
import type { RandomSource } from "./random-source.ts";

export type Stage = {
  world: World;
  shop: ShopState;
  random: RandomSource;
  /** The seeded present: nothing happens after it. */
  nowMs: number;
};

export const MINUTE_MS = 60_000;
export const HOUR_MS = 3_600_000;
export const DAY_MS = 86_400_000;
