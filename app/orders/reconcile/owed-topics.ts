/**
 * Which webhook topics should have reported what the reconciler had to repair, read from the ledger entries it wrote.
 * Only what one topic must have told is listed; a change that several could tell accuses none of them. Pure.
 */

/** A ledger entry of the reconciler. */
export type RepairEntry = {
  readonly kind: string;
  readonly facts: Readonly<Record<string, unknown>>;
};

const TOPIC_OF: Readonly<Record<string, string>> = {
  "order.created": "orders/create",
  "order.deleted": "orders/delete",
  "order.cancelled": "orders/cancelled",
  "order.paid": "orders/paid",
  "order.fulfilled": "orders/fulfilled",
  "order.edited": "orders/edited",
  "order.refunded": "refunds/create",
  "refund.added": "refunds/create",
  "transaction.added": "order_transactions/create",
  "fulfillment.added": "fulfillments/create",
  "fulfillment.changed": "fulfillments/update",
  "shipment_event.added": "fulfillment_events/create",
  "hold.added": "fulfillment_orders/placed_on_hold",
  "hold.removed": "fulfillment_orders/hold_released",
  "dispute.added": "disputes/create",
  "dispute.changed": "disputes/update",
};

const TOPIC_OF_RETURN: Readonly<Record<string, string>> = {
  requested: "returns/request",
  open: "returns/approve",
  declined: "returns/decline",
  canceled: "returns/cancel",
  closed: "returns/close",
};

/** The topics that owe us the change of one order. */
export function listOwedTopics(entries: readonly RepairEntry[]): string[] {
  // A new order brings everything below it along, most of it never told by a topic of its own.
  if (entries.some(({ kind }) => kind === "order.created")) return ["orders/create"];
  const topics = entries.flatMap(({ kind, facts }) => {
    if (kind === "return.added" || kind === "return.changed")
      return TOPIC_OF_RETURN[String(facts["status"])] ?? [];
    const topic = TOPIC_OF[kind] ?? [];
    // Whatever changes of an order itself, this topic tells as well.
    return kind.startsWith("order.") && kind !== "order.deleted"
      ? [topic, "orders/updated"].flat()
      : topic;
  });
  return [...new Set(topics)];
}
