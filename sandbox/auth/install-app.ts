/** Install, reinstall, change of scopes and uninstall, with the webhooks each of them raises. */
import { asOneAction, emit } from "#sandbox/store/events.ts";
import { now, nowMs } from "#sandbox/store/clock.ts";
import { installApp } from "#sandbox/store/world.ts";
import type { AppInstallation, ShopState } from "#sandbox/store/types.ts";
import { APP_ID, TOOLS_APP_ID, type Sandbox } from "#sandbox/http/sandbox-context.ts";
import { emitLater } from "#sandbox/delivery/later-events.ts";
import { revokeTokens } from "./auth-state.ts";

// 48 h after an uninstall, unless the app is back by then.
// Source: https://shopify.dev/docs/apps/build/privacy-law-compliance
const REDACT_DELAY_MS = 48 * 3_600_000;

/** Grants the scopes of the toml. Installing over a live installation only brings its scopes up to date. */
export function installOnShop(sandbox: Sandbox, shop: ShopState): AppInstallation {
  const existing = shop.installations.get(APP_ID);
  if (existing && existing.uninstalledAt === null) {
    updateScopes(sandbox, shop, sandbox.app.scopes);
    return existing;
  }
  const installation = installApp(sandbox.state.world, shop, {
    apiKey: sandbox.options.clientId,
    appId: APP_ID,
    appTitle: sandbox.app.name,
    scopes: [...sandbox.app.scopes],
  });
  // Whatever speaks of "the app" takes the first installation: the tools' own one goes behind it.
  const tools = shop.installations.get(TOOLS_APP_ID);
  if (tools && shop.installations.delete(TOOLS_APP_ID)) shop.installations.set(TOOLS_APP_ID, tools);
  return installation;
}

/** Ends the installation: tokens die first, then `app/uninstalled` goes out, and `shop/redact` 48 hours later. */
export function uninstallFromShop(sandbox: Sandbox, shop: ShopState): boolean {
  const { world } = sandbox.state;
  const installation = shop.installations.get(APP_ID);
  if (!installation || installation.uninstalledAt !== null) return false;
  installation.uninstalledAt = now(world);
  revokeTokens(sandbox.state.auth, shop.domain);
  asOneAction(world, () => emit(world, shop, { topic: "app/uninstalled", id: shop.id }));
  shop.webhookSubscriptions.forEach((subscription, id) => {
    if (subscription.appId === APP_ID) shop.webhookSubscriptions.delete(id);
  });
  emitLater(sandbox, shop, {
    topic: "shop/redact",
    subjectId: shop.id,
    dueAtMs: nowMs(world) + REDACT_DELAY_MS,
  });
  return true;
}

/** Changes what the merchant has granted; `app/scopes_update` tells the app when something changed. */
export function updateScopes(sandbox: Sandbox, shop: ShopState, scopes: string[]): boolean {
  const installation = shop.installations.get(APP_ID);
  if (!installation || installation.uninstalledAt !== null) return false;
  const previous = installation.scopes;
  if ([...previous].sort().join() === [...scopes].sort().join()) return false;
  installation.scopes = [...scopes];
  for (const token of sandbox.state.auth.accessTokens.values()) {
    if (token.shopDomain === shop.domain && token.appId === APP_ID) token.scopes = [...scopes];
  }
  emit(sandbox.state.world, shop, {
    topic: "app/scopes_update",
    id: installation.id,
    facts: { previous, current: [...scopes] },
  });
  return true;
}
