/** `npm run demo`: sets everything up, starts the product against the sandbox and prints where to look. */
import { existsSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { parseArgs } from "node:util";
import { explainAndExit, root, setUp, SetupProblem } from "./setup.mjs";

const HELP = `npm run demo -- [options]
  --port N             first port of the block (default 4400)
  --fresh              forget the store and the database first
  --orders FILE.csv    fill the store from a Shopify order export
  --products FILE.csv  and from a product export`;

function readOptions() {
  try {
    const { values } = parseArgs({
      options: {
        port: { type: "string", default: "4400" },
        fresh: { type: "boolean", default: false },
        orders: { type: "string" },
        products: { type: "string" },
        help: { type: "boolean", default: false },
      },
    });
    const port = Number(values.port);
    if (!Number.isInteger(port) || port < 1_024 || port > 65_500)
      throw new SetupProblem(`--port takes a number from 1024 to 65500, not "${values.port}".`);
    if (values.products && !values.orders)
      throw new SetupProblem(
        "--products goes with --orders: products alone make no orders to look at.",
      );
    for (const file of [values.orders, values.products])
      if (file && !existsSync(file)) throw new SetupProblem(`There is no file ${resolve(file)}.`);
    return { ...values, port };
  } catch (error) {
    if (error instanceof SetupProblem) throw error;
    throw new SetupProblem(`${error.message}\n${HELP}`);
  }
}

async function main() {
  const options = readOptions();
  if (options.help) {
    console.log(HELP);
    return;
  }
  const startedAt = Date.now();
  await setUp();
  const { startStack } = await import("./stack.mjs");
  let stack = null;
  let isStopping = false;
  async function stop(signal) {
    if (isStopping) return;
    isStopping = true;
    console.log(`\nStopping (${signal}) …`);
    await stack?.stop();
    process.exit(0);
  }
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) process.on(signal, () => void stop(signal));
  // A store of one's own data must not mix with the seeded one.
  const dataDir = join(root, ".aftercare", options.orders ? "demo-own" : "demo");
  stack = await startStack({
    port: options.port,
    dataDir,
    fresh: options.fresh || Boolean(options.orders),
    orders: options.orders && resolve(options.orders),
    products: options.products && resolve(options.products),
    say: console.log,
  });
  if (options.orders) printImportReport(dataDir);
  console.log(`
  Admin       ${stack.urls.admin}
  Storefront  ${stack.urls.storefront}
  Mailbox     ${stack.urls.mailbox}
  Suppliers   ${stack.urls.desk}
  Logs        ${dataDir}
  Started in ${((Date.now() - startedAt) / 1000).toFixed(1)} s. Ctrl-C stops everything.

Aftercare is ready`);
}

/** What the store said of the given CSV files: rows it could not read, by line and column, and what was loaded. */
function printImportReport(dataDir) {
  const words = readFileSync(join(dataDir, "sandbox.log"), "utf8").split("\n");
  for (const line of words.filter((one) => one.startsWith("sandbox: ")))
    console.log(`  ${line.slice("sandbox: ".length)}`);
}

main().catch(explainAndExit);
