/**
 * What to do next with an intent. Pure: the caller passes the clock. Two rules keep effects single: a call whose outcome
 * is in doubt is followed by a look, never at once by a call; and a new idempotency key is taken only after a proven
 * failure (see next-intent.ts), or 24 hours after the first call under the old one, with a look in between.
 */
import { MS_PER_DAY, MS_PER_HOUR, MS_PER_MINUTE, MS_PER_SECOND } from "#app/platform/time.ts";
import type { IntentProgress } from "./intent.ts";

export type IntentStep =
  | { readonly do: "call"; readonly isNewKey: boolean }
  | { readonly do: "look" }
  | { readonly do: "wait"; readonly until: Date }
  | { readonly do: "give_up"; readonly code: "too_many_calls" | "accepted_too_long" }
  | { readonly do: "stop" };

// A call is given at most 18 s (carry-out-intent.server.ts) and Shopify ends its own work well within a minute. Looking
// earlier could miss an effect on its way, and the next call would be the second one.
export const LOOK_AFTER_MS = 60 * MS_PER_SECOND;
// What a look saw grows old: a person may act, too.
export const LOOK_IS_FRESH_MS = 60 * MS_PER_SECOND;
// Shopify forgets a key after 24 hours. Source: https://shopify.dev/docs/api/usage/idempotent-requests
export const KEY_LIFETIME_MS = MS_PER_DAY;
// With the growing waits below these are about half a day of a shop that does not answer.
export const MAX_CALLS = 24;
const MAX_WAIT_MS = 30 * MS_PER_MINUTE;
// Shopify's jobs take seconds. Longer: a person should look at the order.
const ACCEPTED_TOO_LONG_MS = MS_PER_HOUR;

/** The step that is due now. */
export function nextIntentStep(intent: IntentProgress, now: Date): IntentStep {
  switch (intent.state) {
    case "planned":
      if (isBefore(now, intent.notBefore)) return wait(intent.notBefore);
      return callAgain(intent, now);
    case "calling":
    case "unknown":
      return stepInDoubt(intent, now);
    case "accepted":
      if (isBefore(now, intent.notBefore)) return wait(intent.notBefore);
      if (intent.callBeganAt && ageMs(intent.callBeganAt, now) > ACCEPTED_TOO_LONG_MS)
        return { do: "give_up", code: "accepted_too_long" };
      return { do: "look" };
    case "asked":
    case "needs_person":
    case "done":
    case "failed":
    case "dropped":
      return { do: "stop" };
  }
}

function stepInDoubt(intent: IntentProgress, now: Date): IntentStep {
  const lookAt = lookNotBefore(intent);
  if (isBefore(now, lookAt)) return wait(lookAt);
  if (!hasFreshLook(intent, now)) return { do: "look" };
  if (isBefore(now, intent.notBefore)) return wait(intent.notBefore);
  return callAgain(intent, now);
}

function callAgain(intent: IntentProgress, now: Date): IntentStep {
  if (intent.attempts >= MAX_CALLS) return { do: "give_up", code: "too_many_calls" };
  const isKeyOld = intent.keyBeganAt !== null && ageMs(intent.keyBeganAt, now) >= KEY_LIFETIME_MS;
  // Without a doubt no key was ever used up: the old one is as good as a new one.
  return { do: "call", isNewKey: isKeyOld && intent.doubts > 0 };
}

/** The first instant at which looking for the last call's effect can prove anything. */
function lookNotBefore({ callBeganAt, attempts }: IntentProgress): Date | null {
  if (!callBeganAt) return null;
  return new Date(callBeganAt.getTime() + grownWaitMs(LOOK_AFTER_MS, attempts));
}

/** Whether a look that could prove something has found nothing, just now. A look from the future is none. */
function hasFreshLook({ lookedAt, callBeganAt }: IntentProgress, now: Date): boolean {
  if (!lookedAt || !callBeganAt) return false;
  const age = ageMs(lookedAt, now);
  return ageMs(callBeganAt, lookedAt) >= LOOK_AFTER_MS && age >= 0 && age <= LOOK_IS_FRESH_MS;
}

/** `firstMs`, doubled with every call, at most half an hour. */
export const grownWaitMs = (firstMs: number, attempts: number): number =>
  Math.max(firstMs, Math.min(firstMs * 2 ** (attempts - 1), MAX_WAIT_MS));

const ageMs = (since: Date, now: Date) => now.getTime() - since.getTime();
const isBefore = (now: Date, until: Date | null): until is Date => until !== null && now < until;
const wait = (until: Date): IntentStep => ({ do: "wait", until });
