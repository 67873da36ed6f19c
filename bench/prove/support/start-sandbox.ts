/** The sandbox as a process of its own, for proofs that need a Shopify. */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { closeDb, createDb, inShop } from "#app/platform/db.server.ts";
import { saveToken } from "#app/shopify/token-store.server.ts";
import { CALLER_ENV } from "./caller-env.ts";

const TOKEN = "shpat_sandbox";

export type SandboxHandle = Awaited<ReturnType<typeof startSandbox>>;

export async function startSandbox() {
  const child = spawn(
    process.execPath,
    [
      "--import",
      "tsx",
      "sandbox/main.ts",
      "--port",
      "0",
      "--seed",
      "minimal",
      "--installed",
      "--stop-with-parent",
    ],
    { stdio: ["ignore", "pipe", "inherit"] },
  );
  const exited = once(child, "exit");
  const [line] = await Promise.race([
    once(createInterface(child.stdout), "line"),
    exited.then(() => Promise.reject(new Error("The sandbox did not start."))),
  ]);
  // Its first line names the shop and the control address.
  const { shop, control } = JSON.parse(String(line)) as { shop: string; control: string };
  const url = new URL(control).origin;
  async function send(
    path: string,
    body: object,
    headers: Record<string, string> = {},
  ): Promise<unknown> {
    const answer = await fetch(path, {
      method: "POST",
      headers: { "content-type": "application/json", ...headers },
      body: JSON.stringify(body),
    });
    if (!answer.ok) throw new Error(`${path}: ${answer.status} ${await answer.text()}`);
    return answer.json();
  }
  return {
    shop,
    url,
    post: (path: string, body: object) => send(new URL(path, control).href, body),
    /** Data of one call to the Admin API, in the shape that was asked for. */
    ask: async <Data>(query: string, variables: object = {}): Promise<Data> => {
      const headers = { "x-shopify-access-token": TOKEN };
      const path = `${url}/admin/api/2026-07/graphql.json`;
      const answer = (await send(path, { query, variables }, headers)) as {
        data: Data;
        errors?: unknown;
      };
      if (answer.errors) throw new Error(`${query.slice(0, 60)}: ${JSON.stringify(answer.errors)}`);
      return answer.data;
    },
    /** Calls that were carried out and paid, but whose answer never arrived. */
    listCutOff: async () => {
      const answer = await fetch(new URL("log", control));
      // What /__sandbox/log answers; see sandbox/http/request-log.ts.
      const { entries } = (await answer.json()) as {
        entries: { at: string; operation: string | null; fault: string | null }[];
      };
      return entries
        .filter(({ fault }) => fault === "cut_after_commit")
        .map(({ at, operation }) => ({ at: Date.parse(at), operation }));
    },
    stop: async () => {
      child.kill("SIGTERM");
      await exited;
    },
  };
}

/** The token that the sandbox always takes, as the app keeps it. */
export async function storeToken(databaseUrl: string, shopId: bigint): Promise<void> {
  const db = createDb({ url: databaseUrl, poolMax: 2 });
  try {
    const token = {
      shopId,
      accessToken: TOKEN,
      refreshToken: null,
      expiresAt: null,
      refreshExpiresAt: null,
      scope: "read_orders,write_orders",
    };
    await inShop(db, shopId, (tx) =>
      saveToken(tx, { env: CALLER_ENV }, { token, generation: 0, confirmedAt: new Date() }),
    );
  } finally {
    await closeDb(db);
  }
}
