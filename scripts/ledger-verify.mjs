/**
 * `npm run ledger:verify [-- --shop DOMAIN] [--key ID=FILE.pem]`: reads the whole history and says whether it is what was
 * written: changed, removed, truncated or re-hashed entries by order and number. Ends with 1 when something is wrong.
 * Reads the database that DATABASE_URL names, or the running demo's (`--port` of its block, default 4400).
 */
import { createPublicKey } from "node:crypto";
import { readFileSync } from "node:fs";
import { parseArgs } from "node:util";
import { explainAndExit, SetupProblem } from "./setup.mjs";

const HELP = `npm run ledger:verify
  --shop DOMAIN       only this shop
  --key ID=FILE.pem   public key of signatures, may be repeated; without any, heads are compared and signatures are not
  --port N            the demo's first port (default 4400) when DATABASE_URL is not set`;
const DEMO_POSTGRES_OFFSET = 4;

const WORDS = {
  changed: "the entry is not what was written",
  removed: "entries are missing from here on",
  truncated: "the end of the history is missing",
  rehashed: "the history was rewritten, hashes and all: it is not the one that was signed",
  personal_changed: "the personal part is not what was written",
  personal_removed: "the personal part is gone without an erasure",
  signing_removed: "a signing is missing",
  signing_changed: "the signed heads are not those that were signed",
  signature_wrong: "the signature is not ours",
  key_unknown: "signed with a key that was not given with --key",
};

async function main() {
  const options = readOptions();
  if (options.help) return console.log(HELP);
  // The product's own code reads and judges; this file only prints.
  const { register } = await import("tsx/esm/api");
  register();
  const { createDb, closeDb } = await import("../app/platform/db.server.ts");
  const { verifyLedger } = await import("../app/ledger/verify-ledger.server.ts");
  const db = createDb({ url: options.databaseUrl, poolMax: 4 });
  try {
    await requireDatabase(db, options.databaseUrl);
    const shopId = options.shop ? await findShop(db, options.shop) : undefined;
    const report = await verifyLedger({ db, ledgerPublicKeys: options.keys }, shopId);
    const domains = await readDomains(db);
    for (const fault of report.faults) console.log(describe(fault, domains));
    const { orders, entries, signings, faults } = report;
    console.log(
      `${faults.length === 0 ? "Whole" : `${faults.length} faults`}: ${entries} entries of ${orders} orders, ${signings} signings` +
        `${options.keys.size === 0 && signings > 0 ? " (signatures not checked: no --key)" : ""}.`,
    );
    process.exitCode = faults.length === 0 ? 0 : 1;
  } finally {
    await closeDb(db);
  }
}

function readOptions() {
  try {
    const { values } = parseArgs({
      options: {
        shop: { type: "string" },
        key: { type: "string", multiple: true, default: [] },
        port: { type: "string", default: "4400" },
        help: { type: "boolean", default: false },
      },
    });
    const demo = `postgresql://postgres@127.0.0.1:${Number(values.port) + DEMO_POSTGRES_OFFSET}/aftercare`;
    return {
      ...values,
      databaseUrl: process.env.DATABASE_URL || demo,
      keys: new Map(values.key.map(readKey)),
    };
  } catch (error) {
    if (error instanceof SetupProblem) throw error;
    throw new SetupProblem(`${error.message}\n${HELP}`);
  }
}

function readKey(text) {
  const [id, file] = [text.slice(0, text.indexOf("=")), text.slice(text.indexOf("=") + 1)];
  if (!id || !file) throw new SetupProblem(`--key takes ID=FILE.pem, not "${text}".`);
  return [id, createPublicKey(readFileSync(file))];
}

async function requireDatabase({ pool }, databaseUrl) {
  try {
    await pool.query("select 1");
  } catch (error) {
    const { host, pathname } = new URL(databaseUrl);
    throw new SetupProblem(
      `No database answers at ${host}${pathname} (${error.code ?? error.message}). Set DATABASE_URL, or start the demo first.`,
    );
  }
}

async function findShop({ pool }, domain) {
  const { rows } = await pool.query("select id from shops where domain = $1", [
    domain.toLowerCase(),
  ]);
  if (rows.length === 0) throw new SetupProblem(`There is no shop ${domain}.`);
  return BigInt(rows[0].id);
}

async function readDomains({ pool }) {
  const { rows } = await pool.query("select id, domain from shops");
  return new Map(rows.map(({ id, domain }) => [id, domain]));
}

function describe(fault, domains) {
  const shop = domains.get(fault.shopId.toString()) ?? `shop ${fault.shopId}`;
  const place =
    "signingNumber" in fault
      ? `signing ${fault.signingNumber}`
      : `order ${fault.orderGid ?? fault.orderId}, entry ${fault.seq}${"expectedSeq" in fault ? ` of ${fault.expectedSeq}` : ""}`;
  return `${fault.code.padEnd(16)} ${shop}, ${place}: ${WORDS[fault.code] ?? fault.code}`;
}

main().catch(explainAndExit);
