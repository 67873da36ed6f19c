/**
 * The states of an intent and what moves it, as data. An effect is proven (`done`), disproven (`failed`), not wanted any
 * more (`dropped`), or under way. Why: docs/decisions/0006-intents.md
 */

export const INTENT_STATES = {
  /** Decided, and waits until a person confirms or approves it. Nothing was called. */
  asked: { confirmed: "planned", asked_again: "asked", withdrawn: "dropped" },
  /** Decided. No call of it is in doubt: the next call cannot be the second. */
  planned: {
    call_began: "calling",
    held_back: "planned",
    must_ask: "asked",
    gave_up: "needs_person",
    withdrawn: "dropped",
    told_late: "done",
  },
  /** A call has begun and nobody has said how it ended: somebody waits for the answer, or died. */
  calling: {
    done: "done",
    accepted: "accepted",
    not_carried_out: "planned",
    not_carried_out_after_doubt: "unknown",
    refused: "failed",
    refused_after_doubt: "unknown",
    key_refused: "planned",
    lost: "unknown",
    saw_effect: "done",
    saw_pending: "accepted",
    saw_nothing: "unknown",
    unsure: "needs_person",
    gave_up: "needs_person",
    told_late: "done",
  },
  /** A call ended without a word. Only a look moves it on. */
  unknown: {
    call_began: "calling",
    held_back: "unknown",
    saw_effect: "done",
    saw_pending: "accepted",
    saw_nothing: "unknown",
    saw_nothing_after_refusal: "failed",
    unsure: "needs_person",
    gave_up: "needs_person",
    told_late: "done",
  },
  /** Shopify took the order and works on it (a cancellation is a job there). Never called again. */
  accepted: {
    saw_effect: "done",
    saw_pending: "accepted",
    saw_nothing: "failed",
    unsure: "needs_person",
    gave_up: "needs_person",
    told_late: "done",
  },
  /** The machine cannot tell whether it happened, or may not go on. */
  needs_person: {
    person_says_happened: "done",
    person_says_not_happened: "planned",
    withdrawn: "dropped",
    told_late: "done",
  },
  done: {},
  /** Proven: no effect. A person may have it tried again, under a new key. */
  failed: { tried_again: "planned", told_late: "done" },
  dropped: { told_late: "done" },
} as const satisfies Record<string, Readonly<Record<string, string>>>;

export type IntentState = keyof typeof INTENT_STATES;

export type IntentMove = {
  [State in IntentState]: keyof (typeof INTENT_STATES)[State];
}[IntentState];

/** States in which the effect has been decided for good. */
export const SETTLED_STATES: readonly IntentState[] = ["done", "failed", "dropped"];

/** The state after the move; null when the state does not know it. */
export function nextState(state: IntentState, move: IntentMove): IntentState | null {
  const moves: Readonly<Partial<Record<string, IntentState>>> = INTENT_STATES[state];
  return moves[move] ?? null;
}
