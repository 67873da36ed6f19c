/**
 * Replays conversations recorded from a real store with the judge beside them, in a child process against a fresh sandbox.
 * The thresholds are what was reached; what is missing lies in the recorded store's own past (its location names, counts,
 * order numbers): see docs/sandbox.md.
 */
import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { expect, test } from "vitest";
import { serveAdmin } from "#sandbox/graphql/serve-admin.ts";

const SHARED = fileURLToPath(new URL("../../../shared/", import.meta.url));
const isThere = existsSync(`${SHARED}recorded`) && existsSync(`${SHARED}tools/replay.mjs`);

test.skipIf(!isThere)(
  "recorded conversations are answered as the real store did",
  { timeout: 120_000 },
  async () => {
    const server = await serveAdmin(0);
    const { stdout } = await promisify(execFile)(
      process.execPath,
      [
        `${SHARED}tools/replay.mjs`,
        "--url",
        server.url,
        "--token",
        server.token,
        "--json",
        `${SHARED}recorded`,
      ],
      { maxBuffer: 64 * 1024 * 1024 },
    ).finally(server.close);
    const { totals } = JSON.parse(stdout) as { totals: Record<string, number> };
    const ratio = (part: string, whole: string) => (totals[part] ?? 0) / (totals[whole] ?? 1);
    expect(totals.exchanges).toBeGreaterThan(400);
    expect(ratio("reproduced", "exchanges")).toBeGreaterThan(0.71);
    expect(ratio("equalLeaves", "leaves")).toBeGreaterThan(0.91);
    expect(ratio("costEqual", "costKnown")).toBeGreaterThan(0.98);
  },
);
