/** From the command to the first "ready" of each process, against what a person or an orchestrator will wait. */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { findFreePort } from "#scripts/postgres.mjs";
import { median, type Comparison, type Size } from "./comparison.ts";
import { startBenchStack, type Stack } from "./stack.ts";

const AIMS_S = { web: 1.5, worker: 0.5 } as const;
const ROUNDS = { full: 5, short: 1 };
const GIVE_UP_MS = 60_000;

export async function compareColdStart(databaseUrl: string, size: Size): Promise<Comparison[]> {
  // The running product is there for its database, its store and its environment.
  const stack = await startBenchStack(databaseUrl);
  const times = { web: [] as number[], worker: [] as number[] };
  try {
    for (let round = 0; round < ROUNDS[size]; round += 1)
      for (const name of ["web", "worker"] as const) times[name].push(await startOnce(stack, name));
  } finally {
    await stack.stop();
  }
  return (["web", "worker"] as const).map((name) => ({
    name: `cold start, ${name} ÷ ${AIMS_S[name]} s`,
    ratio: median(times[name]) / AIMS_S[name],
    aim: 1,
    better: "lower",
    raw: { seconds: times[name] },
  }));
}

async function startOnce({ env }: Stack, name: "web" | "worker"): Promise<number> {
  const metricsPort = await findFreePort();
  // The worker that runs already has its port for mail.
  const mailPort = await findFreePort();
  const ports = {
    PORT: "0",
    METRICS_PORT: String(metricsPort),
    ...("INBOUND_SMTP_PORT" in env ? { INBOUND_SMTP_PORT: String(mailPort) } : {}),
  };
  const startedAt = performance.now();
  const child = spawn(process.execPath, ["--enable-source-maps", `build/${name}.js`], {
    env: { ...process.env, ...env, ...ports },
    stdio: "ignore",
  });
  try {
    while (performance.now() - startedAt < GIVE_UP_MS) {
      const answer = await fetch(`http://127.0.0.1:${metricsPort}/readyz`).catch(() => null);
      if (answer?.ok) return (performance.now() - startedAt) / 1_000;
      if (child.exitCode !== null) throw new Error(`${name} ended with ${child.exitCode}`);
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
    throw new Error(`${name} was not ready within ${GIVE_UP_MS / 1_000} s.`);
  } finally {
    child.kill("SIGTERM");
    if (child.exitCode === null) await once(child, "exit");
  }
}
