/**
 * Calls to the address a fulfillment service registered: a notification when something is asked of it, and once an hour
 * of the sandbox clock its tracking numbers and its stock. Paths below the address as documented:
 * https://shopify.dev/docs/apps/build/orders-fulfillment/fulfillment-service-apps
 */
import { randomUUID } from "node:crypto";
import { request } from "undici";
import { nowMs } from "#sandbox/store/clock.ts";
import { numericId } from "#sandbox/store/ids.ts";
import type { DomainEvent, FulfillmentService, ShopState, World } from "#sandbox/store/types.ts";
import { serviceOf } from "#sandbox/domain/fulfillment-order-rules.ts";
import { updateTracking } from "#sandbox/domain/fulfillments.ts";
import {
  changeLevel,
  connectLevel,
  findLevel,
  quantityOf,
} from "#sandbox/domain/inventory-levels.ts";
import type { Sandbox } from "#sandbox/http/sandbox-context.ts";
import { resolveTarget, signBody } from "./send-delivery.ts";

const HOUR_MS = 3_600_000;
const TICK_MS = 250;
const TIMEOUT_MS = 5_000;
const API_VERSION = "2026-07";
const KINDS: Record<string, string> = {
  "fulfillment_orders/fulfillment_request_submitted": "FULFILLMENT_REQUEST",
  "fulfillment_orders/cancellation_request_submitted": "CANCELLATION_REQUEST",
};

/** Tells the service that there is something to answer; retried as webhooks are (guess). */
export function queueCallback(sandbox: Sandbox, shop: ShopState, event: DomainEvent): void {
  const kind = KINDS[event.topic];
  const entry = kind ? shop.fulfillmentOrders.get(event.subject.id) : undefined;
  const service = entry ? serviceOf(shop, entry) : null;
  if (!kind || !service?.callbackUrl) return;
  const { deliveries, world } = sandbox.state;
  const id = deliveries.nextId;
  deliveries.nextId += 1;
  deliveries.waiting.set(id, {
    id,
    webhookId: randomUUID(),
    eventId: event.eventId,
    shopDomain: shop.domain,
    topic: "fulfillment_order_notification",
    uri: below(service, "fulfillment_order_notification"),
    subscriptionId: null,
    name: null,
    apiVersion: API_VERSION,
    triggeredAt: new Date(nowMs(world)).toISOString(),
    body: JSON.stringify({ kind }),
    state: "waiting",
    dueAtMs: Date.now(),
    dueBasis: "real",
    attempts: [],
    fault: null,
    isCallback: true,
  });
}

/** Asks every service once an hour of the sandbox clock; a jump of many hours is one round. */
export function startServiceRounds(sandbox: Sandbox): { stop: () => Promise<void> } {
  let lastMs = nowMs(sandbox.state.world);
  let running: Promise<void> | null = null;
  const look = () => {
    const atMs = nowMs(sandbox.state.world);
    if (atMs < lastMs) lastMs = atMs;
    if (running || atMs - lastMs < HOUR_MS) return;
    lastMs = atMs;
    running = askServices(sandbox).finally(() => (running = null));
  };
  const timer = setInterval(look, TICK_MS);
  return {
    stop: async () => {
      clearInterval(timer);
      await running;
    },
  };
}

async function askServices(sandbox: Sandbox): Promise<void> {
  const { world } = sandbox.state;
  for (const shop of world.shops.values()) {
    for (const service of [...shop.fulfillmentServices.values()]) {
      if (!service.callbackUrl) continue;
      if (service.trackingSupport) await fetchTracking(sandbox, world, shop, service);
      if (service.inventoryManagement) await fetchStock(sandbox, world, shop, service);
    }
  }
}

async function fetchTracking(
  sandbox: Sandbox,
  world: World,
  shop: ShopState,
  service: FulfillmentService,
): Promise<void> {
  const untracked = [...shop.fulfillments.values()].filter(
    (entry) =>
      entry.locationId === service.locationId &&
      entry.status === "SUCCESS" &&
      entry.trackingInfo.length === 0,
  );
  if (untracked.length === 0) return;
  const names = untracked.map((entry) => ["order_names[]", entry.name] as const);
  const answer = await ask(sandbox, shop, service, "fetch_tracking_numbers", names);
  const numbers = answer?.["tracking_numbers"];
  if (typeof numbers !== "object" || numbers === null) return;
  for (const entry of untracked) {
    const number = (numbers as Record<string, unknown>)[entry.name];
    if (typeof number === "string")
      updateTracking(world, shop, entry, { number, company: service.serviceName });
  }
}

/** What the service says it has is what is on hand there. */
async function fetchStock(
  sandbox: Sandbox,
  world: World,
  shop: ShopState,
  service: FulfillmentService,
): Promise<void> {
  const stock = await ask(sandbox, shop, service, "fetch_stock", []);
  for (const item of shop.inventoryItems.values()) {
    const units = item.sku ? stock?.[item.sku] : undefined;
    if (typeof units !== "number") continue;
    const before = findLevel(shop, item.id, service.locationId)?.quantities.available ?? 0;
    const level = connectLevel(world, shop, item.id, service.locationId, before);
    changeLevel(world, shop, level, "available", units - quantityOf(level, "on_hand"));
  }
}

/** Null when the service is silent, refuses or answers no object. Signed like a webhook without a body (guess). */
async function ask(
  sandbox: Sandbox,
  shop: ShopState,
  service: FulfillmentService,
  path: string,
  more: readonly (readonly [string, string])[],
): Promise<Record<string, unknown> | null> {
  const target = resolveTarget(sandbox, below(service, path));
  if (!target) return null;
  const url = new URL(target);
  url.searchParams.set("shop", shop.domain);
  url.searchParams.set("timestamp", String(Math.floor(nowMs(sandbox.state.world) / 1000)));
  for (const [name, value] of more) url.searchParams.append(name, value);
  try {
    const answer = await request(url, {
      headers: {
        "x-shopify-shop-domain": shop.domain,
        "x-shopify-api-version": API_VERSION,
        "x-shopify-hmac-sha256": signBody("", sandbox.options.clientSecret),
      },
      signal: AbortSignal.timeout(TIMEOUT_MS),
    });
    const body: unknown =
      answer.statusCode === 200 ? await answer.body.json() : await answer.body.dump();
    return typeof body === "object" && body !== null ? (body as Record<string, unknown>) : null;
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    process.stderr.write(`sandbox: service ${numericId(service.id)}: ${path}: ${why}\n`);
    return null;
  }
}

const below = (service: FulfillmentService, path: string) =>
  `${(service.callbackUrl ?? "").replace(/\/$/, "")}/${path}`;
