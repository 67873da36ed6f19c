/**
 * Our token store as the library wants it: sessions by id. Offline sessions only; an id of an online session finds
 * nothing and stores nothing. The library writes here on its own side paths (a 401 of its own client), never at sign-in.
 */
import { Session } from "@shopify/shopify-api";
import type { SessionStorage } from "@shopify/shopify-app-session-storage";
import { inShop } from "#app/platform/db.server.ts";
import {
  findToken,
  findTokenStateByDomain,
  saveToken,
  type TokenStoreDeps,
} from "./token-store.server.ts";

export type SessionStorageDeps = TokenStoreDeps & {
  /** Our row for a domain that a verified request named, made when it is new. */
  readonly ensureShop: (domain: string) => Promise<bigint>;
};

const OFFLINE_ID = /^offline_([a-z0-9][a-z0-9-]*\.myshopify\.com)$/;

/** One session a shop, under `offline_{shop}`. Of two writers the one with the later expiry wins. */
export function createSessionStorage(deps: SessionStorageDeps): SessionStorage {
  const loadSession = (id: string) => findSession(deps, id);
  const deleteSession = (id: string) => removeToken(deps, id);
  return {
    storeSession: (session) => storeSession(deps, session),
    loadSession,
    deleteSession,
    deleteSessions: async (ids) => (await Promise.all(ids.map(deleteSession))).every(Boolean),
    findSessionsByShop: async (domain) => {
      const session = await loadSession(`offline_${domain}`);
      return session ? [session] : [];
    },
  };
}

const domainOf = (sessionId: string) => OFFLINE_ID.exec(sessionId)?.[1] ?? null;

async function storeSession(deps: SessionStorageDeps, session: Session): Promise<boolean> {
  const domain = domainOf(session.id);
  if (!domain || session.isOnline) return false;
  const shopId = await deps.ensureShop(domain);
  // How the library says that Shopify refused the token.
  if (!session.accessToken) return removeToken(deps, session.id);
  const token = {
    shopId,
    accessToken: session.accessToken,
    refreshToken: session.refreshToken ?? null,
    expiresAt: session.expires ?? null,
    refreshExpiresAt: session.refreshTokenExpires ?? null,
    scope: session.scope ?? "",
  };
  return inShop(deps.db, shopId, async (tx) => {
    const [shop] = await tx.$queryRaw<{ token_generation: number }[]>`
      select token_generation from shops where id = ${shopId} for update`;
    // Read after the lock is had: a join would show the token as it was before the wait.
    const stored = await tx.shopToken.findUnique({ where: { shopId } });
    if (!shop || isOlder(token, stored)) return true;
    const generation = shop.token_generation;
    // Nothing asked Shopify just now, so nothing is confirmed beyond the moment the library's token was made.
    return saveToken(tx, deps, { token, generation, confirmedAt: null });
  });
}

type Expiring = { readonly expiresAt: Date | null };

const isOlder = (token: Expiring, stored: Expiring | null) => {
  const storedUntil = stored?.expiresAt ?? null;
  return storedUntil !== null && token.expiresAt !== null && token.expiresAt < storedUntil;
};

async function findSession(deps: TokenStoreDeps, id: string): Promise<Session | undefined> {
  const domain = domainOf(id);
  const state = domain ? await findTokenStateByDomain(deps, domain) : null;
  const token = state?.isInstalled ? await findToken(deps, state.shopId) : null;
  if (!domain || !token) return undefined;
  return new Session({
    id,
    shop: domain,
    state: "",
    isOnline: false,
    accessToken: token.accessToken,
    scope: token.scope,
    ...(token.expiresAt && { expires: token.expiresAt }),
    ...(token.refreshToken && { refreshToken: token.refreshToken }),
    ...(token.refreshExpiresAt && { refreshTokenExpires: token.refreshExpiresAt }),
  });
}

async function removeToken({ db }: TokenStoreDeps, id: string): Promise<boolean> {
  const domain = domainOf(id);
  const state = domain ? await findTokenStateByDomain({ db }, domain) : null;
  if (!state) return true;
  const { shopId } = state;
  await inShop(db, shopId, async (tx) => {
    // The count moves on, so that a reply still under way cannot bring the removed token back.
    await tx.shop.updateMany({
      where: { id: shopId },
      data: { tokenGeneration: { increment: 1 } },
    });
    await tx.shopToken.deleteMany({ where: { shopId } });
  });
  return true;
}
