/**
 * Composition root: everything a use case may ask for, built once a process and handed down. What only signing in needs is
 * added by web-deps.server.ts: it takes half a second to load, and a worker never asks for it.
 */
import { createDb, type Db } from "#app/platform/db.server.ts";
import { systemClock, type Clock } from "#app/platform/clock.ts";
import type { Env } from "#app/platform/env.server.ts";
import { createLogger, type Logger } from "#app/platform/logger.server.ts";
import { createMetrics, type Metrics } from "#app/platform/metrics.server.ts";
import {
  createAdminClient,
  type AdminCallFacts,
  type AdminClient,
} from "#app/shopify/admin-client.server.ts";
import { createRails, type Rails } from "#app/rails/create-rails.server.ts";
import type { Shopify } from "#app/shopify/app.server.ts";
import type { AuthDeps } from "#app/shopify/authenticate.server.ts";
import { raiseAlert } from "#app/shops/alerts/raise-alert.server.ts";
import { ensureShop } from "#app/shops/ensure-shop.server.ts";
import { listStaffIn } from "#app/shops/people/staff-store.server.ts";
import { recordInstall } from "#app/shops/record-install.server.ts";
import { createOtherKinds, createWorkflowPreviews } from "#app/workflow-parts.server.ts";

export type Deps = AuthDeps & {
  readonly env: Env;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly metrics: Metrics;
  readonly db: Db;
  readonly admin: AdminClient;
  readonly observeCall: (facts: AdminCallFacts) => void;
  readonly shopify: Shopify;
  readonly rails: Rails;
};

/** Without signing in. */
export type CoreDeps = Omit<Deps, "shopify">;

export function createCoreDeps(
  env: Env,
  processName: string,
  db = createDb({ url: env.DATABASE_URL, poolMax: env.DATABASE_POOL_MAX }),
): CoreDeps {
  const clock = systemClock;
  const logger = createLogger(processName, env.LOG_LEVEL);
  const metrics = createMetrics(processName);
  const base = { env, clock, logger, db, metrics };
  const tokens = {
    ...base,
    recordInstall,
    ensureShop: (domain: string) => ensureShop(base, domain),
    observeCall: (facts: AdminCallFacts) => observeCall({ logger, metrics }, facts),
  };
  const admin = createAdminClient(tokens);
  const rails = createRails({
    ...base,
    admin,
    otherKinds: createOtherKinds(base),
    previews: createWorkflowPreviews(base),
    listTeam: listStaffIn,
    tellTeam: async (tx, alert) => void (await raiseAlert(tx, alert)),
  });
  return { ...tokens, admin, rails };
}

function observeCall(
  { logger, metrics }: { logger: Logger; metrics: Metrics },
  { operation, verdict, cost, otherApiVersion, shopId, ms }: AdminCallFacts,
): void {
  metrics.adminCalls.inc({ operation, verdict });
  if (cost?.actualCost) metrics.adminPoints.inc({ operation }, cost.actualCost);
  if (verdict !== "data")
    logger.warn({ shopId: String(shopId), operation, verdict, ms }, "admin call");
  if (otherApiVersion === null) return;
  metrics.otherApiVersion.inc({ version: otherApiVersion });
  logger.error({ operation, version: otherApiVersion }, "our Admin API version has expired");
}
