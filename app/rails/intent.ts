/** An intent as the program sees it: one effect on the world, decided once, carried out exactly once. */
import type { Json, JsonObject } from "./json.ts";
import type { IntentState } from "./intent-states.ts";

export type IntentActor =
  /** `name`: the staff id of the session, as digits. */
  | { readonly kind: "person"; readonly name: string }
  | { readonly kind: "rule"; readonly name: string; readonly version: number };

/** Why not, or why not yet. `code` is ours or Shopify's; the sentence is for a person. */
export type IntentRefusal = {
  readonly code: string;
  readonly message: string;
  /** The other side itself said no to this effect. Otherwise it was us, or nobody got as far. */
  readonly isProof: boolean;
};

/** Which limit an amount counts against: the order's refundable money, a limit of the kind's own, or none. */
export type Ceiling = "refundable" | "own" | "none";

export type Intent = {
  readonly shopId: bigint;
  readonly id: bigint;
  readonly kind: string;
  readonly orderId: bigint | null;
  readonly orderGid: string | null;
  readonly subject: string | null;
  readonly dedupeKey: string;
  /** `ac-` and 16 hex digits, unique per shop. */
  readonly reference: string;
  readonly args: Json;
  /** What was there before the first call, for kinds that compare; null = not read. */
  readonly before: Json | null;
  readonly workflow: string;
  readonly actor: IntentActor;
  readonly ceiling: Ceiling;
  /** Minor units in the buyer's currency; null when no money moves. */
  readonly amountMinor: bigint | null;
  readonly currency: string | null;
  /** `amountMinor` in the shop's currency when it was decided; null when no money moves or no rate is known. */
  readonly shopAmountMinor: bigint | null;
  /** Until when the law wants it done; null = whenever. */
  readonly legalDeadlineAt: Date | null;
  readonly createdAt: Date;
} & IntentProgress;

/** What changes while an intent is carried out. */
export type IntentProgress = {
  readonly state: IntentState;
  /** Counts idempotency keys, from 1. */
  readonly generation: number;
  /** Begin of the first call under this key; null before it. */
  readonly keyBeganAt: Date | null;
  /** Calls begun. */
  readonly attempts: number;
  /** Calls in doubt: begun, and their outcome was not told. */
  readonly doubts: number;
  readonly callBeganAt: Date | null;
  /** Begin of the last look that found nothing, since the last call; null = none. */
  readonly lookedAt: Date | null;
  /** Nothing is done before; null = at once. */
  readonly notBefore: Date | null;
  readonly outcome: JsonObject | null;
  readonly refusal: IntentRefusal | null;
  /** Staff id of the person who confirmed or approved it; null: nobody had to, or nobody has. */
  readonly confirmedBy: string | null;
  readonly confirmedAt: Date | null;
  readonly settledAt: Date | null;
};

export const FRESH_PROGRESS: IntentProgress = {
  state: "planned",
  generation: 1,
  keyBeganAt: null,
  attempts: 0,
  doubts: 0,
  callBeganAt: null,
  lookedAt: null,
  notBefore: null,
  outcome: null,
  refusal: null,
  confirmedBy: null,
  confirmedAt: null,
  settledAt: null,
};

/** The key of the current generation. A key used again within 24 h never makes a second effect. */
export const idempotencyKeyOf = (intent: Pick<Intent, "reference" | "generation">): string =>
  `${intent.reference}-${intent.generation}`;
