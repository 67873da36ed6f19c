/** A shop in the sandbox and its mirror in a test database, for the tests of orders/. */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { getGlobalDispatcher, setGlobalDispatcher } from "undici";
import { afterAll, inject } from "vitest";
import { handleImport } from "#app/orders/import/handle-import.server.ts";
import { requestImport } from "#app/orders/import/start-import.server.ts";
import { refetchOrder } from "#app/orders/refetch-order.server.ts";
import { inShop } from "#app/platform/db.server.ts";
import { createAdminClient } from "#app/shopify/admin-client.server.ts";
import { saveToken } from "#app/shopify/token-store.server.ts";
import { createTestDeps } from "#tests/integration/shopify/auth-deps.ts";
import { redirectShopsTo } from "#tests/integration/shopify/redirect-shops.ts";
import { createTestDatabase } from "#tests/support/database.ts";

const TOKEN = "shpat_sandbox";

type WorldOptions = {
  readonly seed: "minimal" | "full";
  /** where webhooks go; without it none are sent */
  readonly appUrl?: string;
};

export async function openOrdersWorld({ seed, appUrl }: WorldOptions) {
  const sandbox = await startSandbox(seed, appUrl);
  const database = await createTestDatabase();
  const { db } = database;
  const base = createTestDeps(db);
  const deps = { ...base, db, admin: createAdminClient(base) };
  const { id: shopId } = await db.prisma.shop.create({
    data: {
      domain: sandbox.shop,
      installedAt: new Date(),
      currency: "USD",
      scopes: ["read_orders", "read_all_orders"],
    },
  });
  await inShop(db, shopId, (tx) =>
    saveToken(tx, base, {
      token: {
        shopId,
        accessToken: TOKEN,
        refreshToken: null,
        expiresAt: null,
        refreshExpiresAt: null,
        scope: "write_orders",
      },
      generation: 0,
      confirmedAt: null,
    }),
  );
  const signal = new AbortController().signal;
  return {
    ...database,
    sandbox,
    shopId,
    deps,
    refetch: (orderGid: string) => refetchOrder(deps, shopId, orderGid, "refetch"),
    /** Steps an import until it rests; a step that throws an outage is tried again, as the queue does. */
    runImport: async (stepDeps: typeof deps = deps): Promise<string> => {
      const importId = await inShop(db, shopId, (tx) => requestImport(tx, shopId, 1));
      for (;;) {
        await handleImport(
          stepDeps,
          { shopId: String(shopId), importId: String(importId) },
          { signal },
        );
        const row = await db.prisma.bulkImport.findUniqueOrThrow({
          where: { shopId_id: { shopId, id: importId } },
        });
        if (row.state === "finished" || row.state === "failed") return row.state;
        if (row.state === "exporting") await pollOnce();
      }
    },
    ask: async <Data>(query: string, variables: object = {}): Promise<Data> => {
      const response = await fetch(`https://${sandbox.shop}/admin/api/2026-07/graphql.json`, {
        method: "POST",
        headers: { "content-type": "application/json", "x-shopify-access-token": TOKEN },
        body: JSON.stringify({ query, variables }),
      });
      const { data, errors } = (await response.json()) as { data: Data; errors?: unknown };
      if (errors) throw new Error(`${query.slice(0, 80)}: ${JSON.stringify(errors)}`);
      return data;
    },
  };
}

/** The import waits by the queue; a test looks again soon, and not so often that it uses up the shop's points. */
const pollOnce = () => new Promise<void>((resolve) => setTimeout(resolve, 100));

async function startSandbox(seed: string, appUrl: string | undefined) {
  const app = appUrl ? ["--installed", "--app-url", appUrl] : ["--no-app"];
  const child = spawn(
    process.execPath,
    [inject("sandboxPath"), "--port", "0", "--seed", seed, ...app],
    { stdio: ["ignore", "pipe", "inherit"] },
  );
  const [line] = (await once(createInterface(child.stdout), "line")) as [string];
  const { shop, control: controlUrl } = JSON.parse(line) as { shop: string; control: string };
  const before = getGlobalDispatcher();
  redirectShopsTo(controlUrl, { asHost: true });
  afterAll(async () => {
    setGlobalDispatcher(before);
    child.kill("SIGTERM");
    await once(child, "exit");
  });
  const control = async (path: string, fields: object) => {
    const response = await fetch(new URL(path, controlUrl), {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify(fields),
    });
    if (!response.ok) throw new Error(`${path}: ${response.status} ${await response.text()}`);
    return (await response.json()) as Record<string, unknown>;
  };
  return { shop, controlUrl, control };
}
