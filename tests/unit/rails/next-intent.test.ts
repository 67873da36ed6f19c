import { expect, test } from "vitest";
import { FRESH_PROGRESS, idempotencyKeyOf, type IntentProgress } from "#app/rails/intent.ts";
import { INTENT_STATES, type IntentState } from "#app/rails/intent-states.ts";
import { nextIntent, type IntentEvent } from "#app/rails/next-intent.ts";

const now = new Date("2026-11-21T12:00:00Z");
const before = new Date("2026-11-21T11:58:00Z");
const no = { code: "no", message: "No.", isProof: true };
const calling: IntentProgress = {
  ...FRESH_PROGRESS,
  state: "calling",
  attempts: 1,
  callBeganAt: before,
  keyBeganAt: before,
};
const doubtful: IntentProgress = { ...calling, doubts: 1 };
const after = (intent: IntentProgress, event: IntentEvent) => nextIntent(intent, event, now);

test.each<[string, IntentProgress, IntentEvent, Partial<IntentProgress>]>([
  [
    "counts a call that begins and remembers since when its key is used",
    FRESH_PROGRESS,
    { type: "call_began", isNewKey: false },
    { state: "calling", attempts: 1, callBeganAt: now, keyBeganAt: now, generation: 1 },
  ],
  [
    "forgets the last look when the next call begins",
    { ...doubtful, state: "unknown", lookedAt: before },
    { type: "call_began", isNewKey: false },
    { state: "calling", attempts: 2, lookedAt: null, keyBeganAt: before },
  ],
  [
    "takes the next generation with a new key",
    { ...doubtful, state: "unknown", lookedAt: before },
    { type: "call_began", isNewKey: true },
    { state: "calling", generation: 2, keyBeganAt: now, doubts: 1 },
  ],
  [
    "is done when told so",
    calling,
    { type: "done", outcome: { refundGid: "g" } },
    { state: "done", settledAt: now, outcome: { refundGid: "g" } },
  ],
  [
    "fails when refused",
    calling,
    { type: "refused", refusal: no },
    { state: "failed", settledAt: now, refusal: no },
  ],
  [
    "looks before it believes a refusal that follows a doubt",
    doubtful,
    { type: "refused", refusal: no },
    { state: "unknown", settledAt: null, refusal: no },
  ],
  [
    "believes that refusal once nothing is seen",
    { ...doubtful, state: "unknown", refusal: no },
    { type: "saw_nothing", lookBeganAt: now },
    { state: "failed", settledAt: now },
  ],
  [
    "does not take our own reasons for a refusal",
    { ...doubtful, state: "unknown", refusal: { ...no, isProof: false } },
    { type: "saw_nothing", lookBeganAt: now },
    { state: "unknown", lookedAt: now },
  ],
  [
    "plans again what was not carried out",
    calling,
    { type: "not_carried_out", refusal: no, notBefore: now },
    { state: "planned", doubts: 0, notBefore: now },
  ],
  [
    "stays in doubt when the second call was not carried out",
    doubtful,
    { type: "not_carried_out", refusal: no, notBefore: now },
    { state: "unknown", doubts: 1 },
  ],
  [
    "doubts a call without an answer",
    calling,
    { type: "lost", refusal: no },
    { state: "unknown", doubts: 1 },
  ],
  [
    "doubts the call of a process that died",
    calling,
    { type: "saw_nothing", lookBeganAt: now },
    { state: "unknown", doubts: 1, lookedAt: now },
  ],
  [
    "takes a new key when the old one is refused",
    doubtful,
    { type: "key_refused", refusal: no },
    {
      state: "planned",
      generation: 2,
      doubts: 0,
      keyBeganAt: null,
      callBeganAt: null,
      attempts: 1,
    },
  ],
  [
    "takes a new key when a person has it tried again",
    { ...doubtful, state: "failed", settledAt: before },
    { type: "tried_again" },
    { state: "planned", generation: 2, doubts: 0, attempts: 0, settledAt: null },
  ],
  [
    "fails what was accepted and then not done",
    { ...calling, state: "accepted", outcome: { jobGid: "j" } },
    { type: "saw_nothing", lookBeganAt: now },
    { state: "failed", settledAt: now },
  ],
  [
    "is done when the answer comes after a person was asked",
    { ...doubtful, state: "needs_person" },
    { type: "told_late", outcome: { refundGid: "g" } },
    { state: "done", settledAt: now, refusal: null },
  ],
])("%s", (_title, intent, event, expected) => {
  expect(after(intent, event)).toMatchObject(expected);
});

test.each<[IntentState, IntentEvent]>([
  ["done", { type: "done", outcome: {} }],
  ["done", { type: "tried_again" }],
  ["failed", { type: "call_began", isNewKey: true }],
  ["accepted", { type: "call_began", isNewKey: false }],
  ["calling", { type: "call_began", isNewKey: false }],
  ["unknown", { type: "withdrawn", refusal: no }],
  ["calling", { type: "withdrawn", refusal: no }],
])("%s knows no %o", (state, event) => {
  expect(after({ ...doubtful, state }, event)).toBeNull();
});

test("every state that is not settled has a way to an end", () => {
  const leadsToEnd = new Set<string>(["done", "failed", "dropped"]);
  for (let round = 0; round < 8; round += 1)
    for (const [state, moves] of Object.entries(INTENT_STATES))
      if (Object.values(moves).some((next) => leadsToEnd.has(next))) leadsToEnd.add(state);
  expect(Object.keys(INTENT_STATES).filter((state) => !leadsToEnd.has(state))).toEqual([]);
});

test("the key follows the generation", () => {
  expect(idempotencyKeyOf({ reference: "ac-00", generation: 3 })).toBe("ac-00-3");
});
