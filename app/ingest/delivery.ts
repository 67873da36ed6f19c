/** A webhook as its headers and bytes describe it, before anybody reads the body. */
import { accept, refuse, type Result } from "#app/platform/result.ts";

export type IncomingDelivery = {
  readonly webhookId: string;
  readonly eventId: string | null;
  readonly topic: string;
  readonly shopDomain: string;
  readonly apiVersion: string | null;
  /** ISO instant, UTC; null when the header is absent or unreadable */
  readonly triggeredAt: string | null;
};

export type HeaderRefusal = { code: "missing_header" | "malformed_header"; header: string };

type Headers = Readonly<Record<string, string | string[] | undefined>>;

const SHOP_DOMAIN = /^[a-z0-9][a-z0-9-]{0,62}\.myshopify\.com$/;
const TOPIC = /^[a-z_]+[/.][a-z_/]+$/;
const WEBHOOK_ID = /^[\x21-\x7e]{1,128}$/;
const ISO_INSTANT = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d{1,9})?Z$/;

/** Reads Shopify's delivery headers, or names the first one that is wrong. A header sent twice is malformed. */
export function readDeliveryHeaders(headers: Headers): Result<IncomingDelivery, HeaderRefusal> {
  const topic = headers["x-shopify-topic"];
  const shopDomain = headers["x-shopify-shop-domain"];
  const webhookId = headers["x-shopify-webhook-id"];
  const required = [
    ["x-shopify-topic", topic, TOPIC],
    ["x-shopify-shop-domain", shopDomain, SHOP_DOMAIN],
    ["x-shopify-webhook-id", webhookId, WEBHOOK_ID],
  ] as const;
  for (const [header, value, shape] of required) {
    if (value === undefined || value === "") return refuse({ code: "missing_header", header });
    if (typeof value !== "string" || !shape.test(value))
      return refuse({ code: "malformed_header", header });
  }
  const triggeredAt = single(headers["x-shopify-triggered-at"]);
  return accept({
    webhookId: String(webhookId),
    eventId: single(headers["x-shopify-event-id"])?.slice(0, 128) ?? null,
    topic: String(topic),
    shopDomain: String(shopDomain),
    apiVersion: single(headers["x-shopify-api-version"])?.slice(0, 16) ?? null,
    triggeredAt: triggeredAt !== null && ISO_INSTANT.test(triggeredAt) ? triggeredAt : null,
  });
}

const single = (value: string | string[] | undefined): string | null =>
  typeof value === "string" && value !== "" ? value : null;
