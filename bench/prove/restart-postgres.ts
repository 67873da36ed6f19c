/**
 * Claim: the database may die at any instant. PostgreSQL is stopped at once and started again under load: no webhook was
 * answered 200 without its row, and everything works again without a hand.
 */
import { rm } from "node:fs/promises";
import { join } from "node:path";
import { findFreePort, startPostgres, type RunningPostgres } from "#scripts/postgres.mjs";
import { startChild, supervise, until, wait, type Supervised } from "./support/child.ts";
import { createProofDatabase, insertShop, type ProofDatabase } from "./support/proof-database.ts";
import {
  machineLoad,
  percentile,
  seconds,
  type ProofContext,
  type ProofResult,
  type Scale,
} from "./support/proof.ts";
import { createRandom, type Random } from "./support/random.ts";
import { createAgent, honestRequest, sendWebhook } from "./support/webhook.ts";

const SIZES = {
  sample: { restarts: 1, sendEveryMs: 200, hasLongOutages: false },
  // Eight senders × 16 a second: a very busy shop.
  full: { restarts: 20, sendEveryMs: 60, hasLongOutages: true },
};
const SHOP = "proof.myshopify.com";
const SECRET = "the-secret-of-this-proof";
const SENDERS = 8;
const RECOVER_WITHIN_MS = 60_000;
// The longest back-off of a job that met the outage three times is 20 s.
const STALLED_AFTER_MS = 30_000;

/** Crashes a PostgreSQL of its own and audits every acknowledgement. */
export async function proveRestartPostgres(
  scale: Scale,
  context: ProofContext,
): Promise<ProofResult> {
  const size = SIZES[scale];
  const random = createRandom(context.seed);
  const dataDir = join(".aftercare", "prove", `crashing-postgres-${process.pid}`);
  // Kept on disk as in production: `fsync` on, though killing a process alone cannot show what a power cut would do.
  const start = async (port: number) => startPostgres({ dataDir, port });
  let server = await start(await findFreePort());
  const database = await createProofDatabase(server.url);
  const port = await findFreePort();
  const listener = supervise(() =>
    startChild("./webhook-listener.ts", [database.url, String(port), SECRET]),
  );
  const worker = supervise(() => startChild("./settling-worker.ts", [database.url]));
  try {
    await insertShop(database.pool, SHOP);
    await Promise.all([listener.current().ready, worker.current().ready]);
    const load = startLoad(port, size.sendEveryMs);
    const outages: Outage[] = [];
    while (outages.length < size.restarts) {
      await wait(random.integer(500, 2_500));
      const restart = async () => (server = await start(server.port));
      outages.push(
        await crash({ server, restart, load, database, downMs: chooseDownMs(random, size) }),
      );
      context.say(
        `restart ${outages.length}: 200 again after ${seconds(outages.at(-1)?.ackMs ?? 0)}`,
      );
    }
    await load.stop();
    return await audit({ database, load, outages, listener, worker, seed: context.seed });
  } finally {
    await Promise.all([listener.stop(), worker.stop()]);
    await database.drop();
    await server.stop();
    await rm(dataDir, { recursive: true, force: true });
  }
}

type Load = {
  readonly acknowledged: ReadonlySet<string>;
  /** performance.now() of the last 200 */
  readonly lastAckAt: () => number;
  readonly refused: () => number;
  readonly slowestMs: () => number;
  readonly stop: () => Promise<void>;
};

function startLoad(port: number, sendEveryMs: number): Load {
  const agent = createAgent(SENDERS);
  const acknowledged = new Set<string>();
  let lastAckAt = 0;
  let refused = 0;
  let slowestMs = 0;
  let isStopping = false;
  async function sendOn(lane: number): Promise<void> {
    for (let number = 0; !isStopping; number += 1) {
      const webhookId = `${lane}-${number}`;
      const body = Buffer.from(JSON.stringify({ id: number, lane }));
      const startedAt = performance.now();
      const request = honestRequest({
        secret: SECRET,
        shopDomain: SHOP,
        topic: "orders/updated",
        body,
        webhookId,
      });
      const status = await sendWebhook(agent, port, request);
      slowestMs = Math.max(slowestMs, performance.now() - startedAt);
      if (status === 200) {
        acknowledged.add(webhookId);
        lastAckAt = performance.now();
      } else refused += 1;
      await wait(sendEveryMs);
    }
  }
  const lanes = Array.from({ length: SENDERS }, (_none, lane) => sendOn(lane));
  return {
    acknowledged,
    lastAckAt: () => lastAckAt,
    refused: () => refused,
    slowestMs: () => slowestMs,
    stop: async () => {
      isStopping = true;
      await Promise.all(lanes);
      agent.destroy();
    },
  };
}

