/** Webhook ingest against the stock template's route and against a bare server with one INSERT each, interleaved. */
import { execFile, fork, type ChildProcess } from "node:child_process";
import { promisify } from "node:util";
import pg from "pg";
import { median, medianRatio, type Comparison, type Size } from "./comparison.ts";

const SECRET = "bench-secret";
const OFFERED_PER_SECOND = 1_000;
const run = promisify(execFile);

type Load = {
  requests: number;
  seconds: number;
  notOk: number;
  latenciesMs: { p50: number; p99: number };
};
type Server = { readonly url: string; readonly child: ChildProcess };

function startServer(name: string, args: readonly string[]): Promise<Server> {
  const child = fork(`bench/compare/servers/${name}.ts`, args, { execArgv: ["--import", "tsx"] });
  return new Promise((resolve, reject) => {
    child.once("message", (port) =>
      resolve({ url: `http://127.0.0.1:${String(port)}/webhooks`, child }),
    );
    child.once("exit", (code) => reject(new Error(`${name} ended with ${code}`)));
  });
}

async function load(url: string, seconds: number, rate = 0): Promise<Load> {
  const args = [
    "--import",
    "tsx",
    "bench/compare/load.ts",
    url,
    String(seconds),
    "64",
    String(rate),
    SECRET,
  ];
  const { stdout } = await run(process.execPath, args);
  const result = JSON.parse(stdout.trim().split("\n").at(-1) ?? "") as Load; // load.ts prints this shape
  if (result.notOk > 0)
    throw new Error(`${result.notOk} of ${result.requests} were not answered 200 by ${url}`);
  return result;
}

export async function compareIngest(databaseUrl: string, size: Size): Promise<Comparison[]> {
  const { rounds, seconds } =
    size === "full" ? { rounds: 5, seconds: 4 } : { rounds: 1, seconds: 1 };
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  await client.query(
    "insert into shops (domain, installed_at) values ('bench.myshopify.com', now()) on conflict do nothing",
  );
  const servers = {
    ours: await startServer("ours", [databaseUrl, SECRET]),
    stock: await startServer("stock-template", [SECRET]),
    bare: await startServer("bare-insert", [databaseUrl, SECRET]),
  };
  const rates: Record<keyof typeof servers, number[]> = { ours: [], stock: [], bare: [] };
  const names = Object.keys(servers) as (keyof typeof servers)[]; // the literal's own keys
  try {
    for (const name of names) await load(servers[name].url, 2);
    for (let round = 0; round < rounds; round += 1) {
      for (const name of names) {
        // The tables grow alike for everybody; an empty start keeps one contender from paying for another's rows.
        await client.query("truncate deliveries, graphile_worker._private_jobs, bare_webhooks");
        const { requests, seconds: took } = await load(servers[name].url, seconds);
        rates[name].push(Math.round(requests / took));
      }
    }
    await client.query("truncate deliveries, graphile_worker._private_jobs");
    // Emptied tables grow block by block at first, as those of a running product do not.
    await load(servers.ours.url, seconds, OFFERED_PER_SECOND);
    const offered: Load[] = [];
    for (let round = 0; round < rounds; round += 1)
      offered.push(await load(servers.ours.url, seconds, OFFERED_PER_SECOND));
    const p99Ms = offered.map(({ latenciesMs }) => latenciesMs.p99);
    return [
      {
        name: "webhook ingest ÷ stock template route that only verifies",
        ratio: medianRatio(rates.ours, rates.stock),
        aim: 10,
        better: "higher",
        raw: { oursPerSecond: rates.ours, stockPerSecond: rates.stock },
      },
      {
        name: "webhook ingest ÷ bare node:http with HMAC and one INSERT",
        ratio: medianRatio(rates.ours, rates.bare),
        aim: 1,
        better: "higher",
        raw: { oursPerSecond: rates.ours, barePerSecond: rates.bare },
      },
      {
        name: "webhook answer, 99th percentile at 1,000 a second offered ÷ 25 ms",
        ratio: median(p99Ms) / 25,
        aim: 1,
        better: "lower",
        raw: {
          p99Ms,
          p50Ms: offered.map(({ latenciesMs }) => latenciesMs.p50),
          answered: offered.reduce((sum, { requests }) => sum + requests, 0),
        },
      },
    ];
  } finally {
    for (const { child } of Object.values(servers)) child.disconnect();
    await client.end();
  }
}
