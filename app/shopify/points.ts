/**
 * The arithmetic of a shop's Admin API points. `level` is what Shopify would still have if every call that has taken
 * points were already paid for: Shopify's own level less what is on its way. It never promises a point twice, and each
 * answer's count narrows it from both sides. Pure. Source: https://shopify.dev/docs/api/usage/limits
 */
import type { ReportedCost } from "./evaluate-answer.ts";

/** The bucket at one instant, read under its lock. */
export type Bucket = {
  /** seconds since 1970 by the database's clock, to the microsecond */
  readonly at: number;
  /** negative = promised to calls that wait */
  readonly level: number;
  readonly maximum: number;
  /** points a second */
  readonly rate: number;
  /** points of all calls settled so far */
  readonly spent: number;
  /** points of calls that are not settled */
  readonly outstanding: number;
  /** those of them that have not been sent */
  readonly waiting: number;
};

/** The stored level, restored until now. A full bucket at Shopify restores nothing, whatever is on its way to it. */
export function levelAt(
  stored: { readonly available: number; readonly asOf: number },
  { at, rate, maximum, outstanding }: Omit<Bucket, "level">,
): number {
  return Math.min(maximum - outstanding, stored.available + rate * Math.max(0, at - stored.asOf));
}

// Shopify's clock ticks in milliseconds and ours runs beside it: a call two of them too late costs nothing, a call one
// too early is refused.
const SLACK_SECONDS = 0.002;

/** How long a call waits when so much is left after it and all before it. */
export function waitSeconds(
  left: number,
  { rate, pause }: { readonly rate: number; readonly pause: number },
): number {
  const ahead = left / rate;
  return Math.max(ahead >= SLACK_SECONDS ? 0 : SLACK_SECONDS - ahead, pause, 0);
}

/** A price that the bucket can ever hold. Shopify refuses a dearer document by another error. */
export const payablePrice = (price: number, { maximum, rate }: Bucket): number =>
  Math.max(0, Math.min(price, maximum - rate * SLACK_SECONDS));

export type SettledCall = {
  /** taken in advance */
  readonly points: number;
  /** null = nobody knows: the advance counts as spent */
  readonly usedPoints: number | null;
  /** when it was sent, as `Bucket.at`; null when it never was */
  readonly sentAt: number | null;
  /** `Bucket.spent` when it was sent */
  readonly spentBefore: number;
};

export type SettledBucket = Pick<Bucket, "level" | "maximum" | "rate" | "spent">;

/** The bucket after a call. `bucket` still counts the call as outstanding. */
export function settleCall(
  bucket: Bucket,
  call: SettledCall,
  reported: ReportedCost | null,
): SettledBucket {
  const used = call.usedPoints ?? call.points;
  const maximum = reported?.maximumAvailable ?? bucket.maximum;
  const rate = reported?.restoreRate ?? bucket.rate;
  const others = Math.max(0, bucket.outstanding - call.points);
  const reckoned = bucket.level + call.points - used + maximum - bucket.maximum;
  const [least, most] = boundsOf(bucket, call, { reported, others, rate });
  return {
    level: Math.min(maximum - others, most, Math.max(least, reckoned)),
    maximum,
    rate,
    spent: bucket.spent + used,
  };
}

/**
 * What an answer proves. At least: its count, less every call that may have been paid after it, that is whatever is out
 * now and whatever was settled since this call was sent. At most: its count, what was restored since, less those that
 * cannot have been paid yet. The first gives back what a broken connection was charged for nothing, the second sees
 * what others spend.
 */
function boundsOf(
  bucket: Bucket,
  { sentAt, spentBefore }: SettledCall,
  heard: { readonly reported: ReportedCost | null; readonly others: number; readonly rate: number },
): readonly [number, number] {
  const { reported, others, rate } = heard;
  if (!reported || sentAt === null) return [-Infinity, Infinity];
  const { currentlyAvailable } = reported;
  // Shopify reports whole points.
  const most = currentlyAvailable + 1 + rate * Math.max(0, bucket.at - sentAt) - bucket.waiting;
  const least = currentlyAvailable - others - Math.max(0, bucket.spent - spentBefore);
  return [Math.min(least, most), most];
}
