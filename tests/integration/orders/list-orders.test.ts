/** The list against the pure rules, over random orders: same flags, same counts, every row once whichever way one pages. */
import fc from "fast-check";
import { expect, test } from "vitest";
import {
  DEFAULT_THRESHOLDS,
  evaluateExceptionFlag,
  EXCEPTION_FLAGS,
  type ExceptionThresholds,
  type FlagFacts,
} from "#app/orders/exception-flags.ts";
import { exportOrdersCsv } from "#app/orders/export-orders.server.ts";
import { listOrders } from "#app/orders/list-orders.server.ts";
import {
  deleteView,
  listSavedViews,
  renameView,
  saveView,
} from "#app/orders/saved-views.server.ts";
import { findThresholds, saveThresholds } from "#app/orders/thresholds.server.ts";
import type { OrderListQuery, OrderSort } from "#app/orders/views.ts";
import { inShop } from "#app/platform/db.server.ts";
import { addDays } from "#app/platform/time.ts";
import { createTestDatabase } from "#tests/support/database.ts";

const { db, keepOnFailure } = await createTestDatabase();
const now = new Date("2026-11-21T12:00:00Z");
const deps = { db, clock: { now: () => now } };
const ALL: OrderListQuery = {
  view: "all",
  search: "",
  filters: {},
  sort: "newest",
  cursor: null,
  pageSize: 7,
};

// Instants that lie on, just before and just after every threshold, and some that nobody sees.
const since = fc.option(
  fc
    .tuple(fc.constantFrom(0, 1, 3, 7, 16, 30, 40), fc.constantFrom(-1, 0, 1))
    .map(([days, ms]) => new Date(addDays(now, -days).getTime() + ms)),
  { nil: null, freq: 2 },
);
const order = fc.record({
  returnedAt: since,
  exceptionAt: since,
  unfulfilledSince: since,
  noTrackingSince: since,
  labelWithoutScanSince: since,
  undeliveredSince: since,
  minutes: fc.integer({ min: 0, max: 40 }),
  total: fc.bigInt({ min: -5n, max: 30n }),
  vendor: fc.constantFrom("Oak", "Pine", "Elm"),
  country: fc.constantFrom("CA", "DE", null),
  isCancelled: fc.boolean(),
});
const [orders] = fc.sample(fc.array(order, { minLength: 90, maxLength: 90 }), {
  seed: 42,
  numRuns: 1,
});

type Sample = FlagFacts & {
  gid: string;
  minutes: number;
  total: bigint;
  vendor: string;
  country: string | null;
  isCancelled: boolean;
};
const samples: Sample[] = orders!.map((one, index) => ({
  ...one,
  gid: `gid://shopify/Order/${index + 1}`,
}));

const { id: shopId } = await db.prisma.shop.create({
  data: { domain: "list.myshopify.com", installedAt: now },
});
const { id: otherShopId } = await db.prisma.shop.create({
  data: { domain: "other.myshopify.com", installedAt: now },
});
for (const shop of [shopId, otherShopId])
  for (const [index, one] of (shop === shopId ? samples : samples.slice(0, 5)).entries()) {
    const { rows } = await db.pool.query<{ id: string }>(
      `insert into orders (shop_id, gid, name, created_at, placed_at, updated_at, fulfillment_status, currency, presentment_currency,
         total_minor, presentment_total_minor, current_total_minor, presentment_current_total_minor, shipping_minor, presentment_shipping_minor,
         tax_minor, presentment_tax_minor, discounts_minor, presentment_discounts_minor, as_of, fetched_at, source,
         returned_at, exception_at, unfulfilled_since, no_tracking_since, label_without_scan_since, undelivered_since, vendors, ship_country, cancelled_at, customer_name)
       values ($1, $2, $3, now(), $4, now(), 'unfulfilled', 'USD', 'USD', $5,$5,$5,$5,0,0,0,0,0,0, now(), now(), 'webhook',
         $6,$7,$8,$9,$10,$11, array[$12], $13, $14, $15) returning id`,
      [
        shop,
        one.gid,
        `#${1000 + index}`,
        new Date(now.getTime() - one.minutes * 60_000),
        one.total,
        one.returnedAt,
        one.exceptionAt,
        one.unfulfilledSince,
        one.noTrackingSince,
        one.labelWithoutScanSince,
        one.undeliveredSince,
        one.vendor,
        one.country,
        one.isCancelled ? now : null,
        index === 3 ? "=cmd()" : `Zoë ${index} O'Neil`,
      ],
    );
    await db.pool.query("insert into order_search_texts values ($1, $2, $3)", [
      shop,
      rows[0]!.id,
      `#${1000 + index}\nzoë ${index} o'neil\nsku_${index}%x`,
    ]);
  }

