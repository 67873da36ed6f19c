import { expect, test } from "vitest";
import { inShop } from "#app/platform/db.server.ts";
import type { AdminClient } from "#app/shopify/admin-client.server.ts";
import { ShopifyUnavailable } from "#app/shopify/errors.ts";
import { ensureShop } from "#app/shops/ensure-shop.server.ts";
import type { WorkingTime } from "#app/shops/evaluate-working-time.ts";
import { installShop } from "#app/shops/install-shop.server.ts";
import { recordInstall } from "#app/shops/record-install.server.ts";
import {
  getShopSettings,
  getWorkCalendar,
  dismissGuide,
  saveWorkingTime,
} from "#app/shops/shop-settings.server.ts";
import { SHOP_TOPICS } from "#app/shops/shop-topics.server.ts";
import { createTestDatabase } from "#tests/support/database.ts";

const { db } = await createTestDatabase();
const clock = { now: () => new Date("2026-11-01T09:00:00Z") };

let count = 0;
async function installedShop() {
  count += 1;
  const domain = `shop-${count}.myshopify.com`;
  const shopId = await ensureShop({ db, clock }, domain);
  await inShop(db, shopId, (tx) =>
    recordInstall(tx, { shopId, at: new Date("2026-11-01T10:00:00Z") }),
  );
  return { domain, shopId };
}

/** Stands for the Admin client: answers every document with this. */
const answering = (data: unknown): AdminClient => ({ run: () => Promise.resolve(data) as never });
const PROFILE = {
  shop: {
    id: "gid://shopify/Shop/1",
    name: "Harbor & Pine",
    myshopifyDomain: "x.myshopify.com",
    currencyCode: "USD",
    ianaTimezone: "America/New_York",
    plan: { publicDisplayName: "Basic" },
  },
  currentAppInstallation: {
    id: "gid://shopify/AppInstallation/1",
    accessScopes: [{ handle: "read_orders" }, { handle: "read_all_orders" }],
  },
};
const install = (shopId: bigint, installEpoch: number, admin = answering(PROFILE)) => {
  const started: number[] = [];
  const startImport = (_tx: unknown, { installEpoch: epoch }: { installEpoch: number }) => {
    started.push(epoch);
    return Promise.resolve();
  };
  return installShop(
    { db, clock, admin, startImport },
    { shopId: String(shopId), installEpoch },
  ).then(() => started);
};
const deliver = (
  { domain, shopId }: { domain: string; shopId: bigint },
  topic: string,
  body: unknown,
  triggeredAt: string | null = "2026-11-02T10:00:00Z",
) =>
  inShop(db, shopId, (tx) =>
    SHOP_TOPICS[topic]!(tx, {
      shopId,
      shopDomain: domain,
      triggeredAt: triggeredAt === null ? null : new Date(triggeredAt),
      receivedAt: new Date(),
      body: Buffer.from(typeof body === "string" ? body : JSON.stringify(body)),
    }),
  );

test("100 callers make one row, not yet installed", async () => {
  const ids = await Promise.all(
    Array.from({ length: 100 }, () => ensureShop({ db, clock }, "crowd.myshopify.com")),
  );
  expect(new Set(ids).size).toBe(1);
  const row = await db.prisma.shop.findUniqueOrThrow({ where: { id: ids[0]! } });
  expect([row.installEpoch, row.uninstalledAt === null]).toEqual([0, false]);
});

test("an install is recorded once, however often it is confirmed", async () => {
  const { shopId } = await installedShop();
  await inShop(db, shopId, (tx) => recordInstall(tx, { shopId, at: new Date() }));
  const row = await db.prisma.shop.findUniqueOrThrow({ where: { id: shopId } });
  expect([row.installEpoch, row.uninstalledAt, row.installedAt.toISOString()]).toEqual([
    1,
    null,
    "2026-11-01T10:00:00.000Z",
  ]);
});

test("the install job keeps profile and scopes and starts the import", async () => {
  const { shopId } = await installedShop();
  expect(await install(shopId, 1)).toEqual([1]);
  expect(await getShopSettings({ db }, shopId)).toMatchObject({
    name: "Harbor & Pine",
    currency: "USD",
    planName: "Basic",
    timeZone: "America/New_York",
    shopifyTimeZone: "America/New_York",
    ownTimeZone: null,
    scopes: ["read_all_orders", "read_orders"],
    isTokenRefused: false,
  });
});

test("the install job of an earlier installation, or of an uninstalled shop, does nothing", async () => {
  const shop = await installedShop();
  expect(await install(shop.shopId, 0)).toEqual([]);
  await deliver(shop, "app/uninstalled", {});
  expect(await install(shop.shopId, 1)).toEqual([]);
});

test("an install job that meets an outage leaves everything to the next try", async () => {
  const { shopId } = await installedShop();
  const outage = new ShopifyUnavailable("Away.", { status: 503, isOutcomeUnknown: true });
  const admin: AdminClient = { run: () => Promise.reject(outage) };
  await expect(install(shopId, 1, admin)).rejects.toBe(outage);
  expect((await getShopSettings({ db }, shopId)).name).toBeNull();
});

