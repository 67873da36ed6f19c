/** The token for work nobody is watching: jobs, and calls made for a page after sign-in. */
import { Outage } from "#app/platform/outage.ts";
import { ShopUnavailable, TokenRefused } from "./errors.ts";
import { isTokenFresh, isTokenUsable, renewToken, type TokenDeps } from "./renew-token.server.ts";
import { findToken, getTokenState, type TokenState } from "./token-store.server.ts";

export type OfflineToken = {
  readonly accessToken: string;
  readonly shopDomain: string;
  /** Hand it back to `renewRefusedToken` when Shopify answers 401. */
  readonly generation: number;
};

/** A token good for ten minutes where possible. Throws TokenRefused until the merchant's next visit, or ShopUnavailable. */
export async function getOfflineToken(deps: TokenDeps, shopId: bigint): Promise<OfflineToken> {
  const state = await getTokenState(deps, shopId);
  requireInstalled(state);
  const now = deps.clock.now();
  if (isTokenFresh(state, now)) return readToken(deps, state);
  if (!state.hasToken) throw new TokenRefused("The shop has no token: a merchant has to visit.");
  try {
    await renewToken(deps, { shopId, by: { kind: "refresh" }, staleGeneration: state.generation });
  } catch (error) {
    // Minutes are left and Shopify is only away: work goes on, the next call tries again.
    if (!isTokenUsable(state, now) || !(error instanceof Outage) || error instanceof TokenRefused)
      throw error;
    deps.logger.warn({ shop: state.shopDomain, err: error }, "token not renewed yet");
    return readToken(deps, state);
  }
  return readToken(deps, await getTokenState(deps, shopId));
}

/** After a 401: a token newer than the refused one, by one refresh. Throws TokenRefused when that is refused too. */
export async function renewRefusedToken(
  deps: TokenDeps,
  { shopId, generation }: { shopId: bigint; generation: number },
): Promise<OfflineToken> {
  await renewToken(deps, { shopId, by: { kind: "refresh" }, staleGeneration: generation });
  const state = await getTokenState(deps, shopId);
  requireInstalled(state);
  return readToken(deps, state);
}

function requireInstalled(state: TokenState): void {
  if (!state.isInstalled)
    throw new ShopUnavailable("The shop has uninstalled the app.", {
      code: "uninstalled",
      retry: "never",
    });
}

async function readToken(deps: TokenDeps, state: TokenState): Promise<OfflineToken> {
  const token = await findToken(deps, state.shopId);
  if (!token) throw new TokenRefused("The token was removed while it was being read.");
  const { shopDomain, generation } = state;
  return { accessToken: token.accessToken, shopDomain, generation };
}
