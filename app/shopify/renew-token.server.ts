/**
 * Brings a shop's token up to date with one call of the token endpoint, however many ask at once and in however many
 * processes: one takes the lease and calls, the others wait for what it stores. Why a lease and a count:
 * docs/decisions/ (sign-in).
 */
import { setTimeout as sleep } from "node:timers/promises";
import type { Clock } from "#app/platform/clock.ts";
import { inShop, type ShopTx } from "#app/platform/db.server.ts";
import type { Env } from "#app/platform/env.server.ts";
import type { Logger } from "#app/platform/logger.server.ts";
import { MS_PER_MINUTE } from "#app/platform/time.ts";
import { ShopifyUnavailable, TokenRefused } from "./errors.ts";
import { fetchOfflineToken, type TokenGrant } from "./token-endpoint.server.ts";
import { releaseTokenLease, takeTokenLease, type TokenLease } from "./token-lease.server.ts";
import {
  findToken,
  getTokenState,
  recordTokenRefused,
  saveToken,
  type TokenState,
  type TokenStoreDeps,
} from "./token-store.server.ts";

export type TokenDeps = TokenStoreDeps & {
  readonly env: Pick<Env, "ENCRYPTION_KEYS" | "SHOPIFY_API_KEY" | "SHOPIFY_API_SECRET">;
  readonly clock: Clock;
  readonly logger: Logger;
  /** Runs in the transaction that stores an exchanged token: an exchange is how an install becomes known. */
  readonly recordInstall: (tx: ShopTx, install: { shopId: bigint; at: Date }) => Promise<void>;
};

// The library acts in the last 5 minutes, without a lock; we are done before it would.
export const RENEW_BEFORE_MS = 10 * MS_PER_MINUTE;
// A refused refresh token is tried again this seldom: by itself it only heals when the refusal was our setting's fault.
const RETRY_REFUSED_MS = 10 * MS_PER_MINUTE;
// One call takes at most 10 s; two holders in a row may fail before our turn comes.
const MAX_WAIT_MS = 25_000;
// An exchange takes some tenths of a second, once an hour; fifty waiting pages must not load the database for it.
const FIRST_POLL_MS = 100;
const MAX_POLL_MS = 500;

/** Whether the token is there, not refused, and good for ten more minutes. */
export function isTokenFresh(state: TokenState, now: Date): boolean {
  if (!state.isInstalled || !state.hasToken || state.refusedAt) return false;
  return state.expiresAt === null || state.expiresAt.getTime() - now.getTime() >= RENEW_BEFORE_MS;
}

/** Whether the token still opens doors, fresh or not. */
export function isTokenUsable(state: TokenState, now: Date): boolean {
  if (!state.isInstalled || !state.hasToken || state.refusedAt) return false;
  return state.expiresAt === null || state.expiresAt > now;
}

type Renewal = {
  readonly shopId: bigint;
  /** `exchange` with a merchant's session token, or `refresh` with the stored refresh token. */
  readonly by: { kind: "exchange"; sessionToken: string } | { kind: "refresh" };
  /** The generation found wanting: a later one, stored by somebody else, is good enough. */
  readonly staleGeneration: number;
};

/** Resolves when a newer token than `staleGeneration` is stored. Throws TokenRefused or another outage. */
export async function renewToken(deps: TokenDeps, renewal: Renewal): Promise<void> {
  const giveUpAt = performance.now() + MAX_WAIT_MS;
  for (let pollMs = FIRST_POLL_MS; ; pollMs = Math.min(pollMs * 1.5, MAX_POLL_MS)) {
    const state = await getTokenState(deps, renewal.shopId);
    if (isRenewed(state, renewal)) return;
    const lease = isLeased(state, deps.clock.now())
      ? null
      : await takeTokenLease(deps, renewal.shopId);
    if (lease && (await renewUnderLease(deps, renewal, lease))) return;
    if (performance.now() > giveUpAt)
      throw new ShopifyUnavailable("Another process has been renewing the token for too long.", {
        status: null,
        isOutcomeUnknown: false,
      });
    await sleep(pollMs * (0.75 + Math.random() / 2));
  }
}

/** A hint that saves a useless try: the lease itself is decided by the database's clock. */
const isLeased = ({ leasedUntil }: TokenState, now: Date) =>
  leasedUntil !== null && leasedUntil > now;

const isRenewed = (state: TokenState, { staleGeneration }: Renewal) =>
  state.generation > staleGeneration && state.hasToken && state.isInstalled && !state.refusedAt;

/** False when the reply was dropped and nothing newer is there: an uninstall came in between. */
async function renewUnderLease(deps: TokenDeps, renewal: Renewal, lease: TokenLease) {
  const state = await getTokenState(deps, renewal.shopId);
  try {
    // Between finding the token stale and getting the lease, another may have renewed it.
    if (isRenewed(state, renewal)) return true;
    if (renewal.by.kind === "refresh" && isRefusedLately(state, deps.clock.now()))
      throw new TokenRefused("Shopify has just refused the refresh token.");
    return await callAndStore(deps, renewal, lease);
  } catch (error) {
    // A refused session token says nothing about the stored one; a refused refresh token is the end of it.
    const isNews = !isRefusedLately(state, deps.clock.now());
    if (error instanceof TokenRefused && renewal.by.kind === "refresh" && isNews)
      await recordTokenRefused(deps, { ...lease, at: deps.clock.now() });
    throw error;
  } finally {
    await releaseTokenLease(deps, lease);
  }
}

const isRefusedLately = ({ refusedAt }: TokenState, now: Date) =>
  refusedAt !== null && now.getTime() - refusedAt.getTime() < RETRY_REFUSED_MS;

async function callAndStore(deps: TokenDeps, renewal: Renewal, lease: TokenLease) {
  const { shopId } = renewal;
  const { shopDomain } = await getTokenState(deps, shopId);
  const grant = await toGrant(deps, renewal);
  const askedAt = deps.clock.now();
  const token = await fetchOfflineToken(deps, { shopDomain, grant, askedAt });
  const isStored = await inShop(deps.db, shopId, async (tx) => {
    const { generation } = lease;
    if (
      !(await saveToken(tx, deps, {
        token: { ...token, shopId },
        generation,
        confirmedAt: askedAt,
      }))
    )
      return false;
    if (grant.kind === "exchange") await deps.recordInstall(tx, { shopId, at: askedAt });
    return true;
  });
  const facts = { shop: shopDomain, grant: grant.kind, generation: lease.generation };
  if (isStored) deps.logger.info(facts, "token renewed");
  else deps.logger.warn(facts, "token reply came after a newer token was stored and was dropped");
  return isStored;
}

async function toGrant(deps: TokenDeps, { shopId, by }: Renewal): Promise<TokenGrant> {
  if (by.kind === "exchange") return by;
  const refreshToken = (await findToken(deps, shopId))?.refreshToken;
  if (!refreshToken) throw new TokenRefused("There is no refresh token: a merchant has to visit.");
  return { kind: "refresh", refreshToken };
}
