/**
 * However the webhooks of an order's life arrive, the mirror ends as the store is. The lives are lived once, against the
 * store itself; what a read would have found after each step is kept, so that reads can come late and interleave too.
 */
import fc from "fast-check";
import type { DocumentNode } from "graphql";
import { expect, test } from "vitest";
import { handleRefetch, refetchOrder } from "#app/orders/refetch-order.server.ts";
import { fetchFulfillmentOrders, fetchOrder } from "#app/shopify/mappers/fetch-order.server.ts";
import type { AdminClient } from "#app/shopify/admin-client.server.ts";
import { CHILD_NAMES, CHILD_TABLES } from "#app/orders/mirror-tables.ts";
import { compareWithStore, EQUAL } from "./compare-with-store.ts";
import { LIVES, placeOrder, STEPS, take } from "./life-of-order.ts";
import { openReconcileWorld, type SentWebhook } from "./reconcile-world.ts";

// PROVE=1: the long proof.
const RUNS = process.env["PROVE"] ? Number(process.env["PROVE_RUNS"] ?? 300) : 6;

const world = await openReconcileWorld();
const { db, deps } = world;

/** What the store would have answered after a step, and when. */
type Moment = { readonly at: Date; readonly answers: Map<string, unknown> };
type Sent = SentWebhook & { readonly moment: number };
type Life = {
  readonly orderGids: readonly string[];
  readonly webhooks: readonly Sent[];
  readonly moments: readonly Moment[];
};

const life = await liveOnce();
let tenants = 10_000n;

type Event =
  | { readonly kind: "webhook"; readonly webhook: Sent }
  /** a read that began at the moment and ends now */
  | { readonly kind: "late_read"; readonly moment: number; readonly order: number }
  /** the reads asked for so far run, at that share of the time since the newest word */
  | { readonly kind: "due_reads"; readonly share: number };

test(
  "any order of arrival, one to five times each, with reads in between, ends as the store is",
  { timeout: RUNS * 30_000 },
  async () => {
    world.keepOnFailure();
    const inOrder = await arrive(life.webhooks.map((webhook) => ({ kind: "webhook", webhook })));
    expect(await compareWithStore(world, inOrder, isOurs)).toEqual(EQUAL);
    const expected = await readTables(inOrder);
    await fc.assert(
      fc.asyncProperty(arrivals(), async (events) => {
        const tenant = await arrive(events);
        expect(await compareWithStore(world, tenant, isOurs)).toEqual(EQUAL);
        expect(await readTables(tenant)).toEqual(expected);
      }),
      { numRuns: RUNS, endOnFailure: true, seed: Number(process.env["SEED"] ?? 20_261_121) },
    );
  },
);

const isOurs = (gid: string) => life.orderGids.includes(gid);

function arrivals(): fc.Arbitrary<Event[]> {
  const { webhooks, moments } = life;
  const copies = fc.oneof(
    { weight: 6, arbitrary: fc.constant(1) },
    { weight: 2, arbitrary: fc.integer({ min: 2, max: 5 }) },
  );
  const lateRead = fc.record({
    kind: fc.constant("late_read" as const),
    moment: fc.nat(moments.length - 1),
    order: fc.nat(LIVES.length - 1),
  });
  const dueReads = fc.record({
    kind: fc.constant("due_reads" as const),
    share: fc.double({ min: 0, max: 1, noNaN: true }),
  });
  return fc
    .tuple(
      fc.array(copies, { minLength: webhooks.length, maxLength: webhooks.length }),
      fc.array(fc.oneof(lateRead, dueReads), { maxLength: 8 }),
    )
    .chain(([times, reads]) => {
      const told = webhooks.flatMap((webhook, index): Event[] =>
        Array.from({ length: times[index] ?? 1 }, () => ({ kind: "webhook", webhook })),
      );
      const all = [...told, ...reads];
      return fc.shuffledSubarray(all, { minLength: all.length, maxLength: all.length });
    });
}

