import { expect, test } from "vitest";
import {
  FILE_START,
  importOrders,
  type ImportPlace,
} from "#app/orders/import/import-orders.server.ts";
import { verifyLedger } from "#app/ledger/verify-ledger.server.ts";
import { createTestDatabase } from "#tests/support/database.ts";
import { exportedOrder, exportFile, piecesOf } from "./export-file.ts";

const { db, keepOnFailure } = await createTestDatabase();
const clock = { now: () => new Date("2026-11-21T12:00:00Z") };
const deps = { db, clock };
const asOf = new Date("2026-11-21T11:00:00Z");
let shops = 0n;

const TABLES = [
  "orders",
  "order_lines",
  "order_returns",
  "order_return_lines",
  "order_search_texts",
  "ledger_entries",
  "ledger_personal",
  "ledger_chains",
];

/** What a shop holds, without ids of ours. */
async function contentOf(shopId: bigint) {
  const content: Record<string, unknown> = {};
  for (const table of ["orders", "order_lines", "order_returns", "order_return_lines"]) {
    const { rows } = await db.pool.query(
      `select to_jsonb(t) - 'id' - 'order_id' - 'shop_id' as row from ${table} t where shop_id = $1 order by gid`,
      [shopId],
    );
    content[table] = rows.map(({ row }) => row as unknown);
  }
  for (const table of TABLES) {
    const { rows } = await db.pool.query(
      `select count(*)::int as n from ${table} where shop_id = $1`,
      [shopId],
    );
    content[`${table} count`] = rows[0].n;
  }
  return content;
}

const orders = Array.from({ length: 260 }, (_, index) => exportedOrder(index + 1));
const near = exportFile(orders, "near");
const levels = exportFile(orders, "levels");
const OPTIONS = { asOf, batchSize: 40 };

test("a file of whole levels brings what a file of groups brings", async () => {
  keepOnFailure();
  const [one, other] = [(shops += 1n), (shops += 1n)];
  expect(await importOrders(deps, one, piecesOf(near), OPTIONS)).toMatchObject({
    roots: 260,
    refused: 0,
    late: 0,
  });
  expect(await importOrders(deps, other, piecesOf(levels), OPTIONS)).toMatchObject({
    roots: 260,
    refused: 0,
    late: 0,
  });
  const content = await contentOf(one);
  expect(content).toMatchObject({
    "orders count": 260,
    "order_lines count": 520,
    "order_return_lines count": 260,
    "ledger_entries count": 260,
  });
  expect(await contentOf(other)).toEqual(content);
  expect(await verifyLedger({ db, ledgerPublicKeys: new Map() }, other)).toMatchObject({
    orders: 260,
    faults: [],
  });
  expect(
    (await db.pool.query("select 1 from bulk_import_rows where shop_id = $1", [other])).rowCount,
  ).toBe(0);
});

test.each([
  ["groups", near],
  ["whole levels", levels],
])(
  "a file of %s that breaks off again and again is read on from the last commit",
  { timeout: 120_000 },
  async (_layout, file) => {
    keepOnFailure();
    const [broken, whole] = [(shops += 1n), (shops += 1n)];
    await importOrders(deps, whole, piecesOf(file), OPTIONS);
    let place: ImportPlace = FILE_START;
    let crashes = 0;
    for (let share = 0.2; ; share += 0.2) {
      const onBatch = async (_client: unknown, done: { progress: ImportPlace }) => {
        const { progress } = done;
        pending = progress;
        // Every other time the process dies inside the transaction: nothing of the batch may stay.
        if (crashes < 8 && (crashes += 1) % 2 === 0) throw new Error("killed inside a batch");
        place = progress;
      };
      let pending: ImportPlace = place;
      try {
        await importOrders(deps, broken, piecesOf(file, place.byteOffset, file.length * share), {
          ...OPTIONS,
          place,
          onBatch,
        });
        break;
      } catch (error) {
        expect((error as Error).message).toMatch(/cut|killed/);
        expect(pending).toBeDefined();
      }
    }
    expect(crashes).toBeGreaterThan(3);
    expect(await contentOf(broken)).toEqual(await contentOf(whole));
  },
);

