/** A database of its own for one test file, copied from the migrated template. A failing test's database is kept and named. */
import { randomBytes } from "node:crypto";
import pg from "pg";
import { afterAll, inject, onTestFailed } from "vitest";
import { closeDb, createDb, type Db } from "#app/platform/db.server.ts";

export type TestDatabase = { readonly url: string; readonly name: string; readonly db: Db };

/** Copies the template. Dropped after the file's tests unless one failed (call `keepOnFailure()` inside a test). */
export async function createTestDatabase(): Promise<TestDatabase & { keepOnFailure: () => void }> {
  const serverUrl = inject("databaseUrl");
  const name = `aftercare_test_${randomBytes(6).toString("hex")}`;
  const url = new URL(serverUrl);
  url.pathname = `/${name}`;
  await asAdmin(serverUrl, `create database ${name} template ${inject("templateName")}`);
  const db = createDb({ url: url.href, poolMax: 10 });
  let isKept = false;
  afterAll(async () => {
    await closeDb(db);
    if (isKept) console.info(`Kept for inspection: ${url.href}`);
    else await asAdmin(serverUrl, `drop database if exists ${name} with (force)`);
  });
  return { url: url.href, name, db, keepOnFailure: () => onTestFailed(() => void (isKept = true)) };
}

async function asAdmin(url: string, statement: string) {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
}
