/**
 * Server time of the orders page in a shop with a million orders against the same in a shop with a thousand, and with
 * row-level security against without. Rows are made in SQL: what is measured is reading.
 */
import pg from "pg";
import { encodeCursor } from "#app/orders/list-cursor.ts";
import { listOrders } from "#app/orders/list-orders.server.ts";
import type { OrderListQuery } from "#app/orders/views.ts";
import { closeDb, createDb, type Db } from "#app/platform/db.server.ts";
import { median, type Comparison, type Size } from "./comparison.ts";

const SIZES = {
  full: { large: 1_000_000, small: 1_000, rounds: 5, calls: 5 },
  short: { large: 20_000, small: 1_000, rounds: 2, calls: 3 },
};
const NOW = new Date("2026-11-22T12:00:00Z");
// An order every half minute back from now: a million go back a year.
const STEP_MS = 30_000;
const GUARDED = ["orders", "order_search_texts", "order_lines", "order_fulfillments", "shops"];

type Query = Omit<OrderListQuery, "cursor">;

const plain: Query = { view: "all", search: "", filters: {}, sort: "newest", pageSize: 50 };
/** What people open, by name; `share` of the list to skip (0–1). */
const PAGES: Readonly<Record<string, { readonly query: Query; readonly share: number }>> = {
  "first page": { query: plain, share: 0 },
  exceptions: { query: { ...plain, view: "exceptions", sort: "worst" }, share: 0 },
  search: { query: { ...plain, search: "customer77@" }, share: 0 },
  filter: { query: { ...plain, filters: { country: "CA", financial: "pending" } }, share: 0 },
  "deep page": { query: plain, share: 0.9 },
};

export async function compareOrdersPage(databaseUrl: string, size: Size): Promise<Comparison[]> {
  const { large, small, rounds, calls } = SIZES[size];
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  const db = createDb({ url: databaseUrl, poolMax: 4 });
  try {
    const shops = {
      large: await fillShop(client, "large.myshopify.com", large),
      small: await fillShop(client, "small.myshopify.com", small),
    };
    await client.query("vacuum (analyze) orders");
    await client.query("vacuum (analyze) order_search_texts");
    const counts = { large, small };
    const figures: Comparison[] = [];
    for (const [name, page] of Object.entries(PAGES)) {
      const times = { large: [] as number[], small: [] as number[] };
      const open = (which: "large" | "small") =>
        openPage(db, shops[which], page, counts[which], calls);
      await Promise.all([open("large"), open("small")]);
      for (let round = 0; round < rounds; round += 1)
        for (const which of ["large", "small"] as const) times[which].push(await open(which));
      figures.push({
        name: `orders page, ${name}: a shop of 1,000,000 orders ÷ one of 1,000`,
        ratio: median(times.large) / median(times.small),
        aim: 1.5,
        better: "lower",
        raw: { largeOrders: large, smallOrders: small, largeMs: times.large, smallMs: times.small },
      });
    }
    return [...figures, await compareWall(client, db, shops.large, large, { rounds, calls })];
  } finally {
    await Promise.all([closeDb(db), client.end()]);
  }
}

/** All pages in turn, with the wall and without. Off and on for each round: the machine is the same for both. */
async function compareWall(
  client: pg.Client,
  db: Db,
  shopId: bigint,
  orders: number,
  { rounds, calls }: { rounds: number; calls: number },
): Promise<Comparison> {
  const times = { on: [] as number[], off: [] as number[] };
  for (let round = 0; round < rounds; round += 1)
    for (const state of ["on", "off"] as const) {
      for (const table of GUARDED)
        await client.query(
          `alter table ${table} ${state === "on" ? "enable" : "disable"} row level security`,
        );
      let ms = 0;
      for (const page of Object.values(PAGES))
        ms += await openPage(db, shopId, page, orders, calls);
      times[state].push(ms);
    }
  for (const table of GUARDED) await client.query(`alter table ${table} enable row level security`);
  return {
    name: "orders page, five pages: row-level security on ÷ off",
    ratio: median(times.off) / median(times.on),
    aim: 0.9,
    better: "higher",
    raw: { orders, onMs: times.on, offMs: times.off, note: "speed: off's time by on's time" },
  };
}

/** Median milliseconds of the use case behind the page. */
async function openPage(
  db: Db,
  shopId: bigint,
  { query, share }: { query: Query; share: number },
  orders: number,
  calls: number,
): Promise<number> {
  const firstPage = { ...query, cursor: null };
  const skipped = Math.floor(orders * share);
  const cursor =
    share === 0
      ? null
      : encodeCursor(firstPage, {
          direction: "next",
          rank: 0,
          value: new Date(NOW.getTime() - skipped * STEP_MS).toISOString(),
          orderId: "0",
        });
  const times: number[] = [];
  for (let call = 0; call < calls; call += 1) {
    const startedAt = performance.now();
    const page = await listOrders({ db, clock: { now: () => NOW } }, shopId, {
      ...query,
      cursor,
    });
    times.push(performance.now() - startedAt);
    if (page.rows.length === 0) throw new Error("The page under test is empty.");
  }
  return median(times);
}

async function fillShop(client: pg.Client, domain: string, orders: number): Promise<bigint> {
  const { rows } = await client.query<{ id: string }>(
    `insert into shops (domain, installed_at, iana_timezone, currency)
     values ($1, now(), 'America/New_York', 'USD') returning id`,
    [domain],
  );
  const shopId = rows[0]?.id ?? "0";
  await client.query(
    `insert into orders (shop_id, gid, name, created_at, placed_at, updated_at, closed_at, cancelled_at, financial_status,
       fulfillment_status, return_status, tags, currency, presentment_currency, total_minor, presentment_total_minor,
       current_total_minor, presentment_current_total_minor, shipping_minor, presentment_shipping_minor, tax_minor,
       presentment_tax_minor, discounts_minor, presentment_discounts_minor, customer_gid, customer_name, email, ship_name,
       ship_country, line_count, units, vendors, unfulfilled_since, undelivered_since, as_of, fetched_at, source)
     select $1, 'gid://shopify/Order/' || n, '#' || n, at, at, at, case when n % 3 > 0 then at end,
       case when n % 50 = 0 then at end, case when n % 7 = 0 then 'pending' else 'paid' end,
       case when n % 3 > 0 then 'fulfilled' else 'unfulfilled' end, 'no_return',
       case when n % 20 = 0 then array['wholesale'] else '{}' end, 'USD', 'USD', 1000 + n % 90000, 1000 + n % 90000,
       1000 + n % 90000, 1000 + n % 90000, 500, 500, 300, 300, 0, 0, 'gid://shopify/Customer/' || n % 40000,
       'First' || n % 997 || ' Last' || n % 1009, 'customer' || n % 40000 || '@example.com',
       'First' || n % 997 || ' Last' || n % 1009, case when n % 9 = 0 then 'CA' else 'US' end, 3, 3,
       array['Vendor ' || n % 20], case when n % 100 = 0 then at - interval '9 days' end,
       case when n % 100 = 1 then at - interval '30 days' end, at, at, 'import'
     from (select n, $3::timestamptz - n::bigint * $4 * interval '1 millisecond' as at from generate_series(1, $2::int) n) made`,
    [shopId, orders, NOW, STEP_MS],
  );
  await client.query(
    `insert into order_search_texts (shop_id, order_id, text)
     select shop_id, id, lower(name || E'\\n' || customer_name || E'\\n' || email) from orders where shop_id = $1`,
    [shopId],
  );
  return BigInt(shopId);
}
