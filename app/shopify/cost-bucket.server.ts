/**
 * The shop's Admin API points, shared by all processes through one row. Points are taken before a call, at the price
 * Shopify asked last time, and the row may go below zero: whoever takes it there waits exactly until the restore rate
 * has paid what was taken up to it. So callers are served in order, and a refund ahead of them shortens their wait.
 * Source: https://shopify.dev/docs/api/usage/limits
 */
import { inShop, type Db, type ShopTx } from "#app/platform/db.server.ts";
import { invariant } from "#app/platform/invariant.ts";
import { MS_PER_SECOND } from "#app/platform/time.ts";
import { ShopifyThrottled } from "./errors.ts";
import type { ReportedCost } from "./evaluate-answer.ts";

type BucketDeps = { readonly db: Pick<Db, "prisma"> };

export type Reservation = {
  readonly shopId: bigint;
  readonly document: string;
  /** Points taken in advance. */
  readonly points: number;
  /** Points ever taken from the bucket, these included: the call's place in the queue. */
  readonly ticket: number;
  /** To be waited before the call is sent, as far as is known now. */
  readonly waitMs: number;
};

// Until the first answer tells: the bucket of the smallest plan. Too small costs seconds, too large a THROTTLED.
const FIRST_MAXIMUM = 2_000;
const FIRST_RESTORE_RATE = 100;
// Patience and deadline of a call together, and then some.
const LONGEST_CALL_SECONDS = 120;
// The price of a document never seen. Its answer corrects it.
const FIRST_PRICE = 50;

/** Takes the points of a call. Throws ShopifyThrottled, taking none, when the wait would exceed `maxWaitMs`. */
export async function reservePoints(
  { db }: BucketDeps,
  asked: { shopId: bigint; document: string; maxWaitMs: number },
): Promise<Reservation> {
  const { shopId, document } = asked;
  const maxWaitSeconds = Math.max(0, asked.maxWaitMs) / MS_PER_SECOND;
  return inShop(db, shopId, async (tx) => {
    const points = await findPrice(tx, document);
    const bucket = (await lockBucket(tx, shopId)) ?? (await makeBucket(tx, shopId));
    const waitSeconds = Math.max(0, (points - bucket.level) / bucket.rate, bucket.pause);
    const waitMs = Math.ceil(waitSeconds * MS_PER_SECOND);
    if (waitSeconds > maxWaitSeconds)
      throw new ShopifyThrottled("The shop's Admin API points are used up.", {
        retryAfterMs: waitMs,
      });
    const ticket = bucket.reserved + points;
    await tx.$executeRaw`
      update admin_cost_buckets set as_of = clock_timestamp(),
        available = ${bucket.level - points}::float8, reserved_total = ${ticket}::float8,
        -- No call lasts that long: what is still outstanding then was taken by a process that died.
        outstanding = ${points}::float8
          + case when as_of < clock_timestamp() - make_interval(secs => ${LONGEST_CALL_SECONDS}::float8) then 0 else outstanding end
      where shop_id = ${shopId}`;
    return { shopId, document, points, ticket, waitMs };
  });
}

/** How long the call still has to wait. Less than reckoned when calls before it cost less or the rate turned out higher. */
export async function assessWait(
  { db }: BucketDeps,
  { shopId, ticket }: Reservation,
): Promise<number> {
  const bucket = await inShop(db, shopId, (tx) => readBucket(tx, shopId));
  if (!bucket) return 0;
  const left = bucket.level + bucket.reserved - ticket;
  return Math.ceil(Math.max(0, -left / bucket.rate, bucket.pause) * MS_PER_SECOND);
}

type Bucket = {
  /** Points now; negative = taken in advance. */
  readonly level: number;
  readonly rate: number;
  /** Seconds of silence that the edge asked for. */
  readonly pause: number;
  readonly reserved: number;
};

async function readBucket(tx: ShopTx, shopId: bigint): Promise<Bucket | null> {
  const [bucket] = await tx.$queryRaw<Bucket[]>`
    select least(maximum_available,
        available + restore_rate * extract(epoch from clock_timestamp() - as_of)::float8) as level,
      restore_rate as rate, reserved_total as reserved,
      greatest(0, coalesce(extract(epoch from paused_until - clock_timestamp()), 0))::float8 as pause
    from admin_cost_buckets where shop_id = ${shopId}`;
  return bucket ?? null;
}

