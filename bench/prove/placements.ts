/**
 * Claim: units of an order follow their purchase orders to the suppliers' Shopify locations, and back when a purchase order is
 * taken back; each as often as was decided, whatever dies. Two workers are killed at random while Shopify hangs up before
 * and after it has moved something, fails, throttles and is slow. Where units are is read from Shopify itself.
 */
import {
  comesBack,
  killChild,
  startChild,
  supervise,
  until,
  wait,
  type Supervised,
} from "./support/child.ts";
import { createProofDatabase, insertShop, type ProofDatabase } from "./support/proof-database.ts";
import {
  machineLoad,
  seconds,
  type ProofContext,
  type ProofResult,
  type Scale,
} from "./support/proof.ts";
import { createRandom, type Random } from "./support/random.ts";
import { UNITS_A_SUPPLIER } from "./support/send-purchase-orders.ts";
import { startSandbox, storeToken, type SandboxHandle } from "./support/start-sandbox.ts";

const SIZES = {
  sample: { orders: 6, kills: 2, wave: 0 },
  // While there are kills to come there is work to interrupt.
  full: { orders: 40, kills: 100, wave: 12 },
};
const CONCURRENCY = 4;
// A minute's wait for a call in doubt takes three seconds.
const SPEED = 20;
const KILL_AFTER_MS = [1_500, 5_000] as const;
const READY_WITHIN_MS = 60_000;
const QUIET_WITHIN_MS = 600_000;
// One supplier with a location, one whose location stocks nothing yet, one without a location.
const SUPPLIERS = ["acme", "bolt", null] as const;
const FAULTS = [
  { kind: "cut_before", rate: 0.03 },
  { kind: "cut_after_commit", rate: 0.05 },
  { kind: "500_before", rate: 0.03 },
  { kind: "500_after", rate: 0.03 },
  { kind: "throttled", rate: 0.03, ms: 200 },
  { kind: "slow", rate: 0.03, ms: 800 },
];

type Scene = {
  readonly database: ProofDatabase;
  readonly sandbox: SandboxHandle;
  readonly shopId: bigint;
  readonly random: Random;
  readonly variants: readonly string[];
  /** location's gid → name of the supplier there */
  readonly places: ReadonlyMap<string, string>;
};

export async function provePlacements(scale: Scale, context: ProofContext): Promise<ProofResult> {
  const { orders, kills, wave } = SIZES[scale];
  const random = createRandom(context.seed);
  const database = await createProofDatabase(context.serverUrl);
  const sandbox = await startSandbox();
  const startedAt = performance.now();
  let workers: Supervised[] = [];
  try {
    const shopId = await insertShop(database.pool, sandbox.shop);
    await storeToken(database.url, shopId);
    await sandbox.post("act", { action: "set_restore_rate", rate: 2_000 });
    const scene = {
      database,
      sandbox,
      shopId,
      random,
      ...(await openShop(database, sandbox, shopId)),
    };
    await addOrders(scene, orders);
    for (const fault of FAULTS)
      await sandbox.post("fault", {
        ...fault,
        count: null,
        seed: context.seed,
        path: "/admin/api",
      });
    const args = [database.url, String(CONCURRENCY), String(Date.now()), String(SPEED)];
    const options = {
      nodeArgs: ["--import", "./sandbox/register.mjs"],
      env: { SANDBOX_URL: sandbox.url },
    };
    const start = () => startChild("./placement-worker.ts", args, options);
    workers = [supervise(start), supervise(start)];
    const killed = await killWhilePlacing(scene, { workers, kills, wave, say: context.say });
    const isQuiet = await until(() => isSettled(scene), QUIET_WITHIN_MS, 500);
    await fetch(new URL("/__sandbox/fault", sandbox.url), { method: "DELETE" });
    const found = await audit(scene);
    const { misplaced, missing, unsettled } = found;
    return {
      name: "placements",
      trials: found.units,
      failures: misplaced + missing + unsettled + (isQuiet ? 0 : 1),
      note:
        `${found.units} units of ${found.orders} orders for suppliers with and without a location, ${found.revoked} purchase orders ` +
        `taken back, 2 workers, ${killed} kill -9, ${found.spoiled} of ${found.calls} calls spoiled: ${misplaced} units elsewhere than ` +
        `decided, ${missing} units missing or too many, ${unsettled} steps without an end; steps ${JSON.stringify(found.steps)}; ` +
        `${seconds(performance.now() - startedAt)}; ${machineLoad()}; seed ${context.seed}`,
    };
  } finally {
    await Promise.all(workers.map((worker) => worker.stop()));
    await sandbox.stop();
    await database.drop();
  }
}

