/**
 * Session tokens as the admin hands them to an embedded app: a JWT (HS256, client secret) that lives one minute.
 * Signed by the store's clock: the app's processes follow it (sandbox/register.mjs), so both agree on `exp` and `nbf`.
 * Source: https://shopify.dev/docs/apps/build/authentication-authorization/session-tokens
 */
import { createHmac, randomUUID, timingSafeEqual } from "node:crypto";

const LIFETIME_SECONDS = 60;

// 10 s: what Shopify's own library allows between two machines' clocks.
const CLOCK_TOLERANCE_SECONDS = 10;

export type SessionTokenClaims = {
  iss: string;
  dest: string;
  aud: string;
  sub: string;
  exp: number;
  nbf: number;
  iat: number;
  jti: string;
  sid: string;
  sig: string;
};

export type SessionTokenInput = {
  shopDomain: string;
  clientId: string;
  clientSecret: string;
  /** Numeric id of the staff user, as text. */
  userId: string;
  /** The browser's admin session. */
  sessionId: string;
  nowMs: number;
};

export type TokenProblem =
  | "malformed"
  | "bad_algorithm"
  | "bad_signature"
  | "expired"
  | "not_yet_valid"
  | "wrong_audience"
  | "wrong_shop";

export function signSessionToken(input: SessionTokenInput): string {
  const issuedAt = Math.floor(input.nowMs / 1000);
  const claims: SessionTokenClaims = {
    iss: `https://${input.shopDomain}/admin`,
    dest: `https://${input.shopDomain}`,
    aud: input.clientId,
    sub: input.userId,
    exp: issuedAt + LIFETIME_SECONDS,
    nbf: issuedAt,
    iat: issuedAt,
    jti: randomUUID(),
    sid: input.sessionId,
    sig: createHmac("sha256", input.clientSecret).update(input.sessionId).digest("hex"),
  };
  const head = `${encode({ alg: "HS256", typ: "JWT" })}.${encode(claims)}`;
  return `${head}.${sign(head, input.clientSecret).toString("base64url")}`;
}

/** The claims of a valid token for this app and shop, or the first thing wrong with it. */
export function verifySessionToken(
  token: string,
  expected: { shopDomain: string; clientId: string; clientSecret: string; nowMs: number },
): { ok: true; claims: SessionTokenClaims } | { ok: false; problem: TokenProblem } {
  const [head, body, signature, ...rest] = token.split(".");
  if (!head || !body || !signature || rest.length > 0) return { ok: false, problem: "malformed" };
  const header = decode(head);
  const claims = decode(body);
  if (!header || !claims) return { ok: false, problem: "malformed" };
  if (header["alg"] !== "HS256") return { ok: false, problem: "bad_algorithm" };
  const actual = Buffer.from(signature, "base64url");
  const wanted = sign(`${head}.${body}`, expected.clientSecret);
  if (actual.length !== wanted.length || !timingSafeEqual(actual, wanted)) {
    return { ok: false, problem: "bad_signature" };
  }
  const problem = findClaimProblem(claims, expected);
  if (problem) return { ok: false, problem };
  // Every claim that is read was checked above; the rest are ours, since the signature is.
  return { ok: true, claims: claims as SessionTokenClaims };
}

function findClaimProblem(
  claims: Record<string, unknown>,
  expected: { shopDomain: string; clientId: string; nowMs: number },
): TokenProblem | null {
  const nowSeconds = expected.nowMs / 1000;
  const { exp, nbf, aud, dest, iss, sub } = claims;
  if (typeof exp !== "number" || typeof sub !== "string") return "malformed";
  if (nowSeconds > exp + CLOCK_TOLERANCE_SECONDS) return "expired";
  if (typeof nbf === "number" && nowSeconds < nbf - CLOCK_TOLERANCE_SECONDS) return "not_yet_valid";
  if (aud !== expected.clientId) return "wrong_audience";
  if (dest !== `https://${expected.shopDomain}`) return "wrong_shop";
  return iss === `https://${expected.shopDomain}/admin` ? null : "wrong_shop";
}

function sign(head: string, secret: string): Buffer {
  return createHmac("sha256", secret).update(head).digest();
}

function encode(value: object): string {
  return Buffer.from(JSON.stringify(value)).toString("base64url");
}

function decode(part: string): Record<string, unknown> | null {
  try {
    const value: unknown = JSON.parse(Buffer.from(part, "base64url").toString("utf8"));
    return typeof value === "object" && value !== null ? (value as Record<string, unknown>) : null;
  } catch (error) {
    if (error instanceof SyntaxError) return null;
    throw error;
  }
}
