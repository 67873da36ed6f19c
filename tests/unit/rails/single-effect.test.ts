/**
 * A small world around the pure core: a shop that takes up to 45 s to act, processes that die between any two lines,
 * answers that get lost, clocks that jump by days. Whatever happens, the effect is there at most once.
 */
import fc from "fast-check";
import { expect, test } from "vitest";
import { FRESH_PROGRESS, type IntentProgress } from "#app/rails/intent.ts";
import { KEY_LIFETIME_MS, LOOK_AFTER_MS, nextIntentStep } from "#app/rails/next-intent-step.ts";
import { nextIntent, type IntentEvent } from "#app/rails/next-intent.ts";

const SLOWEST_EFFECT_MS = 45_000;
const START = Date.parse("2026-11-21T12:00:00Z");

/** What becomes of a call, and of the process that makes it. */
const FATES = [
  "answered",
  "died_before_call",
  "died_during_call",
  "died_before_recording",
  "cut_after_effect",
  "cut_before_effect",
  "not_carried_out",
  "refused",
  "key_refused",
  "held_back",
] as const;

const beat = fc.record({
  fate: fc.constantFrom(...FATES),
  effectAfterMs: fc.integer({ min: 0, max: SLOWEST_EFFECT_MS }),
  passMs: fc.oneof(
    fc.integer({ min: 0, max: 5_000 }),
    fc.integer({ min: 0, max: 200_000 }),
    fc.integer({ min: 0, max: 2 * KEY_LIFETIME_MS }),
  ),
  dies: fc.boolean(),
});
type Beat = typeof beat extends fc.Arbitrary<infer Value> ? Value : never;

type Call = { atMs: number; generation: number; effectAtMs: number | null; isDoubtful: boolean };
type World = {
  isKeyed: boolean;
  nowMs: number;
  intent: IntentProgress;
  calls: Call[];
  looks: number[];
  effects: { atMs: number; generation: number }[];
};

const refusal = { code: "x", message: "x", isProof: true };

function tell(world: World, event: IntentEvent) {
  world.intent = nextIntent(world.intent, event, new Date(world.nowMs)) ?? world.intent;
}

/** The shop's side: effects of calls under way come to pass. A known key makes none. */
function settleEffects(world: World) {
  for (const call of world.calls) {
    if (call.effectAtMs === null || call.effectAtMs > world.nowMs) continue;
    const { effectAtMs: atMs, generation } = call;
    call.effectAtMs = null;
    const isReplay =
      world.isKeyed &&
      world.effects.some(
        (known) => known.generation === generation && atMs - known.atMs < KEY_LIFETIME_MS,
      );
    if (!isReplay) world.effects.push({ atMs, generation });
  }
}

function live(world: World, { fate, effectAfterMs, passMs, dies }: Beat) {
  settleEffects(world);
  const now = new Date(world.nowMs);
  const step = nextIntentStep(world.intent, now);
  if (step.do === "call" && fate === "held_back") {
    tell(world, { type: "held_back", refusal, notBefore: new Date(world.nowMs + 1_000) });
  } else if (step.do === "call") {
    tell(world, { type: "call_began", isNewKey: step.isNewKey });
    makeCall(world, fate, effectAfterMs);
  }
  if (step.do === "look" && !dies) look(world, now);
  if (step.do === "give_up") tell(world, { type: "gave_up", refusal });
  world.nowMs += passMs;
}

function makeCall(world: World, fate: Beat["fate"], effectAfterMs: number) {
  const hasEffect = [
    "answered",
    "died_during_call",
    "died_before_recording",
    "cut_after_effect",
  ].includes(fate);
  const atMs = world.nowMs;
  world.calls.push({
    atMs,
    generation: world.intent.generation,
    effectAtMs: hasEffect ? atMs + effectAfterMs : null,
    isDoubtful: !["not_carried_out", "refused", "key_refused"].includes(fate),
  });
  if (fate.startsWith("died")) return;
  world.nowMs += effectAfterMs;
  settleEffects(world);
  if (fate === "answered") tell(world, { type: "done", outcome: {} });
  if (fate === "cut_after_effect" || fate === "cut_before_effect")
    tell(world, { type: "lost", refusal });
  if (fate === "not_carried_out")
    tell(world, { type: "not_carried_out", refusal, notBefore: new Date(world.nowMs + 500) });
  // Shopify says this of a key only when nothing came of it.
  if (fate === "key_refused" && world.effects.length === 0 && pending(world) === 0)
    tell(world, { type: "key_refused", refusal });
  if (fate === "refused") tell(world, { type: "refused", refusal });
}

