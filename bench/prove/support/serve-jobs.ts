/** What the worker processes of proofs with fast time share. Import it after `runFast`: whoever asks for the time, asks that clock. */
import { JOBS } from "#app/jobs/catalogue.ts";
import { runWorker } from "#app/jobs/run-worker.server.ts";
import type { CarryOutDeps } from "#app/rails/carry-out-intent.server.ts";
import { enqueueCarryOut } from "#app/rails/enqueue-carry-out.server.ts";
import { handleCarryOut } from "#app/rails/handle-carry-out.server.ts";

/** Rails on which nothing stands in the way. */
export const OPEN_RAILS = {
  mayAct: async () => ({ ok: true, value: null }) as const,
  evaluateOwnCeiling: async () => ({ ok: true, value: null }) as const,
  enqueueCarryOut,
  fetchIsDisputed: async () => false,
  listTeam: async () => [],
  tellTeam: async () => undefined,
};

type Handlers = Parameters<typeof runWorker>[0]["handlers"];

type Serving = {
  readonly databaseUrl: string;
  readonly concurrency: number;
  readonly rails: CarryOutDeps;
  /** Intents are carried out; every other job of the catalogue does nothing. */
  readonly handlers: Partial<Handlers>;
};

/** Runs until it is told to stop, or its proof has ended. Says "ready". */
export async function serveJobs({ databaseUrl, concurrency, rails, handlers }: Serving) {
  const idle = Object.fromEntries(Object.keys(JOBS).map((name) => [name, async () => undefined]));
  const worker = await runWorker({
    env: {
      DATABASE_URL: databaseUrl,
      WORKER_CONCURRENCY: concurrency,
      JOBS_CLOCK: "process",
    },
    handlers: {
      ...idle,
      "rails.carry-out": (payload, context) => handleCarryOut(rails, payload, context),
      ...handlers,
    } as Handlers, // one for each name of the catalogue
    logger: rails.logger,
    schedule: {},
    onLost: () => process.exit(1),
  });
  process.on("SIGTERM", () => void worker.stop().then(() => process.exit(0)));
  // A worker whose proof has ended must not live on.
  process.on("disconnect", () => process.exit(1));
  process.send?.("ready");
}
