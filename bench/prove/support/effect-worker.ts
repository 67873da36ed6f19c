/**
 * A worker process of the product whose one job acts on the outside world: it looks, acts when nothing is there, and
 * ends. Arguments: database URL, address of the effect server, concurrency.
 */
import { setTimeout as sleep } from "node:timers/promises";
import { JOBS } from "#app/jobs/catalogue.ts";
import type { JobContext, JobHandlers } from "#app/jobs/handlers.ts";
import { runWorker } from "#app/jobs/run-worker.server.ts";
import { createLogger } from "#app/platform/logger.server.ts";

const [databaseUrl = "", effectsUrl = "", concurrency = "4"] = process.argv.slice(2);
// Before looking, between looking and acting, and after acting: a kill falls into each of them.
const MAX_PAUSE_MS = 800;

async function act({ webhookId }: { webhookId: string }, { signal }: JobContext): Promise<void> {
  const address = `${effectsUrl}?key=${encodeURIComponent(webhookId)}&pid=${process.pid}`;
  const looked = await fetch(address, { signal });
  // The effect server answers this shape; see effect-server.ts.
  const { count } = (await looked.json()) as { count: number };
  if (webhookId.startsWith("poison")) throw new Error("This job always fails.");
  if (webhookId.startsWith("deadly")) process.kill(process.pid, "SIGKILL");
  await pause(signal);
  if (count > 0) return;
  await (await fetch(address, { method: "POST", signal })).arrayBuffer();
  await pause(signal);
}

const pause = (signal: AbortSignal) => sleep(Math.random() * MAX_PAUSE_MS, undefined, { signal });

const nothing = async () => undefined;
// Every job of the catalogue has a handler; only one of them is enqueued here.
const handlers = {
  ...Object.fromEntries(Object.keys(JOBS).map((name) => [name, nothing])),
  "deliveries.apply": act,
} as unknown as JobHandlers;

const worker = await runWorker({
  env: { DATABASE_URL: databaseUrl, WORKER_CONCURRENCY: Number(concurrency) },
  handlers,
  logger: createLogger("worker", "silent"),
  schedule: {},
  onLost: () => process.exit(1),
});
process.on("SIGTERM", () => void worker.stop().then(() => process.exit(0)));
// A worker whose proof has ended must not live on.
process.on("disconnect", () => process.exit(1));
process.send?.("ready");
