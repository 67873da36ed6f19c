/**
 * Reads the file of a bulk export into the mirror, batch by batch, with constant memory. Where the file comes from is
 * the caller's: a download, a disk, a benchmark. Each batch is one transaction with the caller's own bookkeeping in it
 * (the byte offset to go on from), so a crash costs one batch. A file that tells whole levels one after another is
 * collected in a table first (staged-rows.server.ts); one that keeps children near their parents is saved as it comes.
 */
import type pg from "pg";
import type { Clock } from "#app/platform/clock.ts";
import { inShopStream, type Db } from "#app/platform/db.server.ts";
import { API_VERSION } from "#app/shopify/api-version.ts";
import {
  mapFulfillmentOrderGroup,
  mapOrderGroup,
  type BulkGroup,
} from "#app/shopify/mappers/map-bulk-groups.ts";
import { UnreadableNode } from "#app/shopify/mappers/map-order-nodes.ts";
import type { OrderReading } from "#app/shopify/mappers/shopify-order.ts";
import { createGroupCollector, typeOfGid } from "./collect-groups.ts";
import type { ImportPart } from "./import-state.ts";
import { parseNode } from "./parse-node.ts";
import { saveBatch } from "./save-batch.server.ts";
import { ALONE, createTurns, type Turn } from "./turns.ts";
import { splitLines } from "./split-lines.ts";
import {
  dropStagedRows,
  readStagedGroups,
  stageRows,
  type StagedRow,
} from "./staged-rows.server.ts";

export type RefusedRow = { readonly gid: string; readonly reason: string };

/** What one committed batch did. */
export type BatchDone = {
  /** root rows saved, whether they changed anything or not */
  readonly roots: number;
  readonly refused: readonly RefusedRow[];
  /** orders whose rows came too late to be put together: to be read one by one */
  readonly lateOrderGids: readonly string[];
  readonly progress: ImportPlace;
  readonly rows: number;
};

/** Where to go on after a crash. */
export type ImportPlace = {
  /** the file's bytes before this are saved or staged */
  readonly byteOffset: number;
  readonly isStaged: boolean;
  /** staged roots up to this place are saved; -1 = none */
  readonly assembledOffset: number;
};

export type ImportOptions = {
  /** default `orders` */
  readonly part?: ImportPart;
  /** names the staged rows; default 0 */
  readonly importId?: bigint;
  /** when the export began: its rows are true as of then; default now */
  readonly asOf?: Date;
  /** where an earlier run got to; the stream begins at its `byteOffset`. Default: the file's beginning */
  readonly place?: ImportPlace;
  /** roots a transaction; default 500. More holds more locks and memory, fewer commits more often. */
  readonly batchSize?: number;
  /** Runs inside the batch's transaction. */
  readonly onBatch?: (client: pg.PoolClient, done: BatchDone) => Promise<void>;
  readonly signal?: AbortSignal;
};

export type ImportDeps = { readonly db: Pick<Db, "pool">; readonly clock: Clock };

export type ImportTotals = {
  readonly roots: number;
  readonly refused: number;
  readonly late: number;
  readonly rows: number;
};

export const FILE_START: ImportPlace = { byteOffset: 0, isStaged: false, assembledOffset: -1 };

// 500 orders are about 4,000 rows: commits are few, and the locks of a batch stay far below PostgreSQL's 6,400.
const BATCH_SIZE = 500;
// Roots that wait for late children beyond the batch, where children come near their parents.
const WINDOW = 100;
// Orders with long notes or many lines make smaller batches: what is under way is bounded in bytes, too.
const BATCH_BYTES = 2_000_000;
// Rows staged in one transaction.
const STAGE_SIZE = 5_000;

/** Imports the whole stream. Resolves after the last batch is committed. */
export async function importOrders(
  deps: ImportDeps,
  shopId: bigint,
  chunks: AsyncIterable<Uint8Array>,
  options: ImportOptions = {},
): Promise<ImportTotals> {
  const run = createRun(deps, shopId, options);
  const { place = FILE_START, batchSize = BATCH_SIZE } = options;
  const collector = createGroupCollector();
  let mode: "undecided" | "near" | "staged" = place.isStaged
    ? "staged"
    : place.byteOffset > 0
      ? "near"
      : "undecided";
  let waiting: StagedRow[] = [];
  let waitingBytes = 0;
  let endOffset = place.byteOffset;
  let childCount = 0;
  const saving = createTurns();

  async function settleWaiting(): Promise<void> {
    if (mode === "undecided" && countReady() > 0) {
      mode = childCount > 0 ? "near" : "staged";
      if (mode === "near") waiting = [];
    }
    if (mode === "near" && countReady() > 0) await saveNext(countReady());
    if (mode === "staged" && (waiting.length >= STAGE_SIZE || waitingBytes >= BATCH_BYTES)) {
      const [rows, byteOffset] = [waiting, endOffset];
      [waiting, waitingBytes] = [[], 0];
      await saving.begin((turn) => run.stage(rows, byteOffset, turn));
    }
  }

  /** How many groups make a batch now; 0 = wait for more. The last ones may still get children. */
  function countReady(): number {
    const open = collector.openCount();
    if (open >= batchSize + WINDOW) return batchSize;
    if (collector.openBytes() < BATCH_BYTES) return 0;
    return Math.min(batchSize, Math.max(open - WINDOW, Math.floor(open / 2)));
  }

  function saveNext(count: number): Promise<void> {
    const groups = collector.take(count);
    const byteOffset = collector.resumeOffset() ?? endOffset;
    return saving.begin((turn) => run.save(groups, { ...FILE_START, byteOffset }, turn));
  }

  try {
    for await (const lines of splitLines(chunks, place.byteOffset)) {
      for (const { bytes, start } of lines) {
        options.signal?.throwIfAborted();
        endOffset = start + bytes.length + 1;
        const line = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString("utf8");
        const node = parseNode(line);
        if (!node) {
          run.refuse({ gid: `byte ${start}`, reason: "not_json" });
          continue;
        }
        if (node.__parentId !== undefined) childCount += 1;
        if (mode !== "near") {
          waiting.push({ node, line, start });
          waitingBytes += bytes.length;
        }
        const isLate =
          mode !== "staged" && collector.add(node, { start, bytes: bytes.length }) === "late";
        if (isLate) run.noteLate(node.id, node.__parentId ?? "");
        await settleWaiting();
      }
    }
    if (mode === "staged") {
      await saving.begin((turn) => run.stage(waiting, endOffset, turn));
      await saving.end();
      await run.assemble(place.assembledOffset, endOffset, batchSize);
    } else {
      while (collector.openCount() > 0) await saveNext(batchSize);
      await saving.end();
      await saving.begin((turn) => run.save([], { ...FILE_START, byteOffset: endOffset }, turn));
      await saving.end();
    }
  } finally {
    // A file that breaks off must not leave a transaction behind that the next try would meet.
    await saving.end().catch(() => undefined);
  }
  return run.totals;
}

