/** The whole built product with a seeded store, for what can be measured only from outside. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import pg from "pg";

export type Stack = {
  readonly databaseUrl: string;
  readonly env: Readonly<Record<string, string>>;
  readonly ports: Readonly<Record<"webMetrics" | "workerMetrics", number>>;
  readonly urls: { readonly admin: string; readonly sandbox: string; readonly tunnel: string };
  readonly stop: () => Promise<void>;
};

type StackModule = { startStack: (options: object) => Promise<Stack> };

export async function startBenchStack(databaseUrl: string): Promise<Stack> {
  const { startStack } = (await import(
    pathToFileURL(resolve("scripts/stack.mjs")).href
  )) as StackModule; // plain JavaScript, shared with the demo
  const dataDir = mkdtempSync(join(tmpdir(), "aftercare-bench-"));
  const stack = await startStack({ port: 0, dataDir, databaseUrl, seed: "full" });
  return {
    ...stack,
    stop: async () => {
      await stack.stop();
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
}

/** One action of the store: a shopper orders, a carrier scans. Throws when it is refused. */
export async function act(
  { urls }: Pick<Stack, "urls">,
  fields: Readonly<Record<string, unknown>>,
): Promise<Record<string, unknown>> {
  const response = await fetch(`${urls.sandbox}/__sandbox/act`, {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify(fields),
  });
  const answer = (await response.json()) as Record<string, unknown>; // the store's control speaks JSON
  if (!response.ok) throw new Error(`${String(fields["action"])}: ${JSON.stringify(answer)}`);
  return answer;
}

/** Asks the database until it says yes. */
export async function waitForRow(databaseUrl: string, sql: string, withinMs: number) {
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    for (const until = Date.now() + withinMs; Date.now() < until;) {
      const { rows } = await client.query<{ yes: boolean }>(`select (${sql}) as yes`);
      if (rows[0]?.yes) return;
      await new Promise((done) => setTimeout(done, 250));
    }
    throw new Error(`Not within ${withinMs / 1_000} s: ${sql}`);
  } finally {
    await client.end();
  }
}
