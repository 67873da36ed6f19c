/** Price lists that are fetched: from a real web server and a real SFTP server, into offers or into a sentence for the team. */
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, expect, test } from "vitest";
import { applyFeed } from "#app/dropship/suppliers/feeds/apply-feed.server.ts";
import type { FeedPull } from "#app/dropship/suppliers/feeds/feed-pull.ts";
import { pullFeed } from "#app/dropship/suppliers/feeds/pull-feed.server.ts";
import { readFeed } from "#app/dropship/suppliers/feeds/read-feed.server.ts";
import { savePull } from "#app/dropship/suppliers/feeds/save-pull.server.ts";
import { enqueueSupply } from "#app/dropship/suppliers/supply-due.server.ts";
import { inShop } from "#app/platform/db.server.ts";
import { Outage } from "#app/platform/outage.ts";
import { createSupplierOutgoing } from "#app/platform/supplier-hosts.server.ts";
import { createShop, OWNER_ID } from "#tests/integration/routes/route-context.ts";
import { createTestDeps } from "#tests/integration/shopify/auth-deps.ts";
import { createTestDatabase } from "#tests/support/database.ts";
import { PEER_LOGIN, startSftpPeer } from "#tests/support/dropship/sftp-peer.ts";
import { addSupplier, addVariant } from "#tests/support/dropship/suppliers.ts";

const { db } = await createTestDatabase();
const PRICE_LIST = "SKU,Cost,Stock\nSKU-1,4.50,12\n";

const web = { status: 200, authorization: "" };
const server = createServer((request, response) => {
  web.authorization = request.headers.authorization ?? "";
  response.writeHead(web.status).end(PRICE_LIST);
});
await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", () => resolve()));
const sftp = await startSftpPeer();
sftp.files.set("/out/list.csv", Buffer.from(PRICE_LIST));
const webHost = `127.0.0.1:${(server.address() as AddressInfo).port}`;
const listedHosts = [webHost, `127.0.0.1:${sftp.port}`];
const outgoing = createSupplierOutgoing(listedHosts);
afterAll(async () => {
  await outgoing.close();
  await sftp.stop();
  server.close();
});

const OVER_HTTPS: FeedPull = { kind: "https", url: `http://${webHost}/list.csv`, username: null };
const OVER_SFTP: Extract<FeedPull, { kind: "sftp" }> = {
  kind: "sftp",
  host: "127.0.0.1",
  port: sftp.port,
  username: PEER_LOGIN.username,
  path: "/out/list.csv",
  hostKey: null,
};

async function createWorld(name: string) {
  const { shopId } = await createShop(db, name);
  const { supplierId } = await inShop(db, shopId, async (tx) => {
    await addVariant(tx, shopId, { gid: "gid://shopify/ProductVariant/1" });
    return addSupplier(tx, shopId, { name: "Oak" });
  });
  let now = Date.parse("2026-11-22T12:00:00Z");
  const clock = { now: () => new Date(now) };
  const env = { ...createTestDeps(db).env, SUPPLIER_HOSTS: listedHosts };
  const deps = { db, clock, env, outgoing, listedHosts };
  const target = { shopId, supplierId };
  const enter = (pull: FeedPull, secret: string | null, everyMinutes = 60) =>
    savePull(
      deps,
      { ...target, staffId: OWNER_ID },
      { pull, secret, everyMinutes, isAutomatic: true },
    );
  const fetchNow = (attempt = 1) => pullFeed(deps, target, { attempt });
  const findFeed = () =>
    inShop(db, shopId, (tx) =>
      tx.supplierFeed.findUniqueOrThrow({ where: { shopId_supplierId: target } }),
    );
  const listAlerts = () =>
    inShop(db, shopId, (tx) =>
      tx.alert.findMany({ where: { shopId }, select: { title: true, sentence: true } }),
    );
  /** what the queue would run next */
  async function readAndApply() {
    const run = await inShop(db, shopId, (tx) =>
      tx.feedRun.findFirstOrThrow({ where: target, orderBy: { id: "desc" } }),
    );
    const { signal } = new AbortController();
    await readFeed(deps, { shopId, runId: run.id }, { signal });
    await applyFeed(deps, { shopId, runId: run.id });
    return inShop(db, shopId, (tx) => tx.offer.findMany({ where: target }));
  }
  const advance = (minutes: number) => void (now += minutes * 60_000);
  return { target, deps, enter, fetchNow, findFeed, listAlerts, readAndApply, advance };
}

