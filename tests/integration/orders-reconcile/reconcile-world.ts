/** A store that withholds its webhooks, and its mirror: the test decides what arrives, when, and how often. */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { getGlobalDispatcher, setGlobalDispatcher } from "undici";
import { afterAll, inject } from "vitest";
import type { JobPayload } from "#app/jobs/catalogue.ts";
import { applyDelivery } from "#app/orders/apply-order-delivery.server.ts";
import { isOrderTopic } from "#app/orders/order-topics.ts";
import { handleReconcileNightly } from "#app/orders/reconcile/handle-reconcile-nightly.server.ts";
import { handleReconcile } from "#app/orders/reconcile/handle-reconcile.server.ts";
import { handleRefetch } from "#app/orders/refetch-order.server.ts";
import { inShop } from "#app/platform/db.server.ts";
import { createAdminClient } from "#app/shopify/admin-client.server.ts";
import { saveToken } from "#app/shopify/token-store.server.ts";
import { createTestDeps } from "#tests/integration/shopify/auth-deps.ts";
import { redirectShopsTo } from "#tests/integration/shopify/redirect-shops.ts";
import { createTestDatabase } from "#tests/support/database.ts";

const TOKEN = "shpat_sandbox";

export type SentWebhook = {
  readonly id: number;
  readonly topic: string;
  readonly apiVersion: string;
  readonly triggeredAt: string;
  readonly body: string;
};

type RunRefetch = (payload: JobPayload<"orders.refetch">) => Promise<void>;

export type ReconcileWorld = Awaited<ReturnType<typeof openReconcileWorld>>;

export async function openReconcileWorld() {
  const sandbox = await startSandbox();
  const database = await createTestDatabase();
  const { db } = database;
  let offsetMs = 0;
  const clock = { now: () => new Date(Date.now() + offsetMs) };
  const base = createTestDeps(db, clock);
  const deps = { ...base, db, clock, admin: createAdminClient(base) };
  const signal = new AbortController().signal;
  await sandbox.control("webhooks", { paused: true });
  await sandbox.control("act", { action: "set_restore_rate", rate: 2_000 });
  let lastId = 0;
  const { id: shopId } = await db.prisma.shop.create({
    data: {
      domain: sandbox.shop,
      installedAt: clock.now(),
      currency: "USD",
      scopes: ["read_orders", "read_all_orders"],
    },
  });
  await db.prisma.bulkImport.create({ data: { shopId, installEpoch: 1, state: "finished" } });
  const token = {
    shopId,
    accessToken: TOKEN,
    refreshToken: null,
    expiresAt: null,
    refreshExpiresAt: null,
    scope: "write_orders",
  };
  await inShop(db, shopId, (tx) =>
    saveToken(tx, base, { token, generation: 0, confirmedAt: null }),
  );

  /** Parts that came before their order: handed over again once they have waited, as the worker does. */
  const early: { shopId: bigint; webhook: SentWebhook }[] = [];
  const deliver = (
    shopId: bigint,
    { topic, apiVersion, triggeredAt, body }: SentWebhook,
    receivedAt: Date,
  ) =>
    inShop(db, shopId, (tx) =>
      applyDelivery({ clock }, tx, {
        shopId,
        topic,
        apiVersion,
        triggeredAt: new Date(triggeredAt),
        receivedAt,
        body: Buffer.from(body),
      }),
    );

  return {
    ...database,
    sandbox,
    deps,
    shopId,
    act: (action: string, fields: object = {}) =>
      sandbox.control("act", { action, ...fields }) as Promise<Record<string, string>>,
    /** Time passes in the store and for the app alike. */
    pass: async (ms: number) => {
      ({ offsetMs } = (await sandbox.control("clock", { advanceMs: ms })) as { offsetMs: number });
    },
    ask: async <Data>(query: string, variables: object = {}): Promise<Data> => {
      const response = await fetch(`https://${sandbox.shop}/admin/api/2026-07/graphql.json`, {
        method: "POST",
        headers: { "content-type": "application/json", "x-shopify-access-token": TOKEN },
        body: JSON.stringify({ query, variables }),
      });
      const { data, errors } = (await response.json()) as { data: Data; errors?: unknown };
      if (errors) throw new Error(`${query.slice(0, 120)}: ${JSON.stringify(errors)}`);
      requireNoUserErrors(data);
      return data;
    },
    /** Webhooks about orders since the last call, in the order in which the store sent them. */
    takeWebhooks: async (): Promise<SentWebhook[]> => {
      const { deliveries } = await sandbox.look<{ deliveries: SentWebhook[] }>(
        `deliveries?since=${lastId}`,
      );
      lastId = deliveries.at(-1)?.id ?? lastId;
      return deliveries.filter(({ topic }) => isOrderTopic(topic));
    },
    deliver: async (shopId: bigint, webhook: SentWebhook) => {
      const { outcome } = await deliver(shopId, webhook, clock.now());
      if (outcome === "later") early.push({ shopId, webhook });
    },
    /** Runs the reads that are asked for until none is, as the worker would; returns how many. */
    runRefetches: async (
      shopId: bigint,
      refetch: RunRefetch = (payload) => handleRefetch(deps, payload),
    ): Promise<number> => {
      for (const one of early.splice(0))
        if (one.shopId === shopId) await deliver(shopId, one.webhook, new Date(0));
        else early.push(one);
      for (let done = 0; ;) {
        const wishes = await takeRefetches(database.db, shopId);
        if (wishes.length === 0) return done;
        for (const wish of wishes) await refetch(wish);
        done += wishes.length;
      }
    },
    reconcile: () => handleReconcile(deps, { shopId: String(shopId) }, { signal }),
    /** Steps the nightly comparison until it rests. */
    reconcileNightly: async (cause: "night" | "gap" = "gap"): Promise<void> => {
      const payload = { shopId: String(shopId) };
      await handleReconcileNightly(deps, { ...payload, cause }, { signal });
      for (;;) {
        const row = await db.prisma.reconcileRound.findFirst({
          where: { shopId, kind: "nightly", state: "running" },
        });
        if (!row) return;
        await handleReconcileNightly(deps, { ...payload, cause: "step" }, { signal });
        await pollOnce();
      }
    },
  };
}