/** From PostgreSQL's first answer after the crash; null = not within the time. */
type Outage = { readonly ackMs: number | null; readonly settleMs: number | null };

type Crash = {
  readonly server: RunningPostgres;
  readonly restart: () => Promise<RunningPostgres>;
  readonly load: Load;
  readonly database: ProofDatabase;
  readonly downMs: number;
};

/** Now and then long enough for a worker to give up its lease and end itself (6 s). */
const chooseDownMs = (random: Random, { hasLongOutages }: { hasLongOutages: boolean }) =>
  hasLongOutages && random.integer(0, 4) === 0
    ? random.integer(6_000, 9_000)
    : random.integer(0, 1_500);

async function crash({ server, restart, load, database, downMs }: Crash): Promise<Outage> {
  await server.stop("immediate");
  await wait(downMs);
  await restart();
  const backAt = performance.now();
  const settledBefore = await countSettled(database);
  const hasAck = await until(() => load.lastAckAt() > backAt, RECOVER_WITHIN_MS, 20);
  const ackMs = hasAck ? performance.now() - backAt : null;
  const hasSettled = await until(
    async () => (await countSettled(database)) > settledBefore,
    RECOVER_WITHIN_MS,
    100,
  );
  return { ackMs, settleMs: hasSettled ? performance.now() - backAt : null };
}

async function countSettled({ pool }: ProofDatabase): Promise<number> {
  const { rows } = await pool.query<{ settled: number }>(
    "select count(*)::int as settled from deliveries where state = 'applied'",
  );
  return rows[0]?.settled ?? 0;
}

type Audit = {
  readonly database: ProofDatabase;
  readonly load: Load;
  readonly outages: readonly Outage[];
  readonly listener: Supervised;
  readonly worker: Supervised;
  readonly seed: number;
};

/** Waits as long as rows are being settled; a worker that has stopped settling for half a minute has not recovered. */
async function drain({ pool }: ProofDatabase): Promise<boolean> {
  let left = Number.POSITIVE_INFINITY;
  let movedAt = performance.now();
  while (performance.now() - movedAt < STALLED_AFTER_MS) {
    const { rows } = await pool.query<{ left: number }>(
      "select count(*)::int as left from deliveries where state <> 'applied'",
    );
    const now = rows[0]?.left ?? 0;
    if (now === 0) return true;
    if (now < left) movedAt = performance.now();
    left = now;
    await wait(500);
  }
  return false;
}

async function audit({
  database,
  load,
  outages,
  listener,
  worker,
  seed,
}: Audit): Promise<ProofResult> {
  const hasDrained = await drain(database);
  const { rows } = await database.pool.query<{ webhook_id: string }>(
    "select webhook_id from deliveries",
  );
  const stored = new Set(rows.map(({ webhook_id }) => webhook_id));
  const missing = [...load.acknowledged].filter((webhookId) => !stored.has(webhookId)).length;
  const stuck = outages.filter(({ ackMs, settleMs }) => ackMs === null || settleMs === null).length;
  const crashed = listener.restarts();
  const acks = outages.flatMap(({ ackMs }) => ackMs ?? []);
  const settles = outages.flatMap(({ settleMs }) => settleMs ?? []);
  return {
    name: "restart-postgres",
    trials: outages.length,
    failures: missing + stuck + crashed + (hasDrained ? 0 : 1),
    note:
      `${load.acknowledged.size} webhooks answered 200, ${missing} of them without a row; ${load.refused()} refused for Shopify to send again; ` +
      `200 again after ${seconds(percentile(acks, 0.5))} (worst ${seconds(percentile(acks, 1))}), jobs again after ` +
      `${seconds(percentile(settles, 0.5))} (worst ${seconds(percentile(settles, 1))}); slowest answer ${seconds(load.slowestMs())}; ` +
      `${crashed} ends of the listener, ${worker.restarts()} of the worker; ${hasDrained ? "every row settled" : "rows left unsettled"}; ${machineLoad()}; seed ${seed}`,
  };
}
