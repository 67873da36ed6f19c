import { expect, test } from "vitest";
import { describeCall } from "#app/shopify/describe-call.ts";

test.each<[Record<string, unknown>, string]>([
  [{}, "listOrders"],
  [{ query: "a long text", input: { first: 9 } }, "listOrders"],
  [{ query: "x", last: 2, first: 50 }, "listOrders(first=50,last=2)"],
  [{ ids: ["a", "b"] }, "listOrders(ids=[2])"],
])("describeCall(listOrders, %j) is %s", (variables, expected) => {
  expect(describeCall("listOrders", variables)).toBe(expected);
});
