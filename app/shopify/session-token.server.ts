/**
 * The one proof of who asks: App Bridge's session token. Stricter than the library, which checks neither `iss` nor
 * that `exp` and `nbf` are there. Source: https://shopify.dev/docs/apps/build/authentication-authorization/session-tokens
 */
import { jwtVerify, errors as joseErrors, type JWTPayload } from "jose";
import { accept, refuse, type Result } from "#app/platform/result.ts";

export type VerifiedSession = {
  /** `x.myshopify.com`, lower case. */
  readonly shopDomain: string;
  /** Shopify's numeric id of the staff member, as digits. */
  readonly staffUserId: string;
  readonly issuedAt: Date;
};

export type SessionTokenRefusal = {
  readonly code:
    | "token_malformed"
    | "token_signature"
    | "token_expired"
    | "token_not_yet_valid"
    | "token_audience"
    | "token_claims"
    | "token_issuer"
    | "token_shop";
};

type SessionTokenRules = {
  readonly apiKey: string;
  /** Secrets that may have signed: the current one, and the one before it while a rotation lasts. */
  readonly secrets: readonly string[];
  readonly now: Date;
};

// Clocks differ; the library allows the same. More would let a stolen token live longer.
const CLOCK_TOLERANCE_S = 10;
// Shopify's are below 1 kB; longer ones are not worth a signature check.
const MAX_LENGTH = 4_096;
const DESTINATION = /^https:\/\/([a-z0-9][a-z0-9-]{0,62}\.myshopify\.com)$/;
const ISSUER = /^https:\/\/([a-z0-9][a-z0-9-]{0,62}\.myshopify\.com)\/admin$/;

/** The shop and person a token speaks for, or the first reason to refuse it. */
export async function verifySessionToken(
  token: string,
  rules: SessionTokenRules,
): Promise<Result<VerifiedSession, SessionTokenRefusal>> {
  if (token.length > MAX_LENGTH) return refuse({ code: "token_malformed" });
  const verified = await verifySignature(token, rules);
  return verified.ok ? evaluateClaims(verified.value, rules) : verified;
}

async function verifySignature(
  token: string,
  { secrets, now }: SessionTokenRules,
): Promise<Result<JWTPayload, SessionTokenRefusal>> {
  let refusal: SessionTokenRefusal = { code: "token_signature" };
  for (const secret of secrets) {
    try {
      const { payload } = await jwtVerify(token, new TextEncoder().encode(secret), {
        algorithms: ["HS256"],
        clockTolerance: CLOCK_TOLERANCE_S,
        currentDate: now,
      });
      return accept(payload);
    } catch (error) {
      refusal = toRefusal(error);
    }
    if (refusal.code !== "token_signature") break;
  }
  return refuse(refusal);
}

function toRefusal(error: unknown): SessionTokenRefusal {
  if (error instanceof joseErrors.JWSSignatureVerificationFailed)
    return { code: "token_signature" };
  if (error instanceof joseErrors.JWTExpired) return { code: "token_expired" };
  if (error instanceof joseErrors.JWTClaimValidationFailed)
    return { code: error.claim === "nbf" ? "token_not_yet_valid" : "token_claims" };
  if (error instanceof joseErrors.JOSEAlgNotAllowed) return { code: "token_signature" };
  if (error instanceof joseErrors.JOSEError || error instanceof TypeError)
    return { code: "token_malformed" };
  throw error;
}

function evaluateClaims(
  { exp, nbf, iat, aud, iss, dest, sub }: JWTPayload,
  { apiKey }: SessionTokenRules,
): Result<VerifiedSession, SessionTokenRefusal> {
  if (exp === undefined || nbf === undefined) return refuse({ code: "token_claims" });
  // A list of audiences is not what Shopify sends, even when we are on it.
  if (aud !== apiKey) return refuse({ code: "token_audience" });
  if (typeof sub !== "string" || !/^\d{1,20}$/.test(sub)) return refuse({ code: "token_claims" });
  const shopDomain = typeof dest === "string" ? DESTINATION.exec(dest)?.[1] : undefined;
  if (!shopDomain) return refuse({ code: "token_shop" });
  if (ISSUER.exec(iss ?? "")?.[1] !== shopDomain) return refuse({ code: "token_issuer" });
  return accept({
    shopDomain,
    staffUserId: sub,
    issuedAt: new Date((iat ?? nbf) * 1_000),
  });
}
