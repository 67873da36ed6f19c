/**
 * All comparisons, one after another, against a database of their own on one server. Prints a table and writes
 * bench/results/latest.json, where a comparison run alone replaces its own rows. Arguments: server URL, names; `--short`
 * runs each in a small form to see that it works, and writes nothing.
 */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { parseArgs } from "node:util";
import pg from "pg";
import { machineLoad } from "#bench/prove/support/proof.ts";
import { migrate } from "#scripts/migrate.mjs";
import { meetsAim, type Comparison, type Size } from "./comparison.ts";
import { compareAdminPoints } from "./admin-points.ts";
import { compareColdStart } from "./cold-start.ts";
import { compareFeedImport } from "./feed-import.ts";
import { compareImport } from "./import.ts";
import { compareIngest } from "./ingest.ts";
import { compareOrdersPage } from "./orders-page.ts";
import { compareRouting } from "./routing.ts";
import { compareWebVitals } from "./web-vitals.ts";

const RESULTS = "bench/results/latest.json";
const COMPARISONS: Record<string, (databaseUrl: string, size: Size) => Promise<Comparison[]>> = {
  ingest: compareIngest,
  import: compareImport,
  "feed-import": compareFeedImport,
  "orders-page": compareOrdersPage,
  "admin-points": compareAdminPoints,
  "web-vitals": compareWebVitals,
  "cold-start": compareColdStart,
  routing: compareRouting,
};

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { short: { type: "boolean", default: false } },
});
const [serverUrl = "", ...chosen] = positionals;
const size: Size = values.short ? "short" : "full";
const unknown = chosen.filter((name) => !(name in COMPARISONS));
if (unknown.length > 0)
  throw new Error(
    `No comparison ${unknown.join(", ")}. There are: ${Object.keys(COMPARISONS).join(", ")}.`,
  );

async function inOwnDatabase(name: string, work: (url: string) => Promise<Comparison[]>) {
  const admin = new pg.Client({ connectionString: serverUrl });
  await admin.connect();
  const database = `aftercare_bench_${name.replaceAll("-", "_")}`;
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
  const found = await inOwnDatabase(name, (url) => compare(url, size));
  // What else ran meanwhile: ratios of a busy machine are worth less, milliseconds next to nothing.
  const machine = machineLoad();
  results.push(...found.map((one) => ({ ...one, raw: { ...one.raw, machine } })));
  if (size === "full") save();
}

function save(): void {
  const earlier: Comparison[] = existsSync(RESULTS)
    ? JSON.parse(readFileSync(RESULTS, "utf8"))
    : [];
  const measured = new Set(results.map(({ name }) => name));
  const kept = earlier.filter(({ name }) => !measured.has(name));
  mkdirSync("bench/results", { recursive: true });
  writeFileSync(RESULTS, `${JSON.stringify([...kept, ...results], null, 2)}\n`);
}

for (const result of results) {
  const sign = result.better === "higher" ? "≥" : "≤";
  const verdict = meetsAim(result) ? "met  " : "SHORT";
  console.info(
    `${verdict} ${result.ratio.toFixed(2).padStart(8)} (aim ${sign} ${result.aim})  ${result.name}`,
  );
  console.info(`      ${JSON.stringify(result.raw)}`);
}
