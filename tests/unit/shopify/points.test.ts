import { expect, test } from "vitest";
import { levelAt, settleCall, waitSeconds, type Bucket } from "#app/shopify/points.ts";

const bucket = (overrides: Partial<Bucket> = {}): Bucket => ({
  at: 100,
  level: 500,
  maximum: 2_000,
  rate: 100,
  spent: 0,
  outstanding: 0,
  waiting: 0,
  ...overrides,
});
const reported = (currentlyAvailable: number) => ({
  requestedCost: 100,
  actualCost: 60,
  maximumAvailable: 2_000,
  currentlyAvailable,
  restoreRate: 100,
});

test("points come back with time", () => {
  expect(levelAt({ available: -50, asOf: 99 }, bucket())).toBe(50);
});

test("a bucket that is full restores nothing for what is on its way to it", () => {
  expect(levelAt({ available: 1_900, asOf: 0 }, bucket({ outstanding: 100 }))).toBe(1_900);
});

test.each([
  [1, 0],
  [0, 0.002],
  [-100, 1.002],
])("with %d points left a call waits %d s", (left, seconds) => {
  expect(waitSeconds(left, { rate: 100, pause: 0 })).toBeCloseTo(seconds, 9);
});

test("silence that the edge asked for is kept whatever is left", () => {
  expect(waitSeconds(1_000, { rate: 100, pause: 2 })).toBe(2);
});

test("a call gives back what it did not use", () => {
  const call = { points: 100, usedPoints: 60, sentAt: 99.9, spentBefore: 0 };
  expect(settleCall(bucket({ outstanding: 100 }), call, null)).toMatchObject({
    level: 540,
    spent: 60,
  });
});

test("the next answer gives back what a cut connection was charged for nothing", () => {
  const cut = { points: 100, usedPoints: null, sentAt: 99, spentBefore: 0 };
  const after = settleCall(bucket({ outstanding: 100 }), cut, null);
  expect(after.level).toBe(500);
  const next = { points: 100, usedPoints: 60, sentAt: 99.9, spentBefore: after.spent };
  const settled = settleCall(
    bucket({ level: 400, spent: after.spent, outstanding: 100 }),
    next,
    reported(640),
  );
  expect(settled.level).toBe(640);
});

test("an answer that waited to be heard does not raise the level by what was spent meanwhile", () => {
  const call = { points: 100, usedPoints: 60, sentAt: 99.9, spentBefore: 0 };
  // Sixty more were spent since it was sent, and a hundred are out.
  const settled = settleCall(
    bucket({ level: 300, spent: 60, outstanding: 200 }),
    call,
    reported(560),
  );
  expect(settled.level).toBe(400);
});

test("what others spend is seen", () => {
  const call = { points: 100, usedPoints: 60, sentAt: 99.9, spentBefore: 0 };
  const settled = settleCall(bucket({ outstanding: 100 }), call, reported(200));
  // 200 whole points, up to one more, and what was restored since the call was sent.
  expect(settled.level).toBeCloseTo(211, 6);
});
