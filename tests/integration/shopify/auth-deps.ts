/** Dependencies of sign-in and the Admin client over a test database, and session tokens signed as Shopify signs them. */
import { SignJWT } from "jose";
import type { Clock } from "#app/platform/clock.ts";
import type { Db } from "#app/platform/db.server.ts";
import { createLogger } from "#app/platform/logger.server.ts";
import type { AdminCallFacts, AdminClientDeps } from "#app/shopify/admin-client.server.ts";
import { createShopify } from "#app/shopify/app.server.ts";
import type { AuthDeps } from "#app/shopify/authenticate.server.ts";
import { ensureShop } from "#app/shops/ensure-shop.server.ts";
import { recordInstall } from "#app/shops/record-install.server.ts";

export const API_KEY = "0a1b2c3d4e5f60718293a4b5c6d7e8f9";
export const API_SECRET = "test-secret";
export const APP_URL = "https://aftercare.example";

export type TestDeps = AuthDeps & AdminClientDeps & { readonly observed: AdminCallFacts[] };

export function createTestDeps(db: Db, clock: Clock = { now: () => new Date() }): TestDeps {
  const env = {
    SHOPIFY_API_KEY: API_KEY,
    SHOPIFY_API_SECRET: API_SECRET,
    SHOPIFY_APP_URL: APP_URL,
    SCOPES: "read_orders",
    SMTP_URL: "smtp://127.0.0.1:25",
    ENCRYPTION_KEYS: [{ id: "k1", key: Buffer.alloc(32, 7) }],
  };
  const observed: AdminCallFacts[] = [];
  const base = {
    db,
    env,
    clock,
    logger: createLogger("test", "silent"),
    recordInstall,
    ensureShop: (domain: string) => ensureShop({ db, clock }, domain),
    observed,
    observeCall: (facts: AdminCallFacts) => void observed.push(facts),
  };
  return { ...base, shopify: createShopify(base) };
}

type Claims = Record<string, unknown>;

/** A session token for the shop; `changes` replaces claims, a claim of undefined is left out. */
export function signSessionToken(
  shop: string,
  changes: Claims = {},
  { secret = API_SECRET, alg = "HS256" } = {},
): Promise<string> {
  const now = Math.floor(Date.now() / 1000);
  const claims: Claims = {
    iss: `https://${shop}/admin`,
    dest: `https://${shop}`,
    aud: API_KEY,
    sub: "100001",
    exp: now + 60,
    nbf: now,
    iat: now,
    jti: "6c8e1a0f",
    sid: "b1946ac9",
    ...changes,
  };
  const present = Object.fromEntries(
    Object.entries(claims).filter(([, value]) => value !== undefined),
  );
  return new SignJWT(present)
    .setProtectedHeader({ alg, typ: "JWT" })
    .sign(new TextEncoder().encode(secret));
}

/** A fetch from a loaded page. */
export const fetchFrom = (token: string, path = "/app") =>
  new Request(`${APP_URL}${path}`, { headers: { authorization: `Bearer ${token}` } });

/** A first document load inside the admin's frame. */
export function documentOf(shop: string, params: Record<string, string> = {}, path = "/app") {
  const url = new URL(path, APP_URL);
  const host = Buffer.from(`admin.shopify.com/store/${shop.split(".")[0]}`).toString("base64url");
  for (const [name, value] of Object.entries({ shop, host, embedded: "1", ...params }))
    url.searchParams.set(name, value);
  return new Request(url, { headers: { "user-agent": "Mozilla/5.0 Chrome/140.0 Safari/537.36" } });
}

/** What a call threw. */
export const thrownBy = (call: Promise<unknown>): Promise<unknown> =>
  call.then(
    () => {
      throw new Error("The call was expected to throw.");
    },
    (thrown: unknown) => thrown,
  );