const IS_APPLIED = [{ costMinor: 450n, stockUnits: 12, source: "feed" }];

test("a list behind a web address becomes offers, and is due again after its interval", async () => {
  const world = await createWorld("pull-https");
  await world.enter(OVER_HTTPS, "t0ken");
  await world.fetchNow();
  expect(web.authorization).toBe("Bearer t0ken");
  expect(await world.readAndApply()).toMatchObject(IS_APPLIED);
  expect((await world.findFeed()).nextPullAt).toEqual(new Date("2026-11-22T13:00:00Z"));
  web.authorization = "nobody asked";
  await world.fetchNow();
  expect(web.authorization).toBe("nobody asked");
});

test("a web server that is down is tried again, and then somebody is told", async () => {
  const world = await createWorld("pull-down");
  await world.enter(OVER_HTTPS, null);
  web.status = 503;
  await expect(world.fetchNow()).rejects.toThrow(Outage);
  expect(await world.listAlerts()).toEqual([]);
  await world.fetchNow(4);
  expect(await world.listAlerts()).toEqual([
    {
      title: "The price list of Oak could not be fetched",
      sentence: "The supplier's server answered 503.",
    },
  ]);
  expect((await world.findFeed()).nextPullAt).toEqual(new Date("2026-11-22T13:00:00Z"));
  web.status = 200;
});

test("a list in an SFTP folder becomes offers, and the server's key is remembered", async () => {
  const world = await createWorld("pull-sftp");
  await world.enter(OVER_SFTP, PEER_LOGIN.password);
  await world.fetchNow();
  expect(await world.readAndApply()).toMatchObject(IS_APPLIED);
  expect((await world.findFeed()).pull).toMatchObject({
    hostKey: expect.stringMatching(/^SHA256:/) as string,
  });
  world.advance(60);
  await world.fetchNow();
  expect(await world.listAlerts()).toEqual([]);
});

test.each<[string, string, Partial<typeof OVER_SFTP>, string, RegExp]>([
  ["key", "key", { hostKey: "SHA256:another" }, PEER_LOGIN.password, /another key than before/],
  ["password", "password", {}, "wrong", /refused our sign-in/],
  ["path", "path", { path: "/out/none.csv" }, PEER_LOGIN.password, /no such file/],
])(
  "a wrong %s is a sentence for the team, not a retry",
  async (_what, name, change, secret, why) => {
    const world = await createWorld(`pull-sftp-${name}`);
    await world.enter({ ...OVER_SFTP, ...change }, secret);
    await world.fetchNow();
    expect(await world.listAlerts()).toMatchObject([
      { sentence: expect.stringMatching(why) as string },
    ]);
  },
);

test("a server entered while another one is asked stays, and is asked at once", async () => {
  const world = await createWorld("pull-changed");
  await world.enter(OVER_SFTP, PEER_LOGIN.password);
  let isEntered = false;
  sftp.reading.before = async () => {
    if (isEntered) return;
    isEntered = true;
    world.advance(1);
    await world.enter({ ...OVER_SFTP, host: "sftp.new.example" }, "a new secret");
  };
  await world.fetchNow();
  sftp.reading.before = () => Promise.resolve();
  expect(await world.findFeed()).toMatchObject({
    pull: { host: "sftp.new.example", hostKey: null },
    nextPullAt: new Date("2026-11-22T12:01:00Z"),
  });
});

test("nothing is fetched for a supplier that was put away", async () => {
  const world = await createWorld("pull-archived");
  await world.enter(OVER_HTTPS, null);
  const { shopId, supplierId } = world.target;
  const key = `pull:${shopId}:${supplierId}`;
  const countJobs = async () =>
    (await db.pool.query("select 1 from graphile_worker.jobs where key = $1", [key])).rowCount;
  await inShop(db, shopId, (tx) =>
    tx.supplier.updateMany({
      where: { shopId, id: supplierId },
      data: { state: "archived", archivedAt: new Date() },
    }),
  );
  await enqueueSupply(world.deps);
  expect(await countJobs()).toBe(0);
  await world.fetchNow();
  expect(await world.listAlerts()).toMatchObject([
    { sentence: expect.stringMatching(/archived/) as string },
  ]);
  await inShop(db, shopId, (tx) =>
    tx.supplier.updateMany({
      where: { shopId, id: supplierId },
      data: { state: "paused", archivedAt: null },
    }),
  );
  world.advance(60);
  await enqueueSupply(world.deps);
  expect(await countJobs()).toBe(1);
});
