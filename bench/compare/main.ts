/**
 * All comparisons, one after another, against a database of their own on one server. Prints a table and writes
 * bench/results/latest.json, where a comparison run alone replaces its own rows. Arguments: server URL, names.
 */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import pg from "pg";
import { migrate } from "#scripts/migrate.mjs";
import { meetsAim, type Comparison } from "./comparison.ts";
import { compareIngest } from "./ingest.ts";

const RESULTS = "bench/results/latest.json";
const COMPARISONS: Record<string, (databaseUrl: string) => Promise<Comparison[]>> = {
  ingest: (databaseUrl) => compareIngest(databaseUrl),
};

const [serverUrl = "", ...chosen] = process.argv.slice(2);
const unknown = chosen.filter((name) => !(name in COMPARISONS));
if (unknown.length > 0)
  throw new Error(
    `No comparison ${unknown.join(", ")}. There are: ${Object.keys(COMPARISONS).join(", ")}.`,
  );

async function inOwnDatabase(name: string, work: (url: string) => Promise<Comparison[]>) {
  const admin = new pg.Client({ connectionString: serverUrl });
  await admin.connect();
  const database = `aftercare_bench_${name}`;
  try {
    await admin.query(`drop database if exists ${database} with (force)`);
    await admin.query(`create database ${database}`);
    const url = new URL(serverUrl);
    url.pathname = `/${database}`;
    await migrate(url.href);
    return await work(url.href);
  } finally {
    await admin.query(`drop database if exists ${database} with (force)`);
    await admin.end();
  }
}

const results: Comparison[] = [];
for (const [name, compare] of Object.entries(COMPARISONS)) {
  if (chosen.length > 0 && !chosen.includes(name)) continue;
  console.info(`${name} …`);
  results.push(...(await inOwnDatabase(name, compare)));
}

const earlier: Comparison[] = existsSync(RESULTS) ? JSON.parse(readFileSync(RESULTS, "utf8")) : [];
const measured = new Set(results.map(({ name }) => name));
mkdirSync("bench/results", { recursive: true });
writeFileSync(
  RESULTS,
  `${JSON.stringify([...earlier.filter(({ name }) => !measured.has(name)), ...results], null, 2)}\n`,
);
for (const result of results) {
  const sign = result.better === "higher" ? "≥" : "≤";
  const verdict = meetsAim(result) ? "met  " : "SHORT";
  console.info(
    `${verdict} ${result.ratio.toFixed(2).padStart(8)} (aim ${sign} ${result.aim})  ${result.name}`,
  );
  console.info(`      ${JSON.stringify(result.raw)}`);
}
