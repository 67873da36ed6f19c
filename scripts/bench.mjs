/** `npm run bench [-- name…]`: side-by-side ratios, on the PostgreSQL of DATABASE_URL or the one from npm. */
import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { explainAndExit, root, setUp } from "./setup.mjs";

async function main() {
  await setUp();
  const { findFreePort, startPostgres } = await import("./postgres.mjs");
  const server = process.env.DATABASE_URL
    ? { url: process.env.DATABASE_URL, stop: async () => {} }
    : await startPostgres({
        root,
        dataDir: join(root, ".aftercare", "bench-postgres"),
        port: await findFreePort(),
      });
  const { status } = spawnSync(
    process.execPath,
    ["--import", "tsx", "bench/compare/main.ts", server.url, ...process.argv.slice(2)],
    { cwd: root, stdio: "inherit" },
  );
  await server.stop();
  process.exit(status ?? 1);
}

main().catch(explainAndExit);
