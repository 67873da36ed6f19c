/** The arithmetic against a leaky bucket of its own, in virtual time: many callers, slow answers, and calls that go wrong. */
import fc from "fast-check";
import { expect, test } from "vitest";
import {
  levelAt,
  settleCall,
  waitSeconds,
  type Bucket,
  type SettledBucket,
} from "#app/shopify/points.ts";

const MAXIMUM = 2_000;
const RATE = 100;
const PRICE = 40;
const ACTUAL = 25;
// PROVE=1: five minutes of a busy shop, and many of them.
const SECONDS = process.env["PROVE"] ? 300 : 60;
const STEP = 0.02;

type Call = {
  readonly ticket: number;
  state: "waiting" | "on_the_way" | "answered";
  /** when it reaches Shopify, and when its answer is settled */
  arrivesAt: number;
  settlesAt: number;
  sentAt: number | null;
  spentBefore: number;
  fate: Fate;
  answer: number | null;
};
type Fate = "fine" | "cut_before" | "cut_after" | "says_throttled";

/** `lanes` callers that never rest; returns what Shopify spent of what it had to give, and how often it refused. */
function simulate(random: () => number, lanes: number, faultRatio: number) {
  let truth = MAXIMUM;
  let spent = 0;
  let refused = 0;
  let tickets = 0;
  let stored: SettledBucket & { asOf: number } = {
    level: MAXIMUM,
    maximum: MAXIMUM,
    rate: RATE,
    spent: 0,
    asOf: 0,
  };
  const calls: (Call | null)[] = Array.from({ length: lanes }, () => null);
  const open = () => calls.filter((call) => call !== null);
  const bucketAt = (at: number): Bucket => {
    const outstanding = open().length * PRICE;
    const waiting = open().filter(({ state }) => state === "waiting").length * PRICE;
    const { maximum, rate } = stored;
    const facts = { at, maximum, rate, spent: stored.spent, outstanding, waiting };
    return { ...facts, level: levelAt({ available: stored.level, asOf: stored.asOf }, facts) };
  };
  const store = (next: Partial<SettledBucket>, at: number) =>
    (stored = { ...stored, ...next, asOf: at });
  const fateOf = (): Fate => {
    if (random() >= faultRatio) return "fine";
    return (["cut_before", "cut_after", "says_throttled"] as const)[Math.floor(random() * 3)]!;
  };

  for (let at = 0; at < SECONDS; at += STEP) {
    truth = Math.min(MAXIMUM, truth + RATE * STEP);
    calls.forEach((call, lane) => {
      if (!call) {
        const bucket = bucketAt(at);
        store({ level: bucket.level - PRICE }, at);
        const made: Call = {
          ticket: (tickets += 1),
          state: "waiting",
          arrivesAt: 0,
          settlesAt: 0,
          sentAt: null,
          spentBefore: 0,
          fate: fateOf(),
          answer: null,
        };
        calls[lane] = made;
        return;
      }
      if (call.state === "waiting") {
        const bucket = bucketAt(at);
        const behind = open().filter(({ ticket }) => ticket > call.ticket).length * PRICE;
        if (waitSeconds(bucket.level + behind, { rate: RATE, pause: 0 }) > 0) return;
        call.state = "on_the_way";
        call.sentAt = at;
        call.spentBefore = bucket.spent;
        call.arrivesAt = at + 0.01 + random() * 0.2;
        call.settlesAt = call.arrivesAt + 0.01 + random() * 0.5;
        return;
      }
      if (call.state === "on_the_way" && at >= call.arrivesAt) {
        call.state = "answered";
        if (call.fate === "cut_before" || call.fate === "says_throttled") return;
        if (truth < PRICE) refused += 1;
        else {
          truth -= ACTUAL;
          spent += ACTUAL;
        }
        call.answer = Math.floor(truth);
      }
      if (call.state === "answered" && at >= call.settlesAt) {
        const heard =
          call.fate === "fine" ? call.answer : call.fate === "says_throttled" ? 0 : null;
        const reported =
          heard === null
            ? null
            : {
                requestedCost: PRICE,
                actualCost: call.fate === "fine" ? ACTUAL : null,
                maximumAvailable: MAXIMUM,
                currentlyAvailable: heard,
                restoreRate: RATE,
              };
        const usedPoints =
          call.fate === "fine" ? ACTUAL : call.fate === "says_throttled" ? 0 : null;
        const { sentAt, spentBefore } = call;
        const settled = { points: PRICE, usedPoints, sentAt, spentBefore };
        const next = settleCall(bucketAt(at), settled, reported);
        calls[lane] = null;
        store(next, at);
      }
    });
  }
  return { refused, usedRatio: spent / (MAXIMUM + RATE * SECONDS) };
}

test.each([
  ["nothing goes wrong", 0],
  ["three calls in ten go wrong", 0.3],
])(
  "when %s no call is refused and nearly every point is used",
  (_what, faultRatio) => {
    fc.assert(
      fc.property(fc.integer(), fc.integer({ min: 8, max: 16 }), (seed, lanes) => {
        let state = seed >>> 0 || 1;
        // Mulberry32: the same seed, the same world.
        const random = () => {
          state = (state + 0x6d2b79f5) | 0;
          let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
          mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
          return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
        };
        const { refused, usedRatio } = simulate(random, lanes, faultRatio);
        expect(refused).toBe(0);
        expect(usedRatio).toBeGreaterThan(0.95);
      }),
      { numRuns: process.env["PROVE"] ? 50 : 2, seed: 20_261_122 },
    );
  },
  600_000,
);
