/**
 * What an error thrown by a call proves about its effect: that there is none, that it may be made again as it was, or
 * nothing at all. Pure. In doubt it is "lost": then a look decides, never a guess.
 */
import { Outage } from "#app/platform/outage.ts";
import {
  ShopifyRefused,
  ShopifyThrottled,
  ShopifyUnavailable,
  ShopifyUserErrors,
  ShopUnavailable,
  TokenRefused,
} from "#app/shopify/errors.ts";
import type { IntentRefusal } from "./intent.ts";

export type CallFailure =
  | { readonly type: "refused" | "key_refused" | "lost"; readonly refusal: IntentRefusal }
  | {
      readonly type: "not_carried_out";
      readonly refusal: IntentRefusal;
      /** null: nobody said when. */
      readonly retryAfterMs: number | null;
    };

// `refundCreate` has no code field: there the words say it, elsewhere the code.
// Source: https://shopify.dev/docs/api/usage/idempotent-requests; the wording of the messages is a guess.
const KEY_BUSY = /IDEMPOTENCY_CONCURRENT_REQUEST|concurrent request/i;
const KEY_OF_OTHERS = /IDEMPOTENCY_KEY_PARAMETER_MISMATCH|different (?:operation )?param/i;
const KEY_SPENT = /IDEMPOTENCY_PREVIOUS_ATTEMPT_FAILED|previous attempt .*failed/i;

export function assessCallFailure(error: unknown): CallFailure {
  if (error instanceof ShopifyUserErrors) return assessUserErrors(error);
  if (error instanceof ShopifyThrottled) return notCarriedOut("throttled", error);
  if (error instanceof TokenRefused) return notCarriedOut(error.code, error);
  if (error instanceof ShopUnavailable)
    return error.retry === "later"
      ? notCarriedOut(`shop_${error.code}`, error)
      : { type: "refused", refusal: refusalOf(`shop_${error.code}`, error, true) };
  if (error instanceof ShopifyUnavailable && !error.isOutcomeUnknown)
    return notCarriedOut("shopify_unavailable", error);
  if (error instanceof ShopifyRefused && isRefusedBeforeRunning(error))
    return { type: "refused", refusal: refusalOf(error.code ?? "shopify_refused", error, true) };
  const code = error instanceof Outage ? "no_answer" : "unexpected_error";
  return { type: "lost", refusal: refusalOf(code, error, false) };
}

function assessUserErrors(error: ShopifyUserErrors): CallFailure {
  const [first] = error.userErrors;
  const said = error.userErrors.map(({ code, message }) => `${code ?? ""} ${message}`).join("\n");
  // Another call under this key runs, or ran with other words: what it did, only a look can tell.
  if (KEY_BUSY.test(said)) return { type: "lost", refusal: refusalOf("key_busy", error, false) };
  if (KEY_OF_OTHERS.test(said))
    return { type: "lost", refusal: refusalOf("key_used_otherwise", error, true) };
  if (KEY_SPENT.test(said))
    return { type: "key_refused", refusal: refusalOf("key_spent", error, true) };
  return { type: "refused", refusal: refusalOf(first?.code ?? "user_error", error, true) };
}

const REFUSED_UNREAD = new Set([
  "undefinedField",
  "argumentNotAccepted",
  "missingRequiredArguments",
  "INVALID_VARIABLE",
  "INVALID_FIELD_ARGUMENTS",
  "BAD_REQUEST",
  "MAX_COST_EXCEEDED",
]);

/** An error about the mutation itself; one about a field inside its answer comes after the effect. */
const isRefusedBeforeRunning = ({ problems }: ShopifyRefused) =>
  problems.length > 0 &&
  problems.every(
    ({ code, path }) => path.length <= 1 || (code !== null && REFUSED_UNREAD.has(code)),
  );

const notCarriedOut = (code: string, error: Outage): CallFailure => ({
  type: "not_carried_out",
  refusal: refusalOf(code, error, false),
  retryAfterMs: error.retryAfterMs,
});

// Long enough for any sentence of Shopify's; a body that was no sentence is cut.
const MAX_MESSAGE = 500;

const refusalOf = (code: string, error: unknown, isProof: boolean): IntentRefusal => ({
  code,
  message: (error instanceof Error ? error.message : String(error)).slice(0, MAX_MESSAGE),
  isProof,
});