test.each(["near", "levels"] as const)(
  "large orders, %s, go in smaller batches and arrive whole",
  async (layout) => {
    const shopId = (shops += 1n);
    const note = "x".repeat(60_000);
    const large = Array.from({ length: 120 }, (_, index) => exportedOrder(2_001 + index, { note }));
    const batches: number[] = [];
    const totals = await importOrders(deps, shopId, piecesOf(exportFile(large, layout)), {
      asOf,
      onBatch: async (_client, { progress }) => void batches.push(progress.byteOffset),
    });
    expect(totals).toMatchObject({ roots: 120, refused: 0, late: 0 });
    expect(await contentOf(shopId)).toMatchObject({
      "orders count": 120,
      "order_lines count": 240,
      "order_return_lines count": 120,
    });
    // 7 MB, where 120 usual orders are one batch.
    expect(batches.length).toBeGreaterThan(3);
    expect(Math.max(...batches.slice(1).map((at, index) => at - batches[index]!))).toBeLessThan(
      3_000_000,
    );
  },
);

test("rows that cannot be read are set aside with a reason, the rest is imported", async () => {
  const shopId = (shops += 1n);
  const bad = exportedOrder(901, {
    totalPriceSet: {
      shopMoney: { amount: "free", currencyCode: "USD" },
      presentmentMoney: { amount: "1", currencyCode: "USD" },
    },
  });
  const half = exportedOrder(902, { totalShippingPriceSet: undefined });
  const stray = Buffer.from(
    'not json\n{"id":"gid:\\/\\/shopify\\/ReturnLineItem\\/9","__parentId":"gid:\\/\\/shopify\\/Return\\/404"}\n\n',
  );
  const refused: unknown[] = [];
  const totals = await importOrders(
    deps,
    shopId,
    piecesOf(Buffer.concat([exportFile([bad, half, exportedOrder(903)], "near"), stray])),
    {
      asOf,
      onBatch: async (_client, done) => void refused.push(...done.refused),
    },
  );
  expect(totals).toMatchObject({ roots: 3, refused: 4 });
  expect(refused).toEqual([
    { gid: expect.stringMatching(/^byte \d+$/), reason: "not_json" },
    { gid: "gid://shopify/ReturnLineItem/9", reason: "parent_not_found" },
    { gid: "gid://shopify/Order/901", reason: "unreadable_money" },
    { gid: "gid://shopify/Order/902", reason: "unreadable_row" },
  ]);
  expect(await contentOf(shopId)).toMatchObject({ "orders count": 1, "order_lines count": 2 });
});

test("an order that a webhook brought later than the export began is left as it is", async () => {
  const shopId = (shops += 1n);
  await importOrders(
    deps,
    shopId,
    piecesOf(
      exportFile(
        [exportedOrder(1, { tags: ["newer"], updatedAt: "2026-11-21T11:30:00Z" })],
        "near",
      ),
    ),
    { asOf: clock.now() },
  );
  await importOrders(deps, shopId, piecesOf(exportFile([exportedOrder(1)], "near")), { asOf });
  const { rows } = await db.pool.query("select tags from orders where shop_id = $1", [shopId]);
  expect(rows).toEqual([{ tags: ["newer"] }]);
});

test("an order deleted before it was known stays away", async () => {
  const shopId = (shops += 1n);
  await db.pool.query("insert into order_tombstones values ($1, 'gid://shopify/Order/1', now())", [
    shopId,
  ]);
  await importOrders(
    deps,
    shopId,
    piecesOf(exportFile([exportedOrder(1), exportedOrder(2)], "near")),
    { asOf },
  );
  const { rows } = await db.pool.query("select gid from orders where shop_id = $1", [shopId]);
  expect(rows).toEqual([{ gid: "gid://shopify/Order/2" }]);
});

test("an empty file is an empty shop", async () => {
  expect(await importOrders(deps, (shops += 1n), piecesOf(Buffer.alloc(0)))).toEqual({
    roots: 0,
    refused: 0,
    late: 0,
    rows: 0,
  });
});
