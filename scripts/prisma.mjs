/** Runs Prisma's CLI with the settings that let it work from the npm registry alone (see prisma.config.ts). */
import { spawnSync } from "node:child_process";
import { join } from "node:path";

export function runPrisma(args, { root = process.cwd(), env = {}, quiet = false } = {}) {
  const cli = join(root, "node_modules", "prisma", "build", "index.js");
  const done = spawnSync(process.execPath, [cli, ...args], {
    cwd: root,
    encoding: "utf8",
    stdio: quiet ? ["ignore", "pipe", "pipe"] : "inherit",
    env: {
      ...process.env,
      // Any executable file does: with engine "js" neither is ever run.
      PRISMA_SCHEMA_ENGINE_BINARY: process.execPath,
      PRISMA_QUERY_ENGINE_LIBRARY: process.execPath,
      PRISMA_HIDE_UPDATE_MESSAGE: "1",
      CHECKPOINT_DISABLE: "1",
      ...env,
    },
  });
  if (done.status !== 0)
    throw new Error(`prisma ${args.join(" ")} failed.\n${done.stdout ?? ""}${done.stderr ?? ""}`);
  return done.stdout ?? "";
}

if (process.argv[1]?.endsWith("prisma.mjs")) {
  try {
    runPrisma(process.argv.slice(2));
  } catch (error) {
    console.error(error.message);
    process.exit(1);
  }
}
