/**
 * The library, set up once a process. It draws the pages around sign-in (bounce page, way into the admin) and checks
 * what later guards hand it; tokens are ours to get (renew-token.server.ts), so there is no work in `afterAuth`.
 */
import "@shopify/shopify-app-remix/adapters/node";
import { ApiVersion, LogSeverity } from "@shopify/shopify-api";
import { AppDistribution, shopifyApp } from "@shopify/shopify-app-remix/server";
import type { Env } from "#app/platform/env.server.ts";
import type { Logger } from "#app/platform/logger.server.ts";
import { createSessionStorage, type SessionStorageDeps } from "./session-storage.server.ts";

type ShopifyDeps = SessionStorageDeps & {
  readonly env: Pick<Env, "SHOPIFY_API_KEY" | "SHOPIFY_API_SECRET" | "SHOPIFY_APP_URL" | "SCOPES">;
  readonly logger: Logger;
};

export type Shopify = ReturnType<typeof createShopify>;

export function createShopify(deps: ShopifyDeps) {
  const { env, logger } = deps;
  return shopifyApp({
    apiKey: env.SHOPIFY_API_KEY,
    apiSecretKey: env.SHOPIFY_API_SECRET,
    // Equal to API_VERSION; a test compares them.
    apiVersion: ApiVersion.July26,
    appUrl: env.SHOPIFY_APP_URL,
    scopes: env.SCOPES.split(","),
    authPathPrefix: "/auth",
    distribution: AppDistribution.AppStore,
    isEmbeddedApp: true,
    // Online tokens would exchange the offline token again at each staff login.
    useOnlineTokens: false,
    sessionStorage: createSessionStorage(deps),
    future: { unstable_newEmbeddedAuthStrategy: true, expiringOfflineAccessTokens: true },
    logger: {
      // Its debug lines print session tokens.
      level: LogSeverity.Warning,
      log: (severity, message) => {
        if (severity === LogSeverity.Error) logger.error({ library: message }, "shopify library");
        else logger.warn({ library: message }, "shopify library");
      },
    },
  });
}
