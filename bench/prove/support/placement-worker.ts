/**
 * A worker process of the product that mirrors orders, has their purchase orders sent and lets their units follow to the
 * suppliers' locations, with the rails open. Its time runs faster: the wait before a call in doubt is looked at is a minute.
 * Arguments: database URL, concurrency, the instant (ms) at which all workers' time began, how fast it runs.
 */
import { runFast } from "./run-fast.ts";

const [databaseUrl = "", concurrency = "4", beganAt = "0", speed = "1"] = process.argv.slice(2);
runFast(Number(beganAt), Number(speed));

// Only now: whoever asks for the time, asks the fast clock.
const { considerPlacement } = await import("#app/dropship/placement/consider-placement.server.ts");
const { placeOrder } = await import("#app/dropship/placement/place-order.server.ts");
const { handleRefetch } = await import("#app/orders/refetch-order.server.ts");
const { createDb } = await import("#app/platform/db.server.ts");
const { createLogger } = await import("#app/platform/logger.server.ts");
const { createShopifyKinds } = await import("#app/rails/create-shopify-kinds.server.ts");
const { buildIntentKinds } = await import("#app/rails/intent-kind.ts");
const { createAdminClient } = await import("#app/shopify/admin-client.server.ts");
const { CALLER_ENV } = await import("./caller-env.ts");
const { sendPurchaseOrders } = await import("./send-purchase-orders.ts");
const { OPEN_RAILS, serveJobs } = await import("./serve-jobs.ts");

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
  ...OPEN_RAILS,
};
const deps = { db, clock, logger, admin, rails };
const placed = ({ shopId, orderId }: { shopId: string; orderId: string }) => ({
  shopId: BigInt(shopId),
  orderId: BigInt(orderId),
});

await serveJobs({
  databaseUrl,
  concurrency: Number(concurrency),
  rails,
  handlers: {
    "orders.refetch": async (payload) => {
      await handleRefetch(deps, payload);
      await sendPurchaseOrders(deps, BigInt(payload.shopId), payload.orderGid);
    },
    "order.changed": (payload) => considerPlacement(deps, placed(payload)),
    "dropship.place": (payload) => placeOrder(deps, payload),
  },
});
