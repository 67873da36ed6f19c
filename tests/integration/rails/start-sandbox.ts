/** The sandbox as a child process of the test file, with this process's calls to Shopify sent to it. */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { getGlobalDispatcher, setGlobalDispatcher } from "undici";
import { afterAll, inject } from "vitest";
import { redirectShopsTo } from "#tests/integration/shopify/redirect-shops.ts";

export type SandboxHandle = {
  readonly shop: string;
  readonly controlUrl: string;
  /** Posts to the control API and returns its answer. */
  readonly control: (path: string, fields: object) => Promise<Record<string, unknown>>;
};

export async function startSandbox(): Promise<SandboxHandle> {
  const child = spawn(
    process.execPath,
    [inject("sandboxPath"), "--port", "0", "--seed", "minimal", "--no-app", "--stop-with-parent"],
    { stdio: ["ignore", "pipe", "inherit"] },
  );
  const ended = once(child, "exit").then(([code]): never => {
    throw new Error(`The sandbox ended with ${String(code)} before it was ready.`);
  });
  const lines = createInterface(child.stdout);
  const [line] = (await Promise.race([once(lines, "line"), ended])) as [string];
  ended.catch(() => undefined); // it ends when the tests do
  const { shop, control: controlUrl } = JSON.parse(line) as { shop: string; control: string };
  const before = getGlobalDispatcher();
  redirectShopsTo(controlUrl, { asHost: true });
  afterAll(async () => {
    setGlobalDispatcher(before);
    child.kill("SIGTERM");
    await once(child, "exit");
  });
  return {
    shop,
    controlUrl,
    control: async (path, fields) => {
      const response = await fetch(new URL(path, controlUrl), {
        method: "POST",
        headers: { "content-type": "application/json" },
        body: JSON.stringify(fields),
      });
      if (!response.ok) throw new Error(`${path}: ${response.status} ${await response.text()}`);
      return (await response.json()) as Record<string, unknown>;
    },
  };
}
