import { expect, test } from "vitest";
import { nodeHasher } from "#app/ledger/hasher.server.ts";
import { verifyChain } from "#app/ledger/verify-chain.ts";
import {
  findComplianceRequest,
  listComplianceRequests,
  takeComplianceFile,
} from "#app/shops/compliance/list-compliance.server.ts";
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
  readAgain,
  searchEverywhere,
  traitsOf,
  ZOFIA,
} from "./support.ts";

const { db, keepOnFailure } = await createTestDatabase();
const lines: string[] = [];
const deps = createDeps(db, lines);

async function plantShop(domain: string) {
  const shop = { id: await insertShop(db, domain), domain };
  await plantOrder(db, shop.id, ZOFIA);
  await plantOrder(db, shop.id, PIOTR);
  await plantElsewhere(db, shop, ZOFIA);
  return shop;
}

test("a data request is answered with everything, in two files, with a date", async () => {
  keepOnFailure();
  const shop = await plantShop("asked.myshopify.com");
  const { outcome, requestId } = await ask(deps, shop, "customers/data_request", bodyOf(ZOFIA));
  expect(outcome).toEqual({ outcome: "applied" });
  await answerCompliance(deps, { shopId: shop.id, requestId });
  const view = await findComplianceRequest({ db, clock }, shop.id, requestId);
  expect(view).toMatchObject({
    kind: "customer_data",
    state: "done",
    personLabel: ZOFIA.email,
    dueAt: "2026-12-21T12:00:00.000Z",
    handedOverAt: null,
    files: [{ format: "html" }, { format: "json" }],
  });
  const json = await takeComplianceFile({ db, clock }, shop.id, { requestId, format: "json" });
  const text = Buffer.from(json!.content).toString("utf8");
  for (const trait of traitsOf(ZOFIA)) expect(text).toContain(trait);
  for (const trait of traitsOf(PIOTR)) expect(text).not.toContain(trait);
  const data = JSON.parse(text).data;
  expect(Object.keys(data.Orders)).toEqual(
    expect.arrayContaining([
      "orders",
      "order_lines",
      "refunds",
      "ledger_entries",
      "bulk_import_rows",
    ]),
  );
  expect(data.Webhooks.deliveries).toHaveLength(4);
  const html = await takeComplianceFile({ db, clock }, shop.id, { requestId, format: "html" });
  expect(Buffer.from(html!.content).toString("utf8")).toContain(ZOFIA.email);
  expect((await findComplianceRequest({ db, clock }, shop.id, requestId))?.handedOverAt).toBe(
    "2026-11-21T12:00:00.000Z",
  );
  expect(
    await takeComplianceFile({ db, clock }, shop.id + 1n, { requestId, format: "json" }),
  ).toBeNull();
  await db.pool.query("delete from graphile_worker._private_jobs");
}, 60_000);

test("an erased customer is found nowhere, others are untouched, and history still verifies", async () => {
  keepOnFailure();
  const [{ id, domain }] = (
    await db.pool.query("select id, domain from shops where domain = 'asked.myshopify.com'")
  ).rows;
  const shop = { id: BigInt(id), domain };
  await db.pool.query("analyze");
  expect((await searchEverywhere(db, traitsOf(ZOFIA))).length).toBeGreaterThan(15);
  const ofPiotr = async () =>
    (await searchEverywhere(db, traitsOf(PIOTR))).filter((hit) => !hit.includes("pg_stats"));
  const untouched = await ofPiotr();
  const { requestId } = await ask(deps, shop, "customers/redact", bodyOf(ZOFIA));
  await answerCompliance(deps, { shopId: shop.id, requestId });
  expect(await searchEverywhere(db, traitsOf(ZOFIA))).toEqual([]);
  expect(await ofPiotr()).toEqual(untouched);
  const view = await findComplianceRequest({ db, clock }, shop.id, requestId);
  expect(view).toMatchObject({ kind: "customer_redact", state: "done", personLabel: null });
  expect(view?.report).toEqual(
    expect.arrayContaining([
      { store: "Orders", table: "orders", rows: 1, outcome: "emptied" },
      { store: "Orders", table: "ledger_personal", rows: expect.any(Number), outcome: "emptied" },
      { store: "Webhooks", table: "deliveries", rows: 4, outcome: "emptied" },
      { store: "Orders", table: "bulk_import_rows", rows: 2, outcome: "deleted" },
      { store: "Data requests", table: "compliance_files", rows: 2, outcome: "deleted" },
    ]),
  );
  expect(lines.join("\n")).not.toMatch(/zofia|quark|marigold/i);
  for (const person of [ZOFIA, PIOTR])
    expect(await verifyOrder(shop.id, person.orderId)).toEqual([]);
}, 60_000);

