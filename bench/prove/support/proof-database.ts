/** A migrated database for one proof, on whatever server the proof was given. */
import { randomBytes } from "node:crypto";
import pg from "pg";
import { migrate } from "#scripts/migrate.mjs";

export type ProofDatabase = {
  readonly url: string;
  readonly pool: pg.Pool;
  /** Closes the pool and drops the database; never throws, a server that is gone took it along. */
  readonly drop: () => Promise<void>;
};

export async function createProofDatabase(serverUrl: string): Promise<ProofDatabase> {
  const name = `aftercare_prove_${randomBytes(6).toString("hex")}`;
  await runOn(serverUrl, `create database ${name}`);
  const url = new URL(serverUrl);
  url.pathname = `/${name}`;
  await migrate(url.href);
  const pool = new pg.Pool({ connectionString: url.href, max: 4 });
  pool.on("error", () => undefined);
  return {
    url: url.href,
    pool,
    drop: async () => {
      await pool.end();
      await runOn(serverUrl, `drop database if exists ${name} with (force)`).catch(() => undefined);
    },
  };
}

async function runOn(serverUrl: string, statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: serverUrl });
  client.on("error", () => undefined);
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
}

/** A shop that is installed; returns our id of it. */
export async function insertShop(pool: pg.Pool, domain: string): Promise<bigint> {
  const { rows } = await pool.query<{ id: string }>(
    "insert into shops (domain, installed_at) values ($1, now()) returning id",
    [domain],
  );
  return BigInt(rows[0]?.id ?? "0");
}
