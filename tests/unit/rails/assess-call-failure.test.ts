import { expect, test } from "vitest";
import { Outage } from "#app/platform/outage.ts";
import { assessCallFailure } from "#app/rails/assess-call-failure.ts";
import {
  ShopifyRefused,
  ShopifyThrottled,
  ShopifyUnavailable,
  ShopifyUserErrors,
  ShopUnavailable,
  TokenRefused,
  type GraphqlProblem,
} from "#app/shopify/errors.ts";

const userErrors = (message: string, code: string | null = null) =>
  new ShopifyUserErrors("refundCreate", [{ field: null, message, code }]);
const refused = (...problems: Partial<GraphqlProblem>[]) =>
  new ShopifyRefused("x", {
    problems: problems.map((problem) => ({ message: "x", code: null, path: [], ...problem })),
  });
const unavailable = (isOutcomeUnknown: boolean) =>
  new ShopifyUnavailable("x", { status: 500, isOutcomeUnknown });

test.each<[string, unknown, string, string]>([
  ["a user error", userErrors("Not refundable."), "refused", "user_error"],
  ["a user error with a code", userErrors("x", "INVALID"), "refused", "INVALID"],
  ["a key that is busy", userErrors("x", "IDEMPOTENCY_CONCURRENT_REQUEST"), "lost", "key_busy"],
  [
    "a busy key in words",
    userErrors("There is a concurrent request with this key."),
    "lost",
    "key_busy",
  ],
  [
    "a key used otherwise",
    userErrors("x", "IDEMPOTENCY_KEY_PARAMETER_MISMATCH"),
    "lost",
    "key_used_otherwise",
  ],
  [
    "a spent key",
    userErrors("x", "IDEMPOTENCY_PREVIOUS_ATTEMPT_FAILED"),
    "key_refused",
    "key_spent",
  ],
  [
    "a spent key in words",
    userErrors("The previous attempt with this key failed."),
    "key_refused",
    "key_spent",
  ],
  ["throttling", new ShopifyThrottled("x", { retryAfterMs: 900 }), "not_carried_out", "throttled"],
  ["a refused token", new TokenRefused("x"), "not_carried_out", "token_refused"],
  [
    "a frozen shop",
    new ShopUnavailable("x", { code: "frozen", retry: "later" }),
    "not_carried_out",
    "shop_frozen",
  ],
  [
    "a shop that is gone",
    new ShopUnavailable("x", { code: "gone", retry: "never" }),
    "refused",
    "shop_gone",
  ],
  [
    "an answer that says not carried out",
    unavailable(false),
    "not_carried_out",
    "shopify_unavailable",
  ],
  ["no answer", unavailable(true), "lost", "no_answer"],
  [
    "a missing scope",
    refused({ code: "ACCESS_DENIED", path: ["refundCreate"] }),
    "refused",
    "ACCESS_DENIED",
  ],
  [
    "an unknown field",
    refused({ code: "undefinedField", path: ["mutation x", "refundCreate", "y"] }),
    "refused",
    "undefinedField",
  ],
  [
    "a field denied inside the answer, after the effect",
    refused({ code: "ACCESS_DENIED", path: ["refundCreate", "refund", "id"] }),
    "lost",
    "no_answer",
  ],
  ["an error without a problem", refused(), "lost", "no_answer"],
  ["another outage", new Outage("x", { retry: "later" }), "lost", "no_answer"],
  ["a bug of ours", new TypeError("x"), "lost", "unexpected_error"],
  ["something thrown that is no error", "x", "lost", "unexpected_error"],
])("%s means %3$s", (_what, error, type, code) => {
  expect(assessCallFailure(error)).toMatchObject({ type, refusal: { code } });
});

test("passes on how long Shopify asked to wait", () => {
  expect(assessCallFailure(new ShopifyThrottled("x", { retryAfterMs: 900 }))).toMatchObject({
    retryAfterMs: 900,
  });
});

test("a key used otherwise is a proof for the look that follows, a busy one is none", () => {
  expect(assessCallFailure(userErrors("x", "IDEMPOTENCY_KEY_PARAMETER_MISMATCH"))).toMatchObject({
    refusal: { isProof: true },
  });
  expect(assessCallFailure(userErrors("x", "IDEMPOTENCY_CONCURRENT_REQUEST"))).toMatchObject({
    refusal: { isProof: false },
  });
});

test("keeps sentences short", () => {
  const { refusal } = assessCallFailure(new Error("x".repeat(10_000)));
  expect(refusal.message).toHaveLength(500);
});
