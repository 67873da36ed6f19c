/**
 * `POST /webhooks`, before and outside Remix: raw bytes → signature → durable row with its job → 200.
 * It loads no session, asks Shopify nothing and reads no body: Shopify gives five seconds in all.
 * Source: https://shopify.dev/docs/apps/build/webhooks/subscribe/https
 */
import type { IncomingMessage, ServerResponse } from "node:http";
import type { Clock } from "#app/platform/clock.ts";
import type { Logger } from "#app/platform/logger.server.ts";
import { readDeliveryHeaders } from "./delivery.ts";
import type { StoreDelivery } from "./store-deliveries.server.ts";
import { isSignedByShopify } from "./verify-webhook.server.ts";

// Shopify's largest order payloads are a few hundred kilobytes; ten megabytes is beyond any honest one.
export const MAX_BODY_BYTES = 10 * 1024 * 1024;

export type WebhookDeps = {
  readonly store: StoreDelivery;
  readonly secrets: readonly string[];
  readonly logger: Logger;
  readonly clock: Clock;
  readonly count?: (outcome: WebhookOutcome) => void;
};

export type WebhookOutcome =
  | "stored"
  | "method_not_allowed"
  | "too_large"
  | "bad_signature"
  | "bad_headers"
  | "database_unavailable"
  | "aborted";

const ANSWERS: Record<Exclude<WebhookOutcome, "aborted">, { status: number; sentence: string }> = {
  stored: { status: 200, sentence: "" },
  method_not_allowed: { status: 405, sentence: "Webhooks are sent with POST." },
  too_large: { status: 413, sentence: "The body is larger than 10 MB." },
  bad_signature: { status: 401, sentence: "The signature does not match the body." },
  bad_headers: { status: 400, sentence: "A Shopify delivery header is missing or malformed." },
  database_unavailable: { status: 503, sentence: "Not stored. Please send it again." },
};

/** Answers one webhook request. Never throws; never answers 200 without a committed row. */
export async function handleWebhookRequest(
  deps: WebhookDeps,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const outcome = await receive(deps, request);
  deps.count?.(outcome);
  if (outcome === "aborted") return;
  const { status, sentence } = ANSWERS[outcome];
  if (response.headersSent || response.destroyed) return;
  if (outcome === "too_large") response.setHeader("Connection", "close");
  if (outcome === "method_not_allowed") response.setHeader("Allow", "POST");
  if (sentence === "") {
    response.writeHead(status, { "Content-Length": 0 }).end();
    return;
  }
  const body = JSON.stringify({ code: outcome, message: sentence });
  response.writeHead(status, { "Content-Type": "application/json" }).end(body);
}

async function receive(deps: WebhookDeps, request: IncomingMessage): Promise<WebhookOutcome> {
  if (request.method !== "POST") return "method_not_allowed";
  const body = await readBody(request);
  if (body === "too_large" || body === "aborted") return body;
  const signature = request.headers["x-shopify-hmac-sha256"];
  if (!isSignedByShopify(body, single(signature), deps.secrets)) return "bad_signature";
  const read = readDeliveryHeaders(request.headers);
  if (!read.ok) {
    deps.logger.warn(
      { refusal: read.refusal.code, header: read.refusal.header },
      "webhook refused",
    );
    return "bad_headers";
  }
  try {
    await deps.store({ ...read.value, body, receivedAt: deps.clock.now() });
    return "stored";
  } catch (error) {
    const { topic, webhookId, shopDomain } = read.value;
    deps.logger.error({ err: error, topic, webhookId, shop: shopDomain }, "webhook not stored");
    return "database_unavailable";
  }
}

const single = (value: string | string[] | undefined) =>
  typeof value === "string" ? value : undefined;

function readBody(request: IncomingMessage): Promise<Buffer | "too_large" | "aborted"> {
  return new Promise((resolve) => {
    if (Number(request.headers["content-length"] ?? 0) > MAX_BODY_BYTES) {
      request.resume();
      resolve("too_large");
      return;
    }
    const chunks: Buffer[] = [];
    let bytes = 0;
    request.on("data", (chunk: Buffer) => {
      bytes += chunk.length;
      if (bytes > MAX_BODY_BYTES) {
        chunks.length = 0;
        request.removeAllListeners("data");
        request.resume();
        resolve("too_large");
        return;
      }
      chunks.push(chunk);
    });
    request.on("end", () =>
      resolve(chunks.length === 1 && chunks[0] ? chunks[0] : Buffer.concat(chunks)),
    );
    request.on("error", () => resolve("aborted"));
    request.on("close", () => resolve("aborted"));
  });
}