/** Two locations, one of which stocks every product, and the suppliers there. */
async function openShop(
  { pool }: ProofDatabase,
  { ask }: SandboxHandle,
  shopId: bigint,
): Promise<Pick<Scene, "variants" | "places">> {
  const { productVariants } = await ask<{
    productVariants: { nodes: { id: string; inventoryItem: { id: string } }[] };
  }>("{ productVariants(first: 20) { nodes { id inventoryItem { id } } } }");
  const places = new Map<string, string>();
  for (const name of SUPPLIERS) {
    const location = name === null ? null : await addLocation({ ask }, name);
    if (name !== null && location !== null) places.set(location, name);
    if (name === "acme" && location !== null)
      for (const { inventoryItem } of productVariants.nodes)
        await ask(
          `mutation($item: ID!, $location: ID!, $key: String!) {
            inventoryActivate(inventoryItemId: $item, locationId: $location) @idempotent(key: $key) { userErrors { message } } }`,
          { item: inventoryItem.id, location, key: inventoryItem.id },
        );
    await pool.query(
      `insert into suppliers (shop_id, name, currency, time_zone, working_days, channel, channel_settings, location_gid,
         location_name, stocks_location, created_at, updated_at)
       values ($1, $2, 'USD', 'UTC', '{1,2,3,4,5,6,7}', 'link', '{}', $3, $2, $4, now(), now())`,
      [shopId.toString(), name ?? "somewhere", location, name === "bolt"],
    );
  }
  await pool.query("update shops set scopes = '{write_inventory}' where id = $1", [
    shopId.toString(),
  ]);
  return { variants: productVariants.nodes.map(({ id }) => id), places };
}

async function addLocation({ ask }: Pick<SandboxHandle, "ask">, name: string): Promise<string> {
  const { locationAdd } = await ask<{ locationAdd: { location: { id: string } } }>(
    `mutation($name: String!) { locationAdd(input: { name: $name, address: { countryCode: US } }) {
      location { id } userErrors { message } } }`,
    { name },
  );
  return locationAdd.location.id;
}

/** Orders of six units of one product, and the wish to read each in the queue. */
async function addOrders(scene: Scene, count: number): Promise<void> {
  const { database, sandbox, shopId, random, variants } = scene;
  for (let number = 0; number < count; number += 1) {
    const quantity = UNITS_A_SUPPLIER * SUPPLIERS.length;
    const placed = await sandbox.post("act", {
      action: "place_order",
      lines: [{ variantId: random.pick(variants), quantity }],
    });
    const { orderId } = placed as { readonly orderId: string };
    await database.pool.query(
      `select app.enqueue('orders.refetch', json_build_object('shopId', $1::text, 'orderGid', $2::text),
         'order:' || $1::text || ':' || $2::text, 'refetch:' || $1::text || ':' || $2::text, now(), 12, 0, 'preserve_run_at')`,
      [shopId.toString(), orderId],
    );
  }
}

type Killing = Pick<ProofContext, "say"> & {
  readonly workers: readonly Supervised[];
  readonly kills: number;
  readonly wave: number;
};

async function killWhilePlacing(scene: Scene, killing: Killing): Promise<number> {
  const { workers, kills, wave, say } = killing;
  for (let killed = 0; killed < kills; killed += 1) {
    const victim = scene.random.pick(workers);
    await comesBack(victim, READY_WITHIN_MS);
    if ((await countJobs(scene)) < wave) await addOrders(scene, wave);
    await revokeSome(scene);
    await wait(scene.random.integer(...KILL_AFTER_MS));
    await killChild(victim.current());
    if ((killed + 1) % 10 === 0)
      say(`${killed + 1} kills, ${JSON.stringify(await countSteps(scene))}`);
  }
  return kills;
}

/** Takes a sent purchase order back, now and then: nobody ships its units from that location any more. */
async function revokeSome({ database: { pool }, random }: Scene): Promise<void> {
  const { rows } = await pool.query<{ id: string; shop_id: string }>(
    `select p.id, p.shop_id from purchase_orders p
     join suppliers s on s.shop_id = p.shop_id and s.id = p.supplier_id
     where p.state = 'sent' and s.location_gid is not null order by p.id`,
  );
  if (rows.length === 0) return;
  const { id, shop_id } = random.pick(rows);
  await pool.query(
    `with freed as (
       update purchase_order_units set is_live = false where shop_id = $1 and purchase_order_id = $2 returning 1)
     update purchase_orders set state = 'revoked' where shop_id = $1 and id = $2 and exists (select from freed)`,
    [shop_id, id],
  );
}

