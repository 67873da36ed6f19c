/**
 * Who stands behind a request through the shop's app proxy. Stricter than the library, which verifies one value of a
 * repeated parameter and uses another. The signature joins `name=value` without separators, so a visitor who chooses
 * parameters of an honestly signed address could cut it elsewhere: each of Shopify's names must occur exactly once in
 * the signed text. Source: https://shopify.dev/docs/apps/build/online-store/app-proxies/authenticate-app-proxies
 */
import { createHmac, timingSafeEqual } from "node:crypto";
import { accept, refuse, type Result } from "#app/platform/result.ts";

export type ProxyVisit = {
  /** `x.myshopify.com`, lower case */
  readonly shopDomain: string;
  /** digits; null when nobody is logged in at the storefront. The only proof of who visits. */
  readonly customerId: string | null;
  /** where the shop serves us, e.g. `/apps/returns`; the merchant may have changed it */
  readonly pathPrefix: string;
};

export type ProxyRefusal = {
  readonly code:
    | "proxy_too_long"
    | "proxy_repeated_parameter"
    | "proxy_missing_parameter"
    | "proxy_malformed_parameter"
    | "proxy_ambiguous"
    | "proxy_signature"
    | "proxy_expired";
};

type ProxyRules = {
  /** The client secret, and the one before it while a rotation lasts. */
  readonly secrets: readonly string[];
  readonly now: Date;
};

// Longer addresses are refused by browsers and proxies before they reach us.
const MAX_QUERY_LENGTH = 8_192;
// The signature can be replayed this long; the library of 2026 allows the same.
const MAX_AGE_S = 90;
const SHAPES = {
  logged_in_customer_id: /^\d{0,20}$/,
  path_prefix: /^(?:\/[\w-]{1,64}){1,3}$/,
  shop: /^[a-z0-9][a-z0-9-]{0,62}\.myshopify\.com$/,
  timestamp: /^\d{1,11}$/,
} as const;
const ONCE = [...Object.keys(SHAPES), "signature", "hmac"];
const HEX_DIGEST = /^[0-9a-f]{64}$/;

/** The visit that Shopify signed, or the first reason to refuse it. Knows nothing of methods and bodies: neither is signed. */
export function verifyProxyRequest(
  url: URL,
  { secrets, now }: ProxyRules,
): Result<ProxyVisit, ProxyRefusal> {
  if (url.search.length > MAX_QUERY_LENGTH) return refuse({ code: "proxy_too_long" });
  const params = url.searchParams;
  if (ONCE.some((name) => params.getAll(name).length > 1))
    return refuse({ code: "proxy_repeated_parameter" });
  const signature = params.get("signature");
  if (signature === null) return refuse({ code: "proxy_missing_parameter" });
  if (!HEX_DIGEST.test(signature)) return refuse({ code: "proxy_malformed_parameter" });
  const signed = signedText(params);
  if (!isSigned(signed, signature, secrets)) return refuse({ code: "proxy_signature" });
  const code = evaluateParameters(params, signed);
  if (code) return refuse({ code });
  const ageS = now.getTime() / 1_000 - Number(params.get("timestamp"));
  if (Math.abs(ageS) > MAX_AGE_S) return refuse({ code: "proxy_expired" });
  return accept({
    shopDomain: params.get("shop") ?? "",
    customerId: params.get("logged_in_customer_id") || null,
    pathPrefix: params.get("path_prefix") ?? "",
  });
}

/** What Shopify signs: every parameter but the signature, decoded, repeated ones joined by commas, sorted, run together. */
export function signedText(params: URLSearchParams): string {
  const names = [...new Set(params.keys())].filter((name) => name !== "signature");
  return names
    .map((name) => `${name}=${params.getAll(name).join(",")}`)
    .sort()
    .join("");
}

function evaluateParameters(params: URLSearchParams, signed: string): ProxyRefusal["code"] | null {
  for (const [name, shape] of Object.entries(SHAPES)) {
    const value = params.get(name);
    if (value === null) return "proxy_missing_parameter";
    if (!shape.test(value)) return "proxy_malformed_parameter";
    if (signed.split(`${name}=`).length !== 2) return "proxy_ambiguous";
  }
  return null;
}

function isSigned(text: string, signature: string, secrets: readonly string[]): boolean {
  const claimed = Buffer.from(signature, "hex");
  let isOurs = false;
  // Every secret is tried, so that the time taken does not say which one fitted.
  for (const secret of secrets) {
    const expected = createHmac("sha256", secret).update(text).digest();
    if (timingSafeEqual(expected, claimed)) isOurs = true;
  }
  return isOurs;
}
