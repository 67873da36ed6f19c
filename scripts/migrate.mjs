/**
 * Brings a database to the current schema: the job queue's own migrations, then the files of prisma/migrations. Safe to run twice and
 * beside running processes. Each file is one transaction, recorded in Prisma's own table, so `prisma migrate status` agrees.
 * Not `prisma migrate deploy`: its driver-adapter path cuts scripts at every semicolon, also inside function bodies.
 */
import { createHash, randomUUID } from "node:crypto";
import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { runMigrations } from "graphile-worker";
import pg from "pg";

const LEDGER = `CREATE TABLE IF NOT EXISTS "_prisma_migrations" (
  id varchar(36) PRIMARY KEY, checksum varchar(64) NOT NULL, finished_at timestamptz,
  migration_name varchar(255) NOT NULL, logs text, rolled_back_at timestamptz,
  started_at timestamptz NOT NULL DEFAULT now(), applied_steps_count integer NOT NULL DEFAULT 0)`;
// One number for all processes of this product, so that two starting at once do not migrate twice.
const LOCK = 7_319_650_412;

// Every time: a dump restored on another server has lost its roles, and the queue's own migrations may have added tables.
const ROLES = `select app.ensure_role('aftercare_app'), app.ensure_role('aftercare_sweep');
  select app.ensure_member('aftercare_app', 'aftercare_sweep');
  select app.ensure_member(current_user, 'aftercare_app'), app.ensure_member(current_user, 'aftercare_sweep');
  select app.guard_queue()`;

/** Applies what is missing and returns the names applied. Throws when an applied file has changed since. */
export async function migrate(databaseUrl, { root = process.cwd() } = {}) {
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  const applied = [];
  try {
    await client.query("select pg_advisory_lock($1)", [LOCK]);
    // The queue's tables come first: our functions speak of them.
    await runMigrations({ connectionString: databaseUrl });
    await client.query(LEDGER);
    const { rows } = await client.query(
      `select migration_name, checksum from "_prisma_migrations" where finished_at is not null`,
    );
    const known = new Map(rows.map((row) => [row.migration_name, row.checksum]));
    for (const name of listMigrations(root)) {
      const sql = readFileSync(join(root, "prisma", "migrations", name, "migration.sql"), "utf8");
      const checksum = createHash("sha256").update(sql).digest("hex");
      if (known.get(name) === checksum) continue;
      if (known.has(name))
        throw new Error(
          `Migration ${name} has changed after it was applied. Add a new one instead.`,
        );
      await applyOne(client, name, sql, checksum);
      applied.push(name);
    }
    await client.query(ROLES);
  } finally {
    await client.end();
  }
  return applied;
}

const listMigrations = (root) =>
  readdirSync(join(root, "prisma", "migrations"), { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map((entry) => entry.name)
    .sort();

async function applyOne(client, name, sql, checksum) {
  await client.query("begin");
  try {
    await client.query(sql);
    await client.query(
      `insert into "_prisma_migrations" (id, checksum, finished_at, migration_name, applied_steps_count)
       values ($1, $2, now(), $3, 1)`,
      [randomUUID(), checksum, name],
    );
    await client.query("commit");
  } catch (error) {
    await client.query("rollback");
    // What to do about it, where PostgreSQL or the migration knows.
    const hint = error.hint ? ` ${error.hint}` : "";
    throw new Error(`Migration ${name} failed: ${error.message}${hint}`, { cause: error });
  }
}

// Run as it stands, or as the bundle build/migrate.js.
if (/\bmigrate\.m?js$/.test(process.argv[1] ?? "")) {
  const url = process.env.DATABASE_URL;
  if (!url) {
    console.error("Set DATABASE_URL to the database to migrate.");
    process.exit(1);
  }
  const applied = await migrate(url);
  console.log(applied.length ? `Applied ${applied.join(", ")}.` : "The database is up to date.");
}
