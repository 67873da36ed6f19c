/**
 * `npm test`: sets up and runs everything: unit, architecture, contract, integration, then the browser. Arguments go to
 * vitest: `npm test -- tests/unit`. Ends with one line that sums up, and fails when any part did.
 */
import { spawnSync } from "node:child_process";
import { existsSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { ensureBrowser } from "./browser.mjs";
import { explainAndExit, root, setUp } from "./setup.mjs";

const vitest = join(root, "node_modules", "vitest", "vitest.mjs");
const REPORTS = join(root, ".aftercare", "reports");

/** One vitest run; returns its counts. A run that ends without a report counts as one failure. */
function run(name, args) {
  const report = join(REPORTS, `${name}.json`);
  rmSync(report, { force: true });
  const { status } = spawnSync(
    process.execPath,
    [
      vitest,
      "run",
      ...args,
      "--reporter=default",
      "--reporter=json",
      `--outputFile.json=${report}`,
    ],
    { cwd: root, stdio: "inherit", env: { ...process.env, NODE_ENV: "test" } },
  );
  if (!existsSync(report)) return { passed: 0, failed: 1, skipped: 0 };
  const {
    numPassedTests,
    numFailedTests,
    numPendingTests,
    numTodoTests = 0,
  } = JSON.parse(readFileSync(report, "utf8"));
  // A file that fails to load has no tests in it but fails the run.
  const failed = numFailedTests === 0 && status !== 0 ? 1 : numFailedTests;
  return { passed: numPassedTests, failed, skipped: numPendingTests + numTodoTests };
}

async function main() {
  const chosen = process.argv.slice(2);
  await setUp();
  if (!ensureBrowser()) console.warn("No Chromium or Chrome here: the browser tests are skipped.");
  const parts =
    chosen.length > 0
      ? [run("chosen", chosen)]
      : [run("main", []), run("e2e", ["--config", "vitest.e2e.config.ts"])];
  const sum = (key) => parts.reduce((total, part) => total + part[key], 0);
  console.log(`\n${sum("passed")} passed, ${sum("failed")} failed, ${sum("skipped")} skipped`);
  process.exit(sum("failed") === 0 ? 0 : 1);
}

main().catch(explainAndExit);
