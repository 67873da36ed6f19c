import { expect, test } from "vitest";
import { nextSilence, type Heard, type Silence } from "#app/orders/reconcile/next-silence.ts";

const at = (minute: number) => new Date(Date.UTC(2026, 10, 21, 12, minute));
const topic = "orders/create";
const hear = (change: Partial<Heard>): Heard => ({
  topic,
  missedAt: [],
  lastDeliveryAt: null,
  now: at(30),
  ...change,
});
const twice: Silence = {
  topic,
  missed: 2,
  firstMissedAt: at(10),
  lastMissedAt: at(12),
  lastDeliveryAt: null,
  raisedAt: null,
};

test("nothing missed is no silence", () => {
  expect(nextSilence(null, hear({}))).toBeNull();
});

test("two losses are kept in mind and raise nothing", () => {
  expect(nextSilence(null, hear({ missedAt: [at(12), at(10)] }))).toEqual(twice);
});

test("the third without a word between raises the alarm, once", () => {
  const raised = nextSilence(twice, hear({ missedAt: [at(20)] }));
  expect(raised).toEqual({ ...twice, missed: 3, lastMissedAt: at(20), raisedAt: at(30) });
  expect(nextSilence(raised, hear({ missedAt: [at(31)], now: at(40) }))).toEqual({
    ...twice,
    missed: 4,
    lastMissedAt: at(31),
    raisedAt: at(30),
  });
});

test("a word after the last loss ends it", () => {
  const raised = { ...twice, missed: 5, raisedAt: at(15) };
  expect(nextSilence(raised, hear({ lastDeliveryAt: at(13) }))).toBeNull();
});

test("a word before the last loss does not", () => {
  const raised = { ...twice, missed: 5, raisedAt: at(15) };
  expect(nextSilence(raised, hear({ lastDeliveryAt: at(11) }))).toMatchObject({ missed: 5 });
});

test("losses before the last word are single losses and not counted", () => {
  const missedAt = [at(1), at(2), at(3), at(20)];
  expect(nextSilence(null, hear({ missedAt, lastDeliveryAt: at(19) }))).toMatchObject({
    missed: 1,
    firstMissedAt: at(20),
    raisedAt: null,
  });
});

test("a word at the very moment of the loss counts as heard", () => {
  expect(nextSilence(null, hear({ missedAt: [at(19)], lastDeliveryAt: at(19) }))).toBeNull();
});
