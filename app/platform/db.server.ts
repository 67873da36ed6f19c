/**
 * The database of one process: a pool for streams and batches (ingest, bulk import) and Prisma on a pool of its own for the rest.
 * A use case is one transaction that takes its role and names its shop first; row-level security reads both. Nothing is
 * asked outside such a transaction. Why: docs/decisions/0009-row-level-security.md
 */
import { PrismaPg } from "@prisma/adapter-pg";
import { PrismaClient, type Prisma } from "@prisma/client";
import pg from "pg";

export type Db = { readonly prisma: PrismaClient; readonly pool: pg.Pool };

/** A transaction that has named its shop. Every query inside still names the shop: the setting is the second wall. */
export type ShopTx = Prisma.TransactionClient;

/** A statement as data: pure functions build it, either driver runs it. Values are `$1`, `$2` … */
export type Sql = { readonly text: string; readonly values: readonly unknown[] };

// A statement that runs longer than this holds locks others wait for; pages give up long before.
const STATEMENT_TIMEOUT_MS = 30_000;
const TRANSACTION_TIMEOUT_MS = 30_000;
// How long a use case waits for a free connection before it fails as an outage.
const POOL_WAIT_MS = 10_000;

/** Sees and writes rows of the shop its transaction has named, and nothing else. */
const SHOP_ROLE = "aftercare_app";
/** Knows shops by name and works the queue; reads nobody's orders. */
const SWEEP_ROLE = "aftercare_sweep";

export type DbOptions = { readonly url: string; readonly poolMax: number };

export function createDb({ url, poolMax }: DbOptions): Db {
  const shared = {
    connectionString: url,
    statement_timeout: STATEMENT_TIMEOUT_MS,
    connectionTimeoutMillis: POOL_WAIT_MS,
    idleTimeoutMillis: 30_000,
  };
  const pool = new pg.Pool({ ...shared, max: Math.max(2, Math.ceil(poolMax / 2)) });
  // Without a listener an idle connection that PostgreSQL closes would end the process.
  pool.on("error", () => undefined);
  const adapter = new PrismaPg(
    { ...shared, max: Math.max(2, Math.floor(poolMax / 2)) },
    { onPoolError: () => undefined, onConnectionError: () => undefined },
  );
  return { prisma: new PrismaClient({ adapter }), pool };
}

// Shopify hangs up after five seconds: an acknowledgement that cannot be given by then is better refused.
const INGEST_CONNECT_MS = 2_000;
const INGEST_STATEMENT_MS = 4_000;

/** The pool in front of which webhooks wait: few connections, quick to give up. */
export function createIngestPool(url: string): pg.Pool {
  const pool = new pg.Pool({
    connectionString: sweepUrl(url),
    max: 3,
    connectionTimeoutMillis: INGEST_CONNECT_MS,
    statement_timeout: INGEST_STATEMENT_MS,
    query_timeout: INGEST_STATEMENT_MS,
  });
  pool.on("error", () => undefined);
  return pool;
}

export async function closeDb({ prisma, pool }: Db): Promise<void> {
  await Promise.all([prisma.$disconnect(), pool.end()]);
}

/**
 * The address for connections that work before a shop is known or over all shops (ingest, the queue, liveness): they
 * begin in the sweep's role. It travels as a start-up option, so the address must not lead through a pooler of transactions.
 */
export function sweepUrl(url: string): string {
  const address = new URL(url);
  const given = address.searchParams.get("options");
  address.searchParams.set("options", `${given ? `${given} ` : ""}-c role=${SWEEP_ROLE}`);
  // Other readers of addresses do not take a plus sign for a space. A password may have one of its own.
  address.search = address.search.replaceAll("+", "%20");
  return address.href;
}

/** Runs one use case of one shop in one transaction. The shop comes from a verified token or a job written under one. */
export function inShop<Value>(
  db: Pick<Db, "prisma">,
  shopId: bigint,
  work: (tx: ShopTx) => Promise<Value>,
): Promise<Value> {
  return db.prisma.$transaction(
    async (tx) => {
      // One round trip. `set_config` because `set local … = $1` is no SQL.
      await tx.$queryRaw`
        select set_config('role', ${SHOP_ROLE}, true), set_config('app.shop_id', ${shopId.toString()}, true)`;
      return work(tx);
    },
    { timeout: TRANSACTION_TIMEOUT_MS, maxWait: POOL_WAIT_MS },
  );
}

/** Runs what has no shop yet or goes over all of them, in one transaction, with the few rights that takes. */
export function inSweep<Value>(
  db: Pick<Db, "prisma">,
  work: (tx: Prisma.TransactionClient) => Promise<Value>,
): Promise<Value> {
  return db.prisma.$transaction(
    async (tx) => {
      await tx.$queryRaw`select set_config('role', ${SWEEP_ROLE}, true)`;
      return work(tx);
    },
    { timeout: TRANSACTION_TIMEOUT_MS, maxWait: POOL_WAIT_MS },
  );
}

/** Runs a statement built as data inside a transaction and returns its rows. */
export function runSql<Row>(tx: ShopTx, { text, values }: Sql): Promise<Row[]> {
  return tx.$queryRawUnsafe<Row[]>(text, ...values);
}

/** The same as `inShop` on a bare connection, for COPY and other streams. */
export async function inShopStream<Value>(
  db: Pick<Db, "pool">,
  shopId: bigint,
  work: (client: pg.PoolClient) => Promise<Value>,
): Promise<Value> {
  const client = await db.pool.connect();
  try {
    await client.query("begin");
    await actForShop(client, shopId);
    const value = await work(client);
    await client.query("commit");
    client.release();
    return value;
  } catch (error) {
    // The connection may be the very thing that failed; then rolling back fails too and the pool drops it.
    await client.query("rollback").then(
      () => client.release(),
      () => client.release(true),
    );
    throw error;
  }
}

/** Takes the shop's role inside a transaction that the caller has begun. */
export async function actForShop(client: pg.ClientBase, shopId: bigint): Promise<void> {
  await client.query("select set_config('role', $1, true), set_config('app.shop_id', $2, true)", [
    SHOP_ROLE,
    shopId.toString(),
  ]);
}
