/** What the delivery of webhooks remembers: the queue, the log, events still to come, and faults on request. */

export type DeliveryAttempt = {
  at: string;
  /** Null: no answer (timeout, refused connection, cut). */
  status: number | null;
  ms: number;
  error: string | null;
};

export type Delivery = {
  id: number;
  /** Repeated by retries and by duplicates. */
  webhookId: string;
  /** Shared by all topics of one action. */
  eventId: string;
  shopDomain: string;
  topic: string;
  /** As declared; resolved against the app's URL when sent. */
  uri: string;
  /** Null: declared in the toml. */
  subscriptionId: string | null;
  name: string | null;
  apiVersion: string;
  triggeredAt: string;
  body: string;
  state: "waiting" | "sending" | "delivered" | "failed" | "dropped";
  /** The next attempt; on the sandbox clock or on real time, as `dueBasis` says. */
  dueAtMs: number;
  dueBasis: "sandbox" | "real";
  attempts: DeliveryAttempt[];
  fault: WebhookFaultKind | null;
  /** A call to a fulfillment service's address: the same queue, fewer headers. */
  isCallback?: true;
};

export type WebhookFaultKind = "duplicate" | "delay" | "reorder" | "drop";

export type WebhookFault = {
  id: number;
  kind: WebhookFaultKind;
  /** Null: any topic. */
  topic: string | null;
  /** Deliveries still to spoil; null: no end. */
  remaining: number | null;
  rate: number;
  /** `duplicate`: extra copies, 1–5. */
  copies: number;
  /** `delay`: real milliseconds; `reorder`: the longest of the drawn delays. */
  ms: number;
  hits: number;
};

export type LaterEvent = {
  shopDomain: string;
  topic: string;
  subjectId: string;
  dueAtMs: number;
  facts: Record<string, unknown> | null;
};

export type DeliveryState = {
  nextId: number;
  /** By id, oldest first. */
  waiting: Map<number, Delivery>;
  /** Delivered, failed and dropped ones, newest last. */
  done: Delivery[];
  later: LaterEvent[];
  faults: WebhookFault[];
  seed: number;
  isPaused: boolean;
  /** Real milliseconds between attempts; null: the schedule of Shopify on the sandbox clock. */
  retryScheduleMs: number[] | null;
  /** Deliveries given up in a row, by subscription. */
  failuresInARow: Record<string, number>;
};

// 5,000 bodies of an order are some 50 MB, the most a long test run should keep.
const MAX_DONE = 5_000;

export function emptyDeliveries(retryScheduleMs: number[] | null): DeliveryState {
  return {
    nextId: 1,
    waiting: new Map(),
    done: [],
    later: [],
    faults: [],
    seed: 1,
    isPaused: false,
    retryScheduleMs,
    failuresInARow: {},
  };
}

export function closeDelivery(
  deliveries: DeliveryState,
  delivery: Delivery,
  state: "delivered" | "failed" | "dropped",
): void {
  delivery.state = state;
  deliveries.waiting.delete(delivery.id);
  deliveries.done.push(delivery);
  if (deliveries.done.length > MAX_DONE) {
    deliveries.done.splice(0, deliveries.done.length - MAX_DONE);
  }
}
