/**
 * Claim: no mail is lost and none is told twice, whatever dies. Orders whose parcels were scanned are told to their
 * shoppers by two workers that are killed at random, through an SMTP server that cuts lines before and after it took a mail
 * on. Two Message-IDs for one event would be a doubled mail; the same bytes arriving again after a cut or a kill are
 * counted and reported.
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
import { startLossyMailServer, type LossyMailServer } from "./support/lossy-mail-server.ts";
import { createProofDatabase, insertShop, type ProofDatabase } from "./support/proof-database.ts";
import {
  machineLoad,
  seconds,
  type ProofContext,
  type ProofResult,
  type Scale,
} from "./support/proof.ts";
import { createRandom, type Random } from "./support/random.ts";

const SIZES = {
  sample: { mails: 60, kills: 2 },
  full: { mails: 10_000, kills: 60 },
};
const CONCURRENCY = 6;
// A minute's wait for a mail in doubt takes three seconds.
const SPEED = 20;
// A worker that comes back has to start, and then should have done something before it is killed again.
const KILL_AFTER_MS = [1_500, 5_000] as const;
const READY_WITHIN_MS = 60_000;
// What a worker held is freed ten seconds after it died; then come the waits of mails in doubt, each longer than the last.
const QUIET_WITHIN_MS = 240_000;

/** Sends everything, kills meanwhile, and audits what arrived. */
export async function proveMailStorm(scale: Scale, context: ProofContext): Promise<ProofResult> {
  const { mails, kills } = SIZES[scale];
  const random = createRandom(context.seed);
  const database = await createProofDatabase(context.serverUrl);
  const server = await startLossyMailServer(random);
  const startedAt = performance.now();
  let workers: Supervised[] = [];
  try {
    const shopId = await insertShop(database.pool, "storm.myshopify.com");
    await insertOrders(database, shopId, mails);
    const beganAt = String(Date.now());
    const start = () =>
      startChild("./mail-worker.ts", [
        database.url,
        server.url,
        String(CONCURRENCY),
        beganAt,
        String(SPEED),
      ]);
    workers = [supervise(start), supervise(start)];
    const killed = await killWhileSending({ workers, random, kills, mails, database, ...context });
    const isQuiet = await waitUntilQuiet(database, mails);
    const ms = performance.now() - startedAt;
    return await audit({ database, server, mails, killed, isQuiet, ms, seed: context.seed });
  } finally {
    await Promise.all(workers.map((worker) => worker.stop()));
    await server.stop();
    await database.drop();
  }
}

/** Orders with one scanned parcel each, and the news of each in the queue. */
async function insertOrders({ pool }: ProofDatabase, shopId: bigint, mails: number): Promise<void> {
  const values = [shopId.toString(), mails];
  await pool.query(
    `insert into orders (shop_id, gid, name, created_at, placed_at, updated_at, financial_status, fulfillment_status,
       currency, presentment_currency, total_minor, presentment_total_minor, current_total_minor,
       presentment_current_total_minor, shipping_minor, presentment_shipping_minor, tax_minor, presentment_tax_minor,
       discounts_minor, presentment_discounts_minor, customer_name, email, locale, as_of, fetched_at, source)
     select $1, 'gid://shopify/Order/' || n, '#' || n, now(), now(), now(), 'paid', 'fulfilled', 'USD', 'USD',
       2050, 2050, 2050, 2050, 0, 0, 0, 0, 0, 0, 'Shopper ' || n, 's' || n || '@shopper.example',
       (array['en', 'de', 'fr', 'es', 'ja'])[1 + n % 5], now(), now(), 'webhook'
     from generate_series(1, $2::int) n`,
    values,
  );
  await pool.query(
    `insert into order_fulfillments (shop_id, order_id, gid, status, created_at, in_transit_at, tracking_companies,
       tracking_numbers, tracking_urls, as_of)
     select shop_id, id, replace(gid, 'Order', 'Fulfillment'), 'success', now(), now(), array['DHL'], array['JD' || id],
       array['https://www.dhl.com/track?n=JD' || id], now()
     from orders where shop_id = $1`,
    [shopId.toString()],
  );
  await pool.query(
    `select app.enqueue('order.changed', json_build_object('shopId', shop_id::text, 'orderId', id::text), null,
       'changed:' || shop_id || ':' || id, now(), 12, 0, 'preserve_run_at')
     from orders where shop_id = $1`,
    [shopId.toString()],
  );
}

type Killing = Pick<ProofContext, "say"> & {
  readonly workers: readonly Supervised[];
  readonly random: Random;
  readonly kills: number;
  readonly mails: number;
  readonly database: ProofDatabase;
};

