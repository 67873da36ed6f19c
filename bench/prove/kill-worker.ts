/**
 * Claim: a worker may die at any instant. `kill -9` at random points while two workers run jobs that act on the outside
 * world: no job is lost, no effect happens twice, every interrupted job is begun again, and a poison job is parked.
 */
import { enqueueJob } from "#app/jobs/enqueue.server.ts";
import { closeDb, createDb, inShop, type Db } from "#app/platform/db.server.ts";
import {
  comesBack,
  killChild,
  startChild,
  supervise,
  until,
  wait,
  type Child,
  type Supervised,
} from "./support/child.ts";
import { startEffectServer, type EffectServer } from "./support/effect-server.ts";
import { createProofDatabase, insertShop, type ProofDatabase } from "./support/proof-database.ts";
import {
  machineLoad,
  percentile,
  seconds,
  type ProofContext,
  type ProofResult,
  type Scale,
} from "./support/proof.ts";
import { createRandom, type Random } from "./support/random.ts";

const SIZES = {
  sample: { kills: 3, minJobs: 30 },
  full: { kills: 200, minJobs: 5_000 },
};
const CONCURRENCY = 4;
// Enough to keep both workers busy, few enough that a job handed on does not queue behind a backlog.
const MAX_WAITING = 10;
// Longer than the lease and its sweep ever need.
const LATE_MS = 20_000;
const DRAIN_WITHIN_MS = 60_000;
const READY_WITHIN_MS = 60_000;

type Kill = { readonly pid: number; readonly at: number; readonly held: readonly string[] };

/** Kills workers and audits what became of every job. */
export async function proveKillWorker(scale: Scale, context: ProofContext): Promise<ProofResult> {
  const size = SIZES[scale];
  const random = createRandom(context.seed);
  const database = await createProofDatabase(context.serverUrl);
  const effects = await startEffectServer(random);
  const db = createDb({ url: database.url, poolMax: 4 });
  const start = () =>
    startChild("./effect-worker.ts", [database.url, effects.url, String(CONCURRENCY)]);
  const workers = [supervise(start), supervise(start)];
  try {
    const shopId = await insertShop(database.pool, "proof.myshopify.com");
    for (const worker of workers) await comesBack(worker, READY_WITHIN_MS);
    const run = { ...size, random, effects, database, db, shopId, workers, say: context.say };
    const done = await killWhileFeeding(run);
    await until(() => isDrained(database), DRAIN_WITHIN_MS, 250);
    return await audit({ ...run, ...done, seed: context.seed });
  } finally {
    await Promise.all(workers.map((worker) => worker.stop()));
    await effects.close();
    await closeDb(db);
    await database.drop();
  }
}

type Run = {
  readonly kills: number;
  readonly minJobs: number;
  readonly random: Random;
  readonly effects: EffectServer;
  readonly database: ProofDatabase;
  readonly db: Db;
  readonly shopId: bigint;
  readonly workers: readonly Supervised[];
  readonly say: (line: string) => void;
};

async function killWhileFeeding(run: Run): Promise<{ kills: Kill[]; jobs: number }> {
  const kills: Kill[] = [];
  await enqueuePoison(run);
  const feeding = feed(run, () => kills.length);
  while (kills.length < run.kills) {
    await wait(run.random.integer(500, 4_000));
    // One worker is always left, as in any deployment worth the name.
    await Promise.all(run.workers.map((worker) => comesBack(worker, READY_WITHIN_MS)));
    kills.push(await kill(run, run.random.pick(run.workers).current()));
    if (kills.length % 20 === 0) run.say(`${kills.length} of ${run.kills} kills`);
  }
  return { kills, jobs: await feeding };
}

async function kill({ database, effects }: Run, victim: Child): Promise<Kill> {
  const at = performance.now();
  await killChild(victim);
  const { rows } = await database.pool.query<{ key: string }>(
    "select payload ->> 'webhookId' as key from graphile_worker._private_jobs where locked_at is not null",
  );
  const lastLookBy = new Map(effects.looks.map(({ key, pid }) => [key, pid]));
  const held = rows.map(({ key }) => key).filter((key) => lastLookBy.get(key) === victim.pid);
  return { pid: victim.pid, at, held };
}

