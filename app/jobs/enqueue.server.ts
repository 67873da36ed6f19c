/** Puts a job into the queue inside the transaction that causes it: both are committed or neither is. */
import type { ShopTx } from "#app/platform/db.server.ts";
import { JOBS, type JobName, type JobPayload } from "./catalogue.ts";

export type JobRequest<Name extends JobName> = {
  readonly name: Name;
  readonly payload: JobPayload<Name>;
  /** Jobs of one queue run one after another, e.g. `order:7:gid://shopify/Order/1`. */
  readonly queue?: string;
  /** A waiting job of the same key is replaced: a burst becomes one run. */
  readonly key?: string;
  /** `keep`: a waiting job of the key keeps its time, so that a steady burst cannot postpone it for ever. Default `move`. */
  readonly whenWaiting?: "move" | "keep";
  /** Not before this instant; default at once. */
  readonly runAt?: Date;
  /** Lower runs first; default 0. */
  readonly priority?: number;
};

/** Enqueues the job and returns its id. Throws when the payload does not fit the catalogue: that is a bug. */
export async function enqueueJob<Name extends JobName>(
  tx: Pick<ShopTx, "$queryRaw">,
  request: JobRequest<Name>,
): Promise<bigint> {
  const {
    name,
    queue = null,
    key = null,
    runAt = null,
    priority = 0,
    whenWaiting = "move",
  } = request;
  const payload = JSON.stringify(JOBS[name].payload.parse(request.payload));
  const rows = await tx.$queryRaw<{ id: bigint }[]>`
    select app.enqueue(${name}, ${payload}::json, ${queue}, ${key},
      coalesce(${runAt}::timestamptz, now()), ${JOBS[name].maxAttempts}::int, ${priority}::int,
      ${whenWaiting === "keep" ? "preserve_run_at" : "replace"}) as id`;
  return rows[0]?.id ?? 0n;
}