/** All pages forwards, then all the way back. */
async function walk(query: OrderListQuery): Promise<string[]> {
  const pages: string[][] = [];
  let page = await listOrders(deps, shopId, query);
  pages.push(page.rows.map(({ orderGid }) => orderGid));
  while (page.nextCursor) {
    page = await listOrders(deps, shopId, { ...query, cursor: page.nextCursor });
    pages.push(page.rows.map(({ orderGid }) => orderGid));
  }
  for (let index = pages.length - 2; index >= 0; index -= 1) {
    expect(page.previousCursor).not.toBeNull();
    page = await listOrders(deps, shopId, { ...query, cursor: page.previousCursor });
    expect(page.rows.map(({ orderGid }) => orderGid)).toEqual(pages[index]);
  }
  return pages.flat();
}

const flagOf = (one: FlagFacts) =>
  evaluateExceptionFlag(one, DEFAULT_THRESHOLDS, now)?.flag ?? null;
const gids = (some: readonly Sample[]) => some.map(({ gid }) => gid).sort();

test("the flags' counts are those of the pure rule, and equal each list", async () => {
  keepOnFailure();
  const { flagCounts } = await listOrders(deps, shopId, ALL);
  for (const flag of EXCEPTION_FLAGS) {
    const expected = samples.filter((one) => flagOf(one) === flag);
    expect(flagCounts[flag]).toBe(expected.length);
    const page = await listOrders(deps, shopId, {
      ...ALL,
      view: "exceptions",
      filters: { flag },
      pageSize: 250,
    });
    expect(page.rows.map(({ orderGid }) => orderGid).sort()).toEqual(gids(expected));
    expect(page.count.rows).toBe(expected.length);
    for (const row of page.rows) expect(row.flag?.flag).toBe(flag);
  }
  expect(flagCounts.total).toBe(samples.filter((one) => flagOf(one)).length);
});

test.each<[OrderSort, OrderListQuery["view"]]>([
  ["newest", "all"],
  ["oldest", "all"],
  ["total_high", "all"],
  ["total_low", "all"],
  ["newest", "exceptions"],
  ["worst", "exceptions"],
  ["newest", "cancelled"],
  ["oldest", "open"],
])("%s in %s shows every order once, forwards and backwards", async (sort, view) => {
  keepOnFailure();
  const shown = await walk({ ...ALL, sort, view });
  const expected = samples.filter(
    (one) =>
      view === "all" ||
      (view === "exceptions" && flagOf(one)) ||
      (view === "cancelled" && one.isCancelled) ||
      (view === "open" && !one.isCancelled),
  );
  expect([...shown].sort()).toEqual(gids(expected));
  const bySample = new Map(samples.map((one) => [one.gid, one]));
  const keys = shown.map((gid) => {
    const one = bySample.get(gid)!;
    if (sort === "total_high") return -Number(one.total);
    if (sort === "total_low") return Number(one.total);
    if (sort === "worst") return EXCEPTION_FLAGS.indexOf(flagOf(one)!);
    return sort === "newest" ? one.minutes : -one.minutes;
  });
  expect(keys).toEqual([...keys].sort((one, other) => one - other));
});

test("filters narrow, and a cursor of another query gives the first page", async () => {
  const narrowed = await walk({ ...ALL, filters: { vendor: "Oak", country: "CA" } });
  expect([...narrowed].sort()).toEqual(
    gids(samples.filter(({ vendor, country }) => vendor === "Oak" && country === "CA")),
  );
  const first = await listOrders(deps, shopId, ALL);
  const strayed = await listOrders(deps, shopId, {
    ...ALL,
    filters: { vendor: "Oak" },
    cursor: first.nextCursor,
  });
  expect(strayed.previousCursor).toBeNull();
  for (const cursor of ["", "x", "%", "[]", JSON.stringify(["a", "next", 0, "now", "1"])])
    expect((await listOrders(deps, shopId, { ...ALL, cursor })).rows).toEqual(first.rows);
});

