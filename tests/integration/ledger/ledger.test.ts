import { generateKeyPairSync } from "node:crypto";
import { expect, test } from "vitest";
import { appendEntries } from "#app/ledger/append-entries.server.ts";
import type { NewEntry } from "#app/ledger/next-entry.ts";
import { signHeads } from "#app/ledger/sign-heads.server.ts";
import { verifyLedger } from "#app/ledger/verify-ledger.server.ts";
import { inShop } from "#app/platform/db.server.ts";
import { createTestDatabase } from "#tests/support/database.ts";

const { db } = await createTestDatabase();
const { privateKey, publicKey } = generateKeyPairSync("ed25519");
const now = new Date("2026-11-21T12:00:00Z");
const deps = {
  db,
  clock: { now: () => now },
  ledgerKey: { keyId: "test-1", privateKey },
  ledgerPublicKeys: new Map([["test-1", publicKey]]),
};
let shops = 0n;

const entry = (kind: string, personal: NewEntry["personal"] = null): NewEntry => ({
  kind,
  actor: "shopify",
  lineGid: null,
  facts: { note: kind, units: 2, parts: [{ b: 1, a: null }] },
  personal,
  occurredAt: now,
});

/** A shop with three orders of four entries each, signed after the second. */
async function makeLedger() {
  const shopId = (shops += 1n);
  const ids: bigint[] = [];
  for (const number of [1, 2, 3]) {
    const { rows } = await db.pool.query<{ id: string }>(
      `insert into orders (shop_id, gid, name, created_at, placed_at, updated_at, fulfillment_status, currency, presentment_currency,
         total_minor, presentment_total_minor, current_total_minor, presentment_current_total_minor, shipping_minor, presentment_shipping_minor,
         tax_minor, presentment_tax_minor, discounts_minor, presentment_discounts_minor, as_of, fetched_at, source)
       values ($1, $2, '#1', now(), now(), now(), 'unfulfilled', 'USD', 'USD', 0,0,0,0,0,0,0,0,0,0, now(), now(), 'webhook') returning id`,
      [shopId, `gid://shopify/Order/${number}`],
    );
    ids.push(BigInt(rows[0]!.id));
  }
  const append = (kind: string, personal: NewEntry["personal"] = null) =>
    inShop(db, shopId, (tx) =>
      appendEntries(
        tx,
        shopId,
        ids.map((orderId, index) => ({
          orderId,
          orderGid: `gid://shopify/Order/${index + 1}`,
          entries: [entry(kind, personal)],
        })),
        now,
      ),
    );
  await append("order.created", { name: "Ann Lee", email: "ann@example.com" });
  await append("order.paid");
  expect(await signHeads(deps, shopId)).toBe(1);
  await append("order.fulfilled", { tracking: "1Z999" });
  await append("order.closed");
  return { shopId, orderId: ids[1]! };
}

/** What somebody with the database's own rights could do. */
async function tamper(statement: string, values: unknown[]) {
  const client = await db.pool.connect();
  try {
    await client.query("begin");
    await client.query("set local session_replication_role = replica");
    const { rowCount } = await client.query(statement, values);
    expect(rowCount).toBeGreaterThan(0);
    await client.query("commit");
  } finally {
    client.release();
  }
}

const faultsOf = async (shopId: bigint) =>
  (await verifyLedger(deps, shopId)).faults.map(
    (fault) => `${fault.code} ${"seq" in fault ? fault.seq : fault.signingNumber}`,
  );

test("a ledger that was only appended to is whole", async () => {
  const { shopId } = await makeLedger();
  expect(await verifyLedger(deps, shopId)).toEqual({
    orders: 3,
    entries: 12,
    signings: 1,
    faults: [],
  });
  expect(await signHeads(deps, shopId)).toBe(2);
  expect(await signHeads(deps, shopId)).toBeNull();
  expect(await faultsOf(shopId)).toEqual([]);
});

test.each([
  [
    "a changed fact",
    `update ledger_entries set facts = jsonb_set(facts, '{units}', '3') where shop_id = $1 and order_id = $2 and seq = 3`,
    ["changed 3"],
  ],
  [
    "a removed entry",
    `delete from ledger_entries where shop_id = $1 and order_id = $2 and seq = 2`,
    ["removed 2"],
  ],
  [
    "a cut chain",
    `delete from ledger_entries where shop_id = $1 and order_id = $2 and seq > 2`,
    ["truncated 3"],
  ],
  [
    "a changed name",
    `update ledger_personal set facts = '{"name":"Bob"}' where shop_id = $1 and order_id = $2 and seq = 1`,
    ["personal_changed 1"],
  ],
  [
    "a vanished name",
    `delete from ledger_personal where shop_id = $1 and order_id = $2 and seq = 3`,
    ["personal_removed 3"],
  ],
])("%s is found and named", async (_what, statement, expected) => {
  const { shopId, orderId } = await makeLedger();
  await tamper(statement, [shopId, orderId]);
  expect(await faultsOf(shopId)).toEqual(expected);
});

