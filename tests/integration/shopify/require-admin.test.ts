import { spawn } from "node:child_process";
import { once } from "node:events";
import { expect, test } from "vitest";
import { requireAdmin, respondToAuthPath } from "#app/shopify/authenticate.server.ts";
import { TokenRefused } from "#app/shopify/errors.ts";
import { getOfflineToken } from "#app/shopify/get-offline-token.server.ts";
import { findToken } from "#app/shopify/token-store.server.ts";
import { uninstallShop } from "#app/shops/uninstall-shop.server.ts";
import { inShop } from "#app/platform/db.server.ts";
import { createTestDatabase } from "#tests/support/database.ts";
import {
  API_SECRET,
  APP_URL,
  createTestDeps,
  documentOf,
  fetchFrom,
  signSessionToken,
  thrownBy,
} from "./auth-deps.ts";
import { defer, issueToken, startShopifyDouble } from "./shopify-double.ts";

const { db, url, keepOnFailure } = await createTestDatabase();
const double = await startShopifyDouble();
const deps = createTestDeps(db);

let shopCount = 0;
/** A shop of its own for each test. */
function freshShop() {
  double.reset();
  keepOnFailure();
  shopCount += 1;
  return `shop-${shopCount}.myshopify.com`;
}

const signIn = async (shop: string) => requireAdmin(deps, fetchFrom(await signSessionToken(shop)));
const times = <Value>(count: number, make: () => Promise<Value>) =>
  Promise.all(Array.from({ length: count }, make));
const installJobs = async (shopId: bigint) =>
  db.prisma.$queryRaw<{ payload: { installEpoch: number } }[]>`
    select p.payload from graphile_worker._private_jobs p
    join graphile_worker._private_tasks t on t.id = p.task_id
    where t.identifier = 'shops.install' and p.payload->>'shopId' = ${shopId.toString()} order by p.id`;
const expireIn = (shopId: bigint, minutes: number) =>
  db.prisma.shopToken.update({
    where: { shopId },
    data: { expiresAt: new Date(Date.now() + minutes * 60_000) },
  });

test("one token call for 50 parallel callers at install, and one install job", async () => {
  const shop = freshShop();
  const sessions = await times(50, () => signIn(shop));
  expect(
    double.tokenCalls.map(({ body, shop: asked }) => [body["grant_type"], body["expiring"], asked]),
  ).toEqual([["urn:ietf:params:oauth:grant-type:token-exchange", "1", shop]]);
  const [session] = sessions;
  expect(new Set(sessions.map(({ shopId }) => shopId)).size).toBe(1);
  expect(session).toMatchObject({ shopDomain: shop, staffUserId: "100001", locale: null });
  expect(await installJobs(session!.shopId)).toEqual([
    { payload: { shopId: String(session!.shopId), installEpoch: 1 } },
  ]);
});

test.each([
  ["four minutes before expiry", 4],
  ["at expiry", 0],
  ["an hour after expiry", -60],
])("one token call for 50 parallel callers %s, and no second install", async (_when, minutes) => {
  const shop = freshShop();
  const { shopId } = await signIn(shop);
  await expireIn(shopId, minutes);
  await times(50, () => signIn(shop));
  expect(double.tokenCalls).toHaveLength(2);
  expect((await findToken(deps, shopId))?.accessToken).toBe("shpat_2");
  expect(await installJobs(shopId)).toHaveLength(1);
});

test("no token call while ten minutes are left", async () => {
  const shop = freshShop();
  const { shopId } = await signIn(shop);
  await expireIn(shopId, 11);
  await times(5, () => signIn(shop));
  expect(double.tokenCalls).toHaveLength(1);
});

test("one token call for callers in two processes", { timeout: 60_000 }, async () => {
  const shop = freshShop();
  const { shopId } = await signIn(shop);
  await expireIn(shopId, 4);
  const child = spawn(
    process.execPath,
    ["--import", "tsx", "tests/integration/shopify/renew-child.ts"],
    {
      env: {
        ...process.env,
        TEST_DATABASE_URL: url,
        TEST_SHOPIFY_URL: double.url,
        TEST_SHOP_ID: String(shopId),
      },
      stdio: ["pipe", "pipe", "inherit"],
    },
  );
  let said = "";
  child.stdout.on("data", (chunk) => (said += chunk));
  await once(child.stdout, "data");
  const release = defer();
  double.onToken = (_request, index) => ({ body: issueToken(index), after: release.promise });
  child.stdin.end("go\n");
  const own = times(25, () => signIn(shop));
  const [[code]] = await Promise.all([
    once(child, "exit"),
    own,
    expect
      .poll(() => double.tokenCalls.length, { timeout: 20_000 })
      .toBe(2)
      .then(() => release.resolve()),
  ]);
  expect({ code, said }).toEqual({ code: 0, said: "ready\nshpat_2\n" });
  expect(double.tokenCalls).toHaveLength(2);
});

