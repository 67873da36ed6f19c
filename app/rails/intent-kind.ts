/**
 * What a kind of intent must know: its arguments, how it is carried out, and how its effect is recognised afterwards.
 * Kinds that are Shopify mutations are rows of shopify-intent-kinds.ts; other features bring theirs (mail, purchase
 * orders) and app/workflow-parts.server.ts names them.
 */
import type { z } from "zod";
import type { Money } from "#app/platform/money.ts";
import type { CallFailure } from "./assess-call-failure.ts";
import type { Ceiling } from "./intent.ts";
import type { Json, JsonObject } from "./json.ts";

/** What marks an effect as this intent's. */
export type Marks = {
  /** Written where a person and a look can find it: note, handle, source. */
  readonly reference: string;
  readonly idempotencyKey: string;
};

export type KindContext = Marks & {
  readonly shopId: bigint;
  readonly args: Json;
  readonly signal: AbortSignal;
};

export type LookContext = KindContext & {
  /** What `readBefore` gave before the first call; null when the kind needs none. */
  readonly before: Json | null;
  /** What the call answered; null when it did not. */
  readonly outcome: JsonObject | null;
};

export type Answer =
  | { readonly kind: "done"; readonly outcome: JsonObject }
  /** Taken on; the effect will show later. */
  | { readonly kind: "accepted"; readonly outcome: JsonObject };

/** What a look finds. */
export type Sight =
  | { readonly kind: "effect"; readonly outcome: JsonObject }
  /** The effect is certainly not there. */
  | { readonly kind: "nothing" }
  /** Taken on and still being worked on. */
  | { readonly kind: "pending" }
  /** Neither its presence nor its absence can be proven. `why` is a sentence for a person. */
  | { readonly kind: "unsure"; readonly why: string };

export type IntentKind = {
  readonly name: string;
  readonly args: z.ZodType;
  readonly ceiling: Ceiling;
  /** The money that the arguments move, in the buyer's currency; null when none. */
  readonly moneyOf: (args: Json) => Money | null;
  /** Read before the first call, compared by `look`; null when the kind needs no comparison. */
  readonly readBefore: ((context: KindContext) => Promise<Json>) | null;
  /** Throws when it is not answered, or answered with no. */
  readonly call: (context: KindContext) => Promise<Answer>;
  /** What an error thrown by `call` proves. In doubt: "lost". */
  readonly assessFailure: (error: unknown) => CallFailure;
  readonly look: (context: LookContext) => Promise<Sight>;
};

export type IntentKinds = ReadonlyMap<string, IntentKind>;

/** All kinds by name. Throws on two of one name: that is a bug of the wiring. */
export function buildIntentKinds(kinds: readonly IntentKind[]): IntentKinds {
  const byName = new Map(kinds.map((kind) => [kind.name, kind]));
  if (byName.size !== kinds.length) throw new Error("Two kinds of intent share one name.");
  return byName;
}
