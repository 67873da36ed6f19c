/** Links that carry their own permission: one file of one shop, once, within a minute. */
import { expect, test } from "vitest";
import { inShop } from "#app/platform/db.server.ts";
import { loader as download } from "#app/routes/download.tsx";
import { action as exportOrders } from "#app/routes/app.orders.export.tsx";
import {
  createDownloadLink,
  takeDownload,
  type DownloadFile,
} from "#app/shopify/download-link.server.ts";
import { createTestDatabase } from "#tests/support/database.ts";
import { APP_URL, createTestDeps } from "#tests/integration/shopify/auth-deps.ts";
import {
  callRoute,
  callWith,
  createOrder,
  createShop,
} from "#tests/integration/routes/route-context.ts";

const { db } = await createTestDatabase();
const ours = await createShop(db, "ours");
const theirs = await createShop(db, "theirs");
await createOrder(db, ours, { number: 1001 });
await createOrder(db, theirs, { number: 9001 });

const NOW = new Date("2026-11-22T12:00:00Z");
const depsAt = (now = NOW) => createTestDeps(db, { now: () => now });
const CSV: DownloadFile = { kind: "orders_csv", query: "?view=all" };

const linkOf = (path: string) => new URL(path, APP_URL).searchParams.get("link") ?? "";
const makeLink = (file = CSV, shopId = ours.shopId) =>
  linkOf(createDownloadLink(depsAt(), { shopId, staffUserId: "100001", file }));
const codeOf = async (link: string, now = NOW) => {
  const taken = await takeDownload(depsAt(now), link);
  return taken.ok ? "taken" : taken.refusal.code;
};

test("is good once, for what it was made for", async () => {
  const link = makeLink();
  expect(await takeDownload(depsAt(), link)).toEqual({
    ok: true,
    value: { shopId: ours.shopId, staffUserId: "100001", file: CSV },
  });
  expect(await codeOf(link)).toBe("link_used");
});

test("of twenty at once one gets the file", async () => {
  const link = makeLink();
  const outcomes = await Promise.all(Array.from({ length: 20 }, () => codeOf(link)));
  expect(outcomes.filter((outcome) => outcome === "taken")).toHaveLength(1);
});

test.each([
  [60_000, "taken"],
  [60_001, "link_expired"],
])("%d ms after it was made: %s", async (ageMs, outcome) => {
  expect(await codeOf(makeLink(), new Date(NOW.getTime() + ageMs))).toBe(outcome);
});

test("changed, cut or made up it is nothing", async () => {
  const link = makeLink();
  const bytes = Buffer.from(link, "base64url");
  for (let at = 0; at < bytes.length; at += 1) {
    const changed = Buffer.from(bytes);
    changed[at] = (changed[at] ?? 0) ^ 1;
    expect(await codeOf(changed.toString("base64url"))).toBe("link_unknown");
  }
  for (const other of ["", "x", link.slice(0, -4), `${link}AAAA`, "A".repeat(100_000), "é"])
    expect(await codeOf(other)).toBe("link_unknown");
  expect(await codeOf(link)).toBe("taken");
});

test("dies with the shop", async () => {
  const link = makeLink(CSV, theirs.shopId);
  await db.prisma.shop.update({ where: { id: theirs.shopId }, data: { uninstalledAt: NOW } });
  expect(await codeOf(link)).toBe("link_used");
  await db.prisma.shop.update({ where: { id: theirs.shopId }, data: { uninstalledAt: null } });
});

test("used links are forgotten when they have expired", async () => {
  await codeOf(makeLink());
  const later = new Date(NOW.getTime() + 600_000);
  const link = linkOf(
    createDownloadLink(depsAt(later), { shopId: ours.shopId, staffUserId: "1", file: CSV }),
  );
  expect(await codeOf(link, later)).toBe("taken");
  expect(await db.prisma.usedDownload.count({ where: { shopId: ours.shopId } })).toBe(1);
});

const get = (path: string, method = "GET") =>
  callWith(db, download, new Request(new URL(path, APP_URL), { method }));

test("the list is downloaded through one, as an attachment that no browser runs", async () => {
  const made = await callRoute(db, exportOrders, {
    shop: ours,
    path: "/app/orders/export?view=all",
    form: {},
  });
  const { url } = (await made.json()) as { url: string };
  expect((await get(url, "HEAD")).status).toBe(404);
  const answer = await get(url);
  expect(Object.fromEntries(answer.headers)).toMatchObject({
    "cache-control": "no-store",
    "content-disposition": expect.stringMatching(/^attachment; filename="orders-all-/),
    "referrer-policy": "no-referrer",
    "x-content-type-options": "nosniff",
  });
  const text = await answer.text();
  expect(text).toContain("#1001");
  expect(text).not.toContain("#9001");
  const again = await get(url);
  expect([again.status, await again.text()]).toEqual([
    404,
    await (await get("/download?link=made-up")).text(),
  ]);
});

test("a data request's answer is downloaded by its own shop only", async () => {
  const [request] = await inShop(
    db,
    ours.shopId,
    (tx) => tx.$queryRaw<{ id: bigint }[]>`
    insert into compliance_requests (shop_id, kind, state, webhook_id, requested_at, due_at)
    values (${ours.shopId}, 'customer_data', 'done', 'w-1', ${NOW}::timestamptz, ${NOW}::timestamptz) returning id`,
  );
  await inShop(
    db,
    ours.shopId,
    (tx) => tx.$executeRaw`
    insert into compliance_files (shop_id, request_id, format, content, byte_length)
    values (${ours.shopId}, ${request!.id}, 'html', ${Buffer.from("<b>Ana</b>")}, 10)`,
  );
  const file = {
    kind: "compliance_file",
    requestId: request!.id.toString(),
    format: "html",
  } as const;
  const path = (shopId: bigint) =>
    createDownloadLink(createTestDeps(db), { shopId, staffUserId: "100001", file });
  expect((await get(path(theirs.shopId))).status).toBe(404);
  const answer = await get(path(ours.shopId));
  expect(answer.headers.get("content-security-policy")).toContain("sandbox");
  expect(answer.headers.get("content-disposition")).toContain("attachment");
  expect(await answer.text()).toBe("<b>Ana</b>");
});
