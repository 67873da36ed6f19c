/** Shopify's security checks that need a database, a signed request or a running handler to decide. */
import { readdirSync } from "node:fs";
import type { ActionFunctionArgs } from "@remix-run/node";
import { describe, expect, test } from "vitest";
import type { Logger } from "#app/platform/logger.server.ts";
import { loader as orders } from "#app/routes/app.orders._index/route.tsx";
import { action as saveSettings } from "#app/routes/app.settings/route.tsx";
import { requireAdmin, respondToAuthPath } from "#app/shopify/authenticate.server.ts";
import { addDocumentHeaders } from "#app/shopify/document-headers.server.ts";
import { getShopSettings } from "#app/shops/shop-settings.server.ts";
import { createTestDatabase } from "#tests/support/database.ts";
import {
  API_SECRET,
  APP_URL,
  createTestDeps,
  documentOf,
  fetchFrom,
  signSessionToken,
  thrownBy,
} from "#tests/integration/shopify/auth-deps.ts";
import { issueToken, startShopifyDouble } from "#tests/integration/shopify/shopify-double.ts";
import {
  callRoute,
  callWith,
  createOrder,
  createShop,
} from "#tests/integration/routes/route-context.ts";

const { db } = await createTestDatabase();
const double = await startShopifyDouble();
const deps = createTestDeps(db);
const ours = await createShop(db, "ours");
const theirs = await createShop(db, "theirs");
await createOrder(db, ours, { number: 1001 });
await createOrder(db, theirs, { number: 9001 });

/** Every action of the admin as its file exports it, also those written after this test. */
async function listActions() {
  const files = readdirSync("app/routes", { recursive: true })
    .map(String)
    .filter(
      (name) =>
        /^app\b.*\.tsx$/.test(name) && !/-card|-table|\/(?!route\.tsx$)[^/]+\.tsx$/.test(name),
    );
  const modules = await Promise.all(
    files.map(async (name) => {
      const module = (await import(`#app/routes/${name}`)) as {
        action?: (args: ActionFunctionArgs) => Promise<Response>;
      };
      return { name, action: module.action };
    }),
  );
  return modules.flatMap(({ name, action }) => (action ? [{ name, action }] : []));
}

const crossSite = (headers: Record<string, string>, search = "") =>
  new Request(`${APP_URL}/app${search}`, {
    method: "POST",
    headers: { origin: "https://evil.example", "sec-fetch-site": "cross-site", ...headers },
    body: new URLSearchParams({ intent: "save", orderId: "1" }),
  });

describe.each(await listActions())("$name", ({ action }) => {
  const call = (request: Request) => callWith(db, action as never, request, { orderId: "1" });

  test("CSRF_MISSING_PROTECTION: a form of another site is refused, with cookies or without", async () => {
    expect((await call(crossSite({}))).status).toBe(401);
    const shop = "?shop=ours.myshopify.com&embedded=1&host=YWRtaW4";
    expect((await call(crossSite({ cookie: "session=1; id_token=x" }, shop))).status).toBe(401);
    expect((await call(crossSite({ authorization: "Basic b3VyczpvdXJz" }))).status).toBe(401);
  });
});

