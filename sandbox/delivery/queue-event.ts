/**
 * Turns a domain event into deliveries, at once: the payload is the state at the time of the event. Faults on request
 * are applied here, so that the log tells what was spoiled.
 */
import { randomUUID } from "node:crypto";
import { buildPayload } from "#sandbox/webhooks/build-payload.ts";
import { nowMs } from "#sandbox/store/clock.ts";
import type { DomainEvent, ShopState } from "#sandbox/store/types.ts";
import { drawShare } from "#sandbox/http/fault-state.ts";
import type { Sandbox } from "#sandbox/http/sandbox-context.ts";
import { closeDelivery, type Delivery, type WebhookFault } from "./delivery-state.ts";
import { matchesFilter } from "./match-filter.ts";
import { pickFields } from "./pick-fields.ts";
import { findSubscriptions, type MatchedSubscription } from "./find-subscriptions.ts";

/** Queues one delivery per subscription; nothing when the topic has no payload or no subscription. */
export function queueEvent(sandbox: Sandbox, shop: ShopState, event: DomainEvent): void {
  const subscriptions = findSubscriptions(sandbox, shop, event);
  if (subscriptions.length === 0) return;
  const payload = buildPayload(shop, event);
  if (payload === null) return;
  for (const subscription of subscriptions) {
    if (subscription.filter && !matchesFilter(subscription.filter, payload)) continue;
    const shown = pickFields(payload, subscription.includeFields);
    queueDelivery(sandbox, newDelivery(sandbox, shop, event, subscription, JSON.stringify(shown)));
  }
}

function newDelivery(
  sandbox: Sandbox,
  shop: ShopState,
  event: DomainEvent,
  subscription: MatchedSubscription,
  body: string,
): Delivery {
  const { deliveries, world } = sandbox.state;
  const id = deliveries.nextId;
  deliveries.nextId += 1;
  return {
    id,
    webhookId: randomUUID(),
    eventId: event.eventId,
    shopDomain: shop.domain,
    topic: event.topic,
    uri: subscription.uri,
    subscriptionId: subscription.id,
    name: subscription.name,
    apiVersion: subscription.apiVersion,
    triggeredAt: new Date(nowMs(world)).toISOString(),
    body,
    state: "waiting",
    dueAtMs: Date.now(),
    dueBasis: "real",
    attempts: [],
    fault: null,
  };
}

function queueDelivery(sandbox: Sandbox, delivery: Delivery): void {
  const { deliveries } = sandbox.state;
  const fault = nextWebhookFault(sandbox, delivery.topic);
  delivery.fault = fault?.kind ?? null;
  if (fault?.kind === "drop") {
    closeDelivery(deliveries, delivery, "dropped");
    return;
  }
  if (fault?.kind === "delay") delivery.dueAtMs += fault.ms;
  if (fault?.kind === "reorder") delivery.dueAtMs += drawShare(deliveries) * fault.ms;
  deliveries.waiting.set(delivery.id, delivery);
  const copies = fault?.kind === "duplicate" ? fault.copies : 0;
  for (let copy = 0; copy < copies; copy += 1) {
    const id = deliveries.nextId;
    deliveries.nextId += 1;
    deliveries.waiting.set(id, { ...delivery, id, attempts: [] });
  }
}

function nextWebhookFault(sandbox: Sandbox, topic: string): WebhookFault | null {
  const { deliveries } = sandbox.state;
  for (const fault of deliveries.faults) {
    if (fault.topic !== null && fault.topic !== topic) continue;
    if (drawShare(deliveries) >= fault.rate) continue;
    fault.hits += 1;
    if (fault.remaining !== null) fault.remaining -= 1;
    deliveries.faults = deliveries.faults.filter(
      (one) => one.remaining === null || one.remaining > 0,
    );
    return fault;
  }
  return null;
}
