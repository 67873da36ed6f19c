/** Runs one try of one job: checks the payload, sets the deadline, and parks what can never succeed. */
import type { JobHelpers, Task } from "graphile-worker";
import type { Logger } from "#app/platform/logger.server.ts";
import { Outage } from "#app/platform/outage.ts";
import { JOBS, type JobName } from "./catalogue.ts";
import type { JobContext, JobHandlers } from "./handlers.ts";

type TaskDeps = { readonly handlers: JobHandlers; readonly logger: Logger };

/** The queue's task for a job of the catalogue. Throws to be tried again; returns when done or parked. */
export function createTask<Name extends JobName>({ handlers, logger }: TaskDeps, name: Name): Task {
  return async (rawPayload, helpers) => {
    const startedAt = performance.now();
    const payload = JOBS[name].payload.safeParse(rawPayload);
    if (!payload.success) {
      await park(helpers, `The payload does not fit ${name}: ${payload.error.message}`);
      return;
    }
    const facts = { job: name, jobId: helpers.job.id, attempt: helpers.job.attempts };
    try {
      const context: JobContext = {
        jobId: helpers.job.id,
        attempt: helpers.job.attempts,
        signal: AbortSignal.any([helpers.abortSignal, AbortSignal.timeout(JOBS[name].timeoutMs)]),
      };
      // The catalogue ties a name to its payload; the compiler cannot follow that through the index.
      const handler = handlers[name] as (payload: unknown, context: JobContext) => Promise<void>;
      await withDeadline(handler(payload.data, context), context.signal);
      logger.info({ ...facts, ms: Math.round(performance.now() - startedAt) }, "job done");
    } catch (error) {
      const isOutage = error instanceof Outage;
      const level = isOutage ? "warn" : "error";
      logger[level](
        { ...facts, err: error, ms: Math.round(performance.now() - startedAt) },
        "job failed",
      );
      if (isOutage && error.retry === "never") {
        await park(helpers, error.message);
        return;
      }
      if (isOutage && error.retryAfterMs !== null)
        await waitUntilAllowed(helpers, error.retryAfterMs);
      throw error;
    }
  };
}

const park = (helpers: JobHelpers, reason: string) =>
  helpers.query("select app.park_job($1, $2)", [helpers.job.id, reason]);

/** A handler that ignores its signal must not hold its slot for ever; what it still does is safe to do twice. */
function withDeadline(work: Promise<void>, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const abort = () =>
      reject(new Outage("The job was stopped before it ended.", { retry: "later" }));
    if (signal.aborted) abort();
    signal.addEventListener("abort", abort, { once: true });
    work.then(resolve, reject).finally(() => signal.removeEventListener("abort", abort));
  });
}

// Longer waits are left to the queue's own back-off, which frees the slot.
const MAX_WAIT_MS = 5_000;

/** Short, exact waits are sat out here: the queue's back-off would be longer than what Shopify asked for. */
const waitUntilAllowed = (helpers: JobHelpers, retryAfterMs: number) =>
  new Promise<void>((resolve) => {
    const timer = setTimeout(resolve, Math.min(retryAfterMs, MAX_WAIT_MS));
    helpers.abortSignal.addEventListener("abort", () => (clearTimeout(timer), resolve()), {
      once: true,
    });
  });
