/**
 * A worker process of the product that mirrors orders, has their purchase orders sent and lets their units follow to the
 * suppliers' locations, with the rails open. Its time runs faster: the wait before a call in doubt is looked at is a minute.
 * Arguments: database URL, concurrency, the instant (ms) at which all workers' time began, how fast it runs.
 */
import { runFast } from "./run-fast.ts";

const [databaseUrl = "", concurrency = "4", beganAt = "0", speed = "1"] = process.argv.slice(2);
runFast(Number(beganAt), Number(speed));

// Only now: whoever asks for the time, asks the fast clock.
const { JOBS } = await import("#app/jobs/catalogue.ts");
const { runWorker } = await import("#app/jobs/run-worker.server.ts");
const { considerPlacement } = await import("#app/dropship/placement/consider-placement.server.ts");
const { placeOrder } = await import("#app/dropship/placement/place-order.server.ts");
const { handleRefetch } = await import("#app/orders/refetch-order.server.ts");
const { createDb } = await import("#app/platform/db.server.ts");
const { createLogger } = await import("#app/platform/logger.server.ts");
const { createShopifyKinds } = await import("#app/rails/create-shopify-kinds.server.ts");
const { enqueueCarryOut } = await import("#app/rails/enqueue-carry-out.server.ts");
const { handleCarryOut } = await import("#app/rails/handle-carry-out.server.ts");
const { buildIntentKinds } = await import("#app/rails/intent-kind.ts");
const { createAdminClient } = await import("#app/shopify/admin-client.server.ts");
const { CALLER_ENV } = await import("./caller-env.ts");
const { sendPurchaseOrders } = await import("./send-purchase-orders.ts");

const db = createDb({ url: databaseUrl, poolMax: 14 });
const clock = { now: () => new Date() };
const logger = createLogger("worker", "silent");
const admin = createAdminClient({
  db,
  env: CALLER_ENV,
  clock,
  logger,
  recordInstall: async () => undefined,
  observeCall: () => undefined,
});
const rails = {
  db,
  clock,
  logger,
  kinds: buildIntentKinds(createShopifyKinds({ admin })),
  mayAct: async () => ({ ok: true, value: null }) as const,
  evaluateOwnCeiling: async () => ({ ok: true, value: null }) as const,
  enqueueCarryOut,
  fetchIsDisputed: async () => false,
  listTeam: async () => [],
  tellTeam: async () => undefined,
};
const deps = { db, clock, logger, admin, rails };
const nothing = async () => undefined;
const placed = ({ shopId, orderId }: { shopId: string; orderId: string }) => ({
  shopId: BigInt(shopId),
  orderId: BigInt(orderId),
});

// Every job of the catalogue has a handler; four of them do something here.
const handlers = {
  ...Object.fromEntries(Object.keys(JOBS).map((name) => [name, nothing])),
  "orders.refetch": async (payload: { shopId: string; orderGid: string }) => {
    await handleRefetch(deps, payload);
    await sendPurchaseOrders(deps, BigInt(payload.shopId), payload.orderGid);
  },
  "order.changed": (payload: { shopId: string; orderId: string }) =>
    considerPlacement(deps, placed(payload)),
  "dropship.place": (payload: { shopId: string; orderId: string }) => placeOrder(deps, payload),
  "rails.carry-out": (
    payload: { shopId: string; intentId: string },
    context: { signal: AbortSignal },
  ) => handleCarryOut(rails, payload, context),
} as unknown as Parameters<typeof runWorker>[0]["handlers"];

const worker = await runWorker({
  env: {
    DATABASE_URL: databaseUrl,
    WORKER_CONCURRENCY: Number(concurrency),
    JOBS_CLOCK: "process",
  },
  handlers,
  logger,
  schedule: {},
  onLost: () => process.exit(1),
});
process.on("SIGTERM", () => void worker.stop().then(() => process.exit(0)));
// A worker whose proof has ended must not live on.
process.on("disconnect", () => process.exit(1));
process.send?.("ready");
