/** A worker process that settles stored webhooks by the product's own code; its topics do nothing. Argument: database URL. */
import { settleDelivery } from "#app/ingest/settle-delivery.server.ts";
import { JOBS } from "#app/jobs/catalogue.ts";
import type { JobHandlers } from "#app/jobs/handlers.ts";
import { runWorker } from "#app/jobs/run-worker.server.ts";
import { createDb } from "#app/platform/db.server.ts";
import { createLogger } from "#app/platform/logger.server.ts";

const [databaseUrl = ""] = process.argv.slice(2);
const logger = createLogger("worker", "silent");
const db = createDb({ url: databaseUrl, poolMax: 6 });
const settleDeps = { db, logger, handlerOf: () => async () => ({ outcome: "applied" as const }) };

const nothing = async () => undefined;
// Every job of the catalogue has a handler; only deliveries are enqueued here.
const handlers = {
  ...Object.fromEntries(Object.keys(JOBS).map((name) => [name, nothing])),
  "deliveries.apply": async ({ shopId, webhookId }: { shopId: string; webhookId: string }) => {
    await settleDelivery(settleDeps, { shopId: BigInt(shopId), webhookId });
  },
} as unknown as JobHandlers;

const worker = await runWorker({
  env: { DATABASE_URL: databaseUrl, WORKER_CONCURRENCY: 4 },
  handlers,
  logger,
  schedule: {},
  onLost: () => process.exit(1),
});
process.on("SIGTERM", () => void worker.stop().then(() => process.exit(0)));
// A worker whose proof has ended must not live on.
process.on("disconnect", () => process.exit(1));
process.send?.("ready");
