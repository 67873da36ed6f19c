/**
 * Claim: a dump taken while the product works can be put into an empty server, and everything goes on there. Every row
 * arrives, the history verifies, and intents that the dump knew as planned or begun are carried out once, though the old
 * server carried them out after the dump.
 */
import { execFile } from "node:child_process";
import { existsSync, readdirSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Readable } from "node:stream";
import { promisify } from "node:util";
import pg from "pg";
import { exportPieces } from "#bench/compare/import-file.ts";
import { verifyLedger } from "#app/ledger/verify-ledger.server.ts";
import { importOrders } from "#app/orders/import/import-orders.server.ts";
import { systemClock } from "#app/platform/clock.ts";
import { closeDb, createDb, inShop } from "#app/platform/db.server.ts";
import { recordIntent } from "#app/rails/record-intent.server.ts";
import { findFreePort, startPostgres, type RunningPostgres } from "#scripts/postgres.mjs";
import { startChild, supervise, until } from "./support/child.ts";
import { startEffectServer, type EffectServer } from "./support/effect-server.ts";
import { createIntentParts, EFFECT_KIND } from "./support/intent-parts.ts";
import { createProofDatabase, insertShop, type ProofDatabase } from "./support/proof-database.ts";
import {
  machineLoad,
  seconds,
  type ProofContext,
  type ProofResult,
  type Scale,
} from "./support/proof.ts";
import { createRandom } from "./support/random.ts";

// Begun intents are looked for after a minute: too long for the small form, which dumps before any is begun.
const SIZES = {
  sample: { orders: 300, intents: 20, isAtWork: false },
  full: { orders: 100_000, intents: 400, isAtWork: true },
};
const NAME = "restore-dump";
// Intents that were begun are looked for after a minute, with a growing wait.
const SETTLE_WITHIN_MS = 300_000;
// Tables that the old server goes on writing after the dump.
const MOVING = new Set([
  "intents",
  "workers",
  "admin_cost_buckets",
  "ledger_entries",
  "ledger_chains",
  "ledger_personal",
]);

const run = promisify(execFile);

/** Dumps, restores into a second server, starts there, and compares. */
export async function proveRestoreDump(scale: Scale, context: ProofContext): Promise<ProofResult> {
  const home = findFullPostgres();
  if (!home)
    return {
      name: NAME,
      trials: 0,
      failures: 0,
      note: "not tried: this machine has no PostgreSQL with pg_dump and pg_restore beside its server",
    };
  const { orders, intents, isAtWork } = SIZES[scale];
  const folder = await mkdtemp(join(tmpdir(), "aftercare-restore-"));
  const start = async (name: string) =>
    startPostgres({ home, dataDir: join(".aftercare", "prove", name), port: await findFreePort() });
  const names = [`dumped-${process.pid}`, `restored-${process.pid}`] as const;
  const effects = await startEffectServer(createRandom(context.seed));
  const servers: RunningPostgres[] = [];
  try {
    for (const name of names) servers.push(await start(name));
    const [old, fresh] = servers as [RunningPostgres, RunningPostgres];
    const source = await createProofDatabase(old.url);
    const shopId = await fill(source, { orders, intents, effects });
    context.say(`${orders} orders and ${intents} intents are there`);
    const dump = join(folder, "aftercare.dump");
    const startWorker = ({ url }: ProofDatabase) =>
      supervise(() => startChild("./intent-worker.ts", [url, effects.url]));
    const early = isAtWork ? startWorker(source) : null;
    if (early) await until(() => hasBegun(source, intents), SETTLE_WITHIN_MS, 50);
    const dumped = performance.now();
    await run(join(home, "bin", "pg_dump"), ["--format=custom", `--file=${dump}`, source.url]);
    const dumpMs = performance.now() - dumped;
    const oldWorker = early ?? startWorker(source);
    await until(() => isSettled(source, intents), SETTLE_WITHIN_MS, 250);
    await oldWorker.stop();
    const restoredAt = performance.now();
    const target = await restore(fresh.url, { home, dump });
    const restoreMs = performance.now() - restoredAt;
    context.say(`dumped in ${seconds(dumpMs)}, restored in ${seconds(restoreMs)}`);
    const differing = await compareTables(source, target);
    const waiting = await countOpen(target);
    await target.pool.query("delete from workers");
    const worker = startWorker(target);
    const isDone = await until(() => isSettled(target, intents), SETTLE_WITHIN_MS, 250);
    await worker.stop();
    const faults = await countLedgerFaults(target);
    const twice = [...effects.counts.values()].filter((count) => count > 1).length;
    const surplus = Math.max(0, effects.counts.size - intents);
    const missing = Math.max(0, intents - effects.counts.size);
    await Promise.all([target.drop(), source.drop()]);
    return {
      name: NAME,
      trials: intents,
      failures: differing.length + faults + twice + surplus + missing + (isDone ? 0 : 1),
      note:
        `a dump of ${orders} orders (shop ${shopId}) taken while ${intents} intents were carried out, put into an empty server: ` +
        `${differing.length === 0 ? "every table equal" : `different: ${differing.join(", ")}`}, ${faults} faults in the history; ` +
        `${waiting} intents open in the dump were all settled by the old server and again by the new one: ` +
        `${twice + surplus} happened twice, ${missing} never; dump ${seconds(dumpMs)}, restore ${seconds(restoreMs)}; ` +
        machineLoad(),
    };
  } finally {
    await effects.close();
    for (const server of servers) await server.stop();
    for (const name of names)
      await rm(join(".aftercare", "prove", name), { recursive: true, force: true });
    await rm(folder, { recursive: true, force: true });
  }
}

