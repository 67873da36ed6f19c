/**
 * The shop's Admin API points, shared by all processes through one row, with a row for every call that is under way.
 * Points are taken before a call, at the price Shopify asked last time, and the level may go below zero: whoever takes it
 * there waits exactly until the restore rate has paid what was taken up to it. So callers are served in order, and a
 * refund ahead of them shortens their wait. The arithmetic is points.ts.
 */
import { inShop, type Db, type ShopTx } from "#app/platform/db.server.ts";
import { invariant } from "#app/platform/invariant.ts";
import { MS_PER_SECOND } from "#app/platform/time.ts";
import { ShopifyThrottled } from "./errors.ts";
import type { ReportedCost } from "./evaluate-answer.ts";
import { levelAt, payablePrice, settleCall, waitSeconds, type Bucket } from "./points.ts";

type BucketDeps = { readonly db: Pick<Db, "prisma"> };

export type Reservation = {
  readonly shopId: bigint;
  readonly document: string;
  /** Points taken in advance. */
  readonly points: number;
  /** The call's place in the queue. */
  readonly ticket: bigint;
  /** To be waited before the call is sent, as far as is known now. */
  readonly waitMs: number;
};

// Until the first answer tells: the bucket of the smallest plan. Too small costs seconds, too large a THROTTLED.
const FIRST_MAXIMUM = 2_000;
const FIRST_RESTORE_RATE = 100;
// The price of a document never seen. Its answer corrects it.
const FIRST_PRICE = 50;
// A waiting call looks at its turn twice a second; one that has not for so long belongs to a process that died, and its
// points were never spent. Shorter, and a busy process loses its place.
const WAITING_LEASE_SECONDS = 5;
// Beyond a call's own deadline: the answer has to be settled yet.
const SETTLING_SECONDS = 5;

/** Takes the points of a call. Throws ShopifyThrottled, taking none, when the wait would exceed `maxWaitMs`. */
export async function reservePoints(
  { db }: BucketDeps,
  asked: { shopId: bigint; document: string; maxWaitMs: number; deadlineMs: number },
): Promise<Reservation> {
  const { shopId, document, deadlineMs } = asked;
  return inShop(db, shopId, async (tx) => {
    const price = await findPrice(tx, document);
    const bucket = (await lockBucket(tx, shopId)) ?? (await makeBucket(tx, shopId));
    const points = payablePrice(price, bucket);
    const seconds = waitSeconds(bucket.level - points, bucket);
    const waitMs = Math.ceil(seconds * MS_PER_SECOND);
    if (waitMs > Math.max(0, asked.maxWaitMs))
      throw new ShopifyThrottled("The shop's Admin API points are used up.", {
        retryAfterMs: waitMs,
      });
    const ticket = bucket.lastTicket + 1n;
    await tx.$executeRaw`
      update admin_cost_buckets set available = ${bucket.level - points}::float8,
        as_of = to_timestamp(${bucket.at}::float8), last_ticket = ${ticket} where shop_id = ${shopId}`;
    await tx.$executeRaw`
      insert into admin_calls (shop_id, ticket, points, expires_at, sent_at, spent_before)
      values (${shopId}, ${ticket}, ${points}::float8,
        clock_timestamp() + make_interval(secs => ${leaseSeconds(waitMs, deadlineMs)}::float8),
        case when ${waitMs} = 0 then clock_timestamp() end, ${bucket.spent}::float8)`;
    return { shopId, document, points, ticket, waitMs };
  });
}

/**
 * How long the call still has to wait, exactly; 0 = it is sent now. Less than reckoned when calls before it cost less or
 * the rate turned out higher. Null when its place is lost: this process was silent for too long.
 */
export async function assessTurn(
  { db }: BucketDeps,
  { shopId, ticket }: Reservation,
  { deadlineMs }: { readonly deadlineMs: number },
): Promise<number | null> {
  return inShop(db, shopId, async (tx) => {
    const bucket = await lockBucket(tx, shopId);
    if (!bucket) return null;
    const [{ behind } = { behind: 0 }] = await tx.$queryRaw<{ behind: number }[]>`
      select coalesce(sum(points), 0)::float8 as behind from admin_calls
      where shop_id = ${shopId} and ticket > ${ticket}`;
    const waitMs = Math.ceil(waitSeconds(bucket.level + behind, bucket) * MS_PER_SECOND);
    const kept = await tx.$executeRaw`
      update admin_calls set spent_before = ${bucket.spent}::float8,
        expires_at = clock_timestamp() + make_interval(secs => ${leaseSeconds(waitMs, deadlineMs)}::float8),
        sent_at = case when ${waitMs} = 0 then clock_timestamp() end
      where shop_id = ${shopId} and ticket = ${ticket}`;
    return kept === 0 ? null : waitMs;
  });
}

const leaseSeconds = (waitMs: number, deadlineMs: number) =>
  waitMs > 0 ? WAITING_LEASE_SECONDS : deadlineMs / MS_PER_SECOND + SETTLING_SECONDS;

