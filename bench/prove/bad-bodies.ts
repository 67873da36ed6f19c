/**
 * Claim: a body that is rightly signed and still hostile harms nobody. Each is settled (refused or parked with a reason
 * where it must not be believed), no job fails for it, no process ends and memory does not grow.
 */
import { findFreePort } from "#scripts/postgres.mjs";
import { generateKeyPairSync, randomBytes } from "node:crypto";
import { startChild, stopChild, supervise, until, type Child } from "./support/child.ts";
import { fuzzOrder, HOSTILE_BODIES, type HostileBody } from "./support/hostile-bodies.ts";
import { createProofDatabase, insertShop, type ProofDatabase } from "./support/proof-database.ts";
import type { ProofContext, ProofResult, Scale } from "./support/proof.ts";
import { createRandom } from "./support/random.ts";
import { createAgent, honestRequest, sendWebhook } from "./support/webhook.ts";

const SIZES = { sample: { fuzzed: 60, rounds: 1 }, full: { fuzzed: 5_000, rounds: 10 } };
const SHOP = "proof.myshopify.com";
const SECRET = "the-secret-of-this-proof";
const IN_FLIGHT = 16;
const READY_WITHIN_MS = 60_000;
const SETTLED_WITHIN_MS = 240_000;
// A gzip of 100 MB that somebody unpacked would show, and so would bodies that are kept.
const MAX_GROWTH_BYTES = 100 * 1024 * 1024;

/** Sends hostile bodies to the intake and lets the product's own worker settle them. */
export async function proveBadBodies(scale: Scale, context: ProofContext): Promise<ProofResult> {
  const size = SIZES[scale];
  const random = createRandom(context.seed);
  const database = await createProofDatabase(context.serverUrl);
  const metricsPort = await findFreePort();
  const listener = startChild("./webhook-listener.ts", [database.url, "0", SECRET]);
  // Started again when it ends: a body that kills it shows as a job that has been tried before.
  const worker = supervise(() =>
    startChild("../../../app/worker.ts", [], { env: workerEnv(database.url, metricsPort) }),
  );
  const agent = createAgent(IN_FLIGHT);
  try {
    await insertShop(database.pool, SHOP);
    // webhook-listener.ts says its port first.
    const { port } = (await listener.ready) as { port: number };
    if (!(await until(() => isReady(metricsPort), READY_WITHIN_MS)))
      throw new Error("The worker did not get ready.");
    const sent = new Map<string, HostileBody>();
    const send = async (bodies: readonly HostileBody[]) => {
      for (const hostile of bodies) {
        const webhookId = `${sent.size}`;
        sent.set(webhookId, hostile);
        const { topic, body } = hostile;
        const status = await sendWebhook(
          agent,
          port,
          honestRequest({ secret: SECRET, shopDomain: SHOP, topic, body, webhookId }),
        );
        if (status !== 200) throw new Error(`"${hostile.kind}" was answered ${status}.`);
      }
      await until(() => areSettled(database), SETTLED_WITHIN_MS, 250);
    };
    await send(HOSTILE_BODIES);
    const before = await readRssBytes(metricsPort);
    for (let round = 0; round < size.rounds; round += 1) {
      if (round > 0) await send(HOSTILE_BODIES);
      await send(
        Array.from({ length: Math.ceil(size.fuzzed / size.rounds) }, () =>
          fuzzOrder(random, sent.size),
        ),
      );
      context.say(`${sent.size} bodies settled`);
    }
    const growth = (await readRssBytes(metricsPort)) - before;
    return await audit({
      database,
      sent,
      growth,
      listener,
      workerEnds: worker.restarts(),
      seed: context.seed,
    });
  } finally {
    agent.destroy();
    await Promise.all([stopChild(listener), worker.stop()]);
    await database.drop();
  }
}

