/**
 * Claim: nothing is ordered twice and nothing is lost, whatever dies. Orders of three units are planned to three suppliers,
 * by mail, SFTP and HTTPS, by two workers that are killed at random, against peers with every fault: lines cut before and
 * after they committed, failures said before and after, slow answers, duplicate acknowledgements. What arrived is counted
 * at the peers, by purchase-order number.
 */
import { parse } from "csv-parse/sync";
import {
  startHttpsPeer,
  type HttpsMishap,
  type HttpsPeer,
} from "#tests/support/dropship/https-peer.ts";
import {
  startSftpPeer,
  type SftpMishap,
  type SftpPeer,
} from "#tests/support/dropship/sftp-peer.ts";
import {
  comesBack,
  killChild,
  startChild,
  supervise,
  until,
  wait,
  type Supervised,
} from "./support/child.ts";
import { startLossyMailServer, type LossyMailServer } from "./support/lossy-mail-server.ts";
import { createProofDatabase, insertShop, type ProofDatabase } from "./support/proof-database.ts";
import {
  machineLoad,
  seconds,
  type ProofContext,
  type ProofResult,
  type Scale,
} from "./support/proof.ts";
import { insertSuppliers, MAIL_CONTACT } from "./support/purchase-suppliers.ts";
import { createRandom, type Random } from "./support/random.ts";

const SIZES = {
  sample: { orders: 8, kills: 2, wave: 0 },
  // While there are kills to come there is work to interrupt: orders come in as fast as they are sent.
  full: { orders: 100, kills: 200, wave: 40 },
};
const CONCURRENCY = 6;
const SUPPLIERS = 3;
// A minute's wait for a sending in doubt takes three seconds.
const SPEED = 20;
// A worker that comes back has to start, and then should have done something before it is killed again.
const KILL_AFTER_MS = [1_500, 5_000] as const;
const READY_WITHIN_MS = 60_000;
const QUIET_WITHIN_MS = 600_000;
// One of so many conversations goes wrong.
const MISHAP_EVERY = 6;

const SFTP_MISHAPS = ["cut_before", "cut_after", "fail_before", "fail_after"] as const;
const HTTPS_MISHAPS = ["cut_before", "cut_after", "500_before", "500_after", "slow"] as const;

type Peers = {
  readonly mail: LossyMailServer;
  readonly sftp: SftpPeer;
  readonly https: HttpsPeer;
  readonly mishaps: () => number;
};

export async function provePurchaseOrders(
  scale: Scale,
  context: ProofContext,
): Promise<ProofResult> {
  const { orders, kills, wave } = SIZES[scale];
  const random = createRandom(context.seed);
  const database = await createProofDatabase(context.serverUrl);
  const peers = await startPeers(random);
  const startedAt = performance.now();
  let workers: Supervised[] = [];
  try {
    const shopId = await insertShop(database.pool, "orders.myshopify.com");
    const { sftp, https } = peers;
    await insertSuppliers(database.pool, shopId, { sftpPort: sftp.port, httpsUrl: https.url });
    await addOrders(database, shopId, orders);
    const beganAt = String(Date.now());
    const hosts = `127.0.0.1:${sftp.port},127.0.0.1:${https.port}`;
    const args = [database.url, peers.mail.url, hosts, String(CONCURRENCY), beganAt, String(SPEED)];
    const start = () => startChild("./purchase-worker.ts", args);
    workers = [supervise(start), supervise(start)];
    const killing = { workers, random, kills, wave, database, shopId, ...context };
    const killed = await killWhileSending(killing);
    const isQuiet = await until(() => isSettled(database), QUIET_WITHIN_MS, 500);
    const ms = performance.now() - startedAt;
    return await audit({ database, peers, killed, isQuiet, ms, seed: context.seed });
  } finally {
    await Promise.all(workers.map((worker) => worker.stop()));
    await Promise.all([peers.mail.stop(), peers.sftp.stop(), peers.https.stop()]);
    await database.drop();
  }
}

