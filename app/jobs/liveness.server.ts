/**
 * Who is alive. Each worker process renews a row every 3 s by the database's clock, on a connection that holds a lock on
 * its name. A process unseen for 4 s whose lock is gone is dead, and so is one unseen for 10 s; whatever it held is handed
 * on. The queue's own time-out for that is four hours.
 * Why: docs/decisions/0005-jobs-and-liveness.md
 */
import pg from "pg";
import { sweepUrl } from "#app/platform/db.server.ts";
import type { Logger } from "#app/platform/logger.server.ts";

const RENEW_EVERY_MS = 3_000;
// Three renewals missed. Shorter would take jobs from a process that only paused for garbage collection.
const DEAD_AFTER_SECONDS = 10;
// A process that cannot renew must stop acting before others take its jobs over.
const GIVE_UP_AFTER_MS = 6_000;

export type LivenessOptions = {
  readonly databaseUrl: string;
  /** The queue's own name of this process's pool. */
  readonly poolId: string;
  readonly logger: Logger;
  /** Called once when this process has lost its lease and must stop at once. */
  readonly onLost: () => void;
};

export type Liveness = { readonly stop: () => Promise<void> };

/** Starts renewing and sweeping. Resolves after the first renewal: locks younger than ten seconds are never freed. */
export async function startLiveness(options: LivenessOptions): Promise<Liveness> {
  const { poolId, logger } = options;
  // A connection of its own: a busy pool must not look like death.
  const pool = new pg.Pool({
    connectionString: sweepUrl(options.databaseUrl),
    max: 1,
    connectionTimeoutMillis: 2_000,
    query_timeout: 2_500,
  });
  pool.on("error", () => undefined);
  let isNameLocked = false;
  pool.on("connect", () => (isNameLocked = false));
  let renewedAt = performance.now();
  let isLost = false;

  async function beat(): Promise<void> {
    await renew(pool, poolId);
    renewedAt = performance.now();
    if (!isNameLocked) isNameLocked = await lockName(pool, poolId);
    const swept = await sweep(pool);
    if (swept.freed.length > 0)
      logger.warn({ pools: swept.freed }, "jobs of dead workers handed on");
    if (swept.parked > 0) logger.error({ parked: swept.parked }, "jobs parked");
  }

  function lose(): void {
    if (isLost) return;
    isLost = true;
    logger.error({ poolId }, "this worker could not renew its lease and stops");
    options.onLost();
  }

  await beat();
  const timer = setInterval(() => {
    beat().catch((error: unknown) => logger.warn({ err: error }, "lease not renewed"));
  }, RENEW_EVERY_MS);
  const watchdog = setInterval(() => {
    if (performance.now() - renewedAt > GIVE_UP_AFTER_MS) lose();
  }, 500);
  return {
    stop: async () => {
      clearInterval(timer);
      clearInterval(watchdog);
      await pool.query("select app.hand_back_jobs($1)", [poolId]).catch((error: unknown) => {
        // The sweeper of another process does it ten seconds later.
        logger.warn({ err: error }, "jobs not handed back");
      });
      await pool.end();
    },
  };
}

const renew = (pool: pg.Pool, poolId: string) =>
  pool.query(
    `insert into workers (pool_id, seen_at) values ($1, now())
     on conflict (pool_id) do update set seen_at = now()`,
    [poolId],
  );

/** The connection holds it until it ends: the server lets go the moment this process is killed. */
async function lockName(pool: pg.Pool, poolId: string): Promise<boolean> {
  const { rows } = await pool.query<{ locked: boolean }>(
    "select pg_try_advisory_lock(hashtextextended('worker:' || $1, 0)) as locked",
    [poolId],
  );
  return rows[0]?.locked === true;
}

/** Hands on the jobs of dead processes and parks jobs that will never run again. */
export async function sweep(pool: pg.Pool): Promise<{ freed: string[]; parked: number }> {
  const { rows } = await pool.query<{ freed: string[]; parked: number }>(
    `select app.free_dead_workers(make_interval(secs => $1)) as freed, app.park_dead_jobs() as parked`,
    [DEAD_AFTER_SECONDS],
  );
  return rows[0] ?? { freed: [], parked: 0 };
}
