/**
 * One PostgreSQL for the whole test run and one migrated template in it. `DATABASE_URL` names a server of your own
 * (its database is not touched: tests make theirs beside it); otherwise the one from npm is started.
 */
import { createHash } from "node:crypto";
import { existsSync, readFileSync, readdirSync, rmSync } from "node:fs";
import pg from "pg";
import type { TestProject } from "vitest/node";
import { migrate } from "#scripts/migrate.mjs";
import { findFreePort, startPostgres } from "#scripts/postgres.mjs";
import { bundleSandbox } from "./bundle-sandbox.ts";

const USUAL_DATA_DIR = ".aftercare/test-postgres";

declare module "vitest" {
  // eslint-disable-next-line @typescript-eslint/consistent-type-definitions -- only interfaces can be augmented
  export interface ProvidedContext {
    databaseUrl: string;
    templateName: string;
    /** see bundle-sandbox.ts */
    sandboxPath: string;
  }
}

export default async function setup(project: TestProject) {
  const dataDir = chooseDataDir();
  const server = process.env["DATABASE_URL"]
    ? { url: process.env["DATABASE_URL"], stop: async () => {} }
    : await startPostgres({
        dataDir,
        port: await findFreePort(),
        settings: ["fsync=off"],
      });
  const templateName = `aftercare_template_${migrationsHash()}`;
  await makeTemplate(server.url, templateName);
  project.provide("databaseUrl", server.url);
  project.provide("templateName", templateName);
  const sandboxPath = await bundleSandbox();
  project.provide("sandboxPath", sandboxPath);
  return async () => {
    rmSync(sandboxPath, { force: true });
    await server.stop();
    if (dataDir !== USUAL_DATA_DIR) rmSync(dataDir, { recursive: true, force: true });
  };
}

/** Two runs beside each other each need a server of their own; the usual one keeps its folder for a faster start. */
function chooseDataDir(): string {
  const isTaken = existsSync(`${USUAL_DATA_DIR}/postmaster.pid`);
  return isTaken ? `${USUAL_DATA_DIR}-${process.pid}` : USUAL_DATA_DIR;
}

function migrationsHash(): string {
  const hash = createHash("sha256");
  for (const name of readdirSync("prisma/migrations").sort())
    if (!name.endsWith(".toml"))
      hash.update(readFileSync(`prisma/migrations/${name}/migration.sql`));
  return hash.digest("hex").slice(0, 12);
}

async function makeTemplate(url: string, templateName: string) {
  const admin = new pg.Client({ connectionString: url });
  await admin.connect();
  try {
    // Two runs beside each other on one server must not make it twice.
    await admin.query("select pg_advisory_lock(7319650413)");
    const { rowCount } = await admin.query("select 1 from pg_database where datname = $1", [
      templateName,
    ]);
    if (rowCount) return;
    const building = `${templateName}_building`;
    await admin.query(`drop database if exists ${building}`);
    await admin.query(`create database ${building}`);
    const target = new URL(url);
    target.pathname = `/${building}`;
    await migrate(target.href);
    await admin.query(`alter database ${building} rename to ${templateName}`);
  } finally {
    await admin.end();
  }
}
