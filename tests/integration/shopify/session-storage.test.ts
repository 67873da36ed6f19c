import { Session } from "@shopify/shopify-api";
import { expect, test } from "vitest";
import { createSessionStorage } from "#app/shopify/session-storage.server.ts";
import { findToken } from "#app/shopify/token-store.server.ts";
import { recordInstall } from "#app/shops/record-install.server.ts";
import { inShop } from "#app/platform/db.server.ts";
import { createTestDatabase } from "#tests/support/database.ts";
import { createTestDeps } from "./auth-deps.ts";

const { db } = await createTestDatabase();
const deps = createTestDeps(db);
const storage = createSessionStorage(deps);

async function installedShop(name: string) {
  const domain = `${name}.myshopify.com`;
  const shopId = await deps.ensureShop(domain);
  await inShop(db, shopId, (tx) => recordInstall(tx, { shopId, at: new Date() }));
  return { domain, shopId };
}

const session = (domain: string, changes: Partial<Session> = {}) =>
  new Session({
    id: `offline_${domain}`,
    shop: domain,
    state: "",
    isOnline: false,
    accessToken: "shpat_a",
    scope: "read_orders",
    expires: new Date("2026-11-22T10:00:00Z"),
    refreshToken: "shprt_a",
    refreshTokenExpires: new Date("2027-02-20T10:00:00Z"),
    ...changes,
  });

test("gives back what it was given", async () => {
  const { domain } = await installedShop("same");
  const given = session(domain);
  expect(await storage.storeSession(given)).toBe(true);
  const found = await storage.loadSession(given.id);
  expect(found?.toObject()).toEqual(given.toObject());
  expect((await storage.findSessionsByShop!(domain)).map(({ id }) => id)).toEqual([given.id]);
});

test("finds nothing under other ids", async () => {
  const { domain } = await installedShop("other");
  expect(
    await storage.storeSession(session(domain, { id: `${domain}_100001`, isOnline: true })),
  ).toBe(false);
  for (const id of [`offline_${domain}`, `${domain}_100001`, "offline_evil.example", ""])
    expect(await storage.loadSession(id)).toBeUndefined();
  expect(await storage.findSessionsByShop!("never-seen.myshopify.com")).toEqual([]);
});

test("deletes, also what is not there", async () => {
  const { domain, shopId } = await installedShop("gone");
  await storage.storeSession(session(domain));
  expect(await storage.deleteSession(`offline_${domain}`)).toBe(true);
  expect(await storage.deleteSessions([`offline_${domain}`, "offline_never.myshopify.com"])).toBe(
    true,
  );
  expect(await findToken(deps, shopId)).toBeNull();
});

test("a session without a token is a deletion: so the library says that Shopify refused it", async () => {
  const { domain } = await installedShop("refused");
  await storage.storeSession(session(domain));
  await storage.storeSession(
    new Session({ ...session(domain).toObject(), accessToken: undefined } as never),
  );
  expect(await storage.loadSession(`offline_${domain}`)).toBeUndefined();
});

test("200 writers at once: none fails, and the token that lives longest stays", async () => {
  const { domain } = await installedShop("crowd");
  const writers = Array.from({ length: 200 }, (_none, index) =>
    storage.storeSession(
      session(domain, {
        accessToken: `shpat_${index}`,
        refreshToken: `shprt_${index}`,
        expires: new Date(Date.UTC(2026, 10, 22, 0, 0, (index * 37) % 200)),
      }),
    ),
  );
  expect((await Promise.all(writers)).every(Boolean)).toBe(true);
  const found = await storage.loadSession(`offline_${domain}`);
  const longest = Array.from({ length: 200 }, (_none, index) => index).find(
    (index) => (index * 37) % 200 === 199,
  );
  expect([found?.accessToken, found?.refreshToken]).toEqual([
    `shpat_${longest}`,
    `shprt_${longest}`,
  ]);
});

test("tokens are not readable in the database", async () => {
  const { domain, shopId } = await installedShop("sealed");
  await storage.storeSession(
    session(domain, { accessToken: "shpat_find_me", refreshToken: "shprt_find_me" }),
  );
  const [row] = await db.prisma.$queryRaw<{ text: string }[]>`
    select encode(access_token, 'escape') || encode(refresh_token, 'escape') as text from shop_tokens where shop_id = ${shopId}`;
  expect(row?.text).not.toContain("find_me");
});

test("reads what an older key sealed, and seals with the newest", async () => {
  const { domain, shopId } = await installedShop("rotated");
  await storage.storeSession(session(domain));
  const [old] = deps.env.ENCRYPTION_KEYS;
  const rotated = {
    ...deps,
    env: { ...deps.env, ENCRYPTION_KEYS: [{ id: "k2", key: Buffer.alloc(32, 9) }, old!] },
  };
  expect((await findToken(rotated, shopId))?.accessToken).toBe("shpat_a");
  await createSessionStorage(rotated).storeSession(session(domain, { accessToken: "shpat_b" }));
  expect((await findToken(rotated, shopId))?.accessToken).toBe("shpat_b");
  await expect(findToken(deps, shopId)).rejects.toThrow("no key k2");
});

test("a token copied to another shop's row does not open", async () => {
  const [from, to] = [await installedShop("from"), await installedShop("to")];
  await storage.storeSession(session(from.domain));
  await storage.storeSession(session(to.domain));
  await db.prisma.$executeRaw`
    update shop_tokens set access_token = (select access_token from shop_tokens where shop_id = ${from.shopId})
    where shop_id = ${to.shopId}`;
  await expect(findToken(deps, to.shopId)).rejects.toThrow();
});
