/** Ways to forge a webhook without the secret. Each takes an honest request and returns one that must be refused. */
import { gzipSync } from "node:zlib";
import type { Random } from "./random.ts";
import { sign, type WebhookRequest } from "./webhook.ts";

type Forge = (honest: WebhookRequest, tools: ForgeTools) => WebhookRequest;
type ForgeTools = { readonly random: Random; readonly secret: string };

const HMAC = "X-Shopify-Hmac-Sha256";

export const FORGERIES: Readonly<Record<string, Forge>> = {
  "bit flip in the body": (honest, { random }) => ({
    ...honest,
    body: flipBit(honest.body, random),
  }),
  "bit flip in the signature": (honest, { random }) =>
    signedWith(
      honest,
      flipBit(Buffer.from(signatureOf(honest), "base64"), random).toString("base64"),
    ),
  "another secret": (honest, { random }) =>
    signedWith(honest, sign(honest.body, random.bytes(16).toString("hex"))),
  "empty secret": (honest) => signedWith(honest, sign(honest.body, "")),
  "truncated base64": (honest, { random }) =>
    signedWith(honest, signatureOf(honest).slice(0, random.integer(0, 44))),
  "base64 without padding": (honest) => signedWith(honest, signatureOf(honest).replace("=", "")),
  "base64 with more behind": (honest) => signedWith(honest, `${signatureOf(honest)}AAAA`),
  "hex instead of base64": (honest, { secret }) =>
    signedWith(honest, sign(honest.body, secret, "hex")),
  "base64url alphabet": (honest, { random }) =>
    signedWith(honest, random.bytes(32).toString("base64url")),
  "text appended to the body": (honest) => ({
    ...honest,
    body: Buffer.concat([honest.body, Buffer.from(" ")]),
  }),
  "byte order mark before the body": (honest) => ({
    ...honest,
    body: Buffer.concat([Buffer.from([0xef, 0xbb, 0xbf]), honest.body]),
  }),
  "body in UTF-16": (honest) => ({
    ...withHeader(honest, "Content-Type", "application/json; charset=utf-16le"),
    body: Buffer.from(honest.body.toString("utf8"), "utf16le"),
  }),
  "body compressed after signing": (honest) => ({
    ...honest,
    headers: [...honest.headers, ["Content-Encoding", "gzip"]],
    body: gzipSync(honest.body),
  }),
  "body emptied": (honest) => ({ ...honest, body: Buffer.alloc(0) }),
  "no signature": (honest) => withoutHeader(honest, HMAC),
  "no topic": (honest) => withoutHeader(honest, "X-Shopify-Topic"),
  "no shop": (honest) => withoutHeader(honest, "X-Shopify-Shop-Domain"),
  "no webhook id": (honest) => withoutHeader(honest, "X-Shopify-Webhook-Id"),
  "shop outside myshopify.com": (honest, { random }) =>
    withHeader(
      honest,
      "X-Shopify-Shop-Domain",
      random.pick([
        "a.example.com",
        "a.myshopify.com.evil.com",
        "a.myshopify.com/",
        "A.MYSHOPIFY.COM",
        "..",
        "a b.myshopify.com",
      ]),
    ),
  "topic that is none": (honest, { random }) =>
    withHeader(
      honest,
      "X-Shopify-Topic",
      random.pick(["orders create", "ORDERS/CREATE", "orders", "../x", "o/\u00e9"]),
    ),
  "signature sent twice": (honest) => ({
    ...honest,
    headers: [...honest.headers, [HMAC, signatureOf(honest)]],
  }),
  "a wrong signature beside the right one": (honest, { random }) => ({
    ...honest,
    headers: [[HMAC, random.bytes(32).toString("base64")], ...honest.headers],
  }),
  "shop sent twice": (honest) => ({
    ...honest,
    headers: [...honest.headers, ["X-Shopify-Shop-Domain", "other.myshopify.com"]],
  }),
  "webhook id sent twice": (honest) => ({
    ...honest,
    headers: [...honest.headers, ["X-Shopify-Webhook-Id", "another"]],
  }),
  // Shopify signs launch addresses and cookies with the same secret; those codes must not open this door.
  "signature of a launch address": (honest, { secret }) =>
    signedWith(honest, sign("shop=proof.myshopify.com&timestamp=1763700000", secret)),
  "signature of a cookie": (honest, { secret }) =>
    signedWith(honest, sign("shopify_app_state=123456789012345", secret)),
  "signature of another body": (honest, { secret }) => signedWith(honest, sign("{}", secret)),
  "forged and chunked": (honest, { random }) => ({
    ...honest,
    isChunked: true,
    body: flipBit(honest.body, random),
  }),
  "sent with PUT": (honest) => ({ ...honest, method: "PUT" }),
};

/** Kept apart: sent rarely, for each costs twenty megabytes. */
export const LARGE_FORGERIES: Readonly<Record<string, Forge>> = {
  "20 MB announced": (honest) => ({ ...honest, body: LARGE_BODY }),
  "20 MB chunked": (honest) => ({ ...honest, isChunked: true, body: LARGE_BODY }),
  "20 MB rightly signed": (honest, { secret }) => ({
    ...signedWith(honest, sign(LARGE_BODY, secret)),
    body: LARGE_BODY,
  }),
};

const LARGE_BODY = Buffer.alloc(20 * 1024 * 1024, 0x20);

const signatureOf = (request: WebhookRequest) =>
  request.headers.find(([name]) => name === HMAC)?.[1] ?? "";

const withHeader = (request: WebhookRequest, wanted: string, value: string): WebhookRequest => ({
  ...request,
  headers: request.headers.map(([name, old]) => [name, name === wanted ? value : old] as const),
});

const withoutHeader = (request: WebhookRequest, unwanted: string): WebhookRequest => ({
  ...request,
  headers: request.headers.filter(([name]) => name !== unwanted),
});

const signedWith = (request: WebhookRequest, signature: string) =>
  withHeader(request, HMAC, signature);

function flipBit(bytes: Buffer, random: Random): Buffer {
  const flipped = Buffer.from(bytes);
  const at = random.integer(0, flipped.length);
  flipped[at] = (flipped[at] ?? 0) ^ (1 << random.integer(0, 8));
  return flipped;
}