/** The queue waits between looks at an export; a test looks again soon. */
const pollOnce = () => new Promise<void>((resolve) => setTimeout(resolve, 50));

async function takeRefetches(
  db: ReconcileWorld["db"],
  shopId: bigint,
): Promise<JobPayload<"orders.refetch">[]> {
  const { rows } = await db.pool.query<{ payload: JobPayload<"orders.refetch"> }>(
    `delete from graphile_worker._private_jobs j using graphile_worker._private_tasks t
     where t.id = j.task_id and t.identifier = 'orders.refetch' and j.payload ->> 'shopId' = $1
     returning j.payload`,
    [String(shopId)],
  );
  return rows.map(({ payload }) => payload);
}

function requireNoUserErrors(data: unknown) {
  for (const payload of Object.values(data as Record<string, { userErrors?: unknown[] } | null>))
    if (payload?.userErrors?.length) throw new Error(JSON.stringify(payload.userErrors));
}

async function startSandbox() {
  const args = ["--port", "0", "--seed", "minimal", "--installed", "--no-app"];
  const child = spawn(process.execPath, [inject("sandboxPath"), ...args, "--stop-with-parent"], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  const [line] = (await once(createInterface(child.stdout), "line")) as [string];
  const { shop, control: controlUrl } = JSON.parse(line) as { shop: string; control: string };
  const before = getGlobalDispatcher();
  redirectShopsTo(controlUrl, { asHost: true });
  afterAll(async () => {
    setGlobalDispatcher(before);
    child.kill("SIGTERM");
    await once(child, "exit");
  });
  const look = async <Answer>(path: string, init: RequestInit = {}): Promise<Answer> => {
    const response = await fetch(new URL(path, controlUrl), init);
    if (!response.ok) throw new Error(`${path}: ${response.status} ${await response.text()}`);
    return (await response.json()) as Answer;
  };
  const control = (path: string, fields: object) =>
    look<Record<string, unknown>>(path, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify(fields),
    });
  return { shop, controlUrl, control, look };
}