test("a slow reply never overwrites a newer refresh token", async () => {
  const shop = freshShop();
  const { shopId } = await signIn(shop);
  await expireIn(shopId, 4);
  const release = defer();
  double.onToken = (_request, index) =>
    index === 2 ? { body: issueToken(2), after: release.promise } : { body: issueToken(index) };
  const slow = signIn(shop);
  await expect.poll(() => double.tokenCalls.length, { timeout: 20_000 }).toBe(2);
  // The holder has hung for longer than its lease: another takes over.
  await db.prisma
    .$executeRaw`update shops set token_lease_until = now() - interval '1 second' where id = ${shopId}`;
  await signIn(shop);
  release.resolve();
  await slow;
  expect((await findToken(deps, shopId))?.refreshToken).toBe("shprt_3");
});

test("goes on with a token that still works when Shopify is away", async () => {
  const shop = freshShop();
  const { shopId } = await signIn(shop);
  await expireIn(shopId, 4);
  double.onToken = () => ({ status: 503, body: "<html>busy</html>" });
  expect((await signIn(shop)).shopId).toBe(shopId);
  expect((await getOfflineToken(deps, shopId)).accessToken).toBe("shpat_1");
});

test("a dead refresh token is one refusal, and the next visit heals it", async () => {
  const shop = freshShop();
  const { shopId } = await signIn(shop);
  await expireIn(shopId, -1);
  double.onToken = () => ({ status: 400, body: { error: "invalid_grant" } });
  const thrown = await Promise.all(
    Array.from({ length: 10 }, () => thrownBy(getOfflineToken(deps, shopId))),
  );
  expect(thrown.every((error) => error instanceof TokenRefused)).toBe(true);
  expect(double.tokenCalls).toHaveLength(2);
  const refused = await db.prisma.shop.findUniqueOrThrow({ where: { id: shopId } });
  expect(refused.tokenRefusedAt).toBeInstanceOf(Date);
  double.onToken = (_request, index) => ({ body: issueToken(index) });
  await signIn(shop);
  const healed = await db.prisma.shop.findUniqueOrThrow({ where: { id: shopId } });
  expect(healed.tokenRefusedAt).toBeNull();
  expect((await getOfflineToken(deps, shopId)).accessToken).toBe("shpat_3");
});

test.each([
  [
    "without a lifetime, as an hour",
    { expires_in: undefined },
    { hasExpiry: true, refreshToken: "shprt_1" },
  ],
  [
    "that never expires",
    { expires_in: undefined, refresh_token: undefined, refresh_token_expires_in: undefined },
    { hasExpiry: false, refreshToken: null },
  ],
])("stores a token %s", async (_what, changes, expected) => {
  const shop = freshShop();
  double.onToken = (_request, index) => ({ body: issueToken(index, changes) });
  const { shopId } = await signIn(shop);
  const token = await findToken(deps, shopId);
  expect({ hasExpiry: token?.expiresAt !== null, refreshToken: token?.refreshToken }).toEqual(
    expected,
  );
});

test("a fetch whose session token Shopify refuses is asked to try again", async () => {
  const shop = freshShop();
  double.onToken = () => ({ status: 400, body: { error: "invalid_subject_token" } });
  const thrown = await thrownBy(signIn(shop));
  expect(thrown).toBeInstanceOf(Response);
  expect((thrown as Response).status).toBe(401);
  expect((thrown as Response).headers.get("x-shopify-retry-invalid-session-request")).toBe("1");
});

test("a document with a young token that Shopify refuses ends in an outage, not in a circle", async () => {
  const shop = freshShop();
  double.onToken = () => ({ status: 400, body: { error: "invalid_subject_token" } });
  const request = documentOf(shop, { id_token: await signSessionToken(shop) });
  expect(await thrownBy(requireAdmin(deps, request))).toBeInstanceOf(TokenRefused);
});

test("an uninstall removes the token, and the next visit installs again under a new epoch", async () => {
  const shop = freshShop();
  const { shopId } = await signIn(shop);
  await uninstall(shop, shopId, new Date());
  expect(await findToken(deps, shopId)).toBeNull();
  await signIn(shop);
  expect((await installJobs(shopId)).map(({ payload }) => payload.installEpoch)).toEqual([1, 2]);
  expect(double.tokenCalls).toHaveLength(2);
});

