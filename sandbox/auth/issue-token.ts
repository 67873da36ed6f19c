/** Makes access tokens and the reply of the token endpoint, key by key as Shopify sends it. */
import type { ShopState } from "#sandbox/store/types.ts";
import { APP_ID, type Sandbox } from "#sandbox/http/sandbox-context.ts";
import { newToken, ONLINE_LIFETIME_SECONDS, REFRESH_LIFETIME_SECONDS } from "./auth-state.ts";
import { getStaffUser } from "./staff.ts";

export type TokenReply = {
  access_token: string;
  scope: string;
  expires_in?: number;
  refresh_token?: string;
  refresh_token_expires_in?: number;
  associated_user_scope?: string;
  associated_user?: {
    id: number;
    first_name: string;
    last_name: string;
    email: string;
    email_verified: boolean;
    account_owner: boolean;
    locale: string;
    collaborator: boolean;
  };
};

/** A shop-wide token: expiring with its refresh token, or the shop's one non-expiring token. */
export function issueOfflineToken(
  sandbox: Sandbox,
  shop: ShopState,
  isExpiring: boolean,
): TokenReply {
  const scopes = grantedScopes(shop);
  const scope = scopes.join(",");
  if (!isExpiring) return { access_token: findLastingToken(sandbox, shop), scope };
  const { auth } = sandbox.state;
  // One live refreshable token per app and shop: a new exchange ends the older refresh tokens.
  for (const token of auth.refreshTokens.values()) {
    if (token.shopDomain === shop.domain) token.state = "dead";
  }
  const refreshToken = newToken("shprt");
  auth.refreshTokens.set(refreshToken, {
    shopDomain: shop.domain,
    expiresAtMs: Date.now() + REFRESH_LIFETIME_SECONDS * 1000,
    state: "live",
    replacedBy: null,
    replaces: null,
  });
  return expiringReply(sandbox, shop, refreshToken);
}

export function expiringReply(sandbox: Sandbox, shop: ShopState, refreshToken: string): TokenReply {
  const lifetimeSeconds = sandbox.state.auth.offlineLifetimeSeconds;
  return {
    access_token: storeToken(sandbox, shop, "offline", lifetimeSeconds, null),
    scope: grantedScopes(shop).join(","),
    expires_in: lifetimeSeconds,
    refresh_token: refreshToken,
    refresh_token_expires_in: REFRESH_LIFETIME_SECONDS,
  };
}

/** A token of one staff user, with the person's name and e-mail beside it. */
export function issueOnlineToken(sandbox: Sandbox, shop: ShopState, userId: string): TokenReply {
  const user = getStaffUser(userId);
  const scope = grantedScopes(shop).join(",");
  return {
    access_token: storeToken(sandbox, shop, "online", ONLINE_LIFETIME_SECONDS, user.id),
    scope,
    expires_in: ONLINE_LIFETIME_SECONDS,
    associated_user_scope: scope,
    associated_user: {
      id: Number(user.id),
      first_name: user.firstName,
      last_name: user.lastName,
      email: user.email,
      email_verified: true,
      account_owner: user.isOwner,
      locale: user.locale,
      collaborator: false,
    },
  };
}

export function grantedScopes(shop: ShopState): string[] {
  return shop.installations.get(APP_ID)?.scopes ?? [];
}

function findLastingToken(sandbox: Sandbox, shop: ShopState): string {
  for (const [token, record] of sandbox.state.auth.accessTokens) {
    const isLasting = record.kind === "offline" && record.expiresAtMs === null;
    if (isLasting && !record.isRevoked && record.shopDomain === shop.domain) return token;
  }
  return storeToken(sandbox, shop, "offline", null, null);
}

function storeToken(
  sandbox: Sandbox,
  shop: ShopState,
  kind: "offline" | "online",
  lifetimeSeconds: number | null,
  userId: string | null,
): string {
  const token = newToken(kind === "online" ? "shpua" : "shpat");
  sandbox.state.auth.accessTokens.set(token, {
    shopDomain: shop.domain,
    appId: APP_ID,
    kind,
    userId,
    scopes: grantedScopes(shop),
    expiresAtMs: lifetimeSeconds === null ? null : Date.now() + lifetimeSeconds * 1000,
    isRevoked: false,
  });
  // The Admin API looks tokens up at the installation; whether one still works is decided before, in find-token.ts.
  shop.installations
    .get(APP_ID)
    ?.tokens.set(token, { expiresAt: null, scopes: null, revoked: false, userId });
  return token;
}
