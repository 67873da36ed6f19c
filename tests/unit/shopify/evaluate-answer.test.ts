import { expect, test } from "vitest";
import {
  evaluateAnswer,
  readReportedCost,
  type GraphqlAnswer,
  type Verdict,
} from "#app/shopify/evaluate-answer.ts";

const now = new Date("2026-11-21T10:00:00Z");

const answer = (changes: Partial<GraphqlAnswer> = {}): GraphqlAnswer => ({
  status: 200,
  headers: new Headers(),
  data: { shop: { id: "gid://shopify/Shop/1" } },
  errors: undefined,
  extensions: undefined,
  ...changes,
});
const evaluate = (changes: Partial<GraphqlAnswer>, withheld: "refuse" | "as_null" = "refuse") =>
  evaluateAnswer(answer(changes), { withheld, now });
const problem = (code: string) => ({
  message: "No.",
  extensions: { code },
  path: ["shop", "name"],
});

test("data without errors is data", () => {
  expect(evaluate({})).toEqual({ kind: "data", data: { shop: { id: "gid://shopify/Shop/1" } } });
});

test.each<[string, Partial<GraphqlAnswer>, Partial<Verdict>]>([
  [
    "THROTTLED",
    { data: null, errors: [problem("THROTTLED")] },
    { kind: "throttled", retryAfterMs: null },
  ],
  [
    "429",
    { status: 429, headers: new Headers({ "retry-after": "2.5" }) },
    { kind: "throttled", retryAfterMs: 2_500 },
  ],
  ["429 without a header", { status: 429 }, { kind: "throttled", retryAfterMs: 1_000 }],
  ["401", { status: 401 }, { kind: "unauthorized" }],
  ["402", { status: 402 }, { kind: "shop", code: "frozen" }],
  ["403", { status: 403 }, { kind: "shop", code: "forbidden" }],
  ["404", { status: 404 }, { kind: "shop", code: "gone" }],
  ["423", { status: 423 }, { kind: "unavailable", isOutcomeUnknown: false, retryAfterMs: 60_000 }],
  ["430", { status: 430 }, { kind: "unavailable", isOutcomeUnknown: false, retryAfterMs: 300_000 }],
  ["502", { status: 502 }, { kind: "unavailable", isOutcomeUnknown: true, retryAfterMs: null }],
  [
    "503 with a header",
    { status: 503, headers: new Headers({ "retry-after": "7" }) },
    { kind: "unavailable", isOutcomeUnknown: true, retryAfterMs: 7_000 },
  ],
  [
    "an internal error",
    { data: null, errors: [problem("INTERNAL_SERVER_ERROR")] },
    { kind: "unavailable", isOutcomeUnknown: true, retryAfterMs: null },
  ],
  [
    "an answer without data",
    { data: undefined },
    { kind: "unavailable", isOutcomeUnknown: true, retryAfterMs: null },
  ],
])("reads %s", (_what, changes, expected) => {
  expect(evaluate(changes)).toEqual(expected);
});

test.each([
  "MAX_COST_EXCEEDED",
  "RESOURCE_NOT_FOUND",
  "INVALID_VARIABLE",
  "argumentNotAccepted",
  "BAD_REQUEST",
  "ACCESS_DENIED",
])("refuses for good on %s", (code) => {
  expect(evaluate({ data: null, errors: [problem(code)] })).toEqual({
    kind: "refused",
    problems: [{ message: "No.", code, path: ["shop", "name"] }],
  });
});

test("reads errors that are no list", () => {
  expect(evaluate({ data: undefined, errors: "Not Found" })).toEqual({
    kind: "refused",
    problems: [{ message: "Not Found", code: null, path: [] }],
  });
});

test("a search warning is an error: the filter matched everything", () => {
  const extensions = {
    search: [
      {
        path: ["orders"],
        query: "statuss:open",
        warnings: [{ field: "statuss", message: "Invalid search field for this query." }],
      },
    ],
  };
  expect(evaluate({ extensions })).toMatchObject({
    kind: "refused",
    problems: [{ code: "SEARCH_WARNING", path: ["orders"] }],
  });
  expect(evaluate({ extensions: { search: [{ path: ["orders"], query: "x" }] } }).kind).toBe(
    "data",
  );
});

test("denied fields are null only for callers who said so, and only when nothing else is wrong", () => {
  const denied = { data: { order: { customer: null } }, errors: [problem("ACCESS_DENIED")] };
  expect(evaluate(denied).kind).toBe("refused");
  expect(evaluate(denied, "as_null")).toEqual({ kind: "data", data: denied.data });
  expect(
    evaluate({ ...denied, errors: [problem("ACCESS_DENIED"), problem("BAD_REQUEST")] }, "as_null")
      .kind,
  ).toBe("refused");
  expect(evaluate({ data: null, errors: [problem("ACCESS_DENIED")] }, "as_null").kind).toBe(
    "refused",
  );
});

test.each<[string, unknown, unknown]>([
  [
    "a whole block",
    cost({}),
    {
      requestedCost: 13,
      actualCost: 11,
      maximumAvailable: 2000,
      currentlyAvailable: 1989,
      restoreRate: 100,
    },
  ],
  [
    "a throttled one",
    cost({ actualQueryCost: null }),
    {
      requestedCost: 13,
      actualCost: null,
      maximumAvailable: 2000,
      currentlyAvailable: 1989,
      restoreRate: 100,
    },
  ],
  ["none", {}, null],
  ["a rate of zero", cost({}, { restoreRate: 0 }), null],
  ["words", cost({ requestedQueryCost: "13" }), null],
])("readReportedCost of %s", (_what, extensions, expected) => {
  expect(readReportedCost(extensions)).toEqual(expected);
});

function cost(changes: object, throttle: object = {}) {
  return {
    cost: {
      requestedQueryCost: 13,
      actualQueryCost: 11,
      throttleStatus: {
        maximumAvailable: 2000,
        currentlyAvailable: 1989,
        restoreRate: 100,
        ...throttle,
      },
      ...changes,
    },
  };
}
