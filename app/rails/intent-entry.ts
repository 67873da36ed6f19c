/** What the order's ledger remembers of an intent. Pure. */
import type { Facts } from "#app/ledger/canonical-json.ts";
import type { NewEntry } from "#app/ledger/next-entry.ts";
import { idempotencyKeyOf, type Intent } from "./intent.ts";
import type { IntentState } from "./intent-states.ts";

// Calls and looks are not history; what was decided and what came of it is.
const TOLD: Partial<Record<IntentState, string>> = {
  asked: "intent.asked",
  planned: "intent.planned",
  needs_person: "intent.given_to_person",
  done: "intent.done",
  failed: "intent.failed",
  dropped: "intent.dropped",
};

/** The entry for the state that the intent has come to; null when that is no news. */
export function intentEntry(
  intent: Intent,
  previous: IntentState | null,
  at: Date,
): NewEntry | null {
  const kind = intent.state === previous ? undefined : TOLD[intent.state];
  // Put off and taken up again is still the same plan.
  if (!kind || (intent.state === "planned" && (previous === "calling" || previous === "unknown")))
    return null;
  const isConfirmed = intent.state === "planned" && previous === "asked";
  return {
    kind: isConfirmed ? "intent.confirmed" : kind,
    actor: isConfirmed || intent.actor.kind === "person" ? "merchant" : "system",
    lineGid: null,
    facts: factsOf(intent),
    personal: null,
    occurredAt: at,
  };
}

function factsOf(intent: Intent): Facts {
  const { actor, amountMinor, currency, refusal, outcome } = intent;
  return {
    intent: intent.id.toString(),
    kind: intent.kind,
    reference: intent.reference,
    key: idempotencyKeyOf(intent),
    workflow: intent.workflow,
    ...(actor.kind === "person"
      ? { person: actor.name }
      : { rule: actor.name, ruleVersion: actor.version }),
    ...(intent.confirmedBy !== null && { confirmedBy: intent.confirmedBy }),
    ...(amountMinor !== null && { amountMinor: amountMinor.toString(), currency }),
    ...(intent.subject !== null && { subject: intent.subject }),
    ...(refusal && { refusal: refusal.code }),
    ...(outcome && intent.state === "done" && { outcome }),
  };
}
