/**
 * Killed with SIGKILL before, during and after each conversation with the database and with Shopify, an intent still ends
 * with one effect. RAILS_CRASH_POINTS says how many points of each kind of death are tried, spread evenly, or `all`.
 */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, rmSync } from "node:fs";
import { build } from "esbuild";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { CrashMode, CrashPlan } from "./carry-out-child.ts";
import { refundScene, SCENES, type Scene } from "./kind-scenes.ts";
import { openRailsWorld, recorded } from "./rails-world.ts";

const POINTS = process.env["RAILS_CRASH_POINTS"] ?? "2";
const world = await openRailsWorld();
const bundle = `.aftercare/test-bundles/carry-out-child-${process.pid}.mjs`;

beforeAll(async () => {
  mkdirSync(".aftercare/test-bundles", { recursive: true });
  await build({
    entryPoints: ["tests/integration/rails/carry-out-child.ts"],
    outfile: bundle,
    bundle: true,
    platform: "node",
    format: "esm",
    packages: "external",
    logLevel: "error",
  });
});
afterAll(() => rmSync(bundle, { force: true }));

type Run = {
  readonly code: number | null;
  readonly signal: string | null;
  readonly output: string;
};

async function runChild(intentId: bigint, mode: CrashMode | null, at: number): Promise<Run> {
  const plan: CrashPlan = {
    databaseUrl: world.url,
    shopId: world.shopId.toString(),
    intentId: intentId.toString(),
    aheadMs: world.now().getTime() - Date.now(),
    mode,
    at,
  };
  const child = spawn(
    process.execPath,
    ["--import", "./sandbox/register.mjs", bundle, JSON.stringify(plan)],
    {
      stdio: ["ignore", "pipe", "inherit"],
      env: { ...process.env, SANDBOX_URL: new URL(world.sandbox.controlUrl).origin },
    },
  );
  let output = "";
  child.stdout.on("data", (chunk: Buffer) => (output += chunk.toString()));
  const [code, signal] = (await once(child, "close")) as [number | null, string | null];
  return { code, signal, output };
}

async function start(kind: string, { args, orderGid }: Scene) {
  return recorded(await world.record({ kind, args, ...(orderGid && { orderGid }) }));
}

/** How many writes and reads one undisturbed run makes. */
async function countConversations(kind: string, openScene: (typeof SCENES)[number][3]) {
  const scene = await openScene(world);
  const { id } = await start(kind, scene);
  const { output } = await runChild(id, null, 0);
  return JSON.parse(output) as { writes: number; reads: number };
}

function samplePoints(total: number): number[] {
  const wanted = POINTS === "all" ? total : Math.min(total, Number(POINTS));
  const step = total / wanted;
  return Array.from({ length: wanted }, (_one, at) => Math.max(1, Math.round(step * (at + 0.5))));
}

async function crashEverywhere(kind: string, openScene: (typeof SCENES)[number][3]) {
  const { writes, reads } = await countConversations(kind, openScene);
  const trials: [CrashMode, number][] = [
    ...samplePoints(writes).map((at): [CrashMode, number] => ["before_write", at]),
    ...samplePoints(writes).map((at): [CrashMode, number] => ["after_write", at]),
    ...samplePoints(reads).map((at): [CrashMode, number] => ["before_read", at]),
  ];
  const tally = { killed: 0, recognised: 0, calledAgain: 0 };
  for (const [mode, at] of trials) {
    const scene = await openScene(world);
    const { id } = await start(kind, scene);
    const run = await runChild(id, mode, at);
    if (run.signal === "SIGKILL") tally.killed += 1;
    const state = await world.find(id);
    const done = await world.carryOut(id);
    expect({ mode, at, state: done.state, effects: await scene.countEffects() }).toEqual({
      mode,
      at,
      state: "done",
      effects: 1,
    });
    if (done.attempts > 1) tally.calledAgain += 1;
    if (state.state === "calling" && done.attempts === 1) tally.recognised += 1;
  }
  return { trials: trials.length, ...tally };
}

test("a refund survives every death of its worker", { timeout: 1_800_000 }, async () => {
  world.keepOnFailure();
  const tally = await crashEverywhere("refund", refundScene);
  console.info("refund", JSON.stringify(tally));
  expect(tally.killed).toBeGreaterThan(tally.trials * 0.8);
});

test(
  "a shipment, which has no key, survives every death of its worker",
  { timeout: 1_800_000 },
  async () => {
    world.keepOnFailure();
    const scene = SCENES.find(([title]) => title === "a shipment with a tracking number");
    if (!scene) throw new Error("There is no such scene.");
    const tally = await crashEverywhere("create_fulfillment", scene[3]);
    console.info("create_fulfillment", JSON.stringify(tally));
    expect(tally.killed).toBeGreaterThan(tally.trials * 0.8);
  },
);
