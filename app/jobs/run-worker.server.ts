/** One worker process: the queue's runner, its lease, and an orderly stop. Which jobs there are is the catalogue's. */
import { EventEmitter } from "node:events";
import {
  Logger as QueueLogger,
  parseCronItems,
  run,
  type TaskList,
  type WorkerEvents,
} from "graphile-worker";
import { sweepUrl } from "#app/platform/db.server.ts";
import type { Env } from "#app/platform/env.server.ts";
import { invariant } from "#app/platform/invariant.ts";
import type { Logger } from "#app/platform/logger.server.ts";
import { JOBS, type JobName } from "./catalogue.ts";
import type { JobHandlers } from "./handlers.ts";
import { startLiveness } from "./liveness.server.ts";
import { createTask } from "./run-task.server.ts";

export type WorkerOptions = {
  readonly env: Pick<Env, "DATABASE_URL" | "WORKER_CONCURRENCY"> & Partial<Pick<Env, "JOBS_CLOCK">>;
  readonly handlers: JobHandlers;
  readonly logger: Logger;
  /** When jobs without a payload start by themselves: cron patterns, UTC. */
  readonly schedule: Partial<Record<JobName, string>>;
  /** The process must end: its lease is lost and others may hold its jobs now. */
  readonly onLost: () => void;
};

export type RunningWorker = {
  /** Hands back what runs and resolves; at most ten seconds. */
  readonly stop: () => Promise<void>;
};

// Handlers get this long after SIGTERM before they are aborted and their jobs handed back.
const GRACE_MS = 4_000;

export async function runWorker(options: WorkerOptions): Promise<RunningWorker> {
  const { env, handlers, logger } = options;
  const events: WorkerEvents = new EventEmitter();
  let poolId: string | null = null;
  events.on("pool:create", ({ workerPool }) => (poolId = workerPool.id));
  const names = Object.keys(JOBS) as JobName[]; // the catalogue's own keys
  const taskList: TaskList = Object.fromEntries(
    names.map((name) => [name, createTask({ handlers, logger }, name)]),
  );
  const runner = await run({
    connectionString: sweepUrl(env.DATABASE_URL),
    maxPoolSize: Math.max(3, env.WORKER_CONCURRENCY + 1),
    concurrency: env.WORKER_CONCURRENCY,
    pollInterval: 1_000,
    noHandleSignals: true,
    events,
    taskList,
    parsedCronItems: parseCronItems(
      Object.entries(options.schedule).map(([task, match]) => ({
        task,
        match,
        // A process that was suspended for hours catches up minute by minute: one waiting run of a task stands for all.
        options: { jobKey: `schedule:${task}` },
      })),
    ),
    logger: queueLogger(logger),
    useNodeTime: env.JOBS_CLOCK === "process",
    preset: { worker: { gracefulShutdownAbortTimeout: GRACE_MS } },
  });
  invariant(poolId, "the queue announces its pool");
  const liveness = await startLiveness({
    databaseUrl: env.DATABASE_URL,
    poolId,
    logger,
    onLost: options.onLost,
  });
  return {
    stop: async () => {
      await runner.stop();
      await liveness.stop();
    },
  };
}

/** The queue reports its own troubles; its running commentary is left out. */
const queueLogger = (logger: Logger) =>
  new QueueLogger(() => (level, message) => {
    if (level === "error") logger.error({ queue: message }, "queue");
    if (level === "warning") logger.warn({ queue: message }, "queue");
  });