test.each([
  ["sku_7%X", ["gid://shopify/Order/8"]],
  ["o'neil #1004", ["gid://shopify/Order/5"]],
  ["ZOË 12", ["gid://shopify/Order/13"]],
  ["100%", []],
  ["'; drop table orders; --", []],
])("search %j finds %j", async (search, expected) => {
  const page = await listOrders(deps, shopId, { ...ALL, search });
  expect(page.rows.map(({ orderGid }) => orderGid)).toEqual(expected);
});

test("another shop sees its own orders only", async () => {
  const page = await listOrders(deps, otherShopId, { ...ALL, pageSize: 250 });
  expect(page.rows).toHaveLength(5);
  expect(page.choices.vendors.length).toBeGreaterThan(0);
});

test("the export holds every row of the query and runs no formula", async () => {
  let text = "";
  for await (const piece of exportOrdersCsv(deps, shopId, {
    ...ALL,
    view: "exceptions",
    sort: "worst",
  }))
    text += piece;
  const lines = text.trim().split("\r\n");
  expect(lines).toHaveLength(1 + samples.filter((one) => flagOf(one)).length);
  expect(lines[0]).toContain("Order,Placed at");
  expect(text).not.toMatch(/(^|,)"?[=+@]/m);
});

const saveDays = (ofShopId: bigint, thresholds: ExceptionThresholds) =>
  inShop(db, ofShopId, (tx) => saveThresholds(tx, ofShopId, thresholds));

test("thresholds move the flags, and bad ones are refused", async () => {
  const changed = { ...DEFAULT_THRESHOLDS, undeliveredDays: 40, probablyLostDays: 40 };
  expect(await saveDays(otherShopId, changed)).toEqual({ ok: true, value: changed });
  expect(await findThresholds(deps, otherShopId)).toEqual(changed);
  expect(await findThresholds(deps, shopId)).toEqual(DEFAULT_THRESHOLDS);
  for (const bad of [
    { unfulfilledDays: 0 },
    { noTrackingDays: 366 },
    { undeliveredDays: 1.5 },
    { probablyLostDays: 15 },
  ])
    expect(await saveDays(shopId, { ...DEFAULT_THRESHOLDS, ...bad })).toMatchObject({
      ok: false,
      refusal: { code: "threshold_out_of_range", field: Object.keys(bad)[0] },
    });
});

test("views are saved under one name each, renamed and deleted, and each change is written down with it", async () => {
  const written: string[] = [];
  const record = (act: string) => async () => void written.push(act);
  const { cursor: _cursor, pageSize: _size, ...query } = { ...ALL, filters: { country: "DE" } };
  const saved = await saveView(deps, shopId, { name: " Germany ", query }, record("save"));
  expect(saved).toMatchObject({ ok: true, value: { name: "Germany" } });
  expect(await saveView(deps, shopId, { name: "GERMANY", query }, record("again"))).toEqual({
    ok: false,
    refusal: { code: "name_taken" },
  });
  expect(await saveView(deps, shopId, { name: "  ", query }, record("empty"))).toEqual({
    ok: false,
    refusal: { code: "name_empty" },
  });
  expect(await listSavedViews(deps, otherShopId)).toEqual([]);
  const [view] = await listSavedViews(deps, shopId);
  expect(view).toMatchObject({ name: "Germany", query });
  const { savedViewId } = view!;
  const other = await saveView(deps, shopId, { name: "France", query }, record("other"));
  expect(other.ok).toBe(true);
  const rename = (shop: bigint, name: string) =>
    renameView(deps, shop, { savedViewId, name }, record(`rename ${name}`));
  expect(await rename(otherShopId, "Ours")).toMatchObject({ refusal: { code: "view_gone" } });
  expect(await rename(shopId, "france")).toMatchObject({ refusal: { code: "name_taken" } });
  expect(await rename(shopId, "Deutschland")).toMatchObject({ value: { name: "Deutschland" } });
  expect(await deleteView(deps, otherShopId, savedViewId, record("foreign"))).toBe(false);
  for (const { savedViewId: id } of await listSavedViews(deps, shopId))
    expect(await deleteView(deps, shopId, id, record("delete"))).toBe(true);
  expect(written).toEqual(["save", "other", "rename Deutschland", "delete", "delete"]);
  expect(await listSavedViews(deps, shopId)).toEqual([]);
});
