/**
 * Job `dropship.read-feed`: reads a file that has arrived and says what it would change, row by row. Offers stay as they
 * are. Rows stream from the file through COPY into a temporary table; the verdicts are one statement over all of them.
 */
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import type pg from "pg";
import { from as copyFrom } from "pg-copy-streams";
import { enqueueJob } from "#app/jobs/enqueue.server.ts";
import type { JobContext } from "#app/jobs/handlers.ts";
import type { Clock } from "#app/platform/clock.ts";
import { inShop, inShopStream, type Db } from "#app/platform/db.server.ts";
import { adoptCurrency } from "./adopt-currency.server.ts";
import { copyRefusal, copyValues, CREATE_STAGE, STAGE_COLUMNS } from "./copy-row.ts";
import { FEED_FIELDS, FIELD_WORDS, type FeedField } from "./feed-fields.ts";
import { openFeedFile } from "./feed-file.server.ts";
import {
  feedMappingSchema,
  placeFields,
  suggestMapping,
  type FeedMapping,
} from "./feed-mapping.ts";
import { looksWrong, MOST_ROWS, type FeedCounts, type FeedProblemCode } from "./feed-run.ts";
import { endRun, findFeed, noteProgress, saveLayout } from "./feed-store.server.ts";
import { countSql, judgeSql, keepRefusedSql, type JudgedRun } from "./judge-feed-sql.ts";
import { openFeed } from "./open-feed.server.ts";
import { findCurrencyColumn } from "./list-currency.ts";
import { CellTooLong } from "./read-records.ts";
import { createRowReader, type RowReader } from "./read-row.ts";
import type { OpenedFeed } from "./read-text-feed.server.ts";
import { XlsxBroken } from "./xlsx-zip.server.ts";

export type FeedDeps = { readonly db: Db; readonly clock: Clock };

// Often enough to be seen moving, seldom enough to cost nothing.
const ROWS_A_NOTE = 5_000;
// Longer than pages' statements may run: COPY lasts as long as the file is read.
const STATEMENT_TIMEOUT = "9min";
const LONGEST_RAW = 2_000;

type Target = { readonly shopId: bigint; readonly runId: bigint };

export async function readFeed(
  deps: FeedDeps,
  target: Target,
  { signal }: Pick<JobContext, "signal">,
): Promise<void> {
  const { db } = deps;
  const feed = await findFeed(db, target);
  if (!feed || feed.state !== "reading") return;
  const problem = await readWhole(deps, target, feed, signal).catch((error: unknown) => {
    if (error instanceof CellTooLong) return "cell_too_long" as const;
    if (error instanceof XlsxBroken)
      return error.isTooLarge ? ("xlsx_too_large" as const) : ("xlsx_broken" as const);
    if (error instanceof TooManyRows) return "too_many_rows" as const;
    throw error;
  });
  if (problem) await endRun(deps, target, problem);
}

type Feed = NonNullable<Awaited<ReturnType<typeof findFeed>>>;

/** Everything, or the code of what is wrong with the file. */
async function readWhole(
  deps: FeedDeps,
  target: Target,
  feed: Feed,
  signal: AbortSignal,
): Promise<FeedProblemCode | null> {
  const { db, clock } = deps;
  if (feed.bytes === 0n) return "file_empty";
  const opened = await openFeed(openFeedFile(db, target));
  if (!opened) return "no_table";
  try {
    await saveLayout(db, target, opened);
    const remembered = feedMappingSchema.safeParse(feed.mapping);
    const mapping = remembered.success ? remembered.data : suggestMapping(opened.layout);
    const placed = placeFields(mapping, opened.layout.headers);
    if (!placed.ok) return placed.refusal.code;
    const fields = FEED_FIELDS.filter((field) => placed.places[field] !== -1);
    const currency = (await adoptCurrency(deps, target, feed, opened.layout)) ?? feed.currency;
    const currencyAt = findCurrencyColumn(opened.layout.headers);
    const readRow = createRowReader(mapping, placed.places, { currency, currencyAt });
    const run: JudgedRun = {
      ...target,
      supplierId: feed.supplierId,
      fields,
      vanished: feed.vanished,
      keyColumn: mapping.columns.sku ?? mapping.columns.supplierSku ?? FIELD_WORDS.sku,
      now: clock.now(),
    };
    const counts = await inShopStream(db, target.shopId, async (client) => {
      await client.query("select set_config('statement_timeout', $1, true)", [STATEMENT_TIMEOUT]);
      await client.query(CREATE_STAGE);
      const lines = writeLines(opened, {
        readRow,
        mapping,
        signal,
        note: (at) => noteProgress(db, target, at),
      });
      await pipeline(
        Readable.from(lines),
        client.query(copyFrom(`copy feed_stage (${STAGE_COLUMNS}) from stdin`)),
      );
      await client.query("analyze feed_stage");
      return judge(client, run);
    });
    await settle(db, target, { feed, counts });
    return null;
  } finally {
    await opened.close();
  }
}

