/**
 * A process that works through operations of the Admin API as fast as its shop's points allow, by the product's own
 * client; what fails for now is tried again, as the queue would. Arguments: database URL, shop id, concurrency, name.
 * Says "ready"; the message `{ ms, orderGids }` starts a run, its answer is what became of it.
 */
import { setTimeout as sleep } from "node:timers/promises";
import { closeDb, createDb } from "#app/platform/db.server.ts";
import { createLogger } from "#app/platform/logger.server.ts";
import { Outage } from "#app/platform/outage.ts";
import { createAdminClient, type AdminCallFacts } from "#app/shopify/admin-client.server.ts";
import { GetOrderDocument, SaveOrderNoteDocument } from "#app/shopify/generated/operations.ts";
import { CALLER_ENV } from "./caller-env.ts";

const [databaseUrl = "", shopIdText = "0", concurrency = "8", name = "a"] = process.argv.slice(2);
const shopId = BigInt(shopIdText);

export type CallerRun = { readonly ms: number; readonly orderGids: readonly string[] };
export type CallerReport = {
  readonly done: number;
  /** operations that would never have succeeded, by their error */
  readonly failed: readonly string[];
  readonly calls: readonly {
    readonly at: number;
    readonly operation: string;
    readonly verdict: string;
    readonly points: number;
  }[];
};

const calls: CallerReport["calls"][number][] = [];
const db = createDb({ url: databaseUrl, poolMax: 12 });
const admin = createAdminClient({
  db,
  env: CALLER_ENV,
  clock: { now: () => new Date() },
  logger: createLogger("worker", "silent"),
  recordInstall: async () => undefined,
  observeCall: ({ operation, verdict, cost }: AdminCallFacts) =>
    // Wall clock: two processes are compared.
    void calls.push({ at: Date.now(), operation, verdict, points: cost?.actualCost ?? 0 }),
});

// As the job runner: short waits are sat out, longer ones are the queue's.
const MAX_WAIT_MS = 5_000;
const BACKOFF_MS = 300;

async function work({ ms, orderGids }: CallerRun): Promise<CallerReport> {
  calls.length = 0;
  const until = performance.now() + ms;
  const failed: string[] = [];
  let done = 0;
  const lane = async (number: number) => {
    for (let turn = number; performance.now() < until; turn += Number(concurrency)) {
      const orderGid = orderGids[turn % orderGids.length] ?? "";
      const error = await persist(() => operate(orderGid, turn));
      if (error === null) done += 1;
      else failed.push(error);
    }
  };
  await Promise.all(Array.from({ length: Number(concurrency) }, (_none, number) => lane(number)));
  return { done, failed, calls };
}

/** Half of them change something; the same note twice is the same note. */
async function operate(orderGid: string, turn: number): Promise<void> {
  if (turn % 2 === 0)
    await admin.run(shopId, SaveOrderNoteDocument, { id: orderGid, note: `${name} ${turn}` });
  else await admin.run(shopId, GetOrderDocument, { id: orderGid });
}

/** null once it has succeeded; the error that no further try can mend. */
async function persist(operation: () => Promise<void>): Promise<string | null> {
  for (;;) {
    try {
      await operation();
      return null;
    } catch (error) {
      if (!(error instanceof Outage) || error.retry === "never") return String(error);
      await sleep(Math.min(error.retryAfterMs ?? BACKOFF_MS, MAX_WAIT_MS));
    }
  }
}

process.on("message", (run: CallerRun) => {
  work(run).then(
    (report) => process.send?.(report),
    (error: unknown) => process.send?.({ done: 0, failed: [String(error)], calls: [] }),
  );
});
process.on("SIGTERM", () => void closeDb(db).then(() => process.exit(0)));
process.on("disconnect", () => process.exit(1));
process.send?.("ready");
