/** Every long proof at its small scale: the claim holds, and the proof itself still runs. */
import { expect, inject, test } from "vitest";
// eslint-disable-next-line no-restricted-imports -- bench/ has no import name of its own in package.json
import { PROOFS } from "../../../bench/proofs.ts";

// They wait far more than they compute, so they wait together.
test.concurrent.each(Object.entries(PROOFS))(
  "%s",
  async (_name, prove) => {
    const serverUrl = inject("databaseUrl");
    const result = await prove("sample", { serverUrl, seed: 20261121, say: () => undefined });
    expect(result, result.note).toMatchObject({ failures: 0 });
    expect(result.trials).toBeGreaterThan(0);
  },
  300_000,
);
