/** The wall itself: what a transaction of one shop can do to another when its queries forget the shop. */
import { randomBytes } from "node:crypto";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { enqueueJob } from "#app/jobs/enqueue.server.ts";
import type { JobHandlers } from "#app/jobs/handlers.ts";
import { runWorker } from "#app/jobs/run-worker.server.ts";
import {
  closeDb,
  createDb,
  createIngestPool,
  inShop,
  inShopStream,
  inSweep,
  sweepUrl,
} from "#app/platform/db.server.ts";
import { createLogger } from "#app/platform/logger.server.ts";
import { proveWall } from "#app/platform/prove-wall.server.ts";
import { createDeliveryStore } from "#app/ingest/store-deliveries.server.ts";
import { createTestDatabase } from "#tests/support/database.ts";
import { eventually } from "#tests/support/eventually.ts";
import { createOrder, createShop, type TestShop } from "#tests/integration/routes/route-context.ts";

const { db, url } = await createTestDatabase();
let ours: TestShop;
let theirs: TestShop;

beforeAll(async () => {
  ours = await createShop(db, "ours");
  theirs = await createShop(db, "theirs");
  await createOrder(db, ours, { number: 1001 });
  await createOrder(db, theirs, { number: 9001 });
});

describe("a transaction of one shop", () => {
  test("reads its own rows however little it asks for", async () => {
    const seen = await inShop(db, ours.shopId, async (tx) => ({
      orders: await tx.order.findMany({ select: { name: true } }),
      shops: await tx.shop.findMany({ select: { domain: true } }),
      tokens: await tx.shopToken.count(),
    }));
    expect(seen).toEqual({
      orders: [{ name: "#1001" }],
      shops: [{ domain: ours.domain }],
      tokens: 1,
    });
  });

  test("changes and deletes nothing of another", async () => {
    const change = (sql: string) =>
      inShopStream(db, ours.shopId, async (client) => (await client.query(sql)).rowCount);
    expect(await change(`update orders set note = 'x' where shop_id = ${theirs.shopId}`)).toBe(0);
    expect(await change(`delete from shop_tokens where shop_id = ${theirs.shopId}`)).toBe(0);
    expect(await change("update orders set note = null")).toBe(1);
  });

  test("writes nothing in another's name", async () => {
    const write = (sql: string) => inShopStream(db, ours.shopId, (client) => client.query(sql));
    await expect(
      write(
        `insert into order_tombstones (shop_id, gid, deleted_at) values (${theirs.shopId}, 'g', now())`,
      ),
    ).rejects.toThrow(/row-level security/);
    await expect(write(`update orders set shop_id = ${theirs.shopId}`)).rejects.toThrow(
      /row-level security/,
    );
    await expect(
      inShop(db, ours.shopId, (tx) =>
        enqueueJob(tx, {
          name: "deliveries.apply",
          payload: { shopId: theirs.shopId.toString(), webhookId: "w" },
        }),
      ),
    ).rejects.toThrow(/does not act for shop/);
    await expect(write(`select app.erase_shop(${theirs.shopId})`)).rejects.toThrow(
      /does not act for shop/,
    );
  });

  test("reaches neither the queue nor the tables' structure", async () => {
    const run = (sql: string) => inShopStream(db, ours.shopId, (client) => client.query(sql));
    await expect(run("select * from graphile_worker._private_jobs")).rejects.toThrow(/permission/);
    await expect(run("alter table orders disable row level security")).rejects.toThrow(/owner/);
    await expect(run("drop policy of_shop on orders")).rejects.toThrow(/owner/);
    await expect(run("truncate orders cascade")).rejects.toThrow(/permission/);
    await expect(run("update ledger_entries set kind = 'x'")).rejects.toThrow(/permission/);
  });

  test("leaves nothing behind on its connection", async () => {
    const one = createDb({ url, poolMax: 2 });
    const before = (await one.pool.query("select current_user as role")).rows;
    await inShopStream(one, ours.shopId, (client) => client.query("select 1"));
    const { rows } = await one.pool.query(
      "select current_user as role, current_setting('app.shop_id', true) as shop",
    );
    await closeDb(one);
    expect(rows).toEqual([{ ...before[0], shop: "" }]);
  });
});

test("without a shop there are no rows", async () => {
  const counted = await db.prisma.$transaction(async (tx) => {
    await tx.$queryRaw`select set_config('role', 'aftercare_app', true)`;
    return [await tx.order.count(), await tx.shop.count(), await tx.shopToken.count()];
  });
  expect(counted).toEqual([0, 0, 0]);
});

test("the sweep lists shops and reads nobody's orders", async () => {
  const domains = await inSweep(db, (tx) => tx.shop.findMany({ select: { domain: true } }));
  expect(domains).toHaveLength(2);
  await expect(inSweep(db, (tx) => tx.order.count())).rejects.toThrow(/permission denied/);
  await expect(inSweep(db, (tx) => tx.shopToken.findMany())).rejects.toThrow(/permission denied/);
});