async function startPeers(random: Random): Promise<Peers> {
  let mishaps = 0;
  const roll = <Mishap>(all: readonly Mishap[]): Mishap | null => {
    if (random.integer(0, MISHAP_EVERY) !== 0) return null;
    mishaps += 1;
    return random.pick(all);
  };
  const [mail, sftp, https] = await Promise.all([
    startLossyMailServer(random),
    startSftpPeer({ nextMishap: () => roll<SftpMishap>(SFTP_MISHAPS) }),
    startHttpsPeer({ nextMishap: () => roll<HttpsMishap>(HTTPS_MISHAPS) }),
  ]);
  return { mail, sftp, https, mishaps: () => mishaps };
}

/** Paid orders, and the wish to route each in the queue. */
async function addOrders({ pool }: ProofDatabase, shopId: bigint, count: number): Promise<void> {
  await pool.query(
    `with added as (
       insert into orders (shop_id, gid, name, created_at, placed_at, updated_at, financial_status, fulfillment_status,
         currency, presentment_currency, total_minor, presentment_total_minor, current_total_minor,
         presentment_current_total_minor, shipping_minor, presentment_shipping_minor, tax_minor, presentment_tax_minor,
         discounts_minor, presentment_discounts_minor, as_of, fetched_at, source)
       select $1::bigint, 'gid://shopify/Order/' || known.count + n, '#' || known.count + n, now(), now(), now(), 'paid',
         'unfulfilled', 'USD', 'USD', 2050, 2050, 2050, 2050, 0, 0, 0, 0, 0, 0, now(), now(), 'webhook'
       from generate_series(1, $2::int) n, (select count(*) from orders where shop_id = $1::bigint) known
       returning shop_id, id, gid)
     select app.enqueue('dropship.route',
       json_build_object('shopId', shop_id::text, 'orderId', id::text, 'cause', 'changed'),
       'order:' || shop_id || ':' || gid, 'route:' || shop_id || ':' || id, now(), 12, 0, 'preserve_run_at')
     from added`,
    [shopId.toString(), count],
  );
}

type Killing = Pick<ProofContext, "say"> & {
  readonly workers: readonly Supervised[];
  readonly random: Random;
  readonly kills: number;
  readonly wave: number;
  readonly database: ProofDatabase;
  readonly shopId: bigint;
};

async function killWhileSending(run: Killing): Promise<number> {
  const { workers, random, kills, wave, database, shopId, say } = run;
  for (let killed = 0; killed < kills; killed += 1) {
    const victim = random.pick(workers);
    await comesBack(victim, READY_WITHIN_MS);
    if ((await countJobs(database)) < wave) await addOrders(database, shopId, wave);
    await wait(random.integer(...KILL_AFTER_MS));
    await killChild(victim.current());
    if ((killed + 1) % 10 === 0)
      say(`${killed + 1} kills, ${JSON.stringify(await countStates(database))}`);
  }
  return kills;
}

async function countJobs({ pool }: ProofDatabase): Promise<number> {
  const { rows } = await pool.query<{ count: number }>(
    "select count(*)::int as count from graphile_worker._private_jobs",
  );
  return rows[0]?.count ?? 0;
}

async function countStates({ pool }: ProofDatabase): Promise<Readonly<Record<string, number>>> {
  const { rows } = await pool.query<{ state: string; count: number }>(
    "select state, count(*)::int as count from purchase_orders group by state order by state",
  );
  return Object.fromEntries(rows.map(({ state, count }) => [state, count]));
}

const END_STATES = ["sent", "failed"];

async function isSettled(database: ProofDatabase): Promise<boolean> {
  const states = Object.keys(await countStates(database));
  return states.every((state) => END_STATES.includes(state)) && (await countJobs(database)) === 0;
}

type Done = {
  readonly database: ProofDatabase;
  readonly peers: Peers;
  readonly killed: number;
  readonly isQuiet: boolean;
  readonly ms: number;
  readonly seed: number;
};

