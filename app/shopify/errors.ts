/**
 * What can go wrong between us and Shopify, as one class per kind of answer. `retry` says whether the same call
 * may succeed later; every fact a handler decides on is a field, never a piece of the message.
 */
import { Outage } from "#app/platform/outage.ts";

/** Shopify, its edge or the network did not answer as it should: 5xx, cut connection, deadline, 423, 430, broken JSON. */
export class ShopifyUnavailable extends Outage {
  override name = "ShopifyUnavailable";
  /** null when no HTTP answer came at all. */
  readonly status: number | null;
  /** Whether Shopify may have carried the call out. A mutation must be looked up before it is tried again. */
  readonly isOutcomeUnknown: boolean;

  constructor(
    message: string,
    options: {
      status: number | null;
      isOutcomeUnknown: boolean;
      retryAfterMs?: number | null;
      cause?: unknown;
    },
  ) {
    super(message, { retry: "later", ...options });
    this.status = options.status;
    this.isOutcomeUnknown = options.isOutcomeUnknown;
  }
}

/** Out of points, or the edge asked us to slow down (429). The call was not carried out. */
export class ShopifyThrottled extends Outage {
  override name = "ShopifyThrottled";

  constructor(message: string, options: { retryAfterMs: number }) {
    super(message, { retry: "later", retryAfterMs: options.retryAfterMs });
  }
}

/** Our token is revoked, expired beyond refresh or missing. The merchant's next visit brings a new one. */
export class TokenRefused extends Outage {
  override name = "TokenRefused";
  readonly code = "token_refused";

  constructor(message: string, options: { cause?: unknown } = {}) {
    super(message, { retry: "later", ...options });
  }
}

/** The shop has uninstalled the app, is frozen (402), closed (404) or disabled (403). */
export class ShopUnavailable extends Outage {
  override name = "ShopUnavailable";
  readonly code: "uninstalled" | "frozen" | "gone" | "forbidden";

  constructor(
    message: string,
    options: { code: ShopUnavailable["code"]; retry: "later" | "never"; retryAfterMs?: number },
  ) {
    super(message, options);
    this.code = options.code;
  }
}

/** One entry of the `errors` list of a GraphQL answer. */
export type GraphqlProblem = {
  readonly message: string;
  readonly code: string | null;
  readonly path: readonly (string | number)[];
};

/** Shopify will never accept this call: scope missing, too expensive, wrong id, or a document of another version. */
export class ShopifyRefused extends Outage {
  override name = "ShopifyRefused";
  /** ACCESS_DENIED, MAX_COST_EXCEEDED, RESOURCE_NOT_FOUND, INVALID_VARIABLE … or null. */
  readonly code: string | null;
  readonly problems: readonly GraphqlProblem[];

  constructor(message: string, options: { problems: readonly GraphqlProblem[] }) {
    super(message, { retry: "never" });
    this.problems = options.problems;
    this.code = options.problems[0]?.code ?? null;
  }
}

export type UserError = {
  /** Path of strings, indexes included; null when it concerns the whole input. */
  readonly field: readonly string[] | null;
  readonly message: string;
  /** null where the error type has no code. */
  readonly code: string | null;
};

/** Shopify's business rules refused a mutation. Nothing was changed. */
export class ShopifyUserErrors extends Outage {
  override name = "ShopifyUserErrors";
  readonly userErrors: readonly UserError[];

  constructor(operation: string, userErrors: readonly UserError[]) {
    const said = userErrors.map(({ code, message }) => (code ? `${code}: ${message}` : message));
    super(`${operation} was refused: ${said.join("; ")}`, { retry: "never" });
    this.userErrors = userErrors;
  }

  /** Whether every error carries this code. */
  isOnly(code: string): boolean {
    return this.userErrors.every((error) => error.code === code);
  }
}