describe("sign-in", () => {
  const HOSTILE = [
    "https://evil.example",
    "//evil.example",
    "/\\evil.example",
    "\\\\evil.example",
    "https:evil.example",
    "/\t/evil.example",
    "javascript:alert(1)",
    "data:text/html,x",
    "http://aftercare.example:81/",
  ];

  test.each(HOSTILE)("OPEN_REDIRECT: nothing leads to %j", async (target) => {
    const address = `/auth/session-token?shop=ours.myshopify.com&shopify-reload=${encodeURIComponent(target)}`;
    const request = new Request(APP_URL + address, {
      headers: { "user-agent": "Mozilla/5.0 Chrome/140.0" },
    });
    expect((await respondToAuthPath(deps, request)).status).toBe(400);
    for (const path of [
      "/auth/exit-iframe?exitIframe=",
      "/auth/callback?return_to=",
      "/auth?redirectUri=",
    ]) {
      const answer = await respondToAuthPath(
        deps,
        new Request(`${APP_URL}${path}${encodeURIComponent(target)}&shop=ours.myshopify.com`),
      );
      expect([answer.status, answer.headers.get("location")]).toEqual([404, null]);
    }
    const token = await signSessionToken(ours.domain);
    const { redirect } = await requireAdmin(deps, documentOf(ours.domain, { id_token: token }));
    if (!/^\/[^/\\]/.test(target) || /[\t\n\r]/.test(target))
      expect(() => redirect(target)).toThrow();
  });

  test("REQUEST_CONTROLLED_ADMIN_CONTEXT: a request that names another shop than its token is refused", async () => {
    const token = await signSessionToken(ours.domain);
    for (const search of [
      "?shop=theirs.myshopify.com",
      "?shop=ours.myshopify.com&shop=theirs.myshopify.com",
    ]) {
      const thrown = (await thrownBy(
        requireAdmin(deps, fetchFrom(token, `/app${search}`)),
      )) as Response;
      expect(thrown.status).toBe(400);
    }
  });

  test("REQUEST_DERIVED_SHOP_SCOPE: no parameter moves a page to another shop", async () => {
    const path = `/app/orders?view=all&shopId=${theirs.shopId}&shop_id=${theirs.shopId}&domain=${theirs.domain}`;
    const text = await (await callRoute(db, orders, { shop: ours, path })).text();
    expect(text).toContain("#1001");
    expect(text).not.toContain("#9001");
  });

  test("EXPIRING_OFFLINE_TOKEN: the token asked for expires", async () => {
    double.reset();
    await requireAdmin(deps, fetchFrom(await signSessionToken("new-shop.myshopify.com")));
    expect(
      double.tokenCalls.map(({ body }) => [body["expiring"], body["requested_token_type"]]),
    ).toEqual([["1", "urn:shopify:params:oauth:token-type:offline-access-token"]]);
  });

  test("SESSION_LIFECYCLE_AND_REPLAY: a token is good for its minute and ends with the app's removal", async () => {
    const seconds = Math.floor(Date.now() / 1_000);
    const old = await signSessionToken(ours.domain, {
      iat: seconds - 120,
      nbf: seconds - 120,
      exp: seconds - 60,
    });
    const replayed = (await thrownBy(requireAdmin(deps, fetchFrom(old)))) as Response;
    expect(replayed.status).toBe(401);
    const stored = await db.prisma.shopToken.findMany();
    for (const { accessToken, refreshToken } of stored.filter(
      ({ shopId }) => shopId !== ours.shopId && shopId !== theirs.shopId,
    )) {
      expect(Buffer.from(accessToken!).toString("latin1")).not.toContain("shpat_");
      expect(Buffer.from(refreshToken!).toString("latin1")).not.toContain("shprt_");
    }
  });

  test("CREDENTIAL_LOG_LEAKAGE: refused and failed sign-ins log no token and no secret", async () => {
    const lines: string[] = [];
    const write = (...words: unknown[]) =>
      void lines.push(
        JSON.stringify(words, (_key, value: unknown) =>
          value instanceof Error
            ? { ...value, message: value.message, stack: value.stack, cause: value.cause }
            : value,
        ),
      );
    const logger = { info: write, warn: write, error: write, debug: write } as unknown as Logger;
    const noisy = { ...createTestDeps(db), logger };
    double.reset();
    double.onToken = () => ({
      status: 400,
      body: { error: "invalid_subject_token", ...issueToken(7) },
    });
    const token = await signSessionToken("noisy-shop.myshopify.com");
    await thrownBy(requireAdmin(noisy, fetchFrom(token)));
    double.onToken = () => ({ cut: true });
    await thrownBy(requireAdmin(noisy, fetchFrom(token)));
    const forged = await signSessionToken("noisy-shop.myshopify.com", {}, { secret: "other" });
    await thrownBy(requireAdmin(noisy, fetchFrom(forged)));
    double.reset();
    expect(lines.length).toBeGreaterThan(1);
    const text = lines.join("\n");
    for (const secret of [token, forged, token.split(".")[1]!, API_SECRET, "shpat_7", "shprt_7"])
      expect(text).not.toContain(secret);
  });
});

