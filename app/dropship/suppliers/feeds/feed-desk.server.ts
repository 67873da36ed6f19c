/** What a person does with a file that was read: say what its columns mean, apply it, or put it away. */
import type { Prisma } from "@prisma/client";
import { enqueueJob } from "#app/jobs/enqueue.server.ts";
import type { Clock } from "#app/platform/clock.ts";
import { inShop, type Db, type ShopTx } from "#app/platform/db.server.ts";
import { accept, refuse, type Result } from "#app/platform/result.ts";
import { recordChange } from "#app/shops/people/record-change.server.ts";
import {
  feedMappingSchema,
  placeFields,
  suggestMapping,
  type FeedMapping,
} from "./feed-mapping.ts";
import type { FeedProblemCode, StoredLayout } from "./feed-run.ts";
import { dropOpenRuns, startReading } from "./receive-feed.server.ts";

type Deps = { readonly db: Pick<Db, "prisma">; readonly clock: Clock };
type By = { readonly shopId: bigint; readonly supplierId: bigint; readonly staffId: string };
type Answer = Result<null, { readonly code: FeedProblemCode }>;

/** Remembers what columns mean, and reads the waiting file anew by it. */
export function saveMapping(
  { db, clock }: Deps,
  { shopId, supplierId, staffId }: By,
  { mapping, vanished }: { mapping: FeedMapping; vanished: "keep" | "no_stock" | "inactive" },
): Promise<Answer> {
  return inShop(db, shopId, async (tx) => {
    const run = await lockOpenRun(tx, shopId, supplierId);
    // Its rows were judged by the columns as they are.
    if (run?.state === "applying") return refuse({ code: "being_applied" });
    // Written by saveLayout alone.
    const layout = run?.layout as unknown as StoredLayout | null;
    if (layout) {
      const placed = placeFields(mapping, layout.headers);
      if (!placed.ok) return refuse({ code: placed.refusal.code });
    }
    const before = await tx.supplierFeed.findUnique({
      where: { shopId_supplierId: { shopId, supplierId } },
    });
    const now = clock.now();
    await keepMapping(tx, { shopId, supplierId, now }, { mapping, vanished });
    await recordChange(tx, {
      shopId,
      staffId,
      area: "dropship.feed",
      changedAt: now,
      before: { mapping: before?.mapping ?? null, vanished: before?.vanished ?? null },
      after: { mapping, vanished },
    });
    if (run) await startReading(tx, { shopId, supplierId, runId: run.id });
    return accept(null);
  });
}

/** The dry run becomes the offers: the job does it, once, whoever presses how often. */
export function startApply(
  { db, clock }: Deps,
  { shopId, supplierId, staffId, runId }: By & { readonly runId: bigint },
): Promise<Answer> {
  return inShop(db, shopId, async (tx) => {
    const now = clock.now();
    const run = await tx.feedRun.findFirst({ where: { shopId, id: runId, supplierId } });
    const changed = await tx.feedRun.updateMany({
      where: { shopId, id: runId, supplierId, state: "ready" },
      data: { state: "applying" },
    });
    if (changed.count === 0 || !run) return refuse({ code: "nothing_to_apply" });
    await rememberSuggested(tx, { shopId, supplierId, now }, run.layout as unknown as StoredLayout);
    await recordChange(tx, {
      shopId,
      staffId,
      area: "dropship.feed_applied",
      changedAt: now,
      before: {},
      after: { file: run.fileName, ...(run.counts as object) },
    });
    await enqueueJob(tx, {
      name: "dropship.apply-feed",
      payload: { shopId: shopId.toString(), runId: runId.toString() },
      queue: `feed:${shopId}:${supplierId}`,
      key: `apply-feed:${shopId}:${runId}`,
    });
    return accept(null);
  });
}

export function dropRun({ db, clock }: Deps, { shopId, supplierId }: By): Promise<void> {
  return inShop(db, shopId, (tx) => dropOpenRuns(tx, { shopId, supplierId, now: clock.now() }));
}

async function lockOpenRun(tx: ShopTx, shopId: bigint, supplierId: bigint) {
  await tx.$queryRaw`
    select 1 from feed_runs
    where shop_id = ${shopId} and supplier_id = ${supplierId} and state in ('unclear', 'ready', 'applying')
    order by id for update`;
  return tx.feedRun.findFirst({
    where: { shopId, supplierId, state: { in: ["unclear", "ready", "applying"] } },
    orderBy: { id: "desc" },
  });
}

type Target = { readonly shopId: bigint; readonly supplierId: bigint; readonly now: Date };

/** Whoever applies a file has seen what its columns were taken for: the next one is read the same way. */
async function rememberSuggested(tx: ShopTx, target: Target, layout: StoredLayout): Promise<void> {
  const { shopId, supplierId } = target;
  const kept = await tx.supplierFeed.findUnique({
    where: { shopId_supplierId: { shopId, supplierId } },
  });
  if (feedMappingSchema.safeParse(kept?.mapping).success) return;
  const sample = layout.rows.map((cells, line) => ({ line, cells }));
  await keepMapping(tx, target, { mapping: suggestMapping({ headers: layout.headers, sample }) });
}

async function keepMapping(
  tx: ShopTx,
  { shopId, supplierId, now }: Target,
  { mapping, vanished }: { readonly mapping: FeedMapping; readonly vanished?: string },
): Promise<void> {
  const fields = {
    mapping: mapping as Prisma.InputJsonObject, // plain texts and nulls
    updatedAt: now,
    ...(vanished === undefined ? {} : { vanished }),
  };
  await tx.supplierFeed.upsert({
    where: { shopId_supplierId: { shopId, supplierId } },
    create: { shopId, supplierId, ...fields },
    update: fields,
  });
}
