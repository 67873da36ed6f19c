/**
 * Works off the queue of webhooks: sixteen at a time, retried eight times over four hours of the sandbox clock with
 * the same webhook id and the original body. A subscription made through the Admin API is removed after eight
 * deliveries in a row were given up; those of the toml stay.
 * Source: https://shopify.dev/docs/apps/build/webhooks/troubleshooting-webhooks
 */
import { nowMs } from "#sandbox/store/clock.ts";
import type { Sandbox } from "#sandbox/http/sandbox-context.ts";
import { closeDelivery, type Delivery } from "./delivery-state.ts";
import { emitDueEvents } from "./later-events.ts";
import { openWebhookClient, sendDelivery, type WebhookClient } from "./send-delivery.ts";

// guess: only "8 retries over 4 hours" is published; the steps are ours and add up to four hours.
const RETRY_STEPS_MS = [60, 120, 300, 600, 1_200, 2_400, 4_200, 5_520].map((step) => step * 1000);
const MAX_SENDING = 16;
const MAX_FAILURES_IN_A_ROW = 8;

// 50 ms: a webhook is on its way faster than a person can look; an idle look at the queue costs microseconds.
const TICK_MS = 50;

export type DeliveryLoop = { stop: () => Promise<void> };

export function startDeliveryLoop(sandbox: Sandbox): DeliveryLoop {
  const client = openWebhookClient();
  // A snapshot taken mid-delivery says "sending"; nothing is in flight now.
  for (const delivery of sandbox.state.deliveries.waiting.values()) delivery.state = "waiting";
  const timer = setInterval(() => sendDue(client, sandbox), TICK_MS);
  return {
    stop: async () => {
      clearInterval(timer);
      await client.destroy();
    },
  };
}

function sendDue(client: WebhookClient, sandbox: Sandbox): void {
  emitDueEvents(sandbox);
  const { deliveries } = sandbox.state;
  if (deliveries.isPaused) return;
  const queue = [...deliveries.waiting.values()];
  let free = MAX_SENDING - queue.filter((one) => one.state === "sending").length;
  for (const delivery of queue) {
    if (free <= 0) return;
    if (delivery.state !== "waiting" || !isDue(sandbox, delivery)) continue;
    delivery.state = "sending";
    free -= 1;
    void attemptDelivery(client, sandbox, delivery);
  }
}

function isDue(sandbox: Sandbox, delivery: Delivery): boolean {
  const at = delivery.dueBasis === "real" ? Date.now() : nowMs(sandbox.state.world);
  return delivery.dueAtMs <= at;
}

async function attemptDelivery(
  client: WebhookClient,
  sandbox: Sandbox,
  delivery: Delivery,
): Promise<void> {
  const attempt = await sendDelivery(client, sandbox, delivery);
  const { deliveries } = sandbox.state;
  // A reset in the meantime has emptied the queue: this delivery belongs to the past.
  if (!deliveries.waiting.has(delivery.id)) return;
  delivery.attempts.push(attempt);
  if (attempt.status !== null && attempt.status >= 200 && attempt.status < 300) {
    closeDelivery(deliveries, delivery, "delivered");
    if (delivery.subscriptionId) deliveries.failuresInARow[delivery.subscriptionId] = 0;
  } else {
    planRetry(sandbox, delivery);
  }
  sendDue(client, sandbox);
}

function planRetry(sandbox: Sandbox, delivery: Delivery): void {
  const { deliveries, world } = sandbox.state;
  const schedule = deliveries.retryScheduleMs ?? RETRY_STEPS_MS;
  const step = schedule[delivery.attempts.length - 1];
  if (step === undefined) {
    closeDelivery(deliveries, delivery, "failed");
    countGivenUp(sandbox, delivery);
    return;
  }
  const isReal = deliveries.retryScheduleMs !== null;
  delivery.state = "waiting";
  delivery.dueBasis = isReal ? "real" : "sandbox";
  delivery.dueAtMs = (isReal ? Date.now() : nowMs(world)) + step;
}

function countGivenUp(sandbox: Sandbox, delivery: Delivery): void {
  const { deliveries, world } = sandbox.state;
  const id = delivery.subscriptionId;
  if (id === null) return;
  const failures = (deliveries.failuresInARow[id] ?? 0) + 1;
  deliveries.failuresInARow[id] = failures;
  if (failures >= MAX_FAILURES_IN_A_ROW) {
    world.shops.get(delivery.shopDomain)?.webhookSubscriptions.delete(id);
  }
}
