/** What the web process may ask for: the core, and Shopify's library that signs people in. */
import { createCoreDeps, type Deps } from "#app/deps.server.ts";
import type { Db } from "#app/platform/db.server.ts";
import type { Env } from "#app/platform/env.server.ts";
import { createShopify } from "#app/shopify/app.server.ts";

export function createDeps(env: Env, processName: string, db?: Db): Deps {
  const core = createCoreDeps(env, processName, db);
  return { ...core, shopify: createShopify(core) };
}