describe("the proof at the start", () => {
  const breaks = {
    "the policy is gone": [
      "drop policy of_shop on app.wall_probe; alter table app.wall_probe disable row level security",
      "alter table app.wall_probe enable row level security; select app.guard_shop_table('app.wall_probe', 'SELECT')",
    ],
    "the wall is off for orders": [
      "alter table orders disable row level security",
      "alter table orders enable row level security",
    ],
    "the role owns the tables": [
      "grant create on schema public to aftercare_app; alter table orders owner to aftercare_app",
      "alter table orders owner to current_user; revoke create on schema public from aftercare_app; select app.guard_shop_table('orders')",
    ],
    "the planted row is missing": [
      "delete from app.wall_probe",
      "insert into app.wall_probe values (-1, 'planted')",
    ],
    "sweeps read orders": [
      "grant select on orders to aftercare_sweep",
      "revoke select on orders from aftercare_sweep",
    ],
  } as const;

  test("holds on a migrated database", async () => {
    await expect(proveWall(db)).resolves.toBeUndefined();
  });

  test.each(Object.entries(breaks))("fails when %s", async (_why, [breakIt, mend]) => {
    await db.pool.query(breakIt);
    await expect(proveWall(db)).rejects.toMatchObject({ name: "WallIsDown" });
    await db.pool.query(mend);
    await expect(proveWall(db)).resolves.toBeUndefined();
  });
});

describe("logins of their own", () => {
  const suffix = randomBytes(4).toString("hex");
  const member = `walls_member_${suffix}`;
  const stranger = `walls_stranger_${suffix}`;
  const urlOf = (login: string) => {
    const address = new URL(url);
    address.username = login;
    return address.href;
  };
  const asMember = createDb({ url: urlOf(member), poolMax: 4 });
  const asStranger = createDb({ url: urlOf(stranger), poolMax: 2 });

  beforeAll(async () => {
    await db.pool.query(`create role ${member} login noinherit; create role ${stranger} login`);
    await db.pool.query(`grant aftercare_app, aftercare_sweep to ${member}`);
  });
  afterAll(async () => {
    await Promise.all([closeDb(asMember), closeDb(asStranger)]);
    await db.pool.query(`drop role ${member}; drop role ${stranger}`);
  });

  test("a member of the two roles is enough for web and worker", async () => {
    await expect(proveWall(asMember)).resolves.toBeUndefined();
    await expect(asMember.pool.query("select * from orders")).rejects.toThrow(/permission denied/);
    expect(await inShop(asMember, ours.shopId, (tx) => tx.order.count())).toBe(1);
    const ingest = createIngestPool(urlOf(member));
    const store = createDeliveryStore(
      { pool: ingest },
      { task: "deliveries.apply", maxAttempts: 3 },
    );
    await store({
      webhookId: "w-member",
      eventId: null,
      topic: "orders/updated",
      shopDomain: ours.domain,
      apiVersion: null,
      triggeredAt: null,
      body: Buffer.from("{}"),
      receivedAt: new Date(),
    });
    await ingest.end();
    const done: string[] = [];
    // Only this job is enqueued here.
    const handlers = {
      "deliveries.apply": async ({ webhookId }: { webhookId: string }) => void done.push(webhookId),
    } as unknown as JobHandlers;
    const worker = await runWorker({
      env: { DATABASE_URL: urlOf(member), WORKER_CONCURRENCY: 1 },
      handlers,
      logger: createLogger("test", "silent"),
      schedule: { "platform.clean-up": "17 3 * * *" },
      onLost: () => undefined,
    });
    await inShop(asMember, ours.shopId, (tx) =>
      enqueueJob(tx, {
        name: "deliveries.apply",
        payload: { shopId: ours.shopId.toString(), webhookId: "w-job" },
      }),
    );
    await eventually(async () => expect(done.toSorted()).toEqual(["w-job", "w-member"]), 15_000);
    await worker.stop();
  });

  test("any other login is told what it lacks", async () => {
    await expect(proveWall(asStranger)).rejects.toThrow(/Grant both roles to it/);
  });
});

test("the sweep's address keeps what was asked of it", () => {
  expect(sweepUrl("postgresql://u:p@h/d?sslmode=require&options=-c%20geqo%3Doff")).toBe(
    "postgresql://u:p@h/d?sslmode=require&options=-c%20geqo%3Doff%20-c%20role%3Daftercare_sweep",
  );
  expect(sweepUrl("postgresql://u:p+w@h/d")).toBe(
    "postgresql://u:p+w@h/d?options=-c%20role%3Daftercare_sweep",
  );
});
