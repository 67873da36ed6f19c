/**
 * One attempt at one delivery: the raw body with Shopify's headers, five seconds in all, any 2xx is success.
 * Source: https://shopify.dev/docs/apps/build/webhooks/subscribe/https
 */
import { createHmac } from "node:crypto";
import { Agent, request } from "undici";
import type { Sandbox } from "#sandbox/http/sandbox-context.ts";
import type { Delivery, DeliveryAttempt } from "./delivery-state.ts";

const TIMEOUT_MS = 5_000;
const CONNECT_TIMEOUT_MS = 1_000;

export type WebhookClient = Agent;

export function openWebhookClient(): WebhookClient {
  return new Agent({ connect: { timeout: CONNECT_TIMEOUT_MS }, connections: 16 });
}

export async function sendDelivery(
  client: WebhookClient,
  sandbox: Sandbox,
  delivery: Delivery,
): Promise<DeliveryAttempt> {
  const startedAt = Date.now();
  const finish = (status: number | null, error: string | null): DeliveryAttempt => ({
    at: new Date(startedAt).toISOString(),
    status,
    ms: Date.now() - startedAt,
    error,
  });
  const url = resolveTarget(sandbox, delivery.uri);
  if (url === null) return finish(null, `not on this machine: ${delivery.uri}`);
  try {
    const answer = await request(url, {
      dispatcher: client,
      method: "POST",
      headers: buildHeaders(delivery, sandbox.options.clientSecret),
      body: delivery.body,
      signal: AbortSignal.timeout(TIMEOUT_MS),
    });
    await answer.body.dump();
    return finish(answer.statusCode, null);
  } catch (error) {
    if (error instanceof Error) return finish(null, error.message);
    throw error;
  }
}

export function signBody(body: string, secret: string): string {
  return createHmac("sha256", secret).update(body).digest("base64");
}

function buildHeaders(delivery: Delivery, secret: string): Record<string, string> {
  const always = {
    accept: "*/*",
    "content-type": "application/json",
    "user-agent": "Shopify-Captain-Hook",
    "x-shopify-api-version": delivery.apiVersion,
    "x-shopify-hmac-sha256": signBody(delivery.body, secret),
    "x-shopify-shop-domain": delivery.shopDomain,
  };
  if (delivery.isCallback) return always;
  return {
    ...always,
    "x-shopify-event-id": delivery.eventId,
    "x-shopify-topic": delivery.topic,
    "x-shopify-triggered-at": delivery.triggeredAt,
    "x-shopify-webhook-id": delivery.webhookId,
    ...(delivery.name === null ? {} : { "x-shopify-name": delivery.name }),
  };
}

/** Where a delivery really goes. Addresses of the tunnel mean the app; others must be on this machine. */
export function resolveTarget(sandbox: Sandbox, uri: string): string | null {
  if (uri.startsWith("/")) return sandbox.urls.app + uri;
  if (!URL.canParse(uri)) return null;
  const url = new URL(uri);
  const own = [sandbox.urls.tunnel, sandbox.urls.app].map((origin) => new URL(origin).host);
  if (own.includes(url.host)) return sandbox.urls.app + url.pathname + url.search;
  return ["127.0.0.1", "localhost"].includes(url.hostname) ? uri : null;
}
