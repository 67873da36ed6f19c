/**
 * Refresh with rotation. Every refresh answers a new pair; the token it replaces stays usable until the new one is
 * first used, so that a lost reply can be asked for again. Using the old one again ends the unused replacement
 * (guess: one live refreshable token per app and shop).
 * Source: https://shopify.dev/docs/apps/build/authentication-authorization/access-tokens/offline-access-tokens
 */
import type { ShopState } from "#sandbox/store/types.ts";
import type { Sandbox } from "#sandbox/http/sandbox-context.ts";
import { newToken, REFRESH_LIFETIME_SECONDS, type AuthState } from "./auth-state.ts";
import { expiringReply } from "./issue-token.ts";
import { refuseToken, type TokenAnswer } from "./token-answer.ts";

export function exchangeRefreshToken(
  sandbox: Sandbox,
  shop: ShopState,
  token: string,
): TokenAnswer {
  const { auth } = sandbox.state;
  const record = auth.refreshTokens.get(token);
  const isUsable =
    record?.shopDomain === shop.domain &&
    record.state !== "dead" &&
    record.expiresAtMs > Date.now();
  if (!record || !isUsable) {
    return refuseToken(400, "invalid_grant", "The refresh token is invalid, expired or revoked.");
  }
  retire(auth, record.replaces);
  retire(auth, record.replacedBy);
  const replacement = newToken("shprt");
  record.state = "superseded";
  record.replacedBy = replacement;
  auth.refreshTokens.set(replacement, {
    shopDomain: shop.domain,
    expiresAtMs: Date.now() + REFRESH_LIFETIME_SECONDS * 1000,
    state: "live",
    replacedBy: null,
    replaces: token,
  });
  auth.counters.refresh += 1;
  return { status: 200, body: expiringReply(sandbox, shop, replacement) };
}

function retire(auth: AuthState, token: string | null): void {
  const record = token === null ? undefined : auth.refreshTokens.get(token);
  if (record) record.state = "dead";
}
