import { expect, test } from "vitest";
import {
  assessDifference,
  joinValues,
  type Fact,
  type Mark,
} from "#app/orders/reconcile/assess-difference.ts";

const at = (second: number) => new Date(Date.UTC(2026, 10, 21, 12, 0, second));
const fact = (value: string, second: number | null = null): Fact => ({
  value,
  updatedAt: second === null ? null : at(second),
});
const mark = (facts: Record<string, Fact>, about: Mark["about"] = "order"): Mark => ({
  orderGid: "o1",
  about,
  facts: new Map(Object.entries(facts)),
});
const known = (facts: Record<string, Fact>) => new Map(Object.entries(facts));

test.each([
  ["the same words", { o1: fact("paid", 10) }, { o1: fact("paid", 10) }],
  ["a later word of ours", { o1: fact("paid", 10) }, { o1: fact("refunded", 11) }],
  ["more than was told", { o1: fact("paid", 10) }, { o1: fact("paid", 10), t1: fact("success") }],
  ["nothing told", {}, { o1: fact("paid", 10) }],
])("finds nothing wrong with %s", (_what, told, facts) => {
  expect(assessDifference(mark(told), known(facts))).toBeNull();
});

test.each([
  ["an earlier word of ours", { o1: fact("paid", 11) }, { o1: fact("paid", 10) }],
  ["other words of the same second", { o1: fact("paid", 10) }, { o1: fact("pending", 10) }],
  [
    "a transaction that did not reach us, though the order did",
    { o1: fact("paid", 10), t1: fact("success") },
    { o1: fact("paid", 10) },
  ],
  ["a status without a time", { r1: fact("closed|1") }, { r1: fact("open|1") }],
])("finds %s", (_what, told, facts) => {
  expect(assessDifference(mark(told), known(facts))).toBe("order");
});

test("says what the mark was about, and that an order is missing", () => {
  expect(assessDifference(mark({ r1: fact("open") }, "return"), known({}))).toBe("return");
  expect(assessDifference(mark({ o1: fact("paid", 10) }, "fulfillment_order"), undefined)).toBe(
    "missing",
  );
});

test("null and nothing are one word", () => {
  expect(joinValues([null, "", false, 0, "a"])).toBe("||false|0|a");
});
