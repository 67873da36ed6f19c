/** The leaky bucket of points, one per app and shop: 20 seconds of the plan's restore rate. */
import type { Bucket, ShopState } from "#sandbox/store/types.ts";

export const SECONDS_HELD = 20;
/** Most one query may ask for, on any plan. */
export const QUERY_MAX = 1000;

export type ThrottleStatus = {
  maximumAvailable: number;
  currentlyAvailable: number;
  restoreRate: number;
};

/** Restores by real time (the movable clock must not refill it), then answers what is there. */
export function refill(shop: ShopState, appId: string, atMs: number): Bucket {
  const maximum = shop.restoreRate * SECONDS_HELD;
  const bucket = shop.buckets.get(appId) ?? { available: maximum, atMs };
  const restored = (Math.max(0, atMs - bucket.atMs) / 1000) * shop.restoreRate;
  bucket.available = Math.min(maximum, bucket.available + restored);
  bucket.atMs = atMs;
  shop.buckets.set(appId, bucket);
  return bucket;
}

export function status(shop: ShopState, bucket: Bucket): ThrottleStatus {
  return {
    maximumAvailable: shop.restoreRate * SECONDS_HELD,
    currentlyAvailable: Math.floor(bucket.available),
    restoreRate: shop.restoreRate,
  };
}