/** Plays the events into an empty mirror, then runs the reads that are still asked for. */
async function arrive(events: readonly Event[]): Promise<bigint> {
  const tenant = tenants++;
  const last = life.moments.length - 1;
  let newest = 0;
  for (const event of events) {
    if (event.kind === "webhook") {
      newest = Math.max(newest, event.webhook.moment);
      await world.deliver(tenant, event.webhook);
    } else if (event.kind === "late_read") {
      const gid = life.orderGids[event.order] ?? "";
      await refetchOrder(readerAt(event.moment), tenant, gid, "refetch");
    } else {
      const moment = newest + Math.round(event.share * (last - newest));
      await world.runRefetches(tenant, (payload) => handleRefetch(readerAt(moment), payload));
    }
  }
  await world.runRefetches(tenant, (payload) => handleRefetch(readerAt(last), payload));
  return tenant;
}

/** An Admin client that answers as the store did then; which order a part belongs to never changes. */
function readerAt(index: number) {
  const moment = life.moments[index];
  if (!moment) throw new Error(`There is no moment ${index}.`);
  const admin: AdminClient = {
    run: async (_shopId, document, variables, options) => {
      const key = keyOf(document, variables);
      if (moment.answers.has(key)) return moment.answers.get(key) as never;
      return deps.admin.run(world.shopId, document, variables, options);
    },
  };
  return { db, admin, clock: { now: () => moment.at } };
}

async function liveOnce(): Promise<Life> {
  const orderGids: string[] = [];
  const webhooks: Sent[] = [];
  const moments: Moment[] = [];
  const look = async () => {
    const moment: Moment = { at: deps.clock.now(), answers: new Map() };
    const admin: AdminClient = {
      run: async (shopId, document, variables, options) => {
        const answer = await deps.admin.run(shopId, document, variables, options);
        moment.answers.set(keyOf(document, variables), answer);
        return answer;
      },
    };
    for (const gid of orderGids) {
      const order = await fetchOrder({ admin }, world.shopId, gid, moment.at);
      const parts = order?.fulfillmentOrders?.map((one) => one.gid) ?? [];
      for (const one of [gid, ...parts])
        await fetchFulfillmentOrders({ admin }, world.shopId, one, moment.at);
    }
    for (const webhook of await world.takeWebhooks())
      webhooks.push({ ...webhook, moment: moments.length });
    moments.push(moment);
    await world.pass(20_000);
  };
  await world.takeWebhooks();
  for (const _life of LIVES) orderGids.push(await placeOrder(world));
  await look();
  for (let index = 0; LIVES.some((steps) => index < steps.length); index += 1) {
    for (const [at, steps] of LIVES.entries()) {
      const step = steps[index];
      if (step) await take(world, orderGids[at] ?? "", STEPS[step]);
    }
    await look();
  }
  return { orderGids, webhooks, moments };
}

function keyOf({ definitions }: DocumentNode, variables: object): string {
  const operation = definitions.find(({ kind }) => kind === "OperationDefinition");
  const name = operation?.kind === "OperationDefinition" ? operation.name?.value : "";
  return `${name} ${JSON.stringify(variables)}`;
}

/** Every column of what is visible, but for our own ids and who said it when. */
async function readTables(tenant: bigint): Promise<Record<string, unknown[]>> {
  const bookkeeping = [
    "shop_id",
    "id",
    "order_id",
    "as_of",
    "fetched_at",
    "source",
    "source_version",
  ];
  const tables: Record<string, unknown[]> = {};
  for (const table of ["orders", ...CHILD_NAMES.map((name) => CHILD_TABLES[name].table)]) {
    const isVisible =
      table === "orders"
        ? "t.deleted_at is null"
        : "exists (select from orders o where o.shop_id = $1 and o.id = t.order_id and o.deleted_at is null)";
    const { rows } = await db.pool.query<{ row: unknown }>(
      `select to_jsonb(t) - $2::text[] as row from ${table} t where t.shop_id = $1 and ${isVisible} order by (to_jsonb(t) - $2::text[])::text`,
      [tenant, bookkeeping],
    );
    tables[table] = rows.map(({ row }) => row);
  }
  return tables;
}
