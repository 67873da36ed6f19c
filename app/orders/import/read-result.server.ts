/** The reading step of an import: streams the export's file from the last committed byte and records each batch. */
import type pg from "pg";
import { downloadResult, ResultExpired } from "./download-result.server.ts";
import {
  askExport,
  finishPart,
  restartExport,
  type ImportJobDeps,
  type ImportRow,
} from "./move-import.server.ts";
import { importOrders, type BatchDone } from "./import-orders.server.ts";

/** Reads to the end, then moves the import on. Throws an Outage when the file breaks off: the next try goes on. */
export async function readResult(
  deps: ImportJobDeps,
  row: ImportRow,
  signal: AbortSignal,
): Promise<void> {
  const verdict = await askExport(deps, row);
  if (verdict.kind !== "read") {
    await restartExport(deps, row);
    return;
  }
  try {
    await importOrders(
      deps,
      row.shopId,
      downloadResult(verdict.url, Number(row.byteOffset), signal),
      {
        part: row.part,
        importId: row.id,
        asOf: row.exportStartedAt ?? deps.clock.now(),
        place: {
          byteOffset: Number(row.byteOffset),
          isStaged: row.isStaged,
          assembledOffset: Number(row.assembledOffset),
        },
        onBatch: (client, done) => recordBatch(client, row, done),
        signal,
      },
    );
  } catch (error) {
    if (!(error instanceof ResultExpired)) throw error;
    await restartExport(deps, row);
    return;
  }
  if (verdict.isWhole) await finishPart(deps, row);
  else await restartExport(deps, row);
}

/** In the batch's own transaction: rows, offset and progress are committed together or not at all. */
async function recordBatch(client: pg.PoolClient, row: ImportRow, done: BatchDone): Promise<void> {
  const { shopId, id, part } = row;
  const { rowCount } = await client.query(
    `update bulk_imports set byte_offset = $3, orders_read = orders_read + $4, rows_refused = rows_refused + $5,
       is_staged = $7, assembled_offset = $8, moved_at = clock_timestamp()
     where shop_id = $1 and id = $2 and state = 'reading' and part = $6`,
    [
      shopId.toString(),
      id.toString(),
      done.progress.byteOffset,
      part === "orders" ? done.roots : 0,
      done.refused.length,
      part,
      done.progress.isStaged,
      done.progress.assembledOffset,
    ],
  );
  // Uninstalled, or moved on by another worker: this one must not commit.
  if (rowCount === 0) throw new Error("The import was moved on by somebody else.");
  if (done.refused.length > 0)
    await client.query(
      `insert into bulk_import_refusals (shop_id, import_id, part, gid, reason)
       select $1::bigint, $2::bigint, $3, gid, reason from jsonb_to_recordset($4::jsonb) as r(gid text, reason text)
       on conflict do nothing`,
      [shopId.toString(), id.toString(), part, JSON.stringify(done.refused)],
    );
  for (const orderGid of done.lateOrderGids)
    await client.query("select app.enqueue($1, $2::json, $3, $4, now(), 12, 10)", [
      "orders.refetch",
      JSON.stringify({ shopId: shopId.toString(), orderGid }),
      `order:${shopId}:${orderGid}`,
      `refetch:${shopId}:${orderGid}`,
    ]);
}
