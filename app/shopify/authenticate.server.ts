/**
 * Who asks, for every loader and action of the admin: our own strict check of the session token, then a token of the
 * shop that is good for ten more minutes. The library only draws the pages of a request that carries no valid token.
 */
import { redirect } from "@remix-run/node";
import type { Env } from "#app/platform/env.server.ts";
import { invariant } from "#app/platform/invariant.ts";
import { Outage } from "#app/platform/outage.ts";
import { MS_PER_SECOND } from "#app/platform/time.ts";
import type { Shopify } from "./app.server.ts";
import { TokenRefused } from "./errors.ts";
import { isTokenFresh, isTokenUsable, renewToken, type TokenDeps } from "./renew-token.server.ts";
import { verifySessionToken, type VerifiedSession } from "./session-token.server.ts";
import { findTokenStateByDomain, getTokenState, type TokenState } from "./token-store.server.ts";

export type AuthDeps = TokenDeps & {
  readonly env: Pick<
    Env,
    "SHOPIFY_API_KEY" | "SHOPIFY_API_SECRET" | "SHOPIFY_API_SECRET_PREVIOUS" | "SHOPIFY_APP_URL"
  >;
  readonly shopify: Shopify;
  readonly ensureShop: (domain: string) => Promise<bigint>;
};

export type AdminSession = {
  readonly shopId: bigint;
  readonly shopDomain: string;
  /** Shopify's numeric id of the staff member, as digits. */
  readonly staffUserId: string;
  /** Language the admin shows, e.g. `en` or `pt-BR`; unverified; null when the URL does not say. */
  readonly locale: string | null;
  /** A redirect to a path of ours that keeps the frame signed in. */
  readonly redirect: (path: string) => Response;
};

// App Bridge answers this header by one more try with a fresh token.
const RETRY_HEADERS = { "X-Shopify-Retry-Invalid-Session-Request": "1" };
// What a first document load carries and its next page needs too.
const FRAME_PARAMS = [
  "shop",
  "host",
  "embedded",
  "locale",
  "id_token",
  "session",
  "hmac",
  "timestamp",
];
const LOCALE = /^[a-z]{2,3}(-[A-Za-z0-9]{2,8})?$/;
// A younger session token is not refused for its age: bouncing for another would go round for ever.
const YOUNG_TOKEN_MS = 10 * MS_PER_SECOND;

/**
 * The shop and person of a request to the admin. Throws a Response (bounce page, way into the admin, 401 for fetches),
 * or an outage when Shopify gives no token.
 */
export async function requireAdmin(deps: AuthDeps, request: Request): Promise<AdminSession> {
  const url = new URL(request.url);
  const bearer = readBearer(request);
  const token = bearer ?? url.searchParams.get("id_token");
  if (!token) throw await refuseRequest(deps, request);
  const verified = await verifySessionToken(token, {
    apiKey: deps.env.SHOPIFY_API_KEY,
    secrets: secretsOf(deps),
    now: deps.clock.now(),
  });
  if (!verified.ok) {
    deps.logger.info({ refusal: verified.refusal.code }, "session token refused");
    throw await refuseRequest(deps, request);
  }
  const session = verified.value;
  requireSameShop(url, session);
  const { shopId } = await requireToken(deps, request, session, token);
  return {
    shopId,
    shopDomain: session.shopDomain,
    staffUserId: session.staffUserId,
    locale: readLocale(url),
    redirect: (path) => redirectInside(url, path),
  };
}

/**
 * Answers the paths below /auth. Only the bounce page exists: with token exchange there is no callback, and the
 * library's exit page would send the reader to any address it is given.
 */
export async function respondToAuthPath(deps: AuthDeps, request: Request): Promise<Response> {
  const url = new URL(request.url);
  if (url.pathname === "/auth/login") return respondToStranger();
  if (url.pathname !== "/auth/session-token") return new Response("Not found", { status: 404 });
  const shop = url.searchParams.get("shop") ?? "";
  // The library writes the shop into a header, and App Bridge goes where shopify-reload says.
  if (!/^[a-z0-9][a-z0-9-]*\.myshopify\.com$/.test(shop) || !isOwnReload(deps, url))
    return new Response("Bad request", { status: 400 });
  return asResponse(() => deps.shopify.authenticate.admin(request));
}

/** A document outside the admin: says where the app is, asks for nothing. */
function respondToStranger(): Response {
  return new Response(
    '<!doctype html><html lang="en"><title>Aftercare</title><p>Open Aftercare from your Shopify admin, under Apps.</p></html>',
    {
      headers: {
        "Content-Type": "text/html; charset=utf-8",
        "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'",
      },
    },
  );
}

