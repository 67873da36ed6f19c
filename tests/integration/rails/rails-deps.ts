/** Everything a process needs to carry intents out. Nothing of the test runner: a child process uses it, too. */
import type { Db } from "#app/platform/db.server.ts";
import { accept } from "#app/platform/result.ts";
import type { CarryOutDeps } from "#app/rails/carry-out-intent.server.ts";
import { createShopifyKinds } from "#app/rails/create-shopify-kinds.server.ts";
import { buildIntentKinds } from "#app/rails/intent-kind.ts";
import type { RecordDeps } from "#app/rails/record-intent.server.ts";
import { createAdminClient } from "#app/shopify/admin-client.server.ts";
import { createTestDeps } from "#tests/integration/shopify/auth-deps.ts";

export type RailsDeps = CarryOutDeps & RecordDeps;

/** The rails allow everything. `nowMs` may be ahead of the sandbox's clock. */
export function createRailsDeps(db: Db, nowMs: () => number): RailsDeps {
  const deps = createTestDeps(db);
  return {
    db,
    clock: { now: () => new Date(nowMs()) },
    logger: deps.logger,
    kinds: buildIntentKinds(createShopifyKinds({ admin: createAdminClient(deps) })),
    mayAct: async () => accept(null),
    evaluateOwnCeiling: async () => accept(null),
    enqueueCarryOut: async () => undefined,
    fetchIsDisputed: async () => false,
    listTeam: async () => [],
    tellTeam: async () => undefined,
  };
}
