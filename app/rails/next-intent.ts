/**
 * What an intent becomes when something happened to it. Pure. Which move leads where is the table of intent-states.ts;
 * what else changes (counts, keys, instants) is here, and nowhere else.
 */
import { invariant } from "#app/platform/invariant.ts";
import { FRESH_PROGRESS, type IntentProgress, type IntentRefusal } from "./intent.ts";
import { nextState, SETTLED_STATES, type IntentMove } from "./intent-states.ts";
import type { JsonObject } from "./json.ts";

export type IntentEvent =
  | { readonly type: "call_began"; readonly isNewKey: boolean }
  /** The answer: the effect is there. */
  | { readonly type: "done"; readonly outcome: JsonObject }
  /** The answer: taken on, not done yet. */
  | { readonly type: "accepted"; readonly outcome: JsonObject; readonly lookAt: Date }
  /** The call certainly had no effect, and may be made again as it was. */
  | {
      readonly type: "not_carried_out";
      readonly refusal: IntentRefusal;
      readonly notBefore: Date;
    }
  /** The answer: no. Nothing was changed. */
  | { readonly type: "refused"; readonly refusal: IntentRefusal }
  /** The answer: an earlier call under this key failed. */
  | { readonly type: "key_refused"; readonly refusal: IntentRefusal }
  /** No answer, or none that says what happened. */
  | { readonly type: "lost"; readonly refusal: IntentRefusal }
  | { readonly type: "saw_effect"; readonly outcome: JsonObject }
  | { readonly type: "saw_pending"; readonly lookAt: Date }
  | { readonly type: "saw_nothing"; readonly lookBeganAt: Date }
  | { readonly type: "unsure"; readonly refusal: IntentRefusal }
  /** An answer "done" that came after others had given the call up. */
  | { readonly type: "told_late"; readonly outcome: JsonObject }
  /** The rails say: not now. */
  | { readonly type: "held_back"; readonly refusal: IntentRefusal; readonly notBefore: Date }
  /** The rails say: not without a person's yes. */
  | { readonly type: "must_ask" | "asked_again"; readonly refusal: IntentRefusal }
  | { readonly type: "confirmed"; readonly staffId: string }
  | { readonly type: "gave_up"; readonly refusal: IntentRefusal }
  | { readonly type: "person_says_happened"; readonly outcome: JsonObject }
  | { readonly type: "person_says_not_happened" }
  | { readonly type: "withdrawn"; readonly refusal: IntentRefusal }
  | { readonly type: "tried_again" };

/** The intent after the event; null when its state does not know the event: then it came too late and changes nothing. */
export function nextIntent<Known extends IntentProgress>(
  intent: Known,
  event: IntentEvent,
  now: Date,
): Known | null {
  const state = nextState(intent.state, nameMove(intent, event));
  if (!state) return null;
  const settledAt = SETTLED_STATES.includes(state) ? now : null;
  return { ...intent, ...changesOf(intent, event, now), state, settledAt };
}

/** Where one event means two things, the doubt decides which. */
function nameMove(intent: IntentProgress, { type }: IntentEvent): IntentMove {
  const isInDoubt = intent.doubts > 0;
  if (type === "not_carried_out" && isInDoubt) return "not_carried_out_after_doubt";
  if (type === "refused" && isInDoubt) return "refused_after_doubt";
  if (type === "saw_nothing" && intent.state === "unknown" && intent.refusal?.isProof)
    return "saw_nothing_after_refusal";
  return type;
}

function changesOf(intent: IntentProgress, event: IntentEvent, now: Date): Partial<IntentProgress> {
  switch (event.type) {
    case "call_began":
      return beginCall(intent, event.isNewKey, now);
    case "done":
    case "saw_effect":
    case "told_late":
    case "person_says_happened":
      return { outcome: { ...intent.outcome, ...event.outcome }, refusal: null, notBefore: null };
    case "accepted":
      return { outcome: event.outcome, notBefore: event.lookAt };
    case "saw_pending":
      return { notBefore: event.lookAt };
    case "not_carried_out":
    case "held_back":
      return { refusal: event.refusal, notBefore: event.notBefore };
    case "confirmed":
      return { confirmedBy: event.staffId, confirmedAt: now, refusal: null, notBefore: null };
    case "must_ask":
      // Asked anew, an earlier yes is used up.
      return { refusal: event.refusal, notBefore: null, confirmedBy: null, confirmedAt: null };
    case "key_refused":
    case "tried_again":
    case "person_says_not_happened":
      // Proven: nothing happened under the old key. Only now a new effect may.
      return newKey(intent, event.type === "key_refused" ? event.refusal : null);
    case "lost":
      return { doubts: intent.doubts + 1, refusal: event.refusal, notBefore: null };
    case "saw_nothing":
      return sawNothing(intent, event.lookBeganAt);
    case "asked_again":
    case "refused":
    case "unsure":
    case "gave_up":
    case "withdrawn":
      return { refusal: event.refusal, notBefore: null };
  }
}

function beginCall(intent: IntentProgress, isNewKey: boolean, now: Date): Partial<IntentProgress> {
  return {
    attempts: intent.attempts + 1,
    callBeganAt: now,
    lookedAt: null,
    notBefore: null,
    refusal: null,
    generation: intent.generation + (isNewKey ? 1 : 0),
    keyBeganAt: isNewKey || !intent.keyBeganAt ? now : intent.keyBeganAt,
  };
}

const newKey = (
  intent: IntentProgress,
  refusal: IntentRefusal | null,
): Partial<IntentProgress> => ({
  ...FRESH_PROGRESS,
  confirmedBy: intent.confirmedBy,
  confirmedAt: intent.confirmedAt,
  generation: intent.generation + 1,
  // The count of calls goes on when the machine tries again, so that it ends some day.
  attempts: refusal ? intent.attempts : 0,
  refusal,
});

function sawNothing(intent: IntentProgress, lookBeganAt: Date): Partial<IntentProgress> {
  invariant(intent.callBeganAt, "a look follows a call");
  // Found in `calling`: whoever called has died, and its call is one more in doubt.
  const doubts = intent.state === "calling" ? intent.doubts + 1 : intent.doubts;
  if (intent.state === "accepted") return { refusal: NOTHING_CAME_OF_IT, notBefore: null };
  return { doubts, lookedAt: lookBeganAt };
}

const NOTHING_CAME_OF_IT: IntentRefusal = {
  code: "accepted_without_effect",
  message: "Shopify took the request and ended its work without doing it.",
  isProof: true,
};