async function countJobs({ database: { pool } }: Scene): Promise<number> {
  const { rows } = await pool.query<{ count: number }>(
    "select count(*)::int as count from graphile_worker._private_jobs",
  );
  return rows[0]?.count ?? 0;
}

async function countSteps({
  database: { pool },
}: Scene): Promise<Readonly<Record<string, number>>> {
  const { rows } = await pool.query<{ step: string; count: number }>(
    "select kind || ' ' || state as step, count(*)::int as count from intents group by 1 order by 1",
  );
  return Object.fromEntries(rows.map(({ step, count }) => [step, count]));
}

const isSettled = async (scene: Scene): Promise<boolean> => (await countJobs(scene)) === 0;

type Found = {
  readonly orders: number;
  readonly units: number;
  readonly revoked: number;
  readonly misplaced: number;
  readonly missing: number;
  readonly unsettled: number;
  readonly calls: number;
  readonly spoiled: number;
  readonly steps: Readonly<Record<string, number>>;
};

type Decided = {
  readonly gid: string;
  readonly acme: number;
  readonly bolt: number;
  readonly revoked: number;
};

async function audit(scene: Scene): Promise<Found> {
  const { database, sandbox } = scene;
  const { rows } = await database.pool.query<Decided>(
    `select o.gid,
       coalesce(sum(l.units) filter (where s.name = 'acme' and p.state = 'sent'), 0)::int as acme,
       coalesce(sum(l.units) filter (where s.name = 'bolt' and p.state = 'sent'), 0)::int as bolt,
       count(*) filter (where p.state = 'revoked')::int as revoked
     from orders o
     join purchase_orders p on p.shop_id = o.shop_id and p.order_id = o.id
     join purchase_order_lines l on l.shop_id = p.shop_id and l.purchase_order_id = p.id
     join suppliers s on s.shop_id = p.shop_id and s.id = p.supplier_id
     group by o.shop_id, o.id, o.gid`,
  );
  const whole = UNITS_A_SUPPLIER * SUPPLIERS.length;
  let misplaced = 0;
  let missing = 0;
  for (const { gid, acme, bolt } of rows) {
    const there = await readPlaces(scene, gid);
    const sum = [...there.values()].reduce((total, units) => total + units, 0);
    missing += Math.abs(whole - sum);
    misplaced +=
      Math.abs((there.get("acme") ?? 0) - acme) + Math.abs((there.get("bolt") ?? 0) - bolt);
  }
  const steps = await countSteps(scene);
  const unsettled = Object.entries(steps)
    .filter(([step]) => !step.endsWith(" done"))
    .reduce((total, [, count]) => total + count, 0);
  const { calls, spoiled } = await countCalls(sandbox);
  const revoked = rows.reduce((total, row) => total + row.revoked, 0);
  const units = rows.length * whole;
  return {
    orders: rows.length,
    units,
    revoked,
    misplaced,
    missing,
    unsettled,
    calls,
    spoiled,
    steps,
  };
}

/** Units that are still to ship, by the supplier at whose location Shopify has them. */
async function readPlaces({ sandbox, places }: Scene, gid: string): Promise<Map<string, number>> {
  const { order } = await sandbox.ask<{
    order: {
      fulfillmentOrders: {
        nodes: {
          assignedLocation: { location: { id: string } };
          lineItems: { nodes: { remainingQuantity: number }[] };
        }[];
      };
    };
  }>(
    `query($id: ID!) { order(id: $id) { fulfillmentOrders(first: 50, query: "-status:closed") { nodes {
      assignedLocation { location { id } } lineItems(first: 10) { nodes { remainingQuantity } } } } } }`,
    { id: gid },
  );
  const there = new Map<string, number>();
  for (const { assignedLocation, lineItems } of order.fulfillmentOrders.nodes) {
    const place = places.get(assignedLocation.location.id) ?? "home";
    const units = lineItems.nodes.reduce((sum, one) => sum + one.remainingQuantity, 0);
    there.set(place, (there.get(place) ?? 0) + units);
  }
  return there;
}

async function countCalls({ url }: SandboxHandle): Promise<{ calls: number; spoiled: number }> {
  const answer = await fetch(new URL("/__sandbox/log", url));
  // What /__sandbox/log answers; see sandbox/http/request-log.ts.
  const { entries } = (await answer.json()) as { entries: { fault: string | null }[] };
  return { calls: entries.length, spoiled: entries.filter(({ fault }) => fault !== null).length };
}
