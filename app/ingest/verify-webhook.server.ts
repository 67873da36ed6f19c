/** Decides whether bytes were signed by Shopify. Knows nothing of topics or shops: the signature covers the body alone. */
import { createHmac, timingSafeEqual } from "node:crypto";

const DIGEST_BYTES = 32;
const BASE64_DIGEST = /^[A-Za-z0-9+/]{43}=$/;

/**
 * Whether `signature` (base64) is the HMAC-SHA256 of the raw body under one of the secrets. Constant time in the
 * body and the digest. Two secrets during a rotation: Shopify signs with the oldest unrevoked one.
 * Source: https://shopify.dev/docs/apps/build/webhooks/verify-deliveries
 */
export function isSignedByShopify(
  body: Uint8Array,
  signature: string | undefined,
  secrets: readonly string[],
): boolean {
  if (signature === undefined || !BASE64_DIGEST.test(signature)) return false;
  const claimed = Buffer.from(signature, "base64");
  if (claimed.length !== DIGEST_BYTES) return false;
  let isSigned = false;
  // Every secret is tried, so that the time taken does not say which one fitted.
  for (const secret of secrets) {
    const expected = createHmac("sha256", secret).update(body).digest();
    if (timingSafeEqual(expected, claimed)) isSigned = true;
  }
  return isSigned;
}
