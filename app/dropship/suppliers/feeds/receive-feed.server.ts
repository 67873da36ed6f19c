/** A file on its way in: announced, received piece by piece, then read by a job. Another file of the supplier gives way. */
import type { Clock } from "#app/platform/clock.ts";
import { enqueueJob } from "#app/jobs/enqueue.server.ts";
import { inShop, type Db, type ShopTx } from "#app/platform/db.server.ts";
import { accept, refuse, type Result } from "#app/platform/result.ts";
import { MOST_FILE_BYTES } from "./feed-run.ts";

export type ReceiveRefusal = {
  readonly code:
    | "file_too_large"
    | "file_empty"
    | "supplier_unknown"
    | "supplier_archived"
    | "part_refused"
    | "parts_missing";
};

export const RECEIVE_WORDS: Readonly<
  Record<ReceiveRefusal["code"], { readonly status: number; readonly sentence: string }>
> = {
  file_too_large: {
    status: 413,
    sentence:
      "The file is larger than 50 MB. Leave out columns that are not needed, or send it in parts.",
  },
  file_empty: { status: 422, sentence: "The file is empty. Ask the supplier for a new one." },
  supplier_unknown: { status: 404, sentence: "There is no such supplier." },
  supplier_archived: {
    status: 409,
    sentence: "This supplier is archived. Restore it first.",
  },
  part_refused: {
    status: 409,
    sentence: "The upload was interrupted. Nothing was changed. Send the file again.",
  },
  parts_missing: {
    status: 409,
    sentence: "A part of the file did not arrive. Nothing was changed. Send it again.",
  },
};

/** What a page sends at once. Above it a slow line would run into the web's limit of 30 s. */
export const PART_BYTES = 2 * 1024 * 1024;

type Deps = { readonly db: Pick<Db, "prisma">; readonly clock: Clock };

export type AnnouncedFile = {
  readonly shopId: bigint;
  readonly supplierId: bigint;
  readonly source: "upload" | "sftp" | "https";
  readonly fileName: string;
  readonly bytes: number;
  /** a person's id, or `schedule` */
  readonly createdBy: string;
};

export function announceFile(
  { db, clock }: Deps,
  { shopId, supplierId, source, fileName, bytes, createdBy }: AnnouncedFile,
): Promise<Result<{ readonly runId: bigint }, ReceiveRefusal>> {
  if (bytes > MOST_FILE_BYTES) return Promise.resolve(refuse({ code: "file_too_large" }));
  if (bytes <= 0) return Promise.resolve(refuse({ code: "file_empty" }));
  return inShop(db, shopId, async (tx) => {
    const supplier = await tx.supplier.findUnique({
      where: { shopId_id: { shopId, id: supplierId } },
      select: { state: true },
    });
    if (!supplier) return refuse({ code: "supplier_unknown" });
    if (supplier.state === "archived") return refuse({ code: "supplier_archived" });
    const now = clock.now();
    await dropOpenRuns(tx, { shopId, supplierId, now });
    const { id } = await tx.feedRun.create({
      data: {
        shopId,
        supplierId,
        source,
        fileName: fileName.replaceAll("\0", "").slice(0, 200) || "file",
        state: "arriving",
        bytes: BigInt(bytes),
        createdBy,
        createdAt: now,
      },
      select: { id: true },
    });
    return accept({ runId: id });
  });
}

/** One run of a supplier at a time: what waits for a person gives way to what has just come. */
export async function dropOpenRuns(
  tx: ShopTx,
  { shopId, supplierId, now }: { shopId: bigint; supplierId: bigint; now: Date },
): Promise<void> {
  // One statement says which they are: a run that somebody begins to apply meanwhile keeps its rows.
  const runs = await tx.$queryRaw<{ id: bigint }[]>`
    update feed_runs set state = 'dropped', finished_at = ${now}
    where shop_id = ${shopId} and supplier_id = ${supplierId} and state in ('arriving', 'reading', 'unclear', 'ready')
    returning id`;
  const runId = { in: runs.map(({ id }) => id) };
  await tx.feedPart.deleteMany({ where: { shopId, runId } });
  await tx.feedRow.deleteMany({ where: { shopId, runId } });
}

/** Parts come in order; one that comes twice is the same part. */
export function receivePart(
  { db }: Pick<Deps, "db">,
  part: {
    readonly shopId: bigint;
    readonly supplierId: bigint;
    readonly runId: bigint;
    readonly position: number;
    readonly bytes: Uint8Array<ArrayBuffer>;
  },
): Promise<Result<null, ReceiveRefusal>> {
  const { shopId, supplierId, runId, position, bytes } = part;
  return inShop(db, shopId, async (tx) => {
    const run = await tx.feedRun.findFirst({
      where: { shopId, id: runId, supplierId, state: "arriving" },
      select: { bytes: true },
    });
    const fits = run && BigInt(position) * BigInt(PART_BYTES) + BigInt(bytes.length) <= run.bytes;
    if (!fits || bytes.length === 0 || bytes.length > PART_BYTES)
      return refuse({ code: "part_refused" });
    await tx.feedPart.upsert({
      where: { shopId_runId_position: { shopId, runId, position } },
      create: { shopId, runId, position, bytes },
      update: { bytes },
    });
    return accept(null);
  });
}

/** Everything is here: the job reads it. Counts what is stored, not what was said. */
export function finishFile(
  { db }: Pick<Deps, "db">,
  { shopId, supplierId, runId }: { shopId: bigint; supplierId: bigint; runId: bigint },
): Promise<Result<null, ReceiveRefusal>> {
  return inShop(db, shopId, async (tx) => {
    const [stored] = await tx.$queryRaw<{ isWhole: boolean }[]>`
      select r.bytes = (select coalesce(sum(length(p.bytes)), 0) from feed_parts p
        where p.shop_id = ${shopId} and p.run_id = ${runId}) as "isWhole"
      from feed_runs r where r.shop_id = ${shopId} and r.id = ${runId} and r.supplier_id = ${supplierId}
        and r.state = 'arriving' for update`;
    if (!stored?.isWhole) return refuse({ code: "parts_missing" });
    await startReading(tx, { shopId, supplierId, runId });
    return accept(null);
  });
}

export async function startReading(
  tx: ShopTx,
  { shopId, supplierId, runId }: { shopId: bigint; supplierId: bigint; runId: bigint },
): Promise<void> {
  await tx.$executeRaw`
    update feed_runs set state = 'reading', bytes_read = 0, rows_read = 0, counts = null, problem = null
    where shop_id = ${shopId} and id = ${runId}`;
  await enqueueJob(tx, {
    name: "dropship.read-feed",
    payload: { shopId: shopId.toString(), runId: runId.toString() },
    queue: `feed:${shopId}:${supplierId}`,
    key: `read-feed:${shopId}:${runId}`,
  });
}
