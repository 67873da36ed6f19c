/**
 * `npm run jobs -- list|show ID|retry ID|retry --all`: jobs that gave up (parked), and those that wait, run or fail in the
 * queue. Reads the database that DATABASE_URL names, or the running demo's (`--port` of its block, default 4400).
 */
import { parseArgs } from "node:util";
import { explainAndExit, SetupProblem } from "./setup.mjs";

const HELP = `npm run jobs -- list            parked jobs, and what the queue holds
npm run jobs -- show ID         one job in full; ID as listed: 12 or parked/12, queue/34
npm run jobs -- retry ID        puts a parked job back, or runs a waiting one now
npm run jobs -- retry --all     puts every parked job back
  --shop DOMAIN                 only this shop
  --port N                      the demo's first port (default 4400) when DATABASE_URL is not set`;
// Longer lists are for SQL; see docs/runbook.md.
const LIST_LIMIT = 50;
const DEMO_POSTGRES_OFFSET = 4;

async function main() {
  const { values, positionals } = readArguments();
  const [command, id] = positionals;
  if (values.help || !command) return console.log(HELP);
  const client = await connect(values.port);
  try {
    if (command === "list") return await list(client, values.shop ?? null);
    if (command === "show" && id) return await show(client, readId(id));
    if (command === "retry" && values.all) return await retryAll(client, values.shop ?? null);
    if (command === "retry" && id) return await retry(client, readId(id));
    throw new SetupProblem(`"${positionals.join(" ")}" is not a command.\n${HELP}`);
  } finally {
    await client.end();
  }
}

function readArguments() {
  try {
    return parseArgs({
      allowPositionals: true,
      options: {
        all: { type: "boolean", default: false },
        shop: { type: "string" },
        port: { type: "string", default: "4400" },
        help: { type: "boolean", default: false },
      },
    });
  } catch (error) {
    throw new SetupProblem(`${error.message}\n${HELP}`);
  }
}

async function connect(demoPort) {
  const { default: pg } = await import("pg");
  const port = Number(demoPort) + DEMO_POSTGRES_OFFSET;
  const connectionString =
    process.env.DATABASE_URL || `postgresql://postgres@127.0.0.1:${port}/aftercare`;
  const client = new pg.Client({ connectionString, connectionTimeoutMillis: 5_000 });
  try {
    await client.connect();
    return client;
  } catch (error) {
    const { host, pathname } = new URL(connectionString);
    throw new SetupProblem(
      `No database answers at ${host}${pathname} (${error.code ?? error.message}). Set DATABASE_URL, or start the demo first.`,
    );
  }
}

function readId(text) {
  const match = /^(?:(parked|queue)\/)?(\d{1,18})$/.exec(text);
  if (!match)
    throw new SetupProblem(`"${text}" is not the ID of a job. Use 12, parked/12 or queue/34.`);
  return { kind: match[1] ?? "parked", id: match[2] };
}

async function list(client, shop) {
  const { rows: parked } = await client.query(
    `select 'parked/' || p.id as id, coalesce(s.domain, '-') as shop, p.task, p.attempts, p.parked_at, p.last_error
     from parked_jobs p left join shops s on s.id = p.shop_id
     where p.resolved_at is null and ($1::text is null or s.domain = $1) order by p.parked_at desc limit $2`,
    [shop, LIST_LIMIT],
  );
  const { rows: counts } = await client.query(
    `select t.identifier as task, count(*) filter (where j.locked_at is not null) as running,
       count(*) filter (where j.locked_at is null and j.run_at <= now() and j.attempts = 0) as due,
       count(*) filter (where j.locked_at is null and j.run_at > now() and j.attempts = 0) as later,
       count(*) filter (where j.locked_at is null and j.attempts > 0) as failing,
       coalesce(extract(epoch from now() - min(j.run_at) filter (where j.locked_at is null and j.run_at <= now())), 0)::int as oldest_s
     from graphile_worker._private_jobs j join graphile_worker._private_tasks t on t.id = j.task_id
     left join shops s on s.id::text = j.payload ->> 'shopId'
     where $1::text is null or s.domain = $1 group by 1 order by 1`,
    [shop],
  );
  const { rows: failing } = await client.query(
    `select 'queue/' || j.id as id, coalesce(s.domain, '-') as shop, t.identifier as task,
       j.attempts || ' of ' || j.max_attempts as tries, j.run_at as next_try, j.last_error
     from graphile_worker._private_jobs j join graphile_worker._private_tasks t on t.id = j.task_id
     left join shops s on s.id::text = j.payload ->> 'shopId'
     where j.attempts > 0 and j.locked_at is null and ($1::text is null or s.domain = $1)
     order by j.run_at limit $2`,
    [shop, LIST_LIMIT],
  );
  const { rows: workers } = await client.query(
    `select pool_id, started_at, round(extract(epoch from now() - seen_at), 1) || ' s ago' as seen from workers order by 2`,
  );
  print(`Parked: ${parked.length === 0 ? "none." : ""}`, parked);
  print(`In the queue: ${counts.length === 0 ? "nothing." : ""}`, counts);
  print(`Failed and waiting for the next try: ${failing.length === 0 ? "none." : ""}`, failing);
  print(`Workers: ${workers.length === 0 ? "none is alive." : ""}`, workers);
}

