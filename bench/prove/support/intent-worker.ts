/** A worker that carries intents out, and nothing else. Arguments: database URL, address of the effect server. */
import { JOBS } from "#app/jobs/catalogue.ts";
import type { JobContext, JobHandlers } from "#app/jobs/handlers.ts";
import type { JobPayload } from "#app/jobs/catalogue.ts";
import { runWorker } from "#app/jobs/run-worker.server.ts";
import { systemClock } from "#app/platform/clock.ts";
import { createDb } from "#app/platform/db.server.ts";
import { createLogger } from "#app/platform/logger.server.ts";
import { handleCarryOut } from "#app/rails/handle-carry-out.server.ts";
import { createIntentParts } from "./intent-parts.ts";

const [databaseUrl = "", effectsUrl = ""] = process.argv.slice(2);
const logger = createLogger("worker", "silent");
const db = createDb({ url: databaseUrl, poolMax: 6 });
const deps = {
  ...createIntentParts(effectsUrl, systemClock),
  db,
  logger,
  fetchIsDisputed: async () => false,
};

const nothing = async () => undefined;
// Every job of the catalogue has a handler; only one of them does anything here.
const handlers = {
  ...Object.fromEntries(Object.keys(JOBS).map((name) => [name, nothing])),
  "rails.carry-out": (payload: JobPayload<"rails.carry-out">, context: JobContext) =>
    handleCarryOut(deps, payload, context),
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
