/** One kind of intent whose effect is a count at the effect server, told apart by reference as a payment provider would. */
import { accept } from "#app/platform/result.ts";
import type { Clock } from "#app/platform/clock.ts";
import { enqueueCarryOut } from "#app/rails/enqueue-carry-out.server.ts";
import { buildIntentKinds, type IntentKind } from "#app/rails/intent-kind.ts";
import type { RecordDeps } from "#app/rails/record-intent.server.ts";
import { z } from "zod";

// Any kind that the rails know and that no ceiling counts.
export const EFFECT_KIND = "add_tags";

export function createIntentParts(effectsUrl: string, clock: Clock): RecordDeps {
  return {
    clock,
    kinds: buildIntentKinds([createEffectKind(effectsUrl)]),
    mayAct: async () => accept(null),
    evaluateOwnCeiling: async () => accept(null),
    enqueueCarryOut,
    listTeam: async () => [],
    tellTeam: async () => undefined,
  };
}

function createEffectKind(effectsUrl: string): IntentKind {
  const addressOf = (key: string) =>
    `${effectsUrl}?key=${encodeURIComponent(key)}&pid=${process.pid}`;
  return {
    name: EFFECT_KIND,
    args: z.object({}),
    ceiling: "none",
    moneyOf: () => null,
    readBefore: null,
    call: async ({ idempotencyKey, signal }) => {
      const address = addressOf(idempotencyKey);
      const { count } = await readCount(await fetch(address, { signal }));
      // A key that was used gives the old answer, as Shopify's and every provider's does.
      if (count === 0) await readCount(await fetch(address, { method: "POST", signal }));
      return { kind: "done", outcome: {} };
    },
    look: async ({ idempotencyKey, signal }) => {
      const { count } = await readCount(await fetch(addressOf(idempotencyKey), { signal }));
      return count > 0 ? { kind: "effect", outcome: {} } : { kind: "nothing" };
    },
    assessFailure: () => ({
      type: "lost",
      refusal: { code: "lost", message: "The answer was lost.", isProof: false },
    }),
  };
}

// The effect server answers this shape; see effect-server.ts.
const readCount = async (response: Response) => (await response.json()) as { count: number };