/** The token that `requireAdmin` has verified; "" for a request it would not have let through. */
export function readSessionToken(request: Request): string {
  return readBearer(request) ?? new URL(request.url).searchParams.get("id_token") ?? "";
}

function readBearer(request: Request): string | null {
  const header = request.headers.get("authorization");
  if (header === null) return null;
  // Anything else in the header is a fetch with a broken token, not a document.
  return /^Bearer (\S+)$/.exec(header)?.[1] ?? "";
}

const secretsOf = ({ env }: AuthDeps) =>
  [env.SHOPIFY_API_SECRET, env.SHOPIFY_API_SECRET_PREVIOUS].filter(
    (secret) => secret !== undefined,
  );

/** 401 for fetches; for documents the library's way to a fresh token, or into the admin. */
async function refuseRequest(deps: AuthDeps, request: Request): Promise<Response> {
  if (request.headers.has("authorization"))
    return new Response(undefined, { status: 401, headers: RETRY_HEADERS });
  if (request.method !== "GET" && request.method !== "HEAD")
    return new Response(undefined, { status: 401 });
  const url = new URL(request.url);
  // Without it the library would judge the token again, by weaker rules.
  url.searchParams.delete("id_token");
  return asResponse(() =>
    deps.shopify.authenticate.admin(new Request(url, { headers: request.headers })),
  );
}

/** The Response the library throws. Throws when it lets a request without a token pass: we would not. */
async function asResponse(call: () => Promise<unknown>): Promise<Response> {
  try {
    await call();
  } catch (thrown) {
    if (thrown instanceof Response) return thrown;
    throw thrown;
  }
  throw new Error("The library accepted a request that carries no session token.");
}

/** The `shop` parameter decides who may frame the document, so it must be the shop of the token. */
function requireSameShop(url: URL, { shopDomain }: VerifiedSession): void {
  const named = url.searchParams.getAll("shop");
  if (named.some((shop) => shop.toLowerCase() !== shopDomain))
    throw new Response("Bad request", { status: 400 });
}

async function requireToken(
  deps: AuthDeps,
  request: Request,
  session: VerifiedSession,
  sessionToken: string,
): Promise<TokenState> {
  const found = await findTokenStateByDomain(deps, session.shopDomain);
  if (found && isTokenFresh(found, deps.clock.now())) return found;
  const state = found ?? (await getTokenState(deps, await deps.ensureShop(session.shopDomain)));
  try {
    await renewToken(deps, {
      shopId: state.shopId,
      by: { kind: "exchange", sessionToken },
      staleGeneration: state.generation,
    });
    return state;
  } catch (error) {
    if (error instanceof TokenRefused) throw await refuseExchange(deps, request, session, error);
    if (!(error instanceof Outage) || !isTokenUsable(state, deps.clock.now())) throw error;
    deps.logger.warn({ shop: session.shopDomain, err: error }, "token not renewed yet");
    return state;
  }
}

/** Shopify did not take the session token. An older one deserves a fresh try; a young one is the end. */
async function refuseExchange(
  deps: AuthDeps,
  request: Request,
  { shopDomain, issuedAt }: VerifiedSession,
  error: TokenRefused,
): Promise<Response | TokenRefused> {
  deps.logger.warn({ shop: shopDomain, err: error }, "session token not exchanged");
  const isDocument = !request.headers.has("authorization");
  const ageMs = deps.clock.now().getTime() - issuedAt.getTime();
  if (isDocument && ageMs < YOUNG_TOKEN_MS) return error;
  return refuseRequest(deps, request);
}

function isOwnReload({ env }: AuthDeps, url: URL): boolean {
  const reload = url.searchParams.get("shopify-reload");
  if (reload === null) return true;
  return URL.canParse(reload) && new URL(reload).origin === new URL(env.SHOPIFY_APP_URL).origin;
}

function readLocale(url: URL): string | null {
  const locale = url.searchParams.get("locale");
  return locale !== null && LOCALE.test(locale) ? locale : null;
}

function redirectInside(from: URL, path: string): Response {
  invariant(/^\/(?![/\\])/.test(path), "a redirect leads to a path of ours");
  const target = new URL(path, from);
  invariant(target.origin === from.origin, "a redirect stays on our origin");
  for (const name of FRAME_PARAMS) {
    const value = from.searchParams.get(name);
    if (value !== null && !target.searchParams.has(name)) target.searchParams.set(name, value);
  }
  return redirect(target.pathname + target.search + target.hash);
}
