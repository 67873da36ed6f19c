/**
 * Reads the file of a bulk export into the mirror, batch by batch, with constant memory. Where the file comes from is
 * the caller's: a download, a disk, a benchmark. Each batch is one transaction with the caller's own bookkeeping in it
 * (the byte offset to go on from), so a crash costs one batch.
 */
import type pg from "pg";
import type { Clock } from "#app/platform/clock.ts";
import { inShopStream, type Db } from "#app/platform/db.server.ts";
import { API_VERSION } from "#app/shopify/api-version.ts";
import {
  mapFulfillmentOrderGroup,
  mapOrderGroup,
  type BulkGroup,
  type BulkNode,
} from "#app/shopify/mappers/map-bulk-groups.ts";
import { UnreadableNode } from "#app/shopify/mappers/map-order-nodes.ts";
import type { OrderReading } from "#app/shopify/mappers/shopify-order.ts";
import { createGroupCollector, typeOfGid } from "./collect-groups.ts";
import type { ImportPart } from "./import-state.ts";
import { saveBatch } from "./save-batch.server.ts";
import { splitLines } from "./split-lines.ts";

export type RefusedRow = { readonly gid: string; readonly reason: string };

/** What one committed batch did. */
export type BatchDone = {
  /** root rows read, whether they changed anything or not */
  readonly roots: number;
  readonly refused: readonly RefusedRow[];
  /** orders whose rows came too late to be put together: to be read one by one */
  readonly lateOrderGids: readonly string[];
  /** reading may go on from this byte */
  readonly resumeOffset: number;
  readonly rows: number;
};

export type ImportOptions = {
  /** default `orders` */
  readonly part?: ImportPart;
  /** when the export began: its rows are true as of then; default now */
  readonly asOf?: Date;
  /** offset of the stream's first byte in the file; default 0 */
  readonly startOffset?: number;
  /** roots a transaction; default 500. More holds more locks and memory, fewer commits more often. */
  readonly batchSize?: number;
  /** Runs inside the batch's transaction. */
  readonly onBatch?: (client: pg.PoolClient, done: BatchDone) => Promise<void>;
  readonly signal?: AbortSignal;
};

export type ImportDeps = { readonly db: Pick<Db, "pool">; readonly clock: Clock };

export type ImportTotals = { readonly roots: number; readonly refused: number; readonly late: number; readonly rows: number };

// 500 orders are about 4,000 rows: commits are few, and the locks of a batch stay far below PostgreSQL's 6,400.
const BATCH_SIZE = 500;
// Roots that wait for late children beyond the batch. Shopify keeps children near their parent; this is slack.
const WINDOW = 100;

/** Imports the whole stream. Resolves after the last batch is committed. */
export async function importOrders(
  deps: ImportDeps,
  shopId: bigint,
  lines: AsyncIterable<Uint8Array>,
  options: ImportOptions = {},
): Promise<ImportTotals> {
  const { part = "orders", startOffset = 0, batchSize = BATCH_SIZE, signal } = options;
  const asOf = options.asOf ?? deps.clock.now();
  const collector = createGroupCollector();
  const totals = { roots: 0, refused: 0, late: 0, rows: 0 };
  let pending = emptyPending();
  let endOffset = startOffset;

  async function commit(groups: readonly BulkGroup[], resumeOffset: number): Promise<void> {
    const { readings, refused } = readGroups(part, groups, asOf);
    const allRefused = [...pending.refused, ...refused];
    const lateOrderGids = [...pending.late];
    const rows = await inShopStream(deps.db, shopId, async (client) => {
      const from = { source: "import", sourceVersion: API_VERSION, heardAt: deps.clock.now() } as const;
      const batch = await saveBatch(client, shopId, readings, from);
      const done = { roots: groups.length, refused: allRefused, lateOrderGids, resumeOffset, rows: batch.rows };
      await options.onBatch?.(client, done);
      return batch.rows;
    });
    totals.roots += groups.length;
    totals.refused += allRefused.length;
    totals.late += lateOrderGids.length;
    totals.rows += rows;
    pending = emptyPending();
  }

  for await (const chunk of splitLines(lines, startOffset)) {
    for (const { bytes, start } of chunk) {
      signal?.throwIfAborted();
      endOffset = start + bytes.length + 1;
      const node = parseNode(bytes);
      if (!node) pending.refused.push({ gid: `byte ${start}`, reason: "not_json" });
      else if (collector.add(node, start) === "late") noteLate(pending, node);
      if (collector.openCount() >= batchSize + WINDOW)
        await commit(collector.take(batchSize), collector.resumeOffset() ?? endOffset);
    }
  }
  while (collector.openCount() > 0 || pending.refused.length + pending.late.size > 0)
    await commit(collector.take(batchSize), collector.resumeOffset() ?? endOffset);
  return totals;
}

type Pending = { readonly refused: RefusedRow[]; readonly late: Set<string> };
const emptyPending = (): Pending => ({ refused: [], late: new Set() });

/** A late line below an order names it; one below something else names only that, and is left to the reconciler. */
function noteLate(pending: Pending, node: BulkNode) {
  const parent = node.__parentId ?? "";
  if (typeOfGid(parent) === "Order") pending.late.add(parent);
  else pending.refused.push({ gid: node.id, reason: "parent_not_found" });
}

function parseNode(bytes: Uint8Array): BulkNode | null {
  try {
    const value = JSON.parse(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString("utf8")) as unknown;
    return isNode(value) ? value : null;
  } catch (error) {
    if (error instanceof SyntaxError) return null;
    throw error;
  }
}

function isNode(value: unknown): value is BulkNode {
  return typeof value === "object" && value !== null && "id" in value && typeof value.id === "string";
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
