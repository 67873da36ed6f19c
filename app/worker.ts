/** The worker process and its composition root: which function does which job, and who settles which webhook topic. */
import { realpathSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { createDeps, type Deps } from "#app/deps.server.ts";
import { settleDelivery, type DeliveryHandler } from "#app/ingest/settle-delivery.server.ts";
import { enqueueJob } from "#app/jobs/enqueue.server.ts";
import type { JobHandlers } from "#app/jobs/handlers.ts";
import { runWorker } from "#app/jobs/run-worker.server.ts";
import { signAllHeads } from "#app/ledger/sign-heads.server.ts";
import { applyDelivery } from "#app/orders/apply-order-delivery.server.ts";
import { handleImport } from "#app/orders/import/handle-import.server.ts";
import { startImport } from "#app/orders/import/start-import.server.ts";
import { createOutbox, createSenderChecks } from "#app/mail-parts.server.ts";
import { checkSender } from "#app/messages/check-sender.server.ts";
import { cleanUpMessages } from "#app/messages/clean-up-messages.server.ts";
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
export function deliveryHandlerOf(deps: Deps, topic: string): DeliveryHandler | undefined {
  if (isOrderTopic(topic)) return (tx, delivery) => applyDelivery(deps, tx, delivery);
  if (topic in KIND_OF_TOPIC)
    return (tx, delivery) => receiveCompliance(tx, { enqueueAnswer }, delivery);
  return SHOP_TOPICS[topic];
}

export function createHandlers(deps: Deps): JobHandlers {
  const outgoing = createOutgoing(PUBLIC_INTERNET);
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
          stores: [ordersPersonalData, messagesPersonalData, ...SHARED_PERSONAL_DATA],
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
    "order.changed": ({ shopId, orderId }) =>
      tellShopper(outbox, { shopId: BigInt(shopId), orderId: BigInt(orderId) }),
    "messages.tell-held": ({ shopId }) => tellHeld(deps, BigInt(shopId)),
    "messages.check-sender": async ({ shopId }) => {
      await checkSender(createSenderChecks(deps), BigInt(shopId));
    },
    "ledger.sign-heads": () => signAllHeads({ ...deps, ledgerKey: deps.env.LEDGER_KEY }),
    "platform.clean-up": async () => {
      await cleanUp(deps);
      await cleanUpMessages(deps);
    },
  };
}

async function main(): Promise<void> {
  const env = readEnv();
  const deps = createDeps(env, "worker");
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
  logger.info({ concurrency: env.WORKER_CONCURRENCY }, "worker is ready");
  let isStopping = false;
  const stop = async (signal: string) => {
    if (isStopping) return;
    isStopping = true;
    logger.info({ signal }, "worker stops");
    await worker.stop();
    await closeDb(deps.db);
    process.exit(0);
  };
  for (const signal of ["SIGTERM", "SIGINT"]) process.on(signal, () => void stop(signal));
}

// Imported, by whoever wants its handlers, it starts nothing.
if (realpathSync(process.argv[1] ?? ".") === fileURLToPath(import.meta.url)) await main();
