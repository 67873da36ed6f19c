/**
 * What an answer of the Admin API means: data, or one of the ways it can fail. Pure; the client acts on the verdict.
 * The four shapes of failure: userErrors (require-no-user-errors.ts), `errors`, HTTP statuses, search warnings.
 */
import type { GraphqlProblem } from "./errors.ts";
import { readRetryAfter } from "./read-retry-after.ts";

export type GraphqlAnswer = {
  readonly status: number;
  readonly headers: Pick<Headers, "get">;
  readonly data: unknown;
  readonly errors: unknown;
  readonly extensions: unknown;
};

/** Points as Shopify reported them with an answer. */
export type ReportedCost = {
  readonly requestedCost: number;
  /** null when the call was throttled and not carried out. */
  readonly actualCost: number | null;
  readonly maximumAvailable: number;
  readonly currentlyAvailable: number;
  readonly restoreRate: number;
};

export type Verdict =
  | { readonly kind: "data"; readonly data: unknown }
  /** Not carried out. `retryAfterMs` null: the points say when. */
  | { readonly kind: "throttled"; readonly retryAfterMs: number | null }
  | { readonly kind: "unauthorized" }
  | { readonly kind: "shop"; readonly code: "frozen" | "gone" | "forbidden" }
  /** `isOutcomeUnknown`: it may have been carried out. */
  | {
      readonly kind: "unavailable";
      readonly isOutcomeUnknown: boolean;
      readonly retryAfterMs: number | null;
    }
  | { readonly kind: "refused"; readonly problems: readonly GraphqlProblem[] };

// 423: the shop is being moved. 430: Shopify's edge took us for an attack; hurrying makes it worse.
const LOCKED_RETRY_MS = 60_000;
const SECURITY_RETRY_MS = 300_000;
const TRANSIENT_CODES = new Set(["INTERNAL_SERVER_ERROR", "TIMEOUT", "SERVICE_UNAVAILABLE"]);

/** `withheld`: whether fields that Shopify denied may be null in the data, or make the answer a refusal. */
export function evaluateAnswer(
  answer: GraphqlAnswer,
  { withheld, now }: { withheld: "refuse" | "as_null"; now: Date },
): Verdict {
  const { status, data } = answer;
  if (status < 200 || status > 299) return evaluateStatus(answer, now);
  const problems = [...readProblems(answer.errors), ...readSearchWarnings(answer.extensions)];
  const codes = new Set(problems.map(({ code }) => code));
  if (codes.has("THROTTLED")) return { kind: "throttled", retryAfterMs: null };
  if ([...codes].some((code) => code !== null && TRANSIENT_CODES.has(code)))
    return { kind: "unavailable", isOutcomeUnknown: true, retryAfterMs: null };
  const isOnlyWithheld =
    withheld === "as_null" && [...codes].every((code) => code === "ACCESS_DENIED");
  if (problems.length > 0 && !(isOnlyWithheld && isObject(data)))
    return { kind: "refused", problems };
  // No data and no errors: the answer was cut off on its way.
  if (!isObject(data)) return { kind: "unavailable", isOutcomeUnknown: true, retryAfterMs: null };
  return { kind: "data", data };
}

function evaluateStatus({ status, headers }: GraphqlAnswer, now: Date): Verdict {
  const retryAfterMs = readRetryAfter(headers.get("retry-after"), now);
  if (status === 401) return { kind: "unauthorized" };
  if (status === 402) return { kind: "shop", code: "frozen" };
  if (status === 403) return { kind: "shop", code: "forbidden" };
  if (status === 404) return { kind: "shop", code: "gone" };
  if (status === 429) return { kind: "throttled", retryAfterMs: retryAfterMs ?? 1_000 };
  if (status === 423 || status === 430) {
    const fallbackMs = status === 423 ? LOCKED_RETRY_MS : SECURITY_RETRY_MS;
    return {
      kind: "unavailable",
      isOutcomeUnknown: false,
      retryAfterMs: retryAfterMs ?? fallbackMs,
    };
  }
  if (status >= 500) return { kind: "unavailable", isOutcomeUnknown: true, retryAfterMs };
  return {
    kind: "refused",
    problems: [{ message: `Shopify answered ${status}.`, code: null, path: [] }],
  };
}

/** The cost block of an answer; null when there is none. Numbers may come as 2000.0. */
export function readReportedCost(extensions: unknown): ReportedCost | null {
  const cost = isObject(extensions) && isObject(extensions["cost"]) ? extensions["cost"] : {};
  const throttle = isObject(cost["throttleStatus"]) ? cost["throttleStatus"] : {};
  const { requestedQueryCost: requestedCost, actualQueryCost: actualCost = null } = cost;
  const { maximumAvailable, currentlyAvailable, restoreRate } = throttle;
  if (
    !isNumber(requestedCost) ||
    !isNumber(maximumAvailable) ||
    !isNumber(currentlyAvailable) ||
    !isNumber(restoreRate) ||
    restoreRate <= 0 ||
    maximumAvailable <= 0
  )
    return null;
  return {
    requestedCost,
    actualCost: isNumber(actualCost) ? actualCost : null,
    maximumAvailable,
    currentlyAvailable,
    restoreRate,
  };
}

function readProblems(errors: unknown): GraphqlProblem[] {
  if (errors === undefined || errors === null) return [];
  if (!Array.isArray(errors)) return [{ message: String(errors), code: null, path: [] }];
  return errors.map((error: unknown) => {
    const { message, extensions, path } = isObject(error) ? error : {};
    const code = isObject(extensions) ? extensions["code"] : null;
    return {
      message: typeof message === "string" ? message : "Shopify gave no reason.",
      code: typeof code === "string" ? code : null,
      path: Array.isArray(path) ? path : [],
    };
  });
}

/** A misspelt search filter does not fail, it matches everything: so a warning is an error here. */
function readSearchWarnings(extensions: unknown): GraphqlProblem[] {
  const searches = isObject(extensions) ? extensions["search"] : null;
  if (!Array.isArray(searches)) return [];
  return searches.filter(isObject).flatMap(({ warnings, path }) =>
    (Array.isArray(warnings) ? warnings : []).filter(isObject).map(({ message, field }) => ({
      message: `Search field ${String(field)}: ${String(message)}`,
      code: "SEARCH_WARNING",
      path: Array.isArray(path) ? path : [],
    })),
  );
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value);
const isNumber = (value: unknown): value is number =>
  typeof value === "number" && Number.isFinite(value);
