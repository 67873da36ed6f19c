/**
 * `npm run dev:shopify`: the app against a real development store, through the Shopify CLI. The CLI is not a dependency
 * (its current versions need a newer Node); it is taken from the machine, or fetched by npx.
 */
import { spawn, spawnSync } from "node:child_process";
import { explainAndExit, root, setUp, SetupProblem } from "./setup.mjs";

// The last line of the CLI that runs on Node 20.
const CLI = "@shopify/cli@3.94.3";

async function main() {
  await setUp({ build: false });
  if (!process.env.DATABASE_URL)
    throw new SetupProblem(
      "Set DATABASE_URL to a PostgreSQL 15 or newer first (npm run demo's embedded one serves the demo only).",
    );
  const { migrate } = await import("./migrate.mjs");
  await migrate(process.env.DATABASE_URL, { root });
  const hasCli = spawnSync("shopify", ["version"], { stdio: "ignore" }).status === 0;
  const [command, args] = hasCli ? ["shopify", []] : ["npx", ["--yes", CLI]];
  const child = spawn(command, [...args, "app", "dev", ...process.argv.slice(2)], {
    cwd: root,
    stdio: "inherit",
    shell: process.platform === "win32",
  });
  child.on("exit", (code) => process.exit(code ?? 0));
}

main().catch(explainAndExit);