/** Keeps the workers busy until the last kill; one job in three belongs to a queue, as the jobs of one order do. */
async function feed(
  { minJobs, kills, random, effects, db, shopId }: Run,
  killed: () => number,
): Promise<number> {
  let jobs = 0;
  while (jobs < minJobs || killed() < kills) {
    const begun = new Set(effects.looks.map(({ key }) => key)).size;
    if (jobs - begun >= MAX_WAITING) {
      await wait(50);
      continue;
    }
    const queue = random.integer(0, 3) === 0 ? { queue: `order:${random.integer(0, 20)}` } : {};
    const payload = { shopId: shopId.toString(), webhookId: `job-${jobs}` };
    await inShop(db, shopId, (tx) =>
      enqueueJob(tx, { name: "deliveries.apply", payload, ...queue }),
    );
    jobs += 1;
  }
  return jobs;
}

/** One job that throws on each try and one that kills its worker on each try; both may try three times. */
async function enqueuePoison({ database, shopId }: Run): Promise<void> {
  for (const webhookId of ["poison", "deadly"])
    await database.pool.query(
      "select app.enqueue('deliveries.apply', $1::json, null, null, now(), $2, 0)",
      [JSON.stringify({ shopId: shopId.toString(), webhookId }), webhookId === "poison" ? 3 : 1],
    );
}

async function isDrained({ pool }: ProofDatabase): Promise<boolean> {
  const { rows } = await pool.query<{ waiting: number; parked: number }>(
    `select (select count(*)::int from graphile_worker._private_jobs) as waiting,
       (select count(*)::int from parked_jobs) as parked`,
  );
  return rows[0]?.waiting === 0 && rows[0].parked >= 2;
}

type Done = Pick<Run, "effects" | "database" | "say"> & {
  readonly kills: readonly Kill[];
  readonly jobs: number;
  readonly seed: number;
};

async function audit(run: Done): Promise<ProofResult> {
  const { effects, database, kills, jobs } = run;
  const counts = Array.from(
    { length: jobs },
    (_none, number) => effects.counts.get(`job-${number}`) ?? 0,
  );
  const lost = counts.filter((count) => count === 0).length;
  const doubled = counts.filter((count) => count > 1).length;
  const { rows: left } = await database.pool.query("select 1 from graphile_worker._private_jobs");
  const { rows: parked } = await database.pool.query<{ key: string }>(
    "select payload ->> 'webhookId' as key from parked_jobs order by 1",
  );
  const misparked = parked.map(({ key }) => key).join() === "deadly,poison" ? 0 : 1;
  const delays = resumeDelays(kills, effects, {
    isQueueEmpty: left.length === 0,
    parked: new Set(parked.map(({ key }) => key)),
    say: run.say,
  });
  const foundDone = effects.looks.filter(({ isDone }) => isDone).length;
  return {
    name: "kill-worker",
    trials: kills.length,
    failures: lost + doubled + left.length + misparked + delays.notResumed,
    note:
      `${jobs} jobs, 2 workers, ${kills.length} kill -9: ${lost} lost, ${doubled} double effects, ` +
      `${delays.ms.length} interrupted jobs begun again, median ${seconds(percentile(delays.ms, 0.5))}, ` +
      `99th percentile ${seconds(percentile(delays.ms, 0.99))}, worst ${seconds(percentile(delays.ms, 1))} after the kill; ` +
      `${foundDone} beginnings found their effect done; parked: ${parked.map(({ key }) => key).join(", ")}; ${machineLoad()}; seed ${run.seed}`,
  };
}

/** From each kill to the next beginning of what the dead process held. */
function resumeDelays(
  kills: readonly Kill[],
  effects: EffectServer,
  {
    isQueueEmpty,
    parked,
    say,
  }: { isQueueEmpty: boolean; parked: ReadonlySet<string>; say: Run["say"] },
) {
  const ms: number[] = [];
  let notResumed = 0;
  for (const { at, held } of kills)
    for (const key of held) {
      const next = effects.looks.find((look) => look.key === key && look.at > at);
      if (next) {
        ms.push(next.at - at);
        if (next.at - at > LATE_MS)
          say(`${key} was begun again only after ${seconds(next.at - at)}`);
      }
      // Its last statement may have completed the job after its process was gone, or it was the job's last attempt and
      // the job was parked: then there is nothing to resume.
      else if (!isQueueEmpty || !(effects.counts.has(key) || parked.has(key))) notResumed += 1;
    }
  return { ms, notResumed };
}