describe("documents", () => {
  const policyOf = (url: string) => {
    const headers = new Headers();
    addDocumentHeaders(deps, new Request(url), headers);
    return headers.get("content-security-policy") ?? "";
  };

  test("MISSING_EMBEDDED_CSP: a page of the admin may be framed by its shop and Shopify's admin alone", () => {
    const policy = policyOf(documentOf(ours.domain).url);
    expect(policy).toContain("frame-ancestors");
    expect(policy).toContain(`https://${ours.domain}`);
    expect(policy).toContain("https://admin.shopify.com");
    expect(policy).not.toMatch(/\*|http:/);
  });

  test("STATIC_FRAME_ANCESTORS: the policy follows the shop, and without one nobody frames", () => {
    expect(policyOf(documentOf(theirs.domain).url)).not.toContain(ours.domain);
    for (const url of [
      `${APP_URL}/app`,
      `${APP_URL}/app?shop=evil.example`,
      `${APP_URL}/app?shop=a.myshopify.com%3B%20frame-ancestors%20*`,
    ])
      expect(policyOf(url)).toBe("frame-ancestors 'none';");
  });
});

describe("data", () => {
  test("MISSING_TENANT_ISOLATION: every table with a shop begins its key with it and stands behind row-level security", async () => {
    // A parked job may belong to no shop; its key is the queue's number.
    const tables = await db.prisma.$queryRaw<
      { name: string; key: string | null; guarded: boolean }[]
    >`
      select c.relname::text as name, c.relrowsecurity as guarded,
        (select a.attname::text from pg_index i join pg_attribute a on a.attrelid = c.oid and a.attnum = i.indkey[0]
         where i.indrelid = c.oid and i.indisprimary) as key
      from pg_class c join pg_namespace n on n.oid = c.relnamespace
      where n.nspname = 'public' and c.relname <> 'parked_jobs' and c.relkind in ('r', 'p')
        and exists (select 1 from pg_attribute a where a.attrelid = c.oid and a.attname = 'shop_id' and not a.attisdropped)`;
    expect(tables.length).toBeGreaterThan(20);
    expect(tables.filter(({ key, guarded }) => key !== "shop_id" || !guarded)).toEqual([]);
  });

  test("UNSCOPED_SHOP_CONFIG_WRITE: saving settings changes the rows of one shop", async () => {
    const before = await getShopSettings(deps, theirs.shopId);
    const form = { shopId: theirs.shopId.toString(), shop: theirs.domain, timeZone: "Asia/Tokyo" };
    await callRoute(db, saveSettings, { shop: ours, path: "/app/settings", form });
    expect(await getShopSettings(deps, theirs.shopId)).toEqual(before);
  });

  test.each([
    "' or 1=1 --",
    "'; drop table orders; --",
    "\\'; select pg_sleep(9); --",
    "%' union select 1 --",
    "$1",
    "${1}",
    "\u0000",
    "' || (select domain from shops limit 1) || '",
  ])("SQL_INJECTION: %j is something to look for, nothing more", async (text) => {
    const word = encodeURIComponent(text);
    for (const search of [
      `q=${word}`,
      `vendor=${word}`,
      `tag=${word}`,
      `financial=${word}`,
      `country=${word}`,
      `sort=${word}`,
      `view=${word}`,
      `cursor=${word}`,
      `placedFrom=${word}`,
    ]) {
      const path = `/app/orders?view=all&${search}`;
      const answer = await callRoute(db, orders, { shop: ours, path });
      expect(answer.status, search).toBe(200);
      expect(await answer.text(), search).not.toContain("#9001");
    }
    expect(await db.prisma.order.count()).toBe(2);
  });
});
