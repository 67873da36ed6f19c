/** `npm run check`: format, lint, types, dead code, boundaries. Every check runs; the command fails when one does. */
import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { explainAndExit, root, setUp } from "./setup.mjs";

const bin = (name) => join(root, "node_modules", ".bin", name);
const CHECKS = [
  ["format", bin("prettier"), ["--check", "--log-level", "warn", "."]],
  [
    "lint",
    bin("eslint"),
    [".", "--max-warnings", "0", "--cache", "--cache-location", ".aftercare/eslint"],
  ],
  ["types", bin("tsc"), ["--noEmit", "-p", "tsconfig.json"]],
  ["dead code", bin("knip"), []],
  ["boundaries", bin("vitest"), ["run", "--project", "architecture"]],
];

async function main() {
  await setUp({ build: false });
  const failed = CHECKS.filter(([name, command, args]) => {
    const startedAt = Date.now();
    const { status } = spawnSync(command, args, {
      cwd: root,
      stdio: "inherit",
      shell: process.platform === "win32",
    });
    console.log(
      `${status === 0 ? "ok    " : "FAILED"} ${name} (${((Date.now() - startedAt) / 1000).toFixed(1)} s)`,
    );
    return status !== 0;
  });
  if (failed.length > 0) process.exit(1);
}

main().catch(explainAndExit);