async function judge(client: pg.PoolClient, run: JudgedRun): Promise<FeedCounts> {
  const { shopId, runId } = run;
  await client.query("delete from feed_rows where shop_id = $1 and run_id = $2", [
    shopId.toString(),
    runId.toString(),
  ]);
  for (const { text, values } of [keepRefusedSql(run), judgeSql(run)])
    await client.query(text, [...values]);
  const { text, values } = countSql(run);
  const { rows } = await client.query<FeedCounts>(text, [...values]);
  const [counts] = rows;
  return counts ?? { new: 0, changed: 0, same: 0, refused: 0, vanished: 0 };
}

/** Ready to be looked at; a fetched file that looks right is applied by itself where the merchant wants that. */
async function settle(
  db: Db,
  { shopId, runId }: Target,
  { feed, counts }: { readonly feed: Feed; readonly counts: FeedCounts },
): Promise<void> {
  const isByItself = feed.isAutomatic && feed.source !== "upload";
  const isHeld = isByItself && looksWrong(counts);
  await inShop(db, shopId, async (tx) => {
    const changed = await tx.feedRun.updateMany({
      where: { shopId, id: runId, state: "reading" },
      data: {
        state: isByItself && !isHeld ? "applying" : "ready",
        counts,
        bytesRead: feed.bytes,
        ...(isHeld ? { problem: { code: "looks_wrong" } } : {}),
      },
    });
    if (changed.count === 1 && isByItself && !isHeld)
      await enqueueJob(tx, {
        name: "dropship.apply-feed",
        payload: { shopId: shopId.toString(), runId: runId.toString() },
        queue: `feed:${shopId}:${feed.supplierId}`,
        key: `apply-feed:${shopId}:${runId}`,
      });
  });
}

class TooManyRows extends Error {
  override name = "TooManyRows";
}

type Writing = {
  readonly readRow: RowReader;
  readonly mapping: FeedMapping;
  readonly signal: AbortSignal;
  readonly note: (at: { bytesRead: number; rowsRead: number }) => Promise<void>;
};

async function* writeLines({ batches }: OpenedFeed, writing: Writing) {
  const { readRow, mapping, signal, note } = writing;
  let rowsRead = 0;
  let noted = 0;
  let lastByte = 0;
  for await (const { records, bytesRead } of batches()) {
    signal.throwIfAborted();
    lastByte = bytesRead;
    let lines = "";
    for (const { line, cells } of records) {
      const read = readRow(cells);
      lines += read.ok
        ? copyValues(line, read.value)
        : copyRefusal(line, {
            column: nameColumn(mapping, read.refusal.field),
            reason: read.refusal.reason,
            raw: cells.join(" | ").slice(0, LONGEST_RAW),
          });
    }
    rowsRead += records.length;
    if (rowsRead > MOST_ROWS) throw new TooManyRows();
    if (rowsRead - noted >= ROWS_A_NOTE) {
      noted = rowsRead;
      await note({ bytesRead, rowsRead });
    }
    if (lines !== "") yield Buffer.from(lines);
  }
  await note({ bytesRead: lastByte, rowsRead });
}

const nameColumn = ({ columns }: FeedMapping, field: FeedField): string =>
  columns[field] ?? columns.supplierSku ?? FIELD_WORDS[field];