async function show(client, { kind, id }) {
  const { rows } = await client.query(
    kind === "parked"
      ? `select p.id, s.domain as shop, p.task, p.payload, p.queue_name, p.job_key, p.attempts, p.max_attempts,
           p.parked_at, p.resolved_at, p.resolution, p.last_error
         from parked_jobs p left join shops s on s.id = p.shop_id where p.id = $1`
      : `select j.id, s.domain as shop, t.identifier as task, j.payload, q.queue_name, j.key as job_key, j.attempts,
           j.max_attempts, j.created_at, j.run_at, j.locked_at, j.locked_by, j.last_error
         from graphile_worker._private_jobs j join graphile_worker._private_tasks t on t.id = j.task_id
         left join graphile_worker._private_job_queues q on q.id = j.job_queue_id
         left join shops s on s.id::text = j.payload ->> 'shopId' where j.id = $1`,
    [id],
  );
  if (rows.length === 0) throw new SetupProblem(`There is no job ${kind}/${id}.`);
  for (const [name, value] of Object.entries(rows[0]))
    console.log(`${name.padEnd(14)}${describe(value)}`);
}

async function retry(client, { kind, id }) {
  const { rows } = await client.query(
    kind === "parked"
      ? "select task, app.retry_parked_job(shop_id, id) as done from parked_jobs where id = $1"
      : `select t.identifier as task, exists (select from graphile_worker.reschedule_jobs(array[j.id], run_at => now())) as done
         from graphile_worker._private_jobs j join graphile_worker._private_tasks t on t.id = j.task_id where j.id = $1`,
    [id],
  );
  if (rows.length === 0) throw new SetupProblem(`There is no job ${kind}/${id}.`);
  const [{ task, done }] = rows;
  if (!done)
    throw new SetupProblem(
      kind === "parked"
        ? `parked/${id} (${task}) was retried before.`
        : `queue/${id} (${task}) is running now.`,
    );
  console.log(`${task} (${kind}/${id}) is due now.`);
}

async function retryAll(client, shop) {
  const { rows } = await client.query(
    `select p.task, app.retry_parked_job(p.shop_id, p.id) as done
     from parked_jobs p left join shops s on s.id = p.shop_id
     where p.resolved_at is null and ($1::text is null or s.domain = $1)`,
    [shop],
  );
  const done = rows.filter((row) => row.done);
  console.log(`${done.length} parked ${done.length === 1 ? "job is" : "jobs are"} due now.`);
}

function describe(value) {
  if (value === null) return "-";
  if (value instanceof Date) return `${value.toISOString().slice(0, 19).replace("T", " ")} UTC`;
  return typeof value === "object" ? JSON.stringify(value) : String(value);
}

// Enough to recognise an error; `show` prints it whole.
const MAX_CELL = 72;

function print(title, rows) {
  console.log(`\n${title}`);
  if (rows.length === 0) return;
  const names = Object.keys(rows[0]);
  const cells = rows.map((row) =>
    names.map((name) => {
      const text = describe(row[name]).replace(/\s+/g, " ");
      return text.length > MAX_CELL ? `${text.slice(0, MAX_CELL - 1)}…` : text;
    }),
  );
  const widths = names.map((name, at) =>
    Math.max(name.length, ...cells.map((row) => row[at].length)),
  );
  for (const row of [names, ...cells])
    console.log(
      `  ${row
        .map((cell, at) => cell.padEnd(widths[at]))
        .join("  ")
        .trimEnd()}`,
    );
}

main().catch(explainAndExit);