/** The newest PostgreSQL of this machine that has its tools beside it. */
function findFullPostgres(): string | null {
  const base = "/usr/lib/postgresql";
  const homes = existsSync(base) ? readdirSync(base).map((version) => join(base, version)) : [];
  const isFull = (home: string) =>
    ["initdb", "postgres", "pg_dump", "pg_restore"].every((name) =>
      existsSync(join(home, "bin", name)),
    );
  const byVersion = (one: string, other: string) =>
    Number(other.split("/").at(-1)) - Number(one.split("/").at(-1));
  return homes.filter(isFull).sort(byVersion)[0] ?? null;
}

async function fill(
  source: ProofDatabase,
  { orders, intents, effects }: { orders: number; intents: number; effects: EffectServer },
): Promise<bigint> {
  const shopId = await insertShop(source.pool, "proof.myshopify.com");
  const db = createDb({ url: source.url, poolMax: 4 });
  try {
    await importOrders({ db, clock: systemClock }, shopId, Readable.from(exportPieces(orders)));
    const { rows } = await source.pool.query<{ gid: string }>(
      "select gid from orders where shop_id = $1 order by id limit $2",
      [shopId, intents],
    );
    const parts = createIntentParts(effects.url, systemClock);
    for (const { gid } of rows) {
      const recorded = await inShop(db, shopId, (tx) =>
        recordIntent(parts, tx, shopId, {
          kind: EFFECT_KIND,
          args: {},
          orderGid: gid,
          subject: null,
          dedupeKey: `proof ${gid}`,
          workflow: "returns",
          actor: { kind: "rule", name: "proof", version: 1 },
        }),
      );
      if (!recorded.ok) throw new Error(`An intent was refused: ${recorded.refusal.code}`);
    }
    return shopId;
  } finally {
    await closeDb(db);
  }
}

const count = async ({ pool }: ProofDatabase, states: readonly string[]): Promise<number> => {
  const { rows } = await pool.query<{ n: number }>(
    "select count(*)::int as n from intents where state = any($1::text[])",
    [states],
  );
  return rows[0]?.n ?? 0;
};
const isSettled = async (database: ProofDatabase, all: number) =>
  (await count(database, ["done"])) === all;
/** A quarter is done: the dump finds intents in every state. */
const hasBegun = async (database: ProofDatabase, all: number) =>
  (await count(database, ["done"])) >= all / 4;
const countOpen = (database: ProofDatabase) => count(database, ["planned", "calling", "unknown"]);

/** The commands of the runbook. */
async function restore(
  serverUrl: string,
  { home, dump }: { readonly home: string; readonly dump: string },
): Promise<ProofDatabase> {
  const server = new pg.Client({ connectionString: serverUrl });
  await server.connect();
  await server.query("create database aftercare_restored");
  for (const role of ["aftercare_app", "aftercare_sweep"])
    await server.query(`create role ${role} nologin noinherit`);
  await server.end();
  const url = new URL(serverUrl);
  url.pathname = "/aftercare_restored";
  await run(join(home, "bin", "pg_restore"), [
    `--dbname=${url.href}`,
    "--exit-on-error",
    "--jobs=2",
    dump,
  ]);
  const pool = new pg.Pool({ connectionString: url.href, max: 4 });
  pool.on("error", () => undefined);
  await pool.query(
    `select app.ensure_member('aftercare_app', 'aftercare_sweep'), app.ensure_member(current_user, 'aftercare_app'),
       app.ensure_member(current_user, 'aftercare_sweep')`,
  );
  return { url: url.href, pool, drop: () => pool.end() };
}

/** Tables of the mirror and of settings whose rows are not the same in both. */
async function compareTables(source: ProofDatabase, target: ProofDatabase): Promise<string[]> {
  const { rows } = await source.pool.query<{ name: string }>(
    "select tablename as name from pg_tables where schemaname = 'public' order by 1",
  );
  const differing: string[] = [];
  for (const { name } of rows.filter((table) => !MOVING.has(table.name))) {
    const [one, other] = await Promise.all([digest(source, name), digest(target, name)]);
    if (one !== other) differing.push(name);
  }
  return differing;
}

async function digest({ pool }: ProofDatabase, table: string): Promise<string> {
  const { rows } = await pool.query<{ digest: string }>(
    `select count(*) || ' ' || coalesce(sum(('x' || substr(md5(t::text), 1, 15))::bit(60)::bigint::numeric), 0) as digest
     from ${table} t`,
  );
  return rows[0]?.digest ?? "";
}

async function countLedgerFaults(target: ProofDatabase): Promise<number> {
  const db = createDb({ url: target.url, poolMax: 2 });
  try {
    return (await verifyLedger({ db, ledgerPublicKeys: new Map() })).faults.length;
  } finally {
    await closeDb(db);
  }
}
