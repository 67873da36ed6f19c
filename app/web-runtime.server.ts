/**
 * The web process as one object: dependencies, the webhook listener and an orderly end. It is part of Remix's server
 * bundle and reached through the entry module, so that the process holds one copy of app/.
 */
import type { IncomingMessage, ServerResponse } from "node:http";
import type { Deps } from "#app/deps.server.ts";
import { handleWebhookRequest } from "#app/ingest/handle-webhook-request.server.ts";
import { createDeliveryStore } from "#app/ingest/store-deliveries.server.ts";
import { JOBS } from "#app/jobs/catalogue.ts";
import { closeDb, createIngestPool } from "#app/platform/db.server.ts";
import { readEnv } from "#app/platform/env.server.ts";
import { startMetricsServer } from "#app/platform/metrics.server.ts";
import { proveWall } from "#app/platform/prove-wall.server.ts";
import { createDeps } from "#app/web-deps.server.ts";

export type WebRuntime = {
  readonly deps: Deps;
  readonly receiveWebhook: (request: IncomingMessage, response: ServerResponse) => Promise<void>;
  /** Throws unless the wall between shops stands; nothing is served before. */
  readonly proveWall: () => Promise<void>;
  /** Serves health and metrics on the private port until the process ends. */
  readonly startMetrics: () => Promise<void>;
  readonly close: () => Promise<void>;
};

/** Reads the environment and builds everything the web process needs. Throws when a variable is wrong. */
export function createWebRuntime(): WebRuntime {
  const env = readEnv();
  const deps = createDeps(env, "web");
  const pool = createIngestPool(env.DATABASE_URL);
  const { maxAttempts } = JOBS["deliveries.apply"];
  const store = createDeliveryStore({ pool }, { task: "deliveries.apply", maxAttempts });
  const secrets = [env.SHOPIFY_API_SECRET, env.SHOPIFY_API_SECRET_PREVIOUS].filter(
    (secret) => secret !== undefined,
  );
  const count = (outcome: string) => deps.metrics.webhooks.inc({ outcome });
  const webhookDeps = { store, secrets, logger: deps.logger, clock: deps.clock, count };
  const isReady = () =>
    pool.query("select 1").then(
      () => true,
      () => false,
    );
  return {
    deps,
    receiveWebhook: (request, response) => handleWebhookRequest(webhookDeps, request, response),
    proveWall: () => proveWall(deps.db),
    startMetrics: async () => {
      const { METRICS_PORT: port, HOST: host } = env;
      await startMetricsServer(deps.metrics, { port, host, isReady });
    },
    close: async () => {
      await Promise.all([pool.end(), closeDb(deps.db)]);
    },
  };
}
