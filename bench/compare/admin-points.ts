/**
 * What the product costs a shop of its Admin API points: an import of the seeded store, the life of new orders through
 * webhooks, and the rounds that look for what webhooks missed. Counted by the product's own counters, charged by the store.
 */
import pg from "pg";
import type { Comparison, Size } from "./comparison.ts";
import { installByBrowser } from "./open-admin.ts";
import { act, startBenchStack, waitForRow, type Stack } from "./stack.ts";

const SIZES = { full: { orders: 50, rounds: 3 }, short: { orders: 5, rounds: 1 } };
const IMPORTED = "select count(*) = 1 from bulk_imports where state = 'finished'";
// Nothing of these waits or runs: what the store said has been dealt with.
const SETTLED = `select not exists (select from deliveries where state = 'received') and not exists (
  select from graphile_worker._private_jobs j join graphile_worker._private_tasks t on t.id = j.task_id
  where t.identifier in ('orders.refetch', 'deliveries.apply', 'orders.reconcile') and j.run_at <= now() + interval '1 minute')`;
const ROUNDS_A_MONTH = 30 * 24 * 12;

export async function compareAdminPoints(databaseUrl: string, size: Size): Promise<Comparison[]> {
  const { orders, rounds } = SIZES[size];
  const stack = await startBenchStack(databaseUrl);
  try {
    await installByBrowser(stack);
    await waitForRow(databaseUrl, IMPORTED, 240_000);
    await waitForRow(databaseUrl, SETTLED, 120_000);
    const imported = await countOrders(databaseUrl);
    const byImport = await readPoints(stack);
    await liveThrough(stack, databaseUrl, orders);
    await waitForRow(databaseUrl, SETTLED, 240_000);
    const { byOrders, byTime } = splitPoints(minus(await readPoints(stack), byImport));
    const roundsBegan = await readPoints(stack);
    for (let round = 0; round < rounds; round += 1) await runRound(databaseUrl);
    const byRounds = minus(await readPoints(stack), roundsBegan);
    const perThousandImported = (sum(byImport) / imported) * 1_000;
    const perThousand = (sum(byOrders) / orders) * 1_000;
    return [
      {
        name: "Admin points per 1,000 orders, import ÷ 30",
        ratio: perThousandImported / 30,
        aim: 1,
        better: "lower",
        raw: { orders: imported, points: sum(byImport), byOperation: JSON.stringify(byImport) },
      },
      {
        name: "Admin points per 1,000 orders, steady state by webhooks ÷ 20",
        ratio: perThousand / 20,
        aim: 1,
        better: "lower",
        raw: {
          orders,
          lives:
            "a month of orders: placed and paid, fulfilled where something ships, in transit, delivered, hours apart; every tenth refunded",
          points: sum(byOrders),
          byOperation: JSON.stringify(byOrders),
          byTimeOfThatMonth: JSON.stringify(byTime),
          pointsARound: sum(byRounds) / rounds,
          roundsAMonth: ROUNDS_A_MONTH,
          note: "rounds and nightly exports cost the same however many orders there are, and are not in the ratio",
        },
      },
    ];
  } finally {
    await stack.stop();
  }
}

// Asked by the clock, whether there are orders or not: rounds every five minutes, exports and the catalogue at night.
const BY_TIME = new Set([
  "listChangedOrders",
  "listChangedFulfillmentOrders",
  "listOpenReturns",
  "startBulkQuery",
  "findBulkOperation",
  "listVariants",
]);

function splitPoints(points: Points): { byOrders: Points; byTime: Points } {
  const pick = (isByTime: boolean) =>
    Object.fromEntries(Object.entries(points).filter(([name]) => BY_TIME.has(name) === isByTime));
  return { byOrders: pick(false), byTime: pick(true) };
}

async function liveThrough(stack: Stack, databaseUrl: string, orders: number): Promise<void> {
  const passHours = async () => {
    await waitUntilHeard(stack, databaseUrl);
    await advanceClock(stack);
  };
  for (let number = 0; number < orders; number += 1) {
    const { orderId } = await act(stack, { action: "place_order" });
    await passHours();
    // Some of the store's orders are of things that nobody ships.
    const isShipped = await act(stack, { action: "fulfil_order", orderId }).then(
      () => true,
      () => false,
    );
    if (!isShipped) continue;
    await passHours();
    await act(stack, { action: "add_event", orderId, status: "IN_TRANSIT" });
    await passHours();
    await act(stack, { action: "add_event", orderId, status: "DELIVERED" });
    if (number % 10 === 9) await act(stack, { action: "refund_order", orderId });
  }
}

// A month of 50 orders: an order every 14 hours, each shipped within a day or so.
const STEP_MS = 3.5 * 3_600_000;

/** What happened has been told and applied: hours later, nothing of it is news that a round could find first. */
async function waitUntilHeard({ urls }: Stack, databaseUrl: string): Promise<void> {
  for (let isHeard = false; !isHeard;) {
    await waitForRow(
      databaseUrl,
      "select not exists (select from deliveries where state = 'received')",
      60_000,
    );
    const answer = await fetch(`${urls.sandbox}/__sandbox/deliveries?state=waiting`);
    // What /__sandbox/deliveries answers; see sandbox/http/control-routes.ts.
    isHeard = ((await answer.json()) as { waiting: number }).waiting === 0;
  }
}

/** The store's clock goes on: what happens hours apart is not told within one second. */
async function advanceClock({ urls }: Stack): Promise<void> {
  const response = await fetch(`${urls.sandbox}/__sandbox/clock`, {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify({ advanceMs: STEP_MS }),
  });
  if (!response.ok) throw new Error(`The clock did not move: ${response.status}`);
}

async function runRound(databaseUrl: string): Promise<void> {
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  await client.query(
    `select app.enqueue('orders.reconcile', json_build_object('shopId', id::text), 'reconcile:' || id, 'reconcile:' || id, now(), 12, 0)
     from shops where uninstalled_at is null`,
  );
  await client.end();
  await waitForRow(databaseUrl, SETTLED, 120_000);
}

async function countOrders(databaseUrl: string): Promise<number> {
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  const { rows } = await client.query<{ count: string }>("select count(*) from orders");
  await client.end();
  return Number(rows[0]?.count);
}

type Points = Readonly<Record<string, number>>;

/** Points charged so far by operation, of both processes. */
async function readPoints({ ports }: Stack): Promise<Points> {
  const points: Record<string, number> = {};
  for (const port of [ports.webMetrics, ports.workerMetrics]) {
    const text = await (await fetch(`http://127.0.0.1:${port}/metrics`)).text();
    const LINE = /^aftercare_admin_points_total\{[^}]*operation="(\w+)"[^}]*\} (\d+(?:\.\d+)?)$/gm;
    for (const [, operation = "", value] of text.matchAll(LINE))
      points[operation] = (points[operation] ?? 0) + Number(value);
  }
  return points;
}

const sum = (points: Points) => Object.values(points).reduce((total, one) => total + one, 0);

const minus = (after: Points, before: Points): Points =>
  Object.fromEntries(
    Object.entries(after)
      .map(([name, value]) => [name, value - (before[name] ?? 0)] as const)
      .filter(([, value]) => value > 0),
  );
