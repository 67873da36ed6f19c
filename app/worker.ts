/** The worker process and its composition root: which function does which job, and who settles which webhook topic. */
import { realpathSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { createCoreDeps, type CoreDeps } from "#app/deps.server.ts";
import { supplierAnswersPersonalData } from "#app/dropship/acknowledgements/answers-personal-data.server.ts";
import { considerPlacement } from "#app/dropship/placement/consider-placement.server.ts";
import { placeOrder } from "#app/dropship/placement/place-order.server.ts";
import { retryPlacements } from "#app/dropship/placement/retry-placements.server.ts";
import { considerOrder } from "#app/dropship/routing/consider-order.server.ts";
import { handleBacktest } from "#app/dropship/routing/backtest/handle-backtest.server.ts";
import { handleRoute } from "#app/dropship/routing/handle-route.server.ts";
import { wakeHeld } from "#app/dropship/routing/wake-held.server.ts";
import { cleanUpTransmissions } from "#app/dropship/purchase-orders/clean-up-transmissions.server.ts";
import { shipmentsPersonalData } from "#app/dropship/shipments/shipments-personal-data.server.ts";
import { purchaseOrdersPersonalData } from "#app/dropship/purchase-orders/purchase-orders-personal-data.server.ts";
import { sendScheduled } from "#app/dropship/purchase-orders/send-scheduled.server.ts";
import { renewFigures } from "#app/dropship/scorecard/figures.server.ts";
import { createCarriers } from "#app/dropship/shipments/create-carriers.server.ts";
import { hearShopify } from "#app/dropship/shipments/hear-shopify.server.ts";
import { reportShipment } from "#app/dropship/shipments/report-shipment.server.ts";
import { trackAll, trackShop } from "#app/dropship/shipments/track-parcels.server.ts";
import { applyFeed } from "#app/dropship/suppliers/feeds/apply-feed.server.ts";
import { pullFeed } from "#app/dropship/suppliers/feeds/pull-feed.server.ts";
import { readFeed } from "#app/dropship/suppliers/feeds/read-feed.server.ts";
import { readVariants } from "#app/dropship/suppliers/read-variants.server.ts";
import { enqueueSupply } from "#app/dropship/suppliers/supply-due.server.ts";
import { timeAll, timeShop } from "#app/dropship/timers/watch-deadlines.server.ts";
import { settleDelivery, type DeliveryHandler } from "#app/ingest/settle-delivery.server.ts";
import { enqueueJob } from "#app/jobs/enqueue.server.ts";
import type { JobHandlers } from "#app/jobs/handlers.ts";
import { runWorker } from "#app/jobs/run-worker.server.ts";
import { signAllHeads } from "#app/ledger/sign-heads.server.ts";
import { applyDelivery } from "#app/orders/apply-order-delivery.server.ts";
import { handleImport } from "#app/orders/import/handle-import.server.ts";
import { startImport } from "#app/orders/import/start-import.server.ts";
import { startInboundMail } from "#app/inbound-parts.server.ts";
import { createOutbox, createSenderChecks } from "#app/mail-parts.server.ts";
import { checkSender } from "#app/messages/check-sender.server.ts";
import { cleanUpMessages } from "#app/messages/clean-up-messages.server.ts";
import { conversationsPersonalData } from "#app/messages/conversations/conversations-personal-data.server.ts";
import { messagesPersonalData } from "#app/messages/personal-data.server.ts";
import { recordServiceMail } from "#app/messages/record-service-mail.server.ts";
import { tellHeld } from "#app/messages/tell-held.server.ts";
import { tellShopper } from "#app/messages/tell-shopper.server.ts";
import { isOrderTopic } from "#app/orders/order-topics.ts";
import { ordersPersonalData } from "#app/orders/personal-data.server.ts";
import { handleReconcileDue } from "#app/orders/reconcile/handle-reconcile-due.server.ts";
import { handleReconcileNightly } from "#app/orders/reconcile/handle-reconcile-nightly.server.ts";
import { handleReconcile } from "#app/orders/reconcile/handle-reconcile.server.ts";
import { handleRefetch } from "#app/orders/refetch-order.server.ts";
import { closeDb } from "#app/platform/db.server.ts";
import { readEnv } from "#app/platform/env.server.ts";
import { startMetricsServer } from "#app/platform/metrics.server.ts";
import { proveWall } from "#app/platform/prove-wall.server.ts";
import { createSupplierOutgoing } from "#app/platform/supplier-hosts.server.ts";
import { createOutgoing, PUBLIC_INTERNET } from "#app/platform/outgoing.server.ts";
import { handleCarryOut } from "#app/rails/handle-carry-out.server.ts";
import { handleWake } from "#app/rails/handle-wake.server.ts";
import { postAlert } from "#app/shops/alerts/post-alert.server.ts";
import { tellAlert, type SendMail } from "#app/shops/alerts/tell-alerts.server.ts";
import { watchAll, watchShop } from "#app/shops/alerts/watch-shop.server.ts";
import { answerCompliance } from "#app/shops/compliance/answer-compliance.server.ts";
import { cleanUp } from "#app/shops/compliance/clean-up.server.ts";
import {
  receiveCompliance,
  type EnqueueAnswer,
} from "#app/shops/compliance/receive-compliance.server.ts";
import { KIND_OF_TOPIC } from "#app/shops/compliance/request.ts";
import { SHARED_PERSONAL_DATA } from "#app/shops/compliance/stores/shared-stores.server.ts";
import { installShop } from "#app/shops/install-shop.server.ts";
import { SHOP_TOPICS } from "#app/shops/shop-topics.server.ts";
import { createTroubleSources } from "#app/trouble-sources.server.ts";

// Early morning in Europe, evening in America: the quietest hour of most shops.
const SCHEDULE = {
  "orders.reconcile-due": "*/5 * * * *",
  "platform.clean-up": "17 3 * * *",
  "ledger.sign-heads": "47 3 * * *",
  "alerts.watch-due": "*/5 * * * *",
  "dropship.supply-due": "*/5 * * * *",
  "dropship.time-due": "*/5 * * * *",
  "dropship.track-due": "*/10 * * * *",
};

const enqueueAnswer: EnqueueAnswer = async (tx, { shopId, requestId, runAt }) => {
  await enqueueJob(tx, {
    name: "shops.answer-compliance",
    payload: { shopId: shopId.toString(), requestId: requestId.toString() },
    key: `compliance:${shopId}:${requestId}`,
    ...(runAt ? { runAt } : {}),
  });
};

/** The feature that settles a topic; tests compare this with shopify.app.toml. */
export function deliveryHandlerOf(deps: CoreDeps, topic: string): DeliveryHandler | undefined {
  if (isOrderTopic(topic)) return (tx, delivery) => applyDelivery(deps, tx, delivery);
  if (topic in KIND_OF_TOPIC)
    return (tx, delivery) => receiveCompliance(tx, { enqueueAnswer }, delivery);
  return SHOP_TOPICS[topic];
}

export function createHandlers(deps: CoreDeps): JobHandlers {
  const outgoing = createOutgoing(PUBLIC_INTERNET);
  const supplierOutgoing = createSupplierOutgoing(deps.env.SUPPLIER_HOSTS);
  const carriers = createCarriers(deps.env);
  const outbox = { ...deps, ...createOutbox(deps) };
  const sendMail: SendMail = (tx, { shopId, ...mail }) =>
    recordServiceMail(outbox, tx, shopId, mail);
  return {
    "deliveries.apply": async ({ shopId, webhookId }) => {
      const handlerOf = (topic: string) => deliveryHandlerOf(deps, topic);
      await settleDelivery({ ...deps, handlerOf }, { shopId: BigInt(shopId), webhookId });
    },
    "shops.install": (payload) => installShop({ ...deps, startImport }, payload),
    "shops.answer-compliance": ({ shopId, requestId }) =>
      answerCompliance(
        {
          ...deps,
          enqueueAnswer,
          stores: [
            ordersPersonalData,
            messagesPersonalData,
            // Before purchase orders forget whom their parcels went to.
            shipmentsPersonalData,
            purchaseOrdersPersonalData,
            conversationsPersonalData,
            supplierAnswersPersonalData,
            ...SHARED_PERSONAL_DATA,
          ],
        },
        { shopId: BigInt(shopId), requestId: BigInt(requestId) },
      ),
    "orders.import": (payload, context) => handleImport(deps, payload, context),
    "orders.refetch": (payload) => handleRefetch(deps, payload),
    "orders.reconcile-due": () => handleReconcileDue(deps),
    "orders.reconcile": (payload, context) => handleReconcile(deps, payload, context),
    "orders.reconcile-nightly": (payload, context) =>
      handleReconcileNightly(deps, payload, context),
    "rails.carry-out": (payload, context) =>
      handleCarryOut({ ...deps, ...deps.rails }, payload, context),
    "rails.wake": (payload, context) => handleWake({ ...deps, ...deps.rails }, payload, context),
    "alerts.tell": ({ shopId, alertId }) =>
      tellAlert({ ...deps, sendMail }, { shopId: BigInt(shopId), alertId: BigInt(alertId) }),
    "alerts.post": ({ shopId, alertId }) =>
      postAlert({ ...deps, outgoing }, { shopId: BigInt(shopId), alertId: BigInt(alertId) }),
    "alerts.watch-due": () => watchAll(deps),
    "alerts.watch": ({ shopId }) =>
      watchShop({ ...deps, sendMail, sources: createTroubleSources(deps) }, BigInt(shopId)),
    "order.changed": async ({ shopId, orderId }) => {
      const named = { shopId: BigInt(shopId), orderId: BigInt(orderId) };
      await hearShopify(deps, named);
      await considerOrder(deps, named);
      await considerPlacement(deps, named);
      await tellShopper(outbox, named);
    },
    "messages.tell-held": ({ shopId }) => tellHeld(deps, BigInt(shopId)),
    "messages.check-sender": async ({ shopId }) => {
      await checkSender(createSenderChecks(deps), BigInt(shopId));
    },
    "dropship.route": (payload) => handleRoute(deps, payload),
    "dropship.wake-held": (payload) => wakeHeld(deps, payload),
    "dropship.backtest": (payload, context) => handleBacktest(deps, payload, context),
    "dropship.supply-due": () => enqueueSupply(deps),
    "dropship.read-variants": ({ shopId }, context) =>
      readVariants(deps, { shopId: BigInt(shopId), isWhole: false }, context),
    "dropship.pull-feed": ({ shopId, supplierId }, context) =>
      pullFeed(
        { ...deps, outgoing: supplierOutgoing, listedHosts: deps.env.SUPPLIER_HOSTS },
        { shopId: BigInt(shopId), supplierId: BigInt(supplierId) },
        context,
      ),
    "dropship.read-feed": ({ shopId, runId }, context) =>
      readFeed(deps, { shopId: BigInt(shopId), runId: BigInt(runId) }, context),
    "dropship.apply-feed": ({ shopId, runId }) =>
      applyFeed(deps, { shopId: BigInt(shopId), runId: BigInt(runId) }),
    "dropship.send-purchase-order": (payload) => sendScheduled(deps, payload),
    "dropship.place": (payload) => placeOrder(deps, payload),
    "dropship.report-shipment": (payload) => reportShipment(deps, payload),
    "dropship.track-due": () => trackAll({ ...deps, carriers }),
    "dropship.track": ({ shopId }) => trackShop({ ...deps, carriers }, BigInt(shopId)),
    "dropship.time-due": () => timeAll(deps),
    "dropship.time": async ({ shopId }) => {
      await timeShop(deps, BigInt(shopId));
      await retryPlacements(deps, BigInt(shopId));
      await renewFigures(deps, BigInt(shopId));
    },
    "ledger.sign-heads": () => signAllHeads({ ...deps, ledgerKey: deps.env.LEDGER_KEY }),
    "platform.clean-up": async () => {
      await cleanUp(deps);
      await cleanUpMessages(deps);
      await cleanUpTransmissions(deps);
    },
  };
}

async function main(): Promise<void> {
  const env = readEnv();
  const deps = createCoreDeps(env, "worker");
  const { logger } = deps;
  await proveWall(deps.db);
  const worker = await runWorker({
    env,
    logger,
    handlers: createHandlers(deps),
    schedule: SCHEDULE,
    onLost: () => process.exit(1),
  });
  const isReady = () =>
    deps.db.pool.query("select 1").then(
      () => true,
      () => false,
    );
  await startMetricsServer(deps.metrics, { port: env.METRICS_PORT, host: env.HOST, isReady });
  const inbound = await startInboundMail(deps);
  logger.info({ concurrency: env.WORKER_CONCURRENCY }, "worker is ready");
  let isStopping = false;
  const stop = async (signal: string) => {
    if (isStopping) return;
    isStopping = true;
    logger.info({ signal }, "worker stops");
    await inbound?.stop();
    await worker.stop();
    await closeDb(deps.db);
    process.exit(0);
  };
  for (const signal of ["SIGTERM", "SIGINT"]) process.on(signal, () => void stop(signal));
}

// Imported, by whoever wants its handlers, it starts nothing.
if (realpathSync(process.argv[1] ?? ".") === fileURLToPath(import.meta.url)) await main();