test("an uninstall that arrives after the reinstall changes nothing", async () => {
  const shop = freshShop();
  const { shopId } = await signIn(shop);
  const uninstalledAt = new Date(Date.now() - 60_000);
  expect(await uninstall(shop, shopId, uninstalledAt)).toEqual({
    outcome: "ignored",
    reason: "installed_since",
  });
  expect((await findToken(deps, shopId))?.accessToken).toBe("shpat_1");
});

test("a repeat of an applied uninstall leaves the reinstall alone, even when the clocks disagree", async () => {
  const shop = freshShop();
  const { shopId } = await signIn(shop);
  const ahead = new Date(Date.now() + 3_600_000);
  expect(await uninstall(shop, shopId, ahead)).toEqual({ outcome: "applied" });
  await signIn(shop);
  expect(await uninstall(shop, shopId, ahead)).toEqual({
    outcome: "ignored",
    reason: "installed_since",
  });
});

test("an exchange that was under way while the uninstall was applied is repeated, not lost", async () => {
  const shop = freshShop();
  const { shopId } = await signIn(shop);
  await expireIn(shopId, 1);
  const release = defer();
  double.onToken = (_request, index) =>
    index === 2 ? { body: issueToken(2), after: release.promise } : { body: issueToken(index) };
  const visit = signIn(shop);
  await expect.poll(() => double.tokenCalls.length, { timeout: 20_000 }).toBe(2);
  expect(await uninstall(shop, shopId, new Date())).toEqual({ outcome: "applied" });
  release.resolve();
  await visit;
  expect((await findToken(deps, shopId))?.accessToken).toBe("shpat_3");
  expect((await installJobs(shopId)).map(({ payload }) => payload.installEpoch)).toEqual([1, 2]);
});

const uninstall = (shopDomain: string, shopId: bigint, triggeredAt: Date) =>
  inShop(db, shopId, (tx) =>
    uninstallShop(tx, {
      shopId,
      shopDomain,
      triggeredAt,
      receivedAt: new Date(),
      body: Buffer.from(JSON.stringify({ myshopify_domain: shopDomain })),
    }),
  );

const nowSeconds = () => Math.floor(Date.now() / 1000);
const unsigned = `${Buffer.from('{"alg":"none","typ":"JWT"}').toString("base64url")}.${Buffer.from(
  JSON.stringify({ aud: "x" }),
).toString("base64url")}.`;

test.each<[string, (shop: string) => Promise<string>]>([
  ["for another app", (shop) => signSessionToken(shop, { aud: "another-client-id" })],
  [
    "for several apps",
    (shop) => signSessionToken(shop, { aud: ["0a1b2c3d4e5f60718293a4b5c6d7e8f9", "x"] }),
  ],
  ["without a signature", () => Promise.resolve(unsigned)],
  [
    "signed with another algorithm",
    (shop) => signSessionToken(shop, {}, { secret: API_SECRET.padEnd(64, "x"), alg: "HS512" }),
  ],
  [
    "signed with another app's secret",
    (shop) => signSessionToken(shop, {}, { secret: "another-secret" }),
  ],
  ["that has expired", (shop) => signSessionToken(shop, { exp: nowSeconds() - 60 })],
  ["that is not valid yet", (shop) => signSessionToken(shop, { nbf: nowSeconds() + 60 })],
  ["without an end", (shop) => signSessionToken(shop, { exp: undefined })],
  ["without a beginning", (shop) => signSessionToken(shop, { nbf: undefined })],
  [
    "whose issuer is another shop",
    (shop) => signSessionToken(shop, { iss: "https://other.myshopify.com/admin" }),
  ],
  ["without an issuer", (shop) => signSessionToken(shop, { iss: undefined })],
  ["for another domain", () => signSessionToken("evil.example")],
  ["for a domain that only ends alike", () => signSessionToken("evil-myshopify.com")],
  ["for a shop over http", (shop) => signSessionToken(shop, { dest: `http://${shop}` })],
  ["for a shop with a path", (shop) => signSessionToken(shop, { dest: `https://${shop}/x` })],
  ["for a shop with a port", (shop) => signSessionToken(shop, { dest: `https://${shop}:8443` })],
  ["for nobody", (shop) => signSessionToken(shop, { sub: undefined })],
  ["that is no token", () => Promise.resolve("not.a.token")],
  ["that is endless", () => Promise.resolve("a".repeat(100_000))],
])("refuses a session token %s, as a fetch and as a document", async (_what, forge) => {
  const shop = freshShop();
  const token = await forge(shop);
  const fetched = (await thrownBy(requireAdmin(deps, fetchFrom(token)))) as Response;
  expect([fetched.status, fetched.headers.get("x-shopify-retry-invalid-session-request")]).toEqual([
    401,
    "1",
  ]);
  const opened = (await thrownBy(
    requireAdmin(deps, documentOf(shop, { id_token: token })),
  )) as Response;
  expect(opened.status).toBe(302);
  expect(opened.headers.get("location")).toMatch(/^\/auth\/session-token\?/);
  expect(opened.headers.get("location")).not.toContain("id_token");
  expect(double.tokenCalls).toHaveLength(0);
  expect(await db.prisma.shop.count({ where: { domain: shop } })).toBe(0);
});

