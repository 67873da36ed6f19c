/**
 * Tokens the sandbox has issued. Their lifetimes run on real time, not on the sandbox clock: the app measures them
 * with its own clock, and moving the store's time must not make a live app's token lapse.
 */
import { randomBytes } from "node:crypto";

export type AccessTokenRecord = {
  shopDomain: string;
  appId: string;
  kind: "offline" | "online";
  /** Numeric id of the staff user of an online token, as text. */
  userId: string | null;
  scopes: string[];
  /** Null: never. */
  expiresAtMs: number | null;
  isRevoked: boolean;
};

export type RefreshTokenRecord = {
  shopDomain: string;
  expiresAtMs: number;
  /** `superseded`: exchanged once; usable until its replacement is first used. */
  state: "live" | "superseded" | "dead";
  replacedBy: string | null;
  /** The token this one replaced. */
  replaces: string | null;
};

export type AuthCounters = {
  tokenExchange: number;
  onlineExchange: number;
  refresh: number;
  refused: number;
};

export type AuthState = {
  accessTokens: Map<string, AccessTokenRecord>;
  refreshTokens: Map<string, RefreshTokenRecord>;
  /** Calls of the token endpoint since the last reset. */
  counters: AuthCounters;
  /** Lifetime of new expiring offline tokens; tests shorten it. */
  offlineLifetimeSeconds: number;
  /** Staff user the admin page acts as. */
  staffUserId: string;
};

export const OFFLINE_LIFETIME_SECONDS = 3_600;
export const REFRESH_LIFETIME_SECONDS = 7_776_000;
// As in Shopify's replies: a day less one second.
export const ONLINE_LIFETIME_SECONDS = 86_399;

/** Works on every shop, with every scope, for ever. */
export const TOOLS_TOKEN = "shpat_sandbox";

export function emptyAuth(): AuthState {
  return {
    accessTokens: new Map(),
    refreshTokens: new Map(),
    counters: { tokenExchange: 0, onlineExchange: 0, refresh: 0, refused: 0 },
    offlineLifetimeSeconds: OFFLINE_LIFETIME_SECONDS,
    staffUserId: "100001",
  };
}

export function newToken(prefix: "shpat" | "shpua" | "shprt"): string {
  return `${prefix}_${randomBytes(16).toString("hex")}`;
}

/** Revokes whatever a shop's tokens could still do: after an uninstall, or on request. */
export function revokeTokens(auth: AuthState, shopDomain: string): number {
  let revoked = 0;
  for (const token of auth.accessTokens.values()) {
    if (token.shopDomain !== shopDomain || token.isRevoked) continue;
    token.isRevoked = true;
    revoked += 1;
  }
  for (const token of auth.refreshTokens.values()) {
    if (token.shopDomain === shopDomain) token.state = "dead";
  }
  return revoked;
}
