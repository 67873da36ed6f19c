/**
 * One call of Shopify's token endpoint, and what its answer means. Ours instead of the library's: that one has no
 * deadline, fails on answers that are not JSON, and turns every cause into a bare 500.
 * Source: https://shopify.dev/docs/apps/build/authentication-authorization/access-tokens/token-exchange
 */
import { z } from "zod";
import type { Env } from "#app/platform/env.server.ts";
import { MS_PER_SECOND } from "#app/platform/time.ts";
import { ShopifyThrottled, ShopifyUnavailable, ShopUnavailable, TokenRefused } from "./errors.ts";
import { readRetryAfter } from "./read-retry-after.ts";

export type TokenGrant =
  | { readonly kind: "exchange"; readonly sessionToken: string }
  | { readonly kind: "refresh"; readonly refreshToken: string };

export type IssuedToken = {
  readonly accessToken: string;
  /** null when Shopify gave none: then only a merchant's visit brings the next token. */
  readonly refreshToken: string | null;
  /** null: never. */
  readonly expiresAt: Date | null;
  readonly refreshExpiresAt: Date | null;
  /** Granted scopes, comma separated. */
  readonly scope: string;
};

// Shorter than the lease that protects the call (token-lease.server.ts), longer than any honest answer.
const DEADLINE_MS = 10_000;
// An expiring token whose lifetime is missing from the answer: Shopify's own value.
const DEFAULT_LIFETIME_S = 3_600;

const replySchema = z.object({
  access_token: z.string().min(1),
  scope: z.string().default(""),
  expires_in: z.number().positive().optional(),
  refresh_token: z.string().min(1).optional(),
  refresh_token_expires_in: z.number().positive().optional(),
});

type EndpointDeps = { readonly env: Pick<Env, "SHOPIFY_API_KEY" | "SHOPIFY_API_SECRET"> };

/**
 * Asks for an expiring offline token. Throws TokenRefused when the grant is no longer good, other outages when
 * nothing is known about it. Lifetimes count from `askedAt`, so a slow answer never looks younger than it is.
 */
export async function fetchOfflineToken(
  { env }: EndpointDeps,
  { shopDomain, grant, askedAt }: { shopDomain: string; grant: TokenGrant; askedAt: Date },
): Promise<IssuedToken> {
  const url = `https://${shopDomain}/admin/oauth/access_token`;
  const fields = {
    client_id: env.SHOPIFY_API_KEY,
    client_secret: env.SHOPIFY_API_SECRET,
    ...grantFields(grant),
  };
  const answer = await postForToken(url, fields, DEADLINE_MS);
  if (answer.status !== 200) throw toTokenOutage(answer);
  const reply = replySchema.safeParse(parseJson(answer.text));
  if (!reply.success)
    throw new ShopifyUnavailable("Shopify's token answer could not be read.", {
      status: answer.status,
      isOutcomeUnknown: true,
    });
  return toIssuedToken(reply.data, askedAt);
}

function grantFields(grant: TokenGrant): Record<string, string> {
  if (grant.kind === "refresh")
    return { grant_type: "refresh_token", refresh_token: grant.refreshToken };
  return {
    grant_type: "urn:ietf:params:oauth:grant-type:token-exchange",
    subject_token: grant.sessionToken,
    subject_token_type: "urn:ietf:params:oauth:token-type:id_token",
    requested_token_type: "urn:shopify:params:oauth:token-type:offline-access-token",
    expiring: "1",
  };
}

type TokenAnswer = { readonly status: number; readonly headers: Headers; readonly text: string };

/** One call of the endpoint. Throws ShopifyUnavailable when no answer comes in time. */
export async function postForToken(
  url: string,
  body: Readonly<Record<string, string>>,
  deadlineMs: number,
): Promise<TokenAnswer> {
  try {
    const response = await fetch(url, {
      method: "POST",
      headers: { "Content-Type": "application/json", Accept: "application/json" },
      body: JSON.stringify(body),
      redirect: "error",
      signal: AbortSignal.timeout(deadlineMs),
    });
    return { status: response.status, headers: response.headers, text: await response.text() };
  } catch (error) {
    throw new ShopifyUnavailable("Shopify's token endpoint did not answer.", {
      status: null,
      isOutcomeUnknown: true,
      cause: error,
    });
  }
}

/** What an answer other than 200 means. */
export function toTokenOutage({ status, headers, text }: TokenAnswer): Error {
  // 400 invalid_subject_token / invalid_grant: the session or refresh token is dead. 401, 403: uninstalled, or wrong secret.
  if (status === 400 || status === 401 || status === 403)
    return new TokenRefused(`Shopify refused to issue a token (${status} ${errorCode(text)}).`);
  if (status === 402 || status === 404)
    return new ShopUnavailable(`The shop cannot issue a token (${status}).`, {
      code: status === 402 ? "frozen" : "gone",
      retry: "later",
    });
  const retryAfterMs = readRetryAfter(headers.get("retry-after"), new Date());
  if (status === 429)
    return new ShopifyThrottled("Shopify's token endpoint asked us to slow down.", {
      retryAfterMs: retryAfterMs ?? MS_PER_SECOND,
    });
  return new ShopifyUnavailable(`Shopify's token endpoint answered ${status}.`, {
    status,
    isOutcomeUnknown: true,
    retryAfterMs,
  });
}

/** The `error` word of the answer, never its free text: that may quote what we sent. */
function errorCode(text: string): string {
  const parsed = z.object({ error: z.string().regex(/^\w{1,60}$/) }).safeParse(parseJson(text));
  return parsed.success ? parsed.data.error : "without a code";
}

/** null for what is no JSON: no schema of an answer takes it. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    if (error instanceof SyntaxError) return null;
    throw error;
  }
}

function toIssuedToken(reply: z.output<typeof replySchema>, askedAt: Date): IssuedToken {
  const after = (seconds: number | undefined) =>
    seconds === undefined ? null : new Date(askedAt.getTime() + seconds * MS_PER_SECOND);
  const isExpiring = reply.expires_in !== undefined || reply.refresh_token !== undefined;
  return {
    accessToken: reply.access_token,
    refreshToken: reply.refresh_token ?? null,
    expiresAt: isExpiring ? after(reply.expires_in ?? DEFAULT_LIFETIME_S) : null,
    refreshExpiresAt: after(reply.refresh_token_expires_in),
    scope: reply.scope,
  };
}