/** Shopify is out of reach on purpose: what asks it fails later, in jobs of its own. */
const workerEnv = (databaseUrl: string, metricsPort: number) => ({
  DATABASE_URL: databaseUrl,
  SHOPIFY_API_KEY: "0a1b2c3d4e5f60718293a4b5c6d7e8f9",
  SHOPIFY_API_SECRET: SECRET,
  SHOPIFY_APP_URL: "https://app.invalid",
  SCOPES: "read_orders",
  ENCRYPTION_KEYS: `k1:${randomBytes(32).toString("base64")}`,
  LEDGER_KEY: `l1:${generateKeyPairSync("ed25519").privateKey.export({ format: "der", type: "pkcs8" }).toString("base64")}`,
  METRICS_PORT: String(metricsPort),
  LOG_LEVEL: "silent",
  NODE_ENV: "production",
});

const isReady = (metricsPort: number) =>
  fetch(`http://127.0.0.1:${metricsPort}/readyz`).then(
    ({ ok }) => ok,
    () => false,
  );

async function readRssBytes(metricsPort: number): Promise<number> {
  const text = await (await fetch(`http://127.0.0.1:${metricsPort}/metrics`)).text();
  return Number(/^process_resident_memory_bytes\S* (\S+)/m.exec(text)?.[1]);
}

async function areSettled({ pool }: ProofDatabase): Promise<boolean> {
  const { rows } = await pool.query("select 1 from deliveries where state = 'received' limit 1");
  return rows.length === 0;
}

type Audit = {
  readonly database: ProofDatabase;
  readonly sent: ReadonlyMap<string, HostileBody>;
  readonly growth: number;
  readonly listener: Child;
  /** it also ends itself when the machine is too busy to renew its lease */
  readonly workerEnds: number;
  readonly seed: number;
};

async function audit({
  database,
  sent,
  growth,
  listener,
  workerEnds,
  seed,
}: Audit): Promise<ProofResult> {
  const { rows } = await database.pool.query<{
    webhook_id: string;
    state: string;
    reason: string | null;
  }>("select webhook_id, state, reason from deliveries");
  const wrong = rows.flatMap(({ webhook_id: webhookId, state, reason }) => {
    const hostile = sent.get(webhookId);
    return hostile && isAllowed(hostile, state, reason) ? [] : [`${hostile?.kind}: ${state}`];
  });
  const failing = await database.pool.query<{ last_error: string }>(
    `select last_error from graphile_worker.jobs where task_identifier = 'deliveries.apply' and attempts > 0
     union all select last_error from parked_jobs where task = 'deliveries.apply'`,
  );
  const missing = sent.size - rows.length;
  const crashes = listener.isRunning() ? 0 : 1;
  const hasGrown = growth < MAX_GROWTH_BYTES ? 0 : 1;
  const states = ["applied", "ignored", "parked"].map(
    (state) => `${rows.filter((row) => row.state === state).length} ${state}`,
  );
  return {
    name: "bad-bodies",
    trials: sent.size,
    failures: wrong.length + failing.rows.length + missing + crashes + hasGrown,
    note:
      `${HOSTILE_BODIES.length} hostile kinds and fuzzed orders: ${states.join(", ")}; ` +
      `${wrong.length} believed or left (${[...new Set(wrong)].slice(0, 5).join("; ") || "none"}); ` +
      `${failing.rows.length} failing jobs${failing.rows[0] ? ` (${failing.rows[0].last_error.slice(0, 160)})` : ""}; ` +
      `${crashes} crashes of the listener, ${workerEnds} ends of the worker; its memory ${growth >= 0 ? "+" : ""}${(growth / 1024 / 1024).toFixed(1)} MB; seed ${seed}`,
  };
}

function isAllowed({ mustBe }: HostileBody, state: string, reason: string | null): boolean {
  if (state === "applied") return mustBe === "any";
  if (state === "received" || reason === null) return false;
  return mustBe !== "parked" || state === "parked";
}
