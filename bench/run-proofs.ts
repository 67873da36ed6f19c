/**
 * Runs proofs at full scale and writes what they found into bench/results/prove.json, merged by name. Arguments: the
 * server's address, then names of proofs (all without any). `--sample` runs the small form and writes nothing.
 */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { parseArgs } from "node:util";
import { seconds, type ProofResult, type Scale } from "./prove/support/proof.ts";
import { PROOFS as OWN_PROOFS, TEST_PROOFS } from "./proofs.ts";

const PROOFS = { ...OWN_PROOFS, ...TEST_PROOFS };

const RESULTS = "bench/results/prove.json";

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    sample: { type: "boolean", default: false },
    seed: { type: "string", default: "20261121" },
  },
});
const [serverUrl = "", ...asked] = positionals;
const names = asked.length > 0 ? asked : Object.keys(PROOFS);
const unknown = names.filter((name) => !(name in PROOFS));
if (unknown.length > 0) {
  console.error(
    `There is no proof ${unknown.join(", ")}. There are: ${Object.keys(PROOFS).join(", ")}.`,
  );
  process.exit(2);
}

const results: ProofResult[] = [];
for (const name of names) {
  const result = await run(name, values.sample ? "sample" : "full");
  results.push(result);
  if (!values.sample) save(result);
}
console.info(`\n${table(results)}\n`);
if (!values.sample) console.info(`Written to ${RESULTS}.`);
process.exit(results.every(({ failures }) => failures === 0) ? 0 : 1);

/** A proof that throws has failed: its words are the note. */
async function run(name: string, scale: Scale): Promise<ProofResult> {
  const startedAt = performance.now();
  console.info(`${name} …`);
  const say = (line: string) => console.info(`  ${line}`);
  const prove = PROOFS[name];
  try {
    if (!prove) throw new Error(`There is no proof ${name}.`);
    return await prove(scale, { serverUrl, seed: Number(values.seed), say });
  } catch (error) {
    console.error(error);
    return { name, trials: 0, failures: 1, note: `did not end: ${String(error)}` };
  } finally {
    say(`took ${seconds(performance.now() - startedAt)}`);
  }
}

function save(result: ProofResult): void {
  mkdirSync("bench/results", { recursive: true });
  // Written by this file alone, in this shape.
  const known = existsSync(RESULTS)
    ? (JSON.parse(readFileSync(RESULTS, "utf8")) as ProofResult[])
    : [];
  const merged = [...known.filter(({ name }) => name !== result.name), result];
  merged.sort((one, other) => one.name.localeCompare(other.name));
  writeFileSync(RESULTS, `${JSON.stringify(merged, null, 2)}\n`);
}

function table(rows: readonly ProofResult[]): string {
  const width = Math.max(...rows.map(({ name }) => name.length), 5);
  const line = (name: string, trials: string, failures: string, note: string) =>
    `${name.padEnd(width)}  ${trials.padStart(8)}  ${failures.padStart(8)}  ${note}`;
  return [
    line("proof", "trials", "failures", "what was measured"),
    ...rows.map(({ name, trials, failures, note }) =>
      line(name, String(trials), String(failures), note),
    ),
  ].join("\n");
}