test("a chain cut before a signed head is found although the chain's own end was cut with it", async () => {
  const { shopId, orderId } = await makeLedger();
  await tamper("delete from ledger_entries where shop_id = $1 and order_id = $2", [
    shopId,
    orderId,
  ]);
  await tamper("delete from ledger_personal where shop_id = $1 and order_id = $2", [
    shopId,
    orderId,
  ]);
  await tamper("delete from ledger_chains where shop_id = $1 and order_id = $2", [shopId, orderId]);
  expect(await faultsOf(shopId)).toEqual(["truncated 1"]);
});

test("a chain that was written and hashed anew is found by the signature of its old head", async () => {
  const { shopId, orderId } = await makeLedger();
  for (const table of ["ledger_entries", "ledger_personal", "ledger_chains"])
    await tamper(`delete from ${table} where shop_id = $1 and order_id = $2`, [shopId, orderId]);
  await inShop(db, shopId, (tx) =>
    appendEntries(
      tx,
      shopId,
      [
        {
          orderId,
          orderGid: "gid://shopify/Order/2",
          entries: ["order.created", "order.refunded", "order.closed"].map((kind) => entry(kind)),
        },
      ],
      now,
    ),
  );
  expect(await faultsOf(shopId)).toEqual(["rehashed 2"]);
  // Changing the signed head as well breaks the digest, and signing anew needs the key.
  await tamper(
    "update ledger_heads h set hash = e.hash from ledger_entries e where e.shop_id = $1 and e.order_id = $2 and e.seq = h.seq and h.shop_id = e.shop_id and h.order_id = e.order_id",
    [shopId, orderId],
  );
  expect(await faultsOf(shopId)).toEqual(["signing_changed 1"]);
});

test("a signing under another key is found", async () => {
  const { shopId } = await makeLedger();
  const other = generateKeyPairSync("ed25519");
  await inShop(db, shopId, (tx) => appendEntries(tx, shopId, [], now));
  await signHeads(
    { ...deps, ledgerKey: { keyId: "test-1", privateKey: other.privateKey } },
    shopId,
  );
  expect(await faultsOf(shopId)).toEqual(["signature_wrong 2"]);
});

test.each([
  ["update", "update ledger_entries set kind = 'x' where shop_id = $1"],
  ["delete", "delete from ledger_entries where shop_id = $1"],
  ["delete of a signed head", "delete from ledger_heads where shop_id = $1"],
  ["change of a personal fact", "update ledger_personal set facts = '{}' where shop_id = $1"],
  ["delete of a personal fact", "delete from ledger_personal where shop_id = $1"],
])("the database refuses an %s", async (_what, statement) => {
  const { shopId } = await makeLedger();
  await expect(db.pool.query(statement, [shopId])).rejects.toThrow(
    /append-only|can only be erased/,
  );
  await expect(db.pool.query("truncate ledger_entries")).rejects.toThrow("append-only");
});

test("an erased person leaves a ledger that verifies", async () => {
  const { shopId } = await makeLedger();
  await db.pool.query(
    "update ledger_personal set facts = null, salt = null, erased_at = now() where shop_id = $1",
    [shopId],
  );
  expect(await faultsOf(shopId)).toEqual([]);
});

test("a redacted shop is dropped whole, and only it", async () => {
  const { shopId } = await makeLedger();
  const other = await makeLedger();
  await db.pool.query("select app.drop_shop_ledger($1)", [shopId]);
  expect(await verifyLedger(deps, shopId)).toEqual({
    orders: 0,
    entries: 0,
    signings: 0,
    faults: [],
  });
  expect((await verifyLedger(deps, other.shopId)).entries).toBe(12);
});

test("appends to one order from many sides make one chain", async () => {
  const { shopId, orderId } = await makeLedger();
  await Promise.all(
    Array.from({ length: 20 }, (_, index) =>
      inShop(db, shopId, (tx) =>
        appendEntries(
          tx,
          shopId,
          [
            {
              orderId,
              orderGid: "gid://shopify/Order/2",
              entries: [entry(`order.changed${index}`)],
            },
          ],
          now,
        ),
      ),
    ),
  );
  expect(await verifyLedger(deps, shopId)).toMatchObject({ entries: 32, faults: [] });
});