/** Kills spread over the whole of the work; past its end there is nothing to interrupt any more. */
async function killWhileSending(run: Killing): Promise<number> {
  const { workers, random, kills, mails, database, say } = run;
  let killed = 0;
  while (killed < kills) {
    const share = (killed / kills) * 2 * mails;
    const isFar = await until(
      async () => (await countSteps(database)) >= share,
      READY_WITHIN_MS,
      250,
    );
    if (!isFar && !(await hasWork(database))) return killed;
    const victim = random.pick(workers);
    await comesBack(victim, READY_WITHIN_MS);
    await wait(random.integer(...KILL_AFTER_MS));
    if (!(await hasWork(database))) return killed;
    await killChild(victim.current());
    killed += 1;
    if (killed % 10 === 0) say(`${killed} kills, ${await countSent(database)} mails sent`);
  }
  return killed;
}

async function hasWork({ pool }: ProofDatabase): Promise<boolean> {
  const { rows } = await pool.query("select 1 from graphile_worker._private_jobs limit 1");
  return rows.length > 0;
}

/** Of two a mail: recorded, and sent. */
async function countSteps({ pool }: ProofDatabase): Promise<number> {
  const { rows } = await pool.query<{ count: number }>(
    "select (count(*) + count(*) filter (where state = 'sent'))::int as count from messages",
  );
  return rows[0]?.count ?? 0;
}

/** Settled, or nothing has moved for as long as nothing honest takes. */
async function waitUntilQuiet(database: ProofDatabase, mails: number): Promise<boolean> {
  for (let seen = -1; ;) {
    const steps = await countSteps(database);
    if (steps === seen) return isSettled(database, mails);
    seen = steps;
    const moves = async () =>
      (await isSettled(database, mails)) || (await countSteps(database)) !== seen;
    await until(moves, QUIET_WITHIN_MS, 500);
    if (await isSettled(database, mails)) return true;
  }
}

async function countSent({ pool }: ProofDatabase): Promise<number> {
  const { rows } = await pool.query<{ count: number }>(
    "select count(*)::int as count from messages where state = 'sent'",
  );
  return rows[0]?.count ?? 0;
}

async function isSettled(database: ProofDatabase, mails: number): Promise<boolean> {
  return (await countSent(database)) === mails && !(await hasWork(database));
}

type Done = {
  readonly database: ProofDatabase;
  readonly server: LossyMailServer;
  readonly mails: number;
  readonly killed: number;
  readonly isQuiet: boolean;
  readonly ms: number;
  readonly seed: number;
};

async function audit(done: Done): Promise<ProofResult> {
  const { database, server, mails, killed, isQuiet, ms, seed } = done;
  const { pool } = database;
  const arrived = [...server.copies.values()];
  const lost = mails - arrived.length;
  const doubled = arrived.filter((ids) => ids.size > 1).length;
  const { taken, cutAfter, cutBefore, later, otherBytes } = server.seen();
  const distinct = arrived.reduce((sum, ids) => sum + ids.size, 0);
  const repeats = taken - distinct;
  // A mail that was taken on and cut off goes again by necessity; the rest is the kills' doing.
  const afterKills = Math.max(0, repeats - cutAfter);
  const { rows } = await pool.query<{ state: string; intents: number }>(
    "select state, count(*)::int as intents from intents group by state order by state",
  );
  const { rows: told } = await pool.query<{ untold: number }>(
    `select count(*)::int as untold from orders o where (select count(*) from told_events t
       where t.shop_id = o.shop_id and t.order_id = o.id and t.event = 'shipped' and t.verdict = 'told') <> 1`,
  );
  const untold = told[0]?.untold ?? mails;
  const failures = lost + doubled + otherBytes + untold + (isQuiet ? 0 : 1);
  return {
    name: "mail-storm",
    trials: mails,
    failures,
    note:
      `${mails} mails by 2 workers, ${killed} kill -9, SMTP: ${cutBefore} lines cut before and ${cutAfter} after the mail was taken, ` +
      `${later} asked to come later: ${lost} lost, ${doubled} doubled by Message-ID, ${otherBytes} copies with other bytes; ` +
      `${repeats} physical repeats, ${afterKills} of them after kills (${killed === 0 ? 0 : (afterKills / killed).toFixed(2)} a kill); ` +
      `intents ${rows.map(({ state, intents }) => `${intents} ${state}`).join(", ")}; ${seconds(ms)}; ${machineLoad()}; seed ${seed}`,
  };
}
