/** The sandbox as a child process of the test, with this process's calls to Shopify sent to it. */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { getGlobalDispatcher, setGlobalDispatcher } from "undici";
import { afterAll, inject } from "vitest";
import { API_KEY, API_SECRET } from "./auth-deps.ts";
import { redirectShopsTo } from "./redirect-shops.ts";

export type SandboxHandle = {
  readonly shop: string;
  /** Posts to the control API and returns its answer. */
  readonly control: (path: string, fields: object) => Promise<Record<string, unknown>>;
};

export async function startSandbox(): Promise<SandboxHandle> {
  const args = [inject("sandboxPath"), "--port", "0", "--seed", "minimal", "--installed"];
  const child = spawn(
    process.execPath,
    [...args, "--client-id", API_KEY, "--client-secret", API_SECRET],
    {
      stdio: ["ignore", "pipe", "inherit"],
    },
  );
  const exited = once(child, "exit");
  const line = await Promise.race([
    once(createInterface(child.stdout), "line").then(([text]) => String(text)),
    exited.then(([code]) => Promise.reject(new Error(`The sandbox ended with ${String(code)}.`))),
  ]);
  const { shop, control } = JSON.parse(line) as { shop: string; control: string };
  const before = getGlobalDispatcher();
  redirectShopsTo(control, { asHost: true });
  afterAll(async () => {
    setGlobalDispatcher(before);
    child.kill("SIGTERM");
    await exited;
  });
  return {
    shop,
    control: async (path, fields) => {
      const response = await fetch(new URL(path, control), {
        method: "POST",
        headers: { "content-type": "application/json" },
        body: JSON.stringify(fields),
      });
      if (!response.ok) throw new Error(`${path}: ${response.status} ${await response.text()}`);
      return (await response.json()) as Record<string, unknown>;
    },
  };
}
