import { execFile } from "node:child_process";
import { generateKeyPairSync } from "node:crypto";
import { expect, test } from "vitest";
import { nodeHasher } from "#app/ledger/hasher.server.ts";
import { entryHash } from "#app/ledger/next-entry.ts";
import { signHeads } from "#app/ledger/sign-heads.server.ts";
import { createTestDatabase } from "#tests/support/database.ts";
import {
  answerCompliance,
  ask,
  bodyOf,
  clock,
  createDeps,
  insertShop,
  plantOrder,
  ZOFIA,
} from "./support.ts";

const { db, url, keepOnFailure } = await createTestDatabase();
const { privateKey } = generateKeyPairSync("ed25519");
const ORDER = `gid://shopify/Order/${ZOFIA.orderId}`;

const verify = (...args: string[]) =>
  new Promise<{ code: number; text: string }>((resolve) =>
    execFile(
      process.execPath,
      ["scripts/ledger-verify.mjs", ...args],
      { env: { ...process.env, DATABASE_URL: url } },
      (error, stdout, stderr) =>
        resolve({ code: error ? Number(error.code) : 0, text: `${stdout}${stderr}` }),
    ),
  );

async function plantSigned(domain: string) {
  const shopId = await insertShop(db, domain);
  await plantOrder(db, shopId, ZOFIA);
  await signHeads({ db, clock, ledgerKey: { keyId: "k1", privateKey } }, shopId);
  return shopId;
}

/** As somebody with the owner's role could. */
async function tamper(statements: string[], shopId: bigint) {
  const client = await db.pool.connect();
  await client.query("set session_replication_role = replica");
  for (const statement of statements)
    await client.query(statement.replaceAll("$1", String(shopId)));
  await client.query("reset session_replication_role");
  client.release();
}

async function rehash(shopId: bigint) {
  const { rows } = await db.pool.query(
    "select * from ledger_entries where shop_id = $1 order by seq",
    [shopId],
  );
  const statements: string[] = [];
  let prevHash = rows[0].prev_hash;
  for (const row of rows) {
    const facts = row.seq === 2 ? { forged: true } : row.facts;
    const hash = entryHash(
      nodeHasher,
      { shopId, orderGid: ORDER },
      {
        seq: row.seq,
        kind: row.kind,
        actor: row.actor,
        lineGid: row.line_gid,
        facts,
        personalMac: row.personal_mac,
        occurredAt: row.occurred_at,
        recordedAt: row.recorded_at,
        prevHash,
      },
    );
    const hex = (bytes: Uint8Array) => `'\\x${Buffer.from(bytes).toString("hex")}'`;
    statements.push(
      `update ledger_entries set facts = '${JSON.stringify(facts).replaceAll("'", "''")}', hash = ${hex(hash)}, prev_hash = ${hex(prevHash)} where shop_id = $1 and seq = ${row.seq}`,
      `update ledger_chains set hash = ${hex(hash)} where shop_id = $1`,
    );
    prevHash = hash;
  }
  await tamper(statements, shopId);
}

test("says that a whole history is whole, also after an erasure", async () => {
  keepOnFailure();
  const shop = { id: await plantSigned("whole.myshopify.com"), domain: "whole.myshopify.com" };
  const { requestId } = await ask(createDeps(db), shop, "customers/redact", bodyOf(ZOFIA));
  await answerCompliance(createDeps(db), { shopId: shop.id, requestId });
  const { code, text } = await verify("--shop", shop.domain);
  expect(text).toMatch(/^Whole: \d+ entries of 1 orders, 1 signings/);
  expect(code).toBe(0);
}, 60_000);

const TAMPERINGS: readonly [string, string[]][] = [
  [
    "changed",
    [`update ledger_entries set facts = '{"forged":true}' where shop_id = $1 and seq = 2`],
  ],
  ["removed", ["delete from ledger_entries where shop_id = $1 and seq = 2"]],
  [
    "truncated",
    [
      "delete from ledger_entries where shop_id = $1 and seq > 2",
      `update ledger_chains c set seq = 2, hash = (select hash from ledger_entries e
        where e.shop_id = c.shop_id and e.order_id = c.order_id and e.seq = 2) where shop_id = $1`,
    ],
  ],
];

test("names rows that were changed, removed, truncated or re-hashed, with shop, order and number", async () => {
  keepOnFailure();
  for (const [word, statements] of TAMPERINGS)
    await tamper(statements, await plantSigned(`${word}.myshopify.com`));
  await rehash(await plantSigned("rehashed.myshopify.com"));
  const { code, text } = await verify();
  for (const word of [...TAMPERINGS.map(([name]) => name), "rehashed"])
    expect(text).toMatch(
      new RegExp(`^${word} +${word}\\.myshopify\\.com, order ${ORDER}, entry \\d`, "m"),
    );
  expect(text).not.toContain("whole.myshopify.com");
  expect(code).toBe(1);
}, 60_000);

test("says what is missing in one sentence", async () => {
  expect(await verify("--shop", "nobody.myshopify.com")).toEqual({
    code: 1,
    text: expect.stringContaining("There is no shop nobody.myshopify.com."),
  });
});
