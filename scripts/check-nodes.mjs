/**
 * `npm run check:nodes [-- 22 24]`: the unit tests on other lines of Node than the one in use. Each binary comes from npm
 * into a folder of its own outside the project and is kept there; nothing of the project changes.
 */
import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { explainAndExit, root, SetupProblem } from "./setup.mjs";

const LINES = ["22", "24"];

/** The path of that line's binary, fetched when it is not there yet. */
function fetchNode(line) {
  const name = `node-${process.platform === "win32" ? "win" : process.platform}-${process.arch}`;
  const folder = join(tmpdir(), `aftercare-node-${line}`);
  const binary = join(folder, "node_modules", name, "bin", "node");
  if (existsSync(binary)) return binary;
  mkdirSync(folder, { recursive: true });
  const { status } = spawnSync(
    "npm",
    ["install", "--no-save", "--no-audit", "--no-fund", "--prefix", folder, `${name}@${line}`],
    { cwd: folder, stdio: "inherit", shell: process.platform === "win32" },
  );
  if (status !== 0 || !existsSync(binary))
    throw new SetupProblem(`npm has no Node ${line} for this machine (package ${name}).`);
  return binary;
}

function main() {
  const lines = process.argv.slice(2);
  for (const line of lines)
    if (!/^\d{2}$/.test(line)) throw new SetupProblem(`"${line}" is no line of Node, such as 22.`);
  // What is installed and generated is taken as it is: it was made by the Node in use.
  const vitest = join(root, "node_modules", "vitest", "vitest.mjs");
  if (!existsSync(vitest))
    throw new SetupProblem("Run npm test once: it installs what this needs.");
  const failed = (lines.length > 0 ? lines : LINES).filter((line) => {
    const binary = fetchNode(line);
    const version = spawnSync(binary, ["--version"], { encoding: "utf8" }).stdout.trim();
    console.log(`\nNode ${version}`);
    const { status } = spawnSync(binary, [vitest, "run", "--project", "unit"], {
      cwd: root,
      stdio: "inherit",
      env: { ...process.env, NODE_ENV: "test" },
    });
    console.log(`${status === 0 ? "ok    " : "FAILED"} unit tests on ${version}`);
    return status !== 0;
  });
  if (failed.length > 0) process.exit(1);
}

try {
  main();
} catch (error) {
  explainAndExit(error);
}