/** What is to be told with the next batch, whatever that batch is. */
type Told = Pick<BatchDone, "refused" | "lateOrderGids">;

/** The transactions of one import run, and what is to be told with the next one. */
function createRun(deps: ImportDeps, shopId: bigint, options: ImportOptions) {
  const { part = "orders", importId = 0n, onBatch } = options;
  const asOf = options.asOf ?? deps.clock.now();
  const key = { shopId, importId };
  const totals = { roots: 0, refused: 0, late: 0, rows: 0 };
  let refused: RefusedRow[] = [];
  let late = new Set<string>();

  /** Taken at once: while a batch is saved, the next one is read. A batch that fails ends the run. */
  function takeTold(): Told {
    const told = { refused, lateOrderGids: [...late] };
    refused = [];
    late = new Set();
    return told;
  }

  async function commit(
    client: pg.PoolClient,
    groups: readonly BulkGroup[],
    progress: ImportPlace,
    { told, turn }: { readonly told: Told; readonly turn: Turn },
  ): Promise<void> {
    const read = readGroups(part, groups, asOf);
    const from = {
      source: "import",
      sourceVersion: API_VERSION,
      heardAt: deps.clock.now(),
    } as const;
    const { rows } = await saveBatch(client, shopId, read.readings, from, turn.goOn);
    // Places are recorded in the file's order: a batch is committed after the one before it, or not at all.
    await turn.before;
    const done: BatchDone = {
      ...told,
      refused: [...told.refused, ...read.refused],
      roots: groups.length,
      progress,
      rows,
    };
    await onBatch?.(client, done);
    totals.roots += groups.length;
    totals.refused += done.refused.length;
    totals.late += done.lateOrderGids.length;
    totals.rows += rows;
  }

  const inBatch = <Value>(work: (client: pg.PoolClient) => Promise<Value>): Promise<Value> =>
    inShopStream(deps.db, shopId, work);

  return {
    totals,
    refuse: (row: RefusedRow) => void refused.push(row),
    /** Below an order: that order is read alone. Below something else: only the reconciler can tell whose it is. */
    noteLate: (gid: string, parentGid: string) => {
      if (typeOfGid(parentGid) === "Order") late.add(parentGid);
      else refused.push({ gid, reason: "parent_not_found" });
    },
    save(groups: readonly BulkGroup[], progress: ImportPlace, turn: Turn): Promise<void> {
      const told = takeTold();
      return inBatch((client) => commit(client, groups, progress, { told, turn }));
    },
    stage(rows: readonly StagedRow[], byteOffset: number, turn: Turn): Promise<void> {
      const told = takeTold();
      return inBatch(async (client) => {
        if (rows[0]?.start === 0) await dropStagedRows(client, key);
        await stageRows(client, key, rows);
        const progress = { byteOffset, isStaged: true, assembledOffset: -1 };
        await commit(client, [], progress, { told, turn });
      });
    },
    async assemble(from: number, byteOffset: number, batchSize: number): Promise<void> {
      for (let after = from, isDone = false; !isDone;)
        isDone = await inBatch(async (client) => {
          const { groups, lastOffset } = await readStagedGroups(client, key, {
            after,
            limit: batchSize,
          });
          const progress = { byteOffset, isStaged: true, assembledOffset: lastOffset };
          await commit(client, groups, progress, { told: takeTold(), turn: ALONE });
          after = lastOffset;
          return groups.length < batchSize;
        });
      await inBatch((client) => dropStagedRows(client, key));
    },
  };
}

/** Rows that cannot be read are set aside with a reason; the rest goes on. */
function readGroups(part: ImportPart, groups: readonly BulkGroup[], asOf: Date) {
  const read = part === "orders" ? mapOrderGroup : mapFulfillmentOrderGroup;
  const readings: OrderReading[] = [];
  const refused: RefusedRow[] = [];
  for (const group of groups) {
    try {
      readings.push(read(group, asOf));
    } catch (error) {
      if (!(error instanceof UnreadableNode)) throw error;
      refused.push({ gid: group.root.id, reason: error.code });
    }
  }
  return { readings, refused };
}
