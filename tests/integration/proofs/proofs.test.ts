/** Every long proof at its small scale: the claim holds, and the proof itself still runs. */
import { inject, test } from "vitest";
// eslint-disable-next-line no-restricted-imports -- bench/ has no import name of its own in package.json
import { PROOFS } from "../../../bench/proofs.ts";

// They wait far more than they compute, so they wait together.
test.concurrent.for(Object.entries(PROOFS))(
  "%s",
  { timeout: 300_000 },
  async ([_name, prove], { expect, skip }) => {
    const serverUrl = inject("databaseUrl");
    const result = await prove("sample", { serverUrl, seed: 20261121, say: () => undefined });
    expect(result, result.note).toMatchObject({ failures: 0 });
    // A proof that needs a tool which this machine lacks says so.
    skip(result.note.startsWith("not tried"), result.note);
    expect(result.trials).toBeGreaterThan(0);
  },
);