async function verifyOrder(shopId: bigint, orderId: number) {
  const orderGid = `gid://shopify/Order/${orderId}`;
  const [order] = (
    await db.pool.query("select id from orders where shop_id = $1 and gid = $2", [shopId, orderGid])
  ).rows;
  const read = async (sql: string) => (await db.pool.query(sql, [shopId, order.id])).rows;
  const entries = await read(
    "select * from ledger_entries where shop_id = $1 and order_id = $2 order by seq",
  );
  const personal = await read(
    "select * from ledger_personal where shop_id = $1 and order_id = $2 order by seq",
  );
  const [head] = await read("select * from ledger_chains where shop_id = $1 and order_id = $2");
  expect(entries.length).toBeGreaterThan(2);
  return verifyChain(nodeHasher, {
    shopId,
    orderGid,
    entries: entries.map((row) => ({
      seq: row.seq,
      kind: row.kind,
      actor: row.actor,
      lineGid: row.line_gid,
      facts: row.facts,
      personalMac: row.personal_mac,
      occurredAt: row.occurred_at,
      recordedAt: row.recorded_at,
      prevHash: row.prev_hash,
      hash: row.hash,
    })),
    personal: personal.map((row) => ({
      seq: row.seq,
      facts: row.facts,
      salt: row.salt,
      isErased: row.erased_at !== null,
    })),
    head: { seq: head.seq, hash: head.hash },
    signedHeads: [],
  });
}

test("later webhooks do not bring an erased customer back", async () => {
  const shop = { id: await insertShop(db, "later.myshopify.com"), domain: "later.myshopify.com" };
  await plantOrder(db, shop.id, ZOFIA);
  const { requestId } = await ask(deps, shop, "customers/redact", bodyOf(ZOFIA));
  await answerCompliance(deps, { shopId: shop.id, requestId });
  await plantOrder(db, shop.id, ZOFIA);
  const { rows } = await db.pool.query(
    "select email, customer_gid, ship_name, tags from orders where shop_id = $1",
    [shop.id],
  );
  expect(rows).toEqual([{ email: null, customer_gid: null, ship_name: null, tags: [] }]);
  expect(await searchEverywhere(db, traitsOf(ZOFIA))).toEqual([]);
}, 60_000);

test("a read whose answer still names the erased customer does not bring them back", async () => {
  keepOnFailure();
  const shop = { id: await insertShop(db, "reads.myshopify.com"), domain: "reads.myshopify.com" };
  await plantOrder(db, shop.id, ZOFIA);
  const { requestId } = await ask(deps, shop, "customers/redact", bodyOf(ZOFIA));
  await answerCompliance(deps, { shopId: shop.id, requestId });
  await readAgain(db, shop.id, ZOFIA);
  const { rows } = await db.pool.query(
    "select personal_erased_at is not null as erased, source from orders where shop_id = $1",
    [shop.id],
  );
  expect(rows).toEqual([{ erased: true, source: "refetch" }]);
  expect(await searchEverywhere(db, traitsOf(ZOFIA))).toEqual([]);
}, 60_000);

test("what still waits keeps the request open, and a second run closes it", async () => {
  const shop = { id: await insertShop(db, "waits.myshopify.com"), domain: "waits.myshopify.com" };
  await plantOrder(db, shop.id, ZOFIA);
  await db.pool.query(
    `insert into deliveries (shop_id, webhook_id, topic, shop_domain, received_at, body, body_hash)
     values ($1, 'waiting', 'orders/updated', $2, '2026-11-21T11:59:00Z', convert_to($3, 'UTF8'), '\\x00')`,
    [shop.id, shop.domain, JSON.stringify({ email: ZOFIA.email })],
  );
  const { requestId } = await ask(deps, shop, "customers/redact", bodyOf(ZOFIA));
  await answerCompliance(deps, { shopId: shop.id, requestId });
  expect(await findComplianceRequest({ db, clock }, shop.id, requestId)).toMatchObject({
    state: "incomplete",
    finishedAt: null,
  });
  await db.pool.query(
    "update deliveries set state = 'applied', body = null, settled_at = now() where webhook_id = 'waiting'",
  );
  await answerCompliance(deps, { shopId: shop.id, requestId });
  expect(await findComplianceRequest({ db, clock }, shop.id, requestId)).toMatchObject({
    state: "done",
    personLabel: null,
  });
}, 60_000);

test("a customer nobody knows is answered too", async () => {
  const shop = { id: await insertShop(db, "empty.myshopify.com"), domain: "empty.myshopify.com" };
  for (const topic of ["customers/data_request", "customers/redact"]) {
    const { requestId } = await ask(deps, shop, topic, bodyOf(PIOTR));
    await answerCompliance(deps, { shopId: shop.id, requestId });
  }
  const views = await listComplianceRequests({ db, clock }, shop.id);
  expect(views.map(({ kind, state }) => [kind, state])).toEqual([
    ["customer_redact", "done"],
    ["customer_data", "done"],
  ]);
});

test.each([
  ["names another shop", { shop_domain: "other.myshopify.com" }, "body_names_another_shop"],
  [
    "names nobody",
    { customer: null, orders_requested: [], orders_to_redact: [] },
    "nobody_is_named",
  ],
  ["has a customer that is a text", { customer: "Zofia" }, "body_unreadable"],
])("a body that %s is parked", async (_what, change, reason) => {
  const domain = `bad-${reason.replaceAll("_", "-")}.myshopify.com`;
  const shop = { id: await insertShop(db, domain), domain };
  const { outcome } = await ask(deps, shop, "customers/redact", { ...bodyOf(ZOFIA), ...change });
  expect(outcome).toEqual({ outcome: "parked", reason });
});
