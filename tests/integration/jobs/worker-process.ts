/** A worker process for the tests: its jobs write a row when they begin and one when they end. Argument: database URL. */
import pg from "pg";
import { runWorker } from "#app/jobs/run-worker.server.ts";
import { createLogger } from "#app/platform/logger.server.ts";

const databaseUrl = process.argv[2] ?? "";
const pool = new pg.Pool({ connectionString: databaseUrl, max: 4 });
pool.on("error", () => undefined);

async function apply(
  { shopId, webhookId }: { shopId: string; webhookId: string },
  signal: AbortSignal,
) {
  await pool.query("insert into effects (kind, key) values ('begun', $1)", [webhookId]);
  if (webhookId.startsWith("poison")) throw new Error("This job always fails.");
  if (webhookId.startsWith("deadly")) process.kill(process.pid, "SIGKILL");
  const ms = webhookId.startsWith("slow") ? 30_000 : 5;
  await new Promise<void>((resolve, reject) => {
    const timer = setTimeout(resolve, ms);
    signal.addEventListener("abort", () => (clearTimeout(timer), reject(new Error("aborted"))));
  });
  // The effect and its record are one statement: doing it twice is what the key forbids.
  await pool.query(
    "insert into effects (kind, key) values ('done', $1) on conflict (key) where kind = 'done' do nothing",
    [`${shopId}/${webhookId}`],
  );
}

const worker = await runWorker({
  env: { DATABASE_URL: databaseUrl, WORKER_CONCURRENCY: 4 },
  handlers: {
    "deliveries.apply": (payload, { signal }) => apply(payload, signal),
    "shops.install": async () => undefined,
    "shops.answer-compliance": async () => undefined,
    "orders.import": async () => undefined,
    "orders.refetch": async () => undefined,
    "orders.reconcile-due": async () => undefined,
    "orders.reconcile": async () => undefined,
    "orders.reconcile-nightly": async () => undefined,
    "rails.carry-out": async () => undefined,
    "rails.wake": async () => undefined,
    "alerts.tell": async () => undefined,
    "alerts.post": async () => undefined,
    "alerts.watch-due": async () => undefined,
    "alerts.watch": async () => undefined,
    "order.changed": async () => undefined,
    "messages.tell-held": async () => undefined,
    "messages.check-sender": async () => undefined,
    "dropship.route": async () => undefined,
    "dropship.wake-held": async () => undefined,
    "dropship.supply-due": async () => undefined,
    "dropship.read-variants": async () => undefined,
    "dropship.pull-feed": async () => undefined,
    "dropship.read-feed": async () => undefined,
    "dropship.apply-feed": async () => undefined,
    "dropship.send-purchase-order": async () => undefined,
    "dropship.backtest": async () => undefined,
    "dropship.place": async () => undefined,
    "dropship.report-shipment": async () => undefined,
    "dropship.track-due": async () => undefined,
    "dropship.track": async () => undefined,
    "dropship.time-due": async () => undefined,
    "dropship.time": async () => undefined,
    "ledger.sign-heads": async () => undefined,
    "platform.clean-up": async () => undefined,
  },
  logger: createLogger("worker", "silent"),
  schedule: {},
  onLost: () => process.exit(1),
});
process.on("SIGTERM", () => void worker.stop().then(() => process.exit(0)));
process.send?.("ready");
