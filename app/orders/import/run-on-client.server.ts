/** A bare connection as the mirror's store wants it: statements as data in, rows with real bigints out. */
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import pg from "pg";
import { from as copyFrom } from "pg-copy-streams";
import type { RunSql } from "#app/orders/mirror-store.server.ts";

const INT8 = 20;
const types = {
  getTypeParser: (oid: number, format?: "text" | "binary") =>
    oid === INT8 ? BigInt : pg.types.getTypeParser(oid, format ?? "text"),
} as pg.CustomTypesConfig;

export const runOnClient =
  (client: pg.PoolClient): RunSql =>
  async <Row>({ text, values }: { readonly text: string; readonly values: readonly unknown[] }) => {
    const { rows } = await client.query({ text, values: [...values], types });
    return rows as Row[];
  };

/** Copies lines (see copy-text.ts) into a table without row-level security: a temporary one. */
export async function copyLines(
  client: pg.PoolClient,
  target: string,
  lines: readonly string[],
): Promise<void> {
  await pipeline(
    Readable.from([Buffer.from(lines.join(""))]),
    client.query(copyFrom(`copy ${target} from stdin`)),
  );
}

export type CopyTarget = { readonly table: string; readonly columns: string };

/**
 * Copies lines into a table of a shop, once a transaction. Nothing is sent for no lines. PostgreSQL refuses COPY into a
 * table with row-level security, so they go through a temporary one, which is neither logged nor indexed. Its commit
 * empties it: a second call in one transaction would insert the first lines again, and fails at their keys.
 */
export async function copyInto(
  client: pg.PoolClient,
  { table, columns }: CopyTarget,
  lines: readonly string[],
): Promise<void> {
  if (lines.length === 0) return;
  const waiting = `copied_${table}`;
  await client.query(
    `create temporary table if not exists ${waiting} on commit delete rows
     as select ${columns} from ${table} with no data`,
  );
  await copyLines(client, `${waiting} (${columns})`, lines);
  await client.query(`insert into ${table} (${columns}) select ${columns} from ${waiting}`);
}
