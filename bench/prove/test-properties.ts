/**
 * Claims that the test suite tries on small samples, here tried for long: the same files, with PROVE=1. A proof of this
 * kind has no small form of its own; `npm test` is it.
 */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import {
  machineLoad,
  seconds,
  type Proof,
  type ProofContext,
  type Scale,
} from "./support/proof.ts";

// Five minutes of arrivals on a quiet machine.
const ARRIVALS = { sample: 3, full: 200 };

/** Any order, repetition and delay of webhooks, with late reads in between, against the store itself. */
export const proveArrivalOrders: Proof = async (scale, context) => {
  const runs = ARRIVALS[scale];
  const done = await runTests(
    "tests/integration/orders-reconcile/arrival-orders.test.ts",
    scale,
    context,
    { PROVE: "1", PROVE_RUNS: String(runs), SEED: String(context.seed) },
  );
  return {
    name: "arrival-orders",
    trials: runs,
    failures: done.failed,
    note:
      `${runs} arrivals of every webhook of the lives of three orders (paid, edited, held, split, shipped in parts, ` +
      `returned, refunded, cancelled, deleted), one to five times each, with reads in between: each mirror ended as the ` +
      `store is; ${done.note}; seed ${context.seed}`,
  };
};

/** Webhooks lost one in twenty, whole steps of them, and all of four hours; then the reconciler. */
export const proveWebhookLoss: Proof = async (scale, context) => {
  const done = await runTests(
    "tests/integration/orders-reconcile/reconcile.test.ts",
    scale,
    context,
    scale === "full" ? { PROVE: "1" } : {},
    "make mirror and store equal",
  );
  return {
    name: "webhook-loss",
    trials: done.passed + done.failed,
    failures: done.failed,
    note:
      `lives with each twentieth webhook lost (whichever), with every webhook of each third step lost, and with none for ` +
      `four hours: one round and one night made mirror and store equal, returns, holds, edits and deletions included; ` +
      done.note,
  };
};

type Ran = { readonly passed: number; readonly failed: number; readonly note: string };

async function runTests(
  file: string,
  scale: Scale,
  { serverUrl, say }: ProofContext,
  env: Record<string, string>,
  titles?: string,
): Promise<Ran> {
  const folder = await mkdtemp(join(tmpdir(), "aftercare-prove-"));
  const report = join(folder, "report.json");
  const startedAt = performance.now();
  const args = ["node_modules/vitest/vitest.mjs", "run", file, "--reporter=json"];
  const child = spawn(
    process.execPath,
    [...args, `--outputFile=${report}`, ...(titles ? ["-t", titles] : [])],
    { env: { ...process.env, ...env, DATABASE_URL: serverUrl }, stdio: ["ignore", "pipe", "pipe"] },
  );
  let words = "";
  for (const stream of [child.stdout, child.stderr])
    stream.on("data", (chunk: Buffer) => (words = (words + chunk.toString()).slice(-4_000)));
  await once(child, "exit");
  try {
    // Vitest's JSON reporter writes Jest's shape.
    const told = JSON.parse(await readFile(report, "utf8")) as {
      numPassedTests: number;
      numFailedTests: number;
      success: boolean;
    };
    if (!told.success) say(words);
    const ms = performance.now() - startedAt;
    return {
      passed: told.numPassedTests,
      // A file that cannot be loaded fails without failing a test.
      failed: told.success ? 0 : Math.max(1, told.numFailedTests),
      note: `${scale === "full" ? "" : "sample, "}${seconds(ms)}, ${machineLoad()}`,
    };
  } catch (error) {
    throw new Error(`${file} told nothing. ${words}`, { cause: error });
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