test("the newest profile wins, whatever the order", async () => {
  const shop = await installedShop();
  const update = (name: string, updatedAt: string) =>
    deliver(shop, "shop/update", {
      name,
      myshopify_domain: shop.domain,
      updated_at: updatedAt,
      iana_timezone: "Europe/Berlin",
    });
  expect(await update("New", "2026-11-03T10:00:00-05:00")).toEqual({ outcome: "applied" });
  expect(await update("Old", "2026-11-03T09:00:00-05:00")).toEqual({
    outcome: "ignored",
    reason: "older_than_known",
  });
  expect(await update("Newer", "2026-11-03T17:00:00+01:00")).toEqual({ outcome: "applied" });
  expect(await getShopSettings({ db }, shop.shopId)).toMatchObject({
    name: "Newer",
    timeZone: "Europe/Berlin",
  });
});

test("what a profile leaves out, or gets wrong, stays as it was", async () => {
  const shop = await installedShop();
  await deliver(shop, "shop/update", {
    name: "Kept",
    currency: "JPY",
    iana_timezone: "Asia/Tokyo",
  });
  const late = "2026-11-04T10:00:00Z";
  expect(
    await deliver(
      shop,
      "shop/update",
      { name: null, currency: 7, iana_timezone: "Mars/Olympus" },
      late,
    ),
  ).toEqual({ outcome: "applied" });
  expect(await getShopSettings({ db }, shop.shopId)).toMatchObject({
    name: "Kept",
    currency: "JPY",
    timeZone: "Asia/Tokyo",
  });
});

const saveTime = (shopId: bigint, asked: WorkingTime) =>
  inShop(db, shopId, (tx) => saveWorkingTime(tx, shopId, asked));

test("a zone of the merchant's own is not moved by the store's, and comes back to it", async () => {
  const shop = await installedShop();
  const saved = await saveTime(shop.shopId, {
    ownTimeZone: "Asia/Kathmandu",
    workingDays: [7, 1],
    holidays: ["2026-12-25"],
  });
  expect(saved.ok).toBe(true);
  await deliver(shop, "shop/update", { iana_timezone: "Europe/Berlin" });
  expect(await getShopSettings({ db }, shop.shopId)).toMatchObject({
    timeZone: "Asia/Kathmandu",
    ownTimeZone: "Asia/Kathmandu",
    shopifyTimeZone: "Europe/Berlin",
    workingDays: [1, 7],
    holidays: ["2026-12-25"],
  });
  await saveTime(shop.shopId, { ownTimeZone: null, workingDays: [1], holidays: [] });
  expect(await getWorkCalendar({ db }, shop.shopId)).toEqual({
    timeZone: "Europe/Berlin",
    workingDays: new Set([1]),
    holidays: new Set(),
  });
});

test("a refused working time changes nothing", async () => {
  const { shopId } = await installedShop();
  const saved = await saveTime(shopId, {
    ownTimeZone: null,
    workingDays: [],
    holidays: [],
  });
  expect(saved).toEqual({ ok: false, refusal: [{ code: "working_day_missing" }] });
  expect((await getShopSettings({ db }, shopId)).workingDays).toEqual([1, 2, 3, 4, 5]);
});

test("scopes follow the merchant's last word", async () => {
  const shop = await installedShop();
  const grant = (current: unknown, at: string) =>
    deliver(shop, "app/scopes_update", { previous: [], current }, at);
  expect(await grant(["read_orders", "read_all_orders"], "2026-11-05T10:00:00Z")).toEqual({
    outcome: "applied",
  });
  expect(await grant(["read_orders"], "2026-11-05T09:00:00Z")).toEqual({
    outcome: "ignored",
    reason: "older_than_known",
  });
  expect((await getShopSettings({ db }, shop.shopId)).scopes).toEqual([
    "read_orders",
    "read_all_orders",
  ]);
  expect(await grant("read_orders", "2026-11-05T11:00:00Z")).toEqual({
    outcome: "parked",
    reason: "body_unreadable",
  });
});

test.each<[string, unknown, object]>([
  ["shop/update", "{", { outcome: "parked", reason: "body_unreadable" }],
  ["shop/update", "null", { outcome: "parked", reason: "body_unreadable" }],
  [
    "shop/update",
    { myshopify_domain: "other.myshopify.com" },
    { outcome: "parked", reason: "body_names_another_shop" },
  ],
  [
    "app/uninstalled",
    { myshopify_domain: "other.myshopify.com" },
    { outcome: "parked", reason: "body_names_another_shop" },
  ],
  ["app/scopes_update", "[]", { outcome: "parked", reason: "body_unreadable" }],
])("%s with %j is kept with a reason", async (topic, body, outcome) => {
  const shop = await installedShop();
  expect(await deliver(shop, topic, body)).toEqual(outcome);
  const row = await db.prisma.shop.findUniqueOrThrow({ where: { id: shop.shopId } });
  expect(row.uninstalledAt).toBeNull();
});

test.each<[string, unknown, string | null]>([
  ["with the body Shopify sends", { name: "x" }, "2026-11-02T10:00:00Z"],
  ["with a body nobody can read", "{", "2026-11-02T10:00:00Z"],
  ["without the time it was triggered", {}, null],
])("an uninstall %s is applied", async (_what, body, triggeredAt) => {
  const shop = await installedShop();
  expect(await deliver(shop, "app/uninstalled", body, triggeredAt)).toEqual({ outcome: "applied" });
});

test("the setup guide is put away once, and that is written down once", async () => {
  const { shopId } = await installedShop();
  let records = 0;
  const record = async () => void (records += 1);
  expect((await getShopSettings({ db }, shopId)).guideDismissedAt).toBeNull();
  await dismissGuide({ db }, shopId, record);
  await dismissGuide({ db }, shopId, record);
  expect((await getShopSettings({ db }, shopId)).guideDismissedAt).toEqual(expect.any(String));
  expect(records).toBe(1);
});