test("accepts a clock ten seconds apart, either way", async () => {
  const shop = freshShop();
  const seconds = Math.floor(Date.now() / 1000);
  for (const claims of [{ nbf: seconds + 8 }, { exp: seconds - 8, nbf: seconds - 68 }])
    await requireAdmin(deps, fetchFrom(await signSessionToken(shop, claims)));
  expect(double.tokenCalls).toHaveLength(1);
});

test("accepts a token signed with the secret before the rotation", async () => {
  const shop = freshShop();
  const rotated = {
    ...deps,
    env: { ...deps.env, SHOPIFY_API_SECRET: "new", SHOPIFY_API_SECRET_PREVIOUS: API_SECRET },
  };
  await expect(
    requireAdmin(rotated, fetchFrom(await signSessionToken(shop))),
  ).resolves.toBeDefined();
});

test("refuses a document whose shop is not the token's", async () => {
  const shop = freshShop();
  const request = documentOf("other.myshopify.com", { id_token: await signSessionToken(shop) });
  expect(((await thrownBy(requireAdmin(deps, request))) as Response).status).toBe(400);
});

test("sends a document without a token to the bounce page, and one outside the frame into the admin", async () => {
  const shop = freshShop();
  const inFrame = (await thrownBy(requireAdmin(deps, documentOf(shop)))) as Response;
  const location = new URL(inFrame.headers.get("location")!, APP_URL);
  expect(location.pathname).toBe("/auth/session-token");
  expect(location.searchParams.get("shopify-reload")).toContain(`${APP_URL}/app?`);
  const outside = (await thrownBy(
    requireAdmin(deps, documentOf(shop, { embedded: "0" })),
  )) as Response;
  expect(outside.headers.get("location")).toMatch(/^https:\/\/admin\.shopify\.com\/store\//);
  const stranger = (await thrownBy(requireAdmin(deps, new Request(`${APP_URL}/app`)))) as Response;
  expect(stranger.headers.get("location")).toBe("/auth/login");
});

test("keeps the frame's parameters in a redirect, and refuses to leave", async () => {
  const shop = freshShop();
  const idToken = await signSessionToken(shop);
  const { redirect, locale } = await requireAdmin(
    deps,
    documentOf(shop, { id_token: idToken, locale: "fr-CA" }),
  );
  expect(locale).toBe("fr-CA");
  const location = new URL(redirect("/app/orders?x=1").headers.get("location")!, APP_URL);
  expect(location.pathname).toBe("/app/orders");
  expect(Object.fromEntries(location.searchParams)).toMatchObject({
    x: "1",
    shop,
    embedded: "1",
    id_token: idToken,
  });
  for (const path of ["https://evil.example/", "//evil.example", "/\\evil.example", "app"])
    expect(() => redirect(path)).toThrow("Invariant");
});

test.each<[string, string, number]>([
  [
    "the bounce page",
    "/auth/session-token?shop=a.myshopify.com&shopify-reload=https%3A%2F%2Faftercare.example%2Fapp",
    200,
  ],
  [
    "the bounce page for a forged shop",
    "/auth/session-token?shop=evil.example%3B%20frame-ancestors%20*",
    400,
  ],
  [
    "a reload to elsewhere",
    "/auth/session-token?shop=a.myshopify.com&shopify-reload=https%3A%2F%2Fevil.example",
    400,
  ],
  [
    "the library's exit page",
    "/auth/exit-iframe?shop=a.myshopify.com&exitIframe=https%3A%2F%2Fevil.example",
    404,
  ],
  ["the page for strangers", "/auth/login", 200],
])("answers %s", async (_what, path, status) => {
  const request = new Request(APP_URL + path, {
    headers: { "user-agent": "Mozilla/5.0 Chrome/140.0" },
  });
  const response = await respondToAuthPath(deps, request);
  expect(response.status).toBe(status);
  if (status === 200)
    expect(response.headers.get("content-security-policy")).toMatch(
      /frame-ancestors (https:\/\/a\.myshopify\.com |'none')/,
    );
});
