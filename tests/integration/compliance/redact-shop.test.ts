import { expect, test } from "vitest";
import { inShopStream } from "#app/platform/db.server.ts";
import { cleanUp } from "#app/shops/compliance/clean-up.server.ts";
import { exportShop } from "#app/shops/compliance/export-shop.server.ts";
import { createTestDatabase } from "#tests/support/database.ts";
import {
  answerCompliance,
  ask,
  bodyOf,
  clock,
  createDeps,
  insertShop,
  PIOTR,
  plantElsewhere,
  plantOrder,
  searchEverywhere,
  silentLogger,
  traitsOf,
  ZOFIA,
} from "./support.ts";

const { db, keepOnFailure } = await createTestDatabase();
const deps = createDeps(db);

async function plantShop(domain: string, isInstalled: boolean, person = ZOFIA) {
  const shop = { id: await insertShop(db, domain, isInstalled), domain };
  await plantOrder(db, shop.id, person);
  await plantElsewhere(db, shop, person);
  return shop;
}

const read = async (shopId: bigint) => {
  const lines: {
    table?: string;
    row?: { gid?: string };
    tables?: string[];
    rows?: Record<string, number>;
    shop?: unknown;
  }[] = [];
  for await (const chunk of exportShop({ db, clock }, shopId))
    lines.push(
      ...chunk
        .trim()
        .split("\n")
        .map((line) => JSON.parse(line)),
    );
  return lines;
};

test("the export holds every row of every table of the shop, and nothing of another", async () => {
  keepOnFailure();
  const shop = await plantShop("export.myshopify.com", true);
  await plantShop("other-export.myshopify.com", true, PIOTR);
  const lines = await read(shop.id);
  expect(lines[0]).toMatchObject({ shop: { domain: shop.domain } });
  expect(lines.at(-1)?.rows).toMatchObject({
    orders: 1,
    deliveries: 4,
    saved_order_views: 2,
    intents: 1,
  });
  const text = JSON.stringify(lines);
  for (const trait of traitsOf(ZOFIA)) expect(text).toContain(trait);
  for (const trait of traitsOf(PIOTR)) expect(text).not.toContain(trait);
  expect(lines[0]?.tables).not.toContain("shop_tokens");
});

test("shop/redact drops everything of the shop and leaves others alone", async () => {
  keepOnFailure();
  const shop = await plantShop("gone.myshopify.com", false);
  const other = await plantShop("stays.myshopify.com", true, PIOTR);
  await ask(deps, shop, "customers/data_request", bodyOf(ZOFIA));
  const before = (await read(other.id)).at(-1)?.rows;
  const { outcome, requestId } = await ask(deps, shop, "shop/redact", {});
  expect(outcome).toEqual({ outcome: "applied" });
  await answerCompliance(deps, { shopId: shop.id, requestId });
  const { rows: tables } = await db.pool.query("select table_name from app.shop_tables()");
  for (const { table_name: table } of tables) {
    const { rows } = await db.pool.query(
      `select count(*)::int as n from "${table}" where shop_id = $1`,
      [shop.id],
    );
    expect([table, rows[0].n]).toEqual([table, table === "compliance_requests" ? 1 : 0]);
  }
  expect(await searchEverywhere(db, [shop.domain])).toEqual([]);
  expect(
    (
      await db.pool.query(
        "select 1 from graphile_worker._private_jobs where payload ->> 'shopId' = $1",
        [String(shop.id)],
      )
    ).rowCount,
  ).toBe(0);
  expect((await read(other.id)).at(-1)?.rows).toEqual(before);
  const { rows } = await db.pool.query(
    "select state, report from compliance_requests where shop_id = $1",
    [shop.id],
  );
  expect(rows[0].state).toBe("done");
  expect(rows[0].report).toContainEqual({
    store: "Database",
    table: "orders",
    rows: 1,
    outcome: "deleted",
  });
}, 60_000);

test("a shop that is installed is not erased, whoever asks", async () => {
  const shop = { id: await insertShop(db, "here.myshopify.com"), domain: "here.myshopify.com" };
  expect((await ask(deps, shop, "shop/redact", {})).outcome).toEqual({
    outcome: "parked",
    reason: "shop_is_installed",
  });
  const erase = () =>
    inShopStream(db, BigInt(shop.id), (client) =>
      client.query("select app.erase_shop($1)", [shop.id]),
    );
  await expect(db.pool.query("select app.erase_shop($1)", [shop.id])).rejects.toThrow(
    /does not act for shop/,
  );
  await expect(erase()).rejects.toThrow(/nobody asked/);
  await db.pool.query(
    "insert into compliance_requests (shop_id, kind, webhook_id, requested_at, due_at) values ($1, 'shop_redact', 'w', now(), now())",
    [shop.id],
  );
  await expect(erase()).rejects.toThrow(/is installed/);
});

test("retention empties bodies and drops what is old", async () => {
  const shop = { id: await insertShop(db, "old.myshopify.com"), domain: "old.myshopify.com" };
  const put = (webhookId: string, state: string, age: string, isSettled: boolean) =>
    db.pool.query(
      `insert into deliveries (shop_id, webhook_id, topic, shop_domain, received_at, settled_at, state, body, body_hash)
       values ($1, $2, 'orders/updated', $3, now() - $4::interval, case when $5 then now() - $4::interval end, $6, 'x', '\\x00')`,
      [shop.id, webhookId, shop.domain, age, isSettled, state],
    );
  await put("applied-new", "applied", "1 hour", true);
  await put("applied-old", "applied", "31 days", true);
  await put("parked-new", "parked", "29 days", true);
  await put("parked-old", "parked", "31 days", true);
  await put("waiting-new", "received", "1 hour", false);
  await db.pool.query(
    "select app.enqueue('deliveries.apply', '{\"shopId\":\"1\"}', 'order:kept', null, now(), 12, 0)",
  );
  await db.pool.query(
    "insert into graphile_worker._private_job_queues (queue_name) values ('order:empty') on conflict do nothing",
  );
  const removed = await cleanUp({ db, logger: silentLogger([]) });
  const { rows } = await db.pool.query(
    "select webhook_id, state, reason, body is not null as has_body from deliveries where shop_id = $1 order by 1",
    [shop.id],
  );
  expect(rows).toEqual([
    { webhook_id: "applied-new", state: "applied", reason: null, has_body: false },
    { webhook_id: "parked-new", state: "parked", reason: null, has_body: true },
    { webhook_id: "parked-old", state: "ignored", reason: "parked_too_long", has_body: false },
    { webhook_id: "waiting-new", state: "received", reason: null, has_body: true },
  ]);
  expect(removed).toMatchObject({ deliveries: 1 });
  const queues = await db.pool.query(
    "select queue_name from graphile_worker._private_job_queues order by 1",
  );
  expect(queues.rows.map(({ queue_name: name }) => name)).toContain("order:kept");
  expect(queues.rows.map(({ queue_name: name }) => name)).not.toContain("order:empty");
});
