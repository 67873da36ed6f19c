import { fork, type ChildProcess } from "node:child_process";
import { afterAll, expect, test } from "vitest";
import { enqueueJob } from "#app/jobs/enqueue.server.ts";
import { inShop, inShopStream } from "#app/platform/db.server.ts";
import { createTestDatabase } from "#tests/support/database.ts";
import { eventually } from "#tests/support/eventually.ts";

const { db, url } = await createTestDatabase();
await db.pool.query(
  "create table effects (id bigserial, kind text, key text, at timestamptz default now())",
);
await db.pool.query("create unique index effects_done on effects (key) where kind = 'done'");

const children = new Set<ChildProcess>();
afterAll(() => children.forEach((child) => child.kill("SIGKILL")));

async function startWorker(): Promise<ChildProcess> {
  const child = fork("tests/integration/jobs/worker-process.ts", [url], {
    execArgv: ["--import", "tsx"],
    stdio: ["ignore", "inherit", "inherit", "ipc"],
  });
  children.add(child);
  await new Promise<void>((resolve, reject) => {
    child.once("message", () => resolve());
    child.once("exit", (code) => reject(new Error(`worker ended with ${code}`)));
  });
  return child;
}

const ended = (child: ChildProcess) =>
  new Promise<number | null>((resolve) =>
    child.exitCode !== null || child.signalCode !== null
      ? resolve(child.exitCode)
      : child.once("exit", (code) => resolve(code)),
  );

const put = (webhookId: string, queue?: string) =>
  inShop(db, 1n, (tx) =>
    enqueueJob(tx, {
      name: "deliveries.apply",
      payload: { shopId: "1", webhookId },
      ...(queue ? { queue } : {}),
    }),
  );

/** A job on its last try, put in one transaction: a running worker could take it between two. */
const putOnLastTry = (webhookId: string) =>
  // the database's owner: no role of the product reaches into the queue from a shop's transaction
  db.prisma.$transaction(async (tx) => {
    await enqueueJob(tx, { name: "deliveries.apply", payload: { shopId: "1", webhookId } });
    await tx.$executeRaw`update graphile_worker._private_jobs set attempts = max_attempts - 1 where payload ->> 'webhookId' = ${webhookId}`;
  });

const count = async (kind: string, like: string) =>
  Number(
    (
      await db.pool.query("select count(*) as n from effects where kind = $1 and key like $2", [
        kind,
        like,
      ])
    ).rows[0].n,
  );

test("a job killed in the middle is resumed by another process within its queue, once", async () => {
  const victim = await startWorker();
  await put("slow-1", "order:1");
  await eventually(async () => expect(await count("begun", "slow-1")).toBe(1));
  const gone = ended(victim);
  victim.kill("SIGKILL");
  await gone;
  await put("after-slow", "order:1");
  const heir = await startWorker();
  await eventually(async () => expect(await count("begun", "slow-1")).toBe(2), 40_000);
  heir.kill("SIGTERM");
  await ended(heir);
  await db.pool.query("delete from graphile_worker._private_jobs");
}, 90_000);

test("SIGTERM hands a running job back: the next process begins it without waiting for the sweeper", async () => {
  const first = await startWorker();
  await put("slow-2");
  await eventually(async () => expect(await count("begun", "slow-2")).toBe(1), 20_000);
  const stopped = ended(first);
  first.kill("SIGTERM");
  expect(await stopped).toBe(0);
  const { rows } = await db.pool.query(
    "select locked_by from graphile_worker._private_jobs where payload ->> 'webhookId' = 'slow-2'",
  );
  expect(rows).toEqual([{ locked_by: null }]);
  const { rowCount } = await db.pool.query("select 1 from workers");
  expect(rowCount).toBe(0);
}, 60_000);

test("a job that fails on every try, and one that kills its worker on the last, are parked and can be retried", async () => {
  await db.pool.query("delete from graphile_worker._private_jobs");
  await putOnLastTry("poison-1");
  const first = await startWorker();
  await eventually(async () =>
    expect((await db.pool.query("select 1 from parked_jobs")).rowCount).toBe(1),
  );
  await putOnLastTry("deadly-1");
  await ended(first);
  const second = await startWorker();
  await eventually(async () => {
    const { rows } = await db.pool.query(
      "select payload ->> 'webhookId' as id, last_error from parked_jobs order by 1",
    );
    expect(rows).toEqual([
      { id: "deadly-1", last_error: "The worker died during the last attempt." },
      { id: "poison-1", last_error: expect.stringContaining("This job always fails.") },
    ]);
  }, 40_000);
  second.kill("SIGTERM");
  await ended(second);
  const retried = await inShopStream(db, 1n, (client) =>
    client.query(
      "select app.retry_parked_job(1, id) as first, app.retry_parked_job(1, id) as again from parked_jobs where payload ->> 'webhookId' = 'poison-1'",
    ),
  );
  expect(retried.rows).toEqual([{ first: true, again: false }]);
  const waiting = await db.pool.query("select payload from graphile_worker._private_jobs");
  expect(waiting.rows).toEqual([{ payload: { shopId: "1", webhookId: "poison-1" } }]);
}, 90_000);

test("a payload that does not fit the catalogue is parked at once, with the reason", async () => {
  await db.pool.query(
    "select app.enqueue('deliveries.apply', '{\"shopId\":\"1\"}', null, null, now(), 12, 0)",
  );
  const worker = await startWorker();
  await eventually(async () => {
    const { rows } = await db.pool.query(
      "select last_error from parked_jobs where not payload ? 'webhookId'",
    );
    expect(rows).toEqual([{ last_error: expect.stringContaining("webhookId") }]);
  });
  worker.kill("SIGTERM");
  expect(await ended(worker)).toBe(0);
}, 60_000);