/**
 * Settles a call: gives back what it did not use and learns price, size and rate. `usedPoints` null = nobody knows, the
 * advance is spent until an answer proves otherwise.
 */
export async function settlePoints(
  { db }: BucketDeps,
  { shopId, document, points, ticket }: Reservation,
  { usedPoints, reported }: { usedPoints: number | null; reported: ReportedCost | null },
): Promise<void> {
  await inShop(db, shopId, async (tx) => {
    const bucket = await lockBucket(tx, shopId);
    if (!bucket) return;
    const [call] = await tx.$queryRaw<{ sentAt: number | null; spentBefore: number | null }[]>`
      delete from admin_calls where shop_id = ${shopId} and ticket = ${ticket}
      returning extract(epoch from sent_at)::float8 as "sentAt", spent_before as "spentBefore"`;
    // A call that outlived its lease is not out any more. It may have been given back by then: never twice.
    if (!call && usedPoints === 0 && !reported) return;
    // It was sent, and its points stayed taken.
    const known = call ? bucket : { ...bucket, outstanding: bucket.outstanding + points };
    const sent = { sentAt: call?.sentAt ?? null, spentBefore: call?.spentBefore ?? 0 };
    const next = settleCall(known, { points, usedPoints, ...sent }, reported);
    await tx.$executeRaw`
      update admin_cost_buckets set available = ${next.level}::float8, as_of = to_timestamp(${bucket.at}::float8),
        maximum_available = ${next.maximum}::float8, restore_rate = ${next.rate}::float8, spent_total = ${next.spent}::float8
      where shop_id = ${shopId}`;
    if (reported) await savePrice(tx, document, reported);
  });
}

type LockedBucket = Bucket & {
  /** Seconds of silence that the edge asked for. */
  readonly pause: number;
  readonly lastTicket: bigint;
};

/** Two callers never take the same points: the row is theirs in turn, and is read after the lock is had. */
async function lockBucket(tx: ShopTx, shopId: bigint): Promise<LockedBucket | null> {
  const locked = await tx.$queryRaw<unknown[]>`
    select 1 from admin_cost_buckets where shop_id = ${shopId} for update`;
  if (locked.length === 0) return null;
  await dropExpiredCalls(tx, shopId);
  const [row] = await tx.$queryRaw<
    (Omit<LockedBucket, "level"> & { available: number; asOf: number })[]
  >`
    with now as materialized (select clock_timestamp() as at)
    select extract(epoch from now.at)::float8 as at, available, extract(epoch from as_of)::float8 as "asOf",
      maximum_available as maximum, restore_rate as rate, spent_total as spent, last_ticket as "lastTicket",
      greatest(0, coalesce(extract(epoch from paused_until - now.at), 0))::float8 as pause,
      coalesce((select sum(points) from admin_calls c where c.shop_id = b.shop_id), 0)::float8 as outstanding,
      coalesce((select sum(points) from admin_calls c where c.shop_id = b.shop_id and sent_at is null), 0)::float8 as waiting
    from admin_cost_buckets b, now where shop_id = ${shopId}`;
  return row ? { ...row, level: levelAt(row, row) } : null;
}

/** What waited was never spent and is given back; what was sent counts as spent. */
async function dropExpiredCalls(tx: ShopTx, shopId: bigint): Promise<void> {
  await tx.$executeRaw`
    with gone as (
      delete from admin_calls where shop_id = ${shopId} and expires_at < clock_timestamp() returning points, sent_at)
    update admin_cost_buckets set
      available = available + (select coalesce(sum(points), 0) from gone where sent_at is null),
      spent_total = spent_total + (select coalesce(sum(points), 0) from gone where sent_at is not null)
    where shop_id = ${shopId} and exists (select from gone)`;
}

async function makeBucket(tx: ShopTx, shopId: bigint): Promise<LockedBucket> {
  await tx.$executeRaw`
    insert into admin_cost_buckets (shop_id, maximum_available, restore_rate, available, as_of)
    values (${shopId}, ${FIRST_MAXIMUM}, ${FIRST_RESTORE_RATE}, ${FIRST_MAXIMUM}, clock_timestamp())
    on conflict (shop_id) do nothing`;
  const bucket = await lockBucket(tx, shopId);
  invariant(bucket, "the bucket of a shop is there once it was made");
  return bucket;
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

/**
 * Written only when it changes: the row is shared by all shops. A refused call may only make it dearer: its answer need
 * not come from where prices are made.
 */
async function savePrice(tx: ShopTx, document: string, reported: ReportedCost): Promise<void> {
  const { requestedCost: price, actualCost } = reported;
  await tx.$executeRaw`
    insert into admin_document_costs (document, requested_cost) values (${document}, ${price}::float8)
    on conflict (document) do update set requested_cost = excluded.requested_cost
    where admin_document_costs.requested_cost < excluded.requested_cost
      or (admin_document_costs.requested_cost > excluded.requested_cost and ${actualCost !== null})`;
}
