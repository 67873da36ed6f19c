/** Job `dropship.pull-feed`: fetches one supplier's file and hands it to be read, as if somebody had sent it up. */
import type { JobContext } from "#app/jobs/handlers.ts";
import type { Clock } from "#app/platform/clock.ts";
import { inShop, type Db } from "#app/platform/db.server.ts";
import type { Env } from "#app/platform/env.server.ts";
import { Outage } from "#app/platform/outage.ts";
import { MS_PER_MINUTE } from "#app/platform/time.ts";
import { openSecret } from "#app/shopify/secret-box.server.ts";
import { raiseAlert } from "#app/shops/alerts/raise-alert.server.ts";
import { fetchFile, type FetchDeps, type FetchedFile } from "./fetch-file.server.ts";
import { feedPullSchema, nameOfPull, type FeedPull } from "./feed-pull.ts";
import {
  announceFile,
  finishFile,
  PART_BYTES,
  RECEIVE_WORDS,
  receivePart,
} from "./receive-feed.server.ts";

export type PullDeps = FetchDeps & {
  readonly db: Db;
  readonly clock: Clock;
  readonly env: Pick<Env, "ENCRYPTION_KEYS">;
};

type Target = { readonly shopId: bigint; readonly supplierId: bigint };

const LAST_TRY = 4;

export const pullSecretContext = ({ shopId, supplierId }: Target): string =>
  `supplier_feeds.pull_secret:${shopId}:${supplierId}`;

export async function pullFeed(
  deps: PullDeps,
  target: Target,
  { attempt }: Pick<JobContext, "attempt">,
): Promise<void> {
  const due = await findDue(deps, target);
  if (!due) return;
  const { pull, secret, at } = due;
  try {
    const fetched = await fetchFile(deps, pull, secret);
    if (!fetched.ok) await stop(deps, target, fetched.refusal.sentence);
    else await handOver(deps, target, { pull, file: fetched.value });
  } catch (error) {
    if (!(error instanceof Outage) || attempt < LAST_TRY) throw error;
    await stop(deps, target, error.message);
  }
  await planNext(deps, target, at);
}

async function findDue({ db, clock, env }: PullDeps, target: Target) {
  const { shopId, supplierId } = target;
  return inShop(db, shopId, async (tx) => {
    const feed = await tx.supplierFeed.findUnique({
      where: { shopId_supplierId: { shopId, supplierId } },
    });
    const pull = feedPullSchema.safeParse(feed?.pull);
    const at = clock.now();
    const isDue = feed?.nextPullAt && feed.nextPullAt <= at;
    if (!isDue || !pull.success) return null;
    const secret = feed.pullSecret
      ? openSecret(env.ENCRYPTION_KEYS, feed.pullSecret, pullSecretContext(target))
      : null;
    return { pull: pull.data, secret, at };
  });
}

async function handOver(
  deps: PullDeps,
  target: Target,
  { pull, file }: { readonly pull: FeedPull; readonly file: FetchedFile },
): Promise<void> {
  const announced = await announceFile(deps, {
    ...target,
    source: pull.kind,
    fileName: nameOfPull(pull),
    bytes: file.bytes.length,
    createdBy: "schedule",
  });
  if (!announced.ok) return stop(deps, target, RECEIVE_WORDS[announced.refusal.code].sentence);
  const { runId } = announced.value;
  for (let position = 0; position * PART_BYTES < file.bytes.length; position += 1) {
    const from = position * PART_BYTES;
    const bytes = Uint8Array.from(file.bytes.subarray(from, from + PART_BYTES));
    await receivePart(deps, { ...target, runId, position, bytes });
  }
  await finishFile(deps, { ...target, runId });
  if (pull.kind === "sftp" && pull.hostKey === null && file.hostKey !== null)
    await inShop(deps.db, target.shopId, (tx) =>
      tx.supplierFeed.updateMany({
        // Somebody may have entered another server while this one was asked.
        where: { shopId: target.shopId, supplierId: target.supplierId, pull: { equals: pull } },
        data: { pull: { ...pull, hostKey: file.hostKey } },
      }),
    );
}

/**
 * Counted from now: a worker that was away fetches once, not once for each time it missed. What somebody asked for after
 * this fetch began is still to come.
 */
async function planNext({ db, clock }: PullDeps, target: Target, began: Date): Promise<void> {
  await inShop(db, target.shopId, async (tx) => {
    const feed = await tx.supplierFeed.findFirst({
      where: { shopId: target.shopId, supplierId: target.supplierId },
      select: { everyMinutes: true },
    });
    if (!feed?.everyMinutes) return;
    const nextPullAt = new Date(clock.now().getTime() + feed.everyMinutes * MS_PER_MINUTE);
    await tx.supplierFeed.updateMany({
      where: {
        shopId: target.shopId,
        supplierId: target.supplierId,
        nextPullAt: { lte: began },
      },
      data: { nextPullAt },
    });
  });
}

/** Nothing came: somebody should know, once a day. */
async function stop({ db, clock }: PullDeps, target: Target, sentence: string): Promise<void> {
  const { shopId, supplierId } = target;
  const now = clock.now();
  await inShop(db, shopId, async (tx) => {
    const supplier = await tx.supplier.findFirst({
      where: { shopId, id: supplierId },
      select: { name: true },
    });
    await raiseAlert(tx, {
      shopId,
      event: "supplier_trouble",
      key: `feed:${supplierId}:${now.toISOString().slice(0, 10)}`,
      title: `The price list of ${supplier?.name ?? "a supplier"} could not be fetched`,
      sentence,
      path: `/app/suppliers/${supplierId}/feed`,
      forStaffId: null,
      raisedAt: now,
    });
  });
}
