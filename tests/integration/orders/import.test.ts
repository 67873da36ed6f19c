import { expect, test } from "vitest";
import { findOrder } from "#app/orders/find-order.server.ts";
import { findImportProgress } from "#app/orders/find-import-progress.server.ts";
import { listOrders } from "#app/orders/list-orders.server.ts";
import { openOrdersWorld } from "./orders-world.ts";

const world = await openOrdersWorld({ seed: "full" });
const { db, shopId, deps } = world;
const ALL = {
  view: "all",
  search: "",
  filters: {},
  sort: "newest",
  cursor: null,
  pageSize: 50,
} as const;

test(
  "an import brings every order with its lines, fulfilments and history",
  { timeout: 180_000 },
  async () => {
    world.keepOnFailure();
    expect(await world.runImport()).toBe("finished");
    const { ordersCount } = await world.ask<{ ordersCount: { count: number } }>(
      "{ ordersCount(limit: null) { count } }",
    );
    const progress = await findImportProgress(deps, shopId);
    expect(progress).toMatchObject({
      state: "finished",
      ordersRead: ordersCount.count,
      ordersTotal: ordersCount.count,
      rowsRefused: 0,
      isWindowed: false,
    });
    const page = await listOrders(deps, shopId, ALL);
    expect(page.count).toEqual({ rows: ordersCount.count, isAtLeast: false });
    expect(page.rows).toHaveLength(50);
    const detail = await findOrder(deps, shopId, page.rows[0]!.orderId);
    expect(detail?.lines.length).toBeGreaterThan(0);
    expect(detail?.timeline.map(({ kind }) => kind)).toContain("order.imported");
  },
);

test("an order is imported once, though two exports tell of it", async () => {
  const { rows } = await db.pool.query<{ imported: number }>(
    `select (select count(*)::int from ledger_entries e where e.shop_id = o.shop_id and e.order_id = o.id
       and e.kind = 'order.imported') as imported from orders o where o.shop_id = $1`,
    [shopId],
  );
  expect(rows.length).toBeGreaterThan(1_000);
  expect(rows.filter(({ imported }) => imported !== 1)).toEqual([]);
});

test(
  "what the import made of an order is what a read makes of it",
  { timeout: 180_000 },
  async () => {
    world.keepOnFailure();
    const { rows } = await db.pool.query<{ gid: string }>(
      "select gid from orders where shop_id = $1 order by md5(gid) limit 30",
      [shopId],
    );
    const differences: unknown[] = [];
    for (const { gid } of rows) {
      await world.refetch(gid);
      const { rows: entries } = await db.pool.query(
        `select e.kind, e.line_gid, e.facts, p.facts as personal from ledger_entries e join orders o on o.shop_id = e.shop_id and o.id = e.order_id
       left join ledger_personal p on p.shop_id = e.shop_id and p.order_id = e.order_id and p.seq = e.seq
       where o.gid = $1 and e.shop_id = $2 and e.kind not in ('order.imported', 'order.supplemented')
         -- an export cannot hold a refund's lines
         and e.kind <> 'refund_line.added'`,
        [gid, shopId],
      );
      if (entries.length > 0) differences.push({ gid, entries });
    }
    expect(differences).toEqual([]);
  },
);

test("a second import changes nothing", { timeout: 180_000 }, async () => {
  const count = async () =>
    (
      await db.pool.query(
        "select (select count(*) from ledger_entries where shop_id = $1) entries, (select count(*) from orders where shop_id = $1) orders, (select count(*) from order_lines where shop_id = $1) lines, (select count(*) from order_fulfillment_events where shop_id = $1) events",
        [shopId],
      )
    ).rows;
  const before = await count();
  expect(await world.runImport()).toBe("finished");
  expect(await count()).toEqual(before);
});
