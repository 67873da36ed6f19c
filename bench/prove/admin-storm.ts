/**
 * Claim: Shopify may throttle, lock, fail and hang up; no operation is lost, and nobody is idle while points are there.
 * Two processes share one shop's points, first in calm, then with three calls in ten going wrong in eight ways.
 */
import { once } from "node:events";
import type { CallerReport, CallerRun } from "./support/admin-caller.ts";
import { startChild, stopChild, type Child } from "./support/child.ts";
import { createProofDatabase, insertShop, type ProofDatabase } from "./support/proof-database.ts";
import {
  machineLoad,
  seconds,
  type ProofContext,
  type ProofResult,
  type Scale,
} from "./support/proof.ts";
import { startSandbox, storeToken, type SandboxHandle } from "./support/start-sandbox.ts";

const SIZES = {
  sample: { calmMs: 4_000, stormMs: 4_000, warmUpMs: 0 },
  full: { calmMs: 60_000, stormMs: 120_000, warmUpMs: 20_000 },
};
const RESTORE_RATE = 100;
// Enough that somebody always waits for points.
const CONCURRENCY = 4;
// Rates are drawn one after another; together three calls in ten go wrong.
const FAULTS = [
  { kind: "throttled", rate: 0.06, ms: 200 },
  { kind: "http_429", rate: 0.04, ms: 200 },
  { kind: "http_423", rate: 0.03, ms: 200 },
  { kind: "http_430", rate: 0.03, ms: 200 },
  { kind: "500_before", rate: 0.04 },
  { kind: "503", rate: 0.04 },
  { kind: "cut_before", rate: 0.05 },
  { kind: "cut_after_commit", rate: 0.05 },
];

/** Runs both processes through calm and storm, and counts points by the seconds in which they were spent. */
export async function proveAdminStorm(scale: Scale, context: ProofContext): Promise<ProofResult> {
  const { calmMs, stormMs, warmUpMs } = SIZES[scale];
  const database = await createProofDatabase(context.serverUrl);
  const sandbox = await startSandbox();
  const shopId = await insertShop(database.pool, sandbox.shop);
  const callers: Child[] = [];
  try {
    await storeToken(database.url, shopId);
    await sandbox.post("act", { action: "set_restore_rate", rate: RESTORE_RATE });
    const orderGids = await listOrders(sandbox);
    const env = { SANDBOX_URL: sandbox.url };
    for (const name of ["one", "two"])
      callers.push(
        startChild(
          "./admin-caller.ts",
          [database.url, shopId.toString(), String(CONCURRENCY), name],
          {
            nodeArgs: ["--import", "./sandbox/register.mjs"],
            env,
          },
        ),
      );
    await Promise.all(callers.map(({ ready }) => ready));
    // The bucket starts full: spend that first, then measure.
    if (warmUpMs > 0) await runBoth(callers, { ms: warmUpMs, orderGids });
    const shop = { levelOf: () => readLevel(database, shopId), sandbox };
    const calm = await measure(callers, { ms: calmMs, orderGids }, shop);
    context.say(`calm: ${describe(calm)}`);
    for (const fault of FAULTS)
      await sandbox.post("fault", {
        ...fault,
        count: null,
        seed: context.seed,
        path: "/admin/api",
      });
    const storm = await measure(callers, { ms: stormMs, orderGids }, shop);
    context.say(`storm: ${describe(storm)}`);
    const failed = [...calm.failed, ...storm.failed];
    return {
      name: "admin-storm",
      trials: calm.done + storm.done + failed.length,
      failures: failed.length,
      note:
        `two processes, one shop of ${RESTORE_RATE} points a second; calm: ${describe(calm)}; with ${Math.round(storm.spoiled * 100)} % of the ` +
        `calls going wrong: ${describe(storm)}; ${failed.length} operations lost (${[...new Set(failed)].slice(0, 3).join("; ") || "none"}); ${machineLoad()}; seed ${context.seed}`,
    };
  } finally {
    await Promise.all(callers.map(stopChild));
    await sandbox.stop();
    await database.drop();
  }
}

