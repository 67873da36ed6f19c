/** The product of one test file: its own database, sandbox, web and worker, on free ports, thrown away afterwards. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";

export type Stack = {
  readonly urls: { readonly admin: string; readonly sandbox: string; readonly tunnel: string };
  /** The database's owner, who may do more than the product. */
  readonly databaseUrl: string;
  readonly stop: () => Promise<void>;
};

export type StackOptions = {
  readonly seed?: "full" | "minimal" | "none";
  readonly installed?: boolean;
};

type StackModule = { startStack: (options: object) => Promise<Stack> };

/** `E2E_STACK` names one that runs already (`{"admin":…,"sandbox":…,"tunnel":…,"database":…}`), for work on a journey. */
export async function startTestStack(options: StackOptions): Promise<Stack> {
  const running = process.env["E2E_STACK"];
  if (running) {
    const { database, ...urls } = JSON.parse(running) as Stack["urls"] & { database: string };
    return { urls, databaseUrl: database, stop: async () => undefined };
  }
  const { startStack } = (await import(
    pathToFileURL(resolve("scripts/stack.mjs")).href
  )) as StackModule; // plain JavaScript, shared with the demo
  const dataDir = mkdtempSync(join(tmpdir(), "aftercare-e2e-"));
  const stack = await startStack({ port: 0, dataDir, logLevel: "info", ...options });
  return {
    urls: stack.urls,
    databaseUrl: stack.databaseUrl,
    stop: async () => {
      await stack.stop();
      // Kept for a look at the logs when asked for.
      if (!process.env["KEEP_E2E"]) rmSync(dataDir, { recursive: true, force: true });
    },
  };
}

/** One action of the sandbox: a shopper orders, a carrier scans, a merchant uninstalls. Throws when it is refused. */
export async function act(
  { urls }: Stack,
  fields: Readonly<Record<string, unknown>> & { action: string },
): Promise<Record<string, unknown>> {
  const response = await fetch(`${urls.sandbox}/__sandbox/act`, {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify(fields),
  });
  const answer = (await response.json()) as Record<string, unknown>; // the control API speaks JSON
  if (!response.ok) throw new Error(`${fields.action} was refused: ${JSON.stringify(answer)}`);
  return answer;
}