/** Units by purchase-order number as the suppliers have them; a number that came twice is one order. */
async function readPeers({ pool }: ProofDatabase, peers: Peers): Promise<Map<string, number>> {
  const units = new Map<string, number>();
  for (const { number, body } of peers.https.arrivals) {
    const { lines } = JSON.parse(body) as { readonly lines: readonly { readonly units: number }[] };
    units.set(number, sum(lines.map((line) => line.units)));
  }
  for (const [path, file] of peers.sftp.files) {
    if (path.endsWith(".part")) continue;
    const rows = parse(file, { columns: true }) as Record<string, string>[];
    units.set(rows[0]?.["po_number"] ?? "", sum(rows.map((row) => Number(row["units"]))));
  }
  const messageIds = [...(peers.mail.copies.get(MAIL_CONTACT)?.keys() ?? [])];
  const { rows } = await pool.query<{ number: string; units: number }>(
    `select p.number, sum(l.units)::int as units from purchase_order_transmissions t
     join purchase_orders p on p.shop_id = t.shop_id and p.id = t.purchase_order_id
     join purchase_order_lines l on l.shop_id = p.shop_id and l.purchase_order_id = p.id
     where t.message_id = any($1::text[]) and t.purpose = 'order' group by t.shop_id, t.id, p.number`,
    [messageIds],
  );
  for (const row of rows) units.set(row.number, row.units);
  return units;
}

const sum = (numbers: readonly number[]) => numbers.reduce((total, number) => total + number, 0);

async function audit(done: Done): Promise<ProofResult> {
  const { database, peers, killed, isQuiet, ms, seed } = done;
  const arrived = await readPeers(database, peers);
  const { rows: orders } = await database.pool.query<{ name: string; failed: number }>(
    `select replace(o.name, '#', '') as name,
       (select count(*)::int from purchase_orders p where p.shop_id = o.shop_id and p.order_id = o.id
         and p.state = 'failed' and p.wait_reason ->> 'message' is not null
         and exists (select from alerts a where a.shop_id = p.shop_id and a.path = '/app/purchase-orders/' || p.id)) as failed
     from orders o`,
  );
  const perOrder = new Map<string, number>();
  for (const [number, units] of arrived) {
    const order = number.slice(0, number.lastIndexOf("-"));
    perOrder.set(order, (perOrder.get(order) ?? 0) + units);
  }
  const twice = sum(orders.map(({ name }) => Math.max(0, (perOrder.get(name) ?? 0) - SUPPLIERS)));
  const lost = sum(
    orders.map(({ name, failed }) => Math.max(0, SUPPLIERS - (perOrder.get(name) ?? 0) - failed)),
  );
  const otherBytes = peers.mail.seen().otherBytes + countOtherBodies(peers.https);
  const states = await countStates(database);
  const unclear = sum(
    Object.entries(states).map(([state, count]) => (END_STATES.includes(state) ? 0 : count)),
  );
  const copies = peers.mail.copies.get(MAIL_CONTACT)?.values() ?? [];
  const repeats =
    peers.https.arrivals.length -
    new Set(peers.https.arrivals.map(({ key }) => key)).size +
    sum([...copies].map((count) => count - 1));
  const { cutBefore, cutAfter, later } = peers.mail.seen();
  return {
    name: "purchase-orders",
    trials: orders.length * SUPPLIERS,
    failures: twice + lost + otherBytes + unclear + (isQuiet ? 0 : 1),
    note:
      `${orders.length * SUPPLIERS} units of ${orders.length} orders to ${SUPPLIERS} suppliers by mail, SFTP and HTTPS, 2 workers, ` +
      `${killed} kill -9, ${peers.mishaps() + cutBefore + cutAfter + later} faults of the channels: ${twice} units ordered twice, ` +
      `${lost} lost, ${otherBytes} repeats with other bytes, ${repeats} physical repeats under one key; ` +
      `end states ${JSON.stringify(states)}; ${seconds(ms)}; ${machineLoad()}; seed ${seed}`,
  };
}

/** A key that came with two bodies. */
function countOtherBodies({ arrivals }: HttpsPeer): number {
  const bodies = new Map<string, Set<string>>();
  for (const { key, body } of arrivals)
    bodies.set(key, (bodies.get(key) ?? new Set<string>()).add(body));
  return sum([...bodies.values()].map((known) => known.size - 1));
}