type Phase = {
  readonly done: number;
  readonly failed: readonly string[];
  readonly calls: number;
  readonly throttled: number;
  /** 0–1: calls that were answered by anything but data */
  readonly spoiled: number;
  /** 0–1: points spent of those that were there at the start or came in the time */
  readonly used: number;
  /** the part of it that Shopify took for calls whose answer was cut off: no caller sees it */
  readonly usedUnheard: number;
  readonly ms: number;
};

const percent = (ratio: number) => `${(ratio * 100).toFixed(1)} %`;

const describe = ({ done, calls, throttled, used, usedUnheard, ms }: Phase) =>
  `${done} operations in ${calls} calls in ${seconds(ms)}, ${throttled} throttled, ${percent(used)} of the available points used` +
  (usedUnheard > 0 ? ` (${percent(usedUnheard)} by calls whose answer was cut off)` : "");

async function measure(
  callers: readonly Child[],
  run: CallerRun,
  { levelOf, sandbox }: Readonly<{ levelOf: () => Promise<number>; sandbox: SandboxHandle }>,
): Promise<Phase> {
  const level = await levelOf();
  const startedAt = Date.now();
  const reports = await runBoth(callers, run);
  const calls = reports.flatMap((report) => report.calls);
  // The end of a run, when lanes fall idle one by one, is not counted.
  const endsAt = startedAt + run.ms;
  const within = calls.filter(({ at }) => at <= endsAt);
  const points = within.reduce((sum, call) => sum + call.points, 0);
  const cutOff = (await sandbox.listCutOff()).filter(({ at }) => at >= startedAt && at <= endsAt);
  const unheard = cutOff.reduce((sum, { operation }) => sum + usualPoints(calls, operation), 0);
  const available = level + (run.ms / 1_000) * RESTORE_RATE;
  return {
    done: reports.reduce((sum, { done }) => sum + done, 0),
    failed: reports.flatMap(({ failed }) => failed),
    calls: calls.length,
    throttled: calls.filter(({ verdict }) => verdict === "throttled").length,
    spoiled: calls.filter(({ verdict }) => verdict !== "data").length / Math.max(1, calls.length),
    used: (points + unheard) / available,
    usedUnheard: unheard / available,
    ms: Date.now() - startedAt,
  };
}

/** What a call of that name cost where its answer came through. */
function usualPoints(calls: CallerReport["calls"], operation: string | null): number {
  const heard = calls.filter((call) => call.operation === operation && call.verdict === "data");
  return heard.reduce((sum, { points }) => sum + points, 0) / Math.max(1, heard.length);
}

async function listOrders({ ask }: SandboxHandle): Promise<string[]> {
  const { orders } = await ask<{ orders: { nodes: { id: string }[] } }>(
    "{ orders(first: 40) { nodes { id } } }",
  );
  return orders.nodes.map(({ id }) => id);
}

/** Points of the shop as all processes reckon them now; a full bucket before the first call. */
async function readLevel({ pool }: ProofDatabase, shopId: bigint): Promise<number> {
  const { rows } = await pool.query<{ level: number }>(
    `select greatest(0, least(maximum_available, available + restore_rate * extract(epoch from now() - as_of)))::float8 as level
     from admin_cost_buckets where shop_id = $1`,
    [shopId.toString()],
  );
  return rows[0]?.level ?? RESTORE_RATE * 20;
}

function runBoth(callers: readonly Child[], run: CallerRun): Promise<CallerReport[]> {
  return Promise.all(
    callers.map(async (caller) => {
      const answer = once(caller.process, "message");
      caller.process.send(run);
      const ended = caller.ended.then(() => Promise.reject(new Error("A caller ended.")));
      const [report] = await Promise.race([answer, ended]);
      // admin-caller.ts answers a run with this.
      return report as CallerReport;
    }),
  );
}
