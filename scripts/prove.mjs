/**
 * `npm run prove [-- name…]`: the long proofs at full scale, against a PostgreSQL of their own (or the one DATABASE_URL
 * names; its databases are not touched). Prints a table and writes bench/results/prove.json.
 */
import { spawn } from "node:child_process";
import { join } from "node:path";
import { explainAndExit, root, setUp } from "./setup.mjs";

async function main() {
  await setUp({ build: false });
  const { findFreePort, startPostgres } = await import("./postgres.mjs");
  const server = process.env.DATABASE_URL
    ? { url: process.env.DATABASE_URL, stop: async () => {} }
    : await startPostgres({
        root,
        dataDir: join(root, ".aftercare", "prove", "postgres"),
        port: await findFreePort(),
      });
  const child = spawn(
    process.execPath,
    ["--import", "tsx", "bench/run-proofs.ts", server.url, ...process.argv.slice(2)],
    { cwd: root, stdio: "inherit" },
  );
  for (const signal of ["SIGINT", "SIGTERM"]) process.on(signal, () => child.kill(signal));
  const code = await new Promise((resolve) => child.once("exit", (status) => resolve(status ?? 1)));
  await server.stop();
  process.exit(code);
}

main().catch(explainAndExit);
