/** Decides whether an access token may call a shop's Admin API now. */
import type { Sandbox } from "#sandbox/http/sandbox-context.ts";
import type { ShopState } from "#sandbox/store/types.ts";
import { TOOLS_TOKEN } from "./auth-state.ts";

export function isTokenUsable(sandbox: Sandbox, shop: ShopState, token: string): boolean {
  if (token === TOOLS_TOKEN) return true;
  const record = sandbox.state.auth.accessTokens.get(token);
  if (!record || record.shopDomain !== shop.domain || record.isRevoked) return false;
  return record.expiresAtMs === null || record.expiresAtMs > Date.now();
}
