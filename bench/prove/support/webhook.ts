/** Webhook requests as Shopify sends them, and raw requests as nobody honest would. */
import { createHmac, randomUUID } from "node:crypto";
import { Agent, request as httpRequest } from "node:http";

export const sign = (
  body: Uint8Array | string,
  secret: string,
  encoding: "base64" | "hex" = "base64",
) => createHmac("sha256", secret).update(body).digest(encoding);

export type WebhookRequest = {
  readonly method: string;
  /** pairs, so that a header can be sent twice */
  readonly headers: readonly (readonly [name: string, value: string])[];
  readonly body: Buffer;
  /** without a Content-Length */
  readonly isChunked: boolean;
};

export type HonestOptions = {
  readonly secret: string;
  readonly shopDomain: string;
  readonly topic: string;
  readonly body: Buffer;
  readonly webhookId?: string;
};

export function honestRequest({
  secret,
  shopDomain,
  topic,
  body,
  webhookId,
}: HonestOptions): WebhookRequest {
  return {
    method: "POST",
    headers: [
      ["Content-Type", "application/json"],
      ["X-Shopify-Topic", topic],
      ["X-Shopify-Shop-Domain", shopDomain],
      ["X-Shopify-Webhook-Id", webhookId ?? randomUUID()],
      ["X-Shopify-Event-Id", randomUUID()],
      ["X-Shopify-Triggered-At", "2026-11-20T10:00:00.123456789Z"],
      ["X-Shopify-API-Version", "2026-07"],
      ["X-Shopify-Hmac-Sha256", sign(body, secret)],
    ],
    body,
    isChunked: false,
  };
}

/** The status of the answer; null when the connection ended without one. */
export function sendWebhook(
  agent: Agent,
  port: number,
  request: WebhookRequest,
): Promise<number | null> {
  return new Promise((resolve) => {
    const framing: [string, string] = request.isChunked
      ? ["Transfer-Encoding", "chunked"]
      : ["Content-Length", String(request.body.length)];
    const outgoing = httpRequest(
      {
        agent,
        host: "127.0.0.1",
        port,
        path: "/webhooks",
        method: request.method,
        // A flat list keeps repeated headers apart.
        headers: [["Host", "127.0.0.1"], ...request.headers, framing].flat(),
        timeout: 15_000,
      },
      (answer) => {
        answer.resume();
        answer.once("end", () => resolve(answer.statusCode ?? null));
        answer.once("error", () => resolve(answer.statusCode ?? null));
      },
    );
    outgoing.once("timeout", () => outgoing.destroy());
    outgoing.once("error", () => resolve(null));
    outgoing.end(request.body);
  });
}

export const createAgent = (maxSockets: number) => new Agent({ keepAlive: true, maxSockets });
