import { expect, test } from "vitest";
import { FRESH_PROGRESS, type IntentProgress } from "#app/rails/intent.ts";
import { KEY_LIFETIME_MS, MAX_CALLS, nextIntentStep } from "#app/rails/next-intent-step.ts";

const now = new Date("2026-11-21T12:00:00Z");
const ago = (ms: number) => new Date(now.getTime() - ms);
const step = (progress: Partial<IntentProgress>) =>
  nextIntentStep({ ...FRESH_PROGRESS, ...progress }, now);

const called: Partial<IntentProgress> = {
  attempts: 1,
  doubts: 1,
  callBeganAt: ago(200_000),
  keyBeganAt: ago(200_000),
};
const looked = { ...called, state: "unknown", lookedAt: now } as const;

test.each<[string, Partial<IntentProgress>, object]>([
  ["calls what is planned", {}, { do: "call", isNewKey: false }],
  ["calls at the very instant it waited for", { notBefore: now }, { do: "call", isNewKey: false }],
  [
    "waits one millisecond longer when told to",
    { notBefore: ago(-1) },
    { do: "wait", until: ago(-1) },
  ],
  [
    "keeps an old key that never was in doubt",
    { attempts: 2, keyBeganAt: ago(2 * KEY_LIFETIME_MS) },
    { do: "call", isNewKey: false },
  ],
  [
    "gives up after too many calls",
    { attempts: MAX_CALLS },
    { do: "give_up", code: "too_many_calls" },
  ],
  [
    "waits for whoever is calling",
    { ...called, state: "calling", callBeganAt: ago(59_999) },
    { do: "wait", until: ago(-1) },
  ],
  [
    "looks for the effect of a call that nobody ended, 60 s after it began",
    { ...called, state: "calling", callBeganAt: ago(60_000) },
    { do: "look" },
  ],
  ["looks when an outcome is unknown", { ...called, state: "unknown" }, { do: "look" }],
  [
    "waits longer before it looks after the third call",
    { ...called, state: "unknown", attempts: 3 },
    { do: "wait", until: ago(200_000 - 240_000) },
  ],
  ["calls again after a fresh look", looked, { do: "call", isNewKey: false }],
  [
    "calls again while the look is just fresh",
    { ...looked, lookedAt: ago(60_000) },
    { do: "call", isNewKey: false },
  ],
  ["looks again when the look is stale", { ...looked, lookedAt: ago(60_001) }, { do: "look" }],
  [
    "does not trust a look that began too early",
    { ...looked, callBeganAt: ago(60_000), lookedAt: ago(1) },
    { do: "look" },
  ],
  ["does not trust a look from the future", { ...looked, lookedAt: ago(-1) }, { do: "look" }],
  [
    "keeps the key until it is 24 h old",
    { ...looked, keyBeganAt: ago(KEY_LIFETIME_MS - 1) },
    { do: "call", isNewKey: false },
  ],
  [
    "takes a new key after 24 h and a look",
    { ...looked, keyBeganAt: ago(KEY_LIFETIME_MS) },
    { do: "call", isNewKey: true },
  ],
  [
    "takes no new key after 24 h without a look",
    { ...looked, lookedAt: null, keyBeganAt: ago(KEY_LIFETIME_MS) },
    { do: "look" },
  ],
  [
    "waits for the rails after a look",
    { ...looked, notBefore: ago(-5) },
    { do: "wait", until: ago(-5) },
  ],
  [
    "looks at what Shopify works on",
    { ...called, state: "accepted", callBeganAt: ago(2_000) },
    { do: "look" },
  ],
  [
    "asks a person when Shopify works on it for over an hour",
    { ...called, state: "accepted", callBeganAt: ago(3_600_001) },
    { do: "give_up", code: "accepted_too_long" },
  ],
  ["stops when a person has to decide", { ...called, state: "needs_person" }, { do: "stop" }],
  ["stops when it is done", { ...called, state: "done" }, { do: "stop" }],
  ["stops when it has failed", { ...called, state: "failed" }, { do: "stop" }],
  ["stops when it was dropped", { state: "dropped" }, { do: "stop" }],
])("%s", (_title, progress, expected) => {
  expect(step(progress)).toEqual(expected);
});