/** Two callers never take the same points: the row is theirs in turn, and is read after the lock is had. */
async function lockBucket(tx: ShopTx, shopId: bigint): Promise<Bucket | null> {
  await tx.$queryRaw`select 1 from admin_cost_buckets where shop_id = ${shopId} for update`;
  return readBucket(tx, shopId);
}

async function makeBucket(tx: ShopTx, shopId: bigint): Promise<Bucket> {
  await tx.$executeRaw`
    insert into admin_cost_buckets (shop_id, maximum_available, restore_rate, available, as_of)
    values (${shopId}, ${FIRST_MAXIMUM}, ${FIRST_RESTORE_RATE}, ${FIRST_MAXIMUM}, clock_timestamp())
    on conflict (shop_id) do nothing`;
  const bucket = await lockBucket(tx, shopId);
  invariant(bucket, "the bucket of a shop is there once it was made");
  return bucket;
}

/**
 * Settles a call: gives back what it did not use and learns price, size and rate. `usedPoints` null = nobody knows, the
 * advance is spent. Shopify's own count corrects ours both ways: it is the most there can be, because others may spend
 * too, and less what is outstanding it is the least, because a call cut off may have cost nothing.
 */
export async function settlePoints(
  { db }: BucketDeps,
  { shopId, document, points }: Reservation,
  { usedPoints, reported }: { usedPoints: number | null; reported: ReportedCost | null },
): Promise<void> {
  const refund = points - (usedPoints ?? points);
  const { maximumAvailable = null, restoreRate = null, currentlyAvailable = null } = reported ?? {};
  await inShop(db, shopId, async (tx) => {
    await lockBucket(tx, shopId);
    await tx.$executeRaw`
      with news as (
        select coalesce(${maximumAvailable}::float8, maximum_available) as maximum,
          coalesce(${restoreRate}::float8, restore_rate) as rate,
          ${currentlyAvailable}::float8 as reported
        from admin_cost_buckets where shop_id = ${shopId})
      update admin_cost_buckets as bucket set
        available = least(news.maximum, coalesce(news.reported, 'infinity'), greatest(
          bucket.available + bucket.restore_rate * extract(epoch from clock_timestamp() - bucket.as_of)::float8
            + ${refund}::float8 + news.maximum - bucket.maximum_available,
          coalesce(news.reported - greatest(0, bucket.outstanding - ${points}::float8), '-infinity'))),
        outstanding = greatest(0, bucket.outstanding - ${points}::float8),
        maximum_available = news.maximum, restore_rate = news.rate, as_of = clock_timestamp()
      from news where bucket.shop_id = ${shopId}`;
    if (reported) await savePrice(tx, document, reported.requestedCost);
  });
}

/** Nobody calls Shopify for this shop until then: its edge asked for silence. */
export async function pausePoints(
  { db }: BucketDeps,
  { shopId, pauseMs }: { shopId: bigint; pauseMs: number },
): Promise<void> {
  await inShop(
    db,
    shopId,
    (tx) => tx.$executeRaw`
      update admin_cost_buckets set paused_until = greatest(paused_until,
        clock_timestamp() + make_interval(secs => ${pauseMs / MS_PER_SECOND}::float8))
      where shop_id = ${shopId}`,
  );
}

async function findPrice(tx: ShopTx, document: string): Promise<number> {
  const known = await tx.adminDocumentCost.findUnique({ where: { document } });
  return known?.requestedCost ?? FIRST_PRICE;
}

/** Written only when it changes: the row is shared by all shops. */
async function savePrice(tx: ShopTx, document: string, price: number): Promise<void> {
  await tx.$executeRaw`
    insert into admin_document_costs (document, requested_cost) values (${document}, ${price}::float8)
    on conflict (document) do update set requested_cost = excluded.requested_cost
    where admin_document_costs.requested_cost is distinct from excluded.requested_cost`;
}