const pending = ({ calls }: World) => calls.filter(({ effectAtMs }) => effectAtMs !== null).length;

function look(world: World, began: Date) {
  world.looks.push(world.nowMs);
  if (world.effects.length > 0) tell(world, { type: "saw_effect", outcome: {} });
  else tell(world, { type: "saw_nothing", lookBeganAt: began });
}

function newWorld(isKeyed: boolean): World {
  return { isKeyed, nowMs: START, intent: FRESH_PROGRESS, calls: [], looks: [], effects: [] };
}

test.each([
  ["a mutation with a key", true],
  ["a mutation without one", false],
])("%s has its effect at most once, whatever dies, is lost or comes late", (_title, isKeyed) => {
  fc.assert(
    fc.property(fc.array(beat, { minLength: 1, maxLength: 60 }), (beats) => {
      const world = newWorld(isKeyed);
      for (const one of beats) live(world, one);
      world.nowMs += SLOWEST_EFFECT_MS;
      settleEffects(world);
      expect(world.effects.length).toBeLessThanOrEqual(1);
      if (world.intent.state === "done") expect(world.effects.length).toBe(1);
      if (world.intent.state === "failed") expect(world.effects.length).toBe(0);
    }),
    { numRuns: 5_000, seed: 20_261_121 },
  );
});

test("between a call in doubt and the next one there is a look, 60 s or more after the call began", () => {
  fc.assert(
    fc.property(fc.array(beat, { minLength: 2, maxLength: 60 }), (beats) => {
      const world = newWorld(true);
      for (const one of beats) live(world, one);
      for (const [at, call] of world.calls.entries()) {
        const next = world.calls[at + 1];
        if (!call.isDoubtful || !next) continue;
        const between = world.looks.filter(
          (lookMs) => lookMs >= call.atMs + LOOK_AFTER_MS && lookMs <= next.atMs,
        );
        expect(between.length).toBeGreaterThan(0);
      }
    }),
    { numRuns: 5_000, seed: 7 },
  );
});

test("a new key is never used while the old one is in doubt and younger than 24 hours", () => {
  fc.assert(
    fc.property(fc.array(beat, { minLength: 2, maxLength: 60 }), (beats) => {
      // Without answers that prove a failure, only age may bring a new key.
      const doubtful = beats.filter(({ fate }) => fate !== "refused" && fate !== "key_refused");
      const world = newWorld(true);
      for (const one of doubtful) live(world, one);
      const firstOf = new Map<number, number>();
      for (const { generation, atMs } of world.calls)
        if (!firstOf.has(generation)) firstOf.set(generation, atMs);
      for (const { generation, atMs } of world.calls) {
        const older = firstOf.get(generation - 1);
        if (older !== undefined) expect(atMs - older).toBeGreaterThanOrEqual(KEY_LIFETIME_MS);
      }
    }),
    { numRuns: 5_000, seed: 11 },
  );
});

test("every intent ends when the shop answers again", () => {
  fc.assert(
    fc.property(fc.array(beat, { maxLength: 30 }), (beats) => {
      const world = newWorld(false);
      for (const one of beats) live(world, one);
      const calm: Beat = { fate: "answered", effectAfterMs: 10, passMs: 60_000, dies: false };
      for (let at = 0; at < 120; at += 1) live(world, calm);
      expect(["done", "failed", "needs_person"]).toContain(world.intent.state);
    }),
    { numRuns: 2_000, seed: 13 },
  );
});
