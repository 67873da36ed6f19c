/** Sign-in and the Admin client against the sandbox: a token endpoint and an API that behave as Shopify's. */
import { expect, test } from "vitest";
import { inShop } from "#app/platform/db.server.ts";
import { createAdminClient } from "#app/shopify/admin-client.server.ts";
import { requireAdmin } from "#app/shopify/authenticate.server.ts";
import { ShopifyUnavailable, TokenRefused } from "#app/shopify/errors.ts";
import {
  GetShopProfileDocument,
  StartBulkQueryDocument,
} from "#app/shopify/generated/operations.ts";
import * as bulkTexts from "#app/shopify/generated/bulk-documents.ts";
import { getOfflineToken } from "#app/shopify/get-offline-token.server.ts";
import { findToken } from "#app/shopify/token-store.server.ts";
import { installShop } from "#app/shops/install-shop.server.ts";
import { getShopSettings } from "#app/shops/shop-settings.server.ts";
import { uninstallShop } from "#app/shops/uninstall-shop.server.ts";
import { createTestDatabase } from "#tests/support/database.ts";
import { createTestDeps, fetchFrom, signSessionToken, thrownBy } from "./auth-deps.ts";
import { startSandbox } from "./start-sandbox.ts";

const { db } = await createTestDatabase();
const { shop, control } = await startSandbox();
const deps = createTestDeps(db);
const admin = createAdminClient(deps);

const signIn = async () => requireAdmin(deps, fetchFrom(await signSessionToken(shop)));
const profile = (shopId: bigint) => admin.run(shopId, GetShopProfileDocument, {});
const tokenCalls = async () => {
  const log = await fetchLog();
  return log.filter(({ path }) => path === "/admin/oauth/access_token").length;
};

test("50 parallel visits exchange once, and the API accepts the token", async () => {
  const before = await tokenCalls();
  const sessions = await Promise.all(Array.from({ length: 50 }, signIn));
  expect((await tokenCalls()) - before).toBe(1);
  const { shop: answered } = await profile(sessions[0]!.shopId);
  expect(answered).toMatchObject({
    name: "Harbor & Pine",
    currencyCode: "USD",
    ianaTimezone: "America/New_York",
  });
});

test("the install job learns name, zone and scopes", async () => {
  const { shopId } = await signIn();
  const startImport = () => Promise.resolve();
  await installShop({ ...deps, admin, startImport }, { shopId: String(shopId), installEpoch: 1 });
  const settings = await getShopSettings(deps, shopId);
  expect(settings).toMatchObject({ name: "Harbor & Pine", timeZone: "America/New_York" });
  expect(settings.scopes).toContain("read_orders");
});

test("a worker refreshes an expired token", async () => {
  const { shopId } = await signIn();
  const before = await findToken(deps, shopId);
  await db.prisma.shopToken.update({ where: { shopId }, data: { expiresAt: new Date(0) } });
  const { accessToken } = await getOfflineToken(deps, shopId);
  expect(accessToken).not.toBe(before?.accessToken);
  await profile(shopId);
});

test.each([
  ["http_401", {}],
  ["http_423", { ms: 10 }],
  ["http_429", { ms: 10 }],
  ["http_430", { ms: 10 }],
  ["503", {}],
  ["throttled", { ms: 10 }],
  ["cut_before", {}],
  ["truncated", {}],
])("a query survives %s", async (kind, fields) => {
  const { shopId } = await signIn();
  await control("fault", { kind, count: 1, ...fields });
  // A locked or suspicious edge names no wait here; ours would be a minute.
  if (kind === "http_423" || kind === "http_430") {
    expect(await thrownBy(profile(shopId))).toBeInstanceOf(ShopifyUnavailable);
    return;
  }
  expect((await profile(shopId)).shop.name).toBe("Harbor & Pine");
});

test("a mutation cut off after it was carried out is left to be looked up", async () => {
  const { shopId } = await signIn();
  await control("fault", { kind: "cut_after_commit", count: 1 });
  const error = await thrownBy(
    admin.run(shopId, StartBulkQueryDocument, { document: bulkTexts.bulkOrdersText }),
  );
  expect(error).toMatchObject({ name: "ShopifyUnavailable", isOutcomeUnknown: true });
});

test.each(Object.entries(bulkTexts))("the export %s is accepted", async (_name, text) => {
  const { shopId } = await signIn();
  const { bulkOperationRunQuery } = await admin.run(shopId, StartBulkQueryDocument, {
    document: text,
  });
  expect(bulkOperationRunQuery?.bulkOperation?.id).toMatch(/^gid:\/\/shopify\/BulkOperation\//);
});

test("an uninstall kills the token, and a visit after the reinstall heals everything", async () => {
  const { shopId } = await signIn();
  await control("act", { action: "uninstall" });
  expect(await thrownBy(profile(shopId))).toBeInstanceOf(TokenRefused);
  expect((await getShopSettings(deps, shopId)).isTokenRefused).toBe(true);
  const uninstalledAt = new Date();
  await control("act", { action: "install" });
  await signIn();
  expect((await getShopSettings(deps, shopId)).isTokenRefused).toBe(false);
  expect((await profile(shopId)).shop.name).toBe("Harbor & Pine");
  const late = {
    shopId,
    shopDomain: shop,
    triggeredAt: uninstalledAt,
    receivedAt: new Date(),
    body: Buffer.from("{}"),
  };
  expect(await inShop(db, shopId, (tx) => uninstallShop(tx, late))).toEqual({
    outcome: "ignored",
    reason: "installed_since",
  });
});

async function fetchLog(): Promise<{ path: string }[]> {
  const { entries } = (await control("log", {})) as { entries: { path: string }[] };
  return entries;
}
