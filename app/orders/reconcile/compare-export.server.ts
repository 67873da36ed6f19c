/** Streams an export of marks into a temporary table and finds what the mirror lacks, has older, or has too much. */
import type pg from "pg";
import { copyLine } from "#app/orders/import/copy-text.ts";
import { downloadResult } from "#app/orders/import/download-result.server.ts";
import { parseNode } from "#app/orders/import/parse-node.ts";
import { copyLines } from "#app/orders/import/run-on-client.server.ts";
import { splitLines } from "#app/orders/import/split-lines.ts";
import { inShop, inShopStream, type Db } from "#app/platform/db.server.ts";
import { Outage } from "#app/platform/outage.ts";
import type { DifferenceKind } from "./assess-difference.ts";
import { exportDifferencesSql } from "./export-differences-sql.ts";
import type { Differences } from "./find-differences.server.ts";
import { findVisibleFrom } from "./rounds-store.server.ts";

type Asked = {
  readonly shopId: bigint;
  /** null: the export has no rows */
  readonly url: string | null;
  /** when the export began */
  readonly asOf: Date;
  readonly signal: AbortSignal;
};

export type Comparison = {
  readonly differences: Differences;
  readonly ordersSeen: number;
  readonly returnsSeen: number;
};

export async function compareExport(
  { db }: { readonly db: Db },
  { shopId, url, asOf, signal }: Asked,
): Promise<Comparison> {
  const visibleFrom = await inShop(db, shopId, (tx) => findVisibleFrom(tx, shopId, asOf));
  return inShopStream(db, shopId, async (client) => {
    // A million marks are 150 MB on their way; the usual limit is for pages.
    await client.query("set local statement_timeout = '10min'");
    await client.query(
      `create temporary table reconcile_marks
         (gid text not null, parent_gid text, updated_at timestamptz, status text, quantity int) on commit drop`,
    );
    const counts = url ? await copyMarks(client, url, signal) : { orders: 0, returns: 0 };
    await client.query("create index on reconcile_marks (gid)");
    await client.query("analyze reconcile_marks");
    const { text, values } = exportDifferencesSql({ shopId, asOf, visibleFrom });
    const { rows } = await client.query<{ gid: string; kind: DifferenceKind }>(text, [...values]);
    return {
      differences: new Map(rows.map(({ gid, kind }) => [gid, kind])),
      ordersSeen: counts.orders,
      returnsSeen: counts.returns,
    };
  });
}

async function copyMarks(client: pg.PoolClient, url: string, signal: AbortSignal) {
  const counts = { orders: 0, returns: 0 };
  const decoder = new TextDecoder();
  for await (const lines of splitLines(downloadResult(url, 0, signal))) {
    const rows = lines.map(({ bytes }) => toRow(decoder.decode(bytes)));
    for (const [, parentGid] of rows) counts[parentGid === null ? "orders" : "returns"] += 1;
    await copyLines(client, "reconcile_marks", rows.map(copyLine));
  }
  return counts;
}

type MarkNode = {
  readonly updatedAt?: string;
  readonly returnStatus?: string;
  readonly status?: string;
  readonly totalQuantity?: number;
};

function toRow(line: string): [string, string | null, string | null, string | null, string | null] {
  const node = parseNode(line);
  // An order left out would look deleted: rather no comparison than that.
  if (!node) throw new Outage("The nightly export has an unreadable line.", { retry: "later" });
  const { id, __parentId = null } = node;
  const { updatedAt = null, returnStatus, status, totalQuantity } = node as MarkNode;
  const quantity = totalQuantity === undefined ? null : String(totalQuantity);
  return [id, __parentId, updatedAt, (status ?? returnStatus)?.toLowerCase() ?? null, quantity];
}
