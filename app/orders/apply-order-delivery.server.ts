/**
 * Settles one webhook about an order: parse, take the order's lock, load, plan, save, all in the caller's transaction.
 * What the payload cannot tell is read from Shopify by a job enqueued in the same transaction.
 */
import type { Clock } from "#app/platform/clock.ts";
import type { ShopTx } from "#app/platform/db.server.ts";
import type { OrderReading } from "#app/shopify/mappers/shopify-order.ts";
import { applyCustomerDelivery } from "./apply-customer-delivery.server.ts";
import { requestRead, waitOrRead } from "./ask-for-order.server.ts";
import { findOrderReference } from "./find-order-reference.ts";
import { wakeImport } from "./import/wake-import.server.ts";
import type { HeardFrom } from "./merge-reading.ts";
import {
  enqueueRefetch,
  loadMirrors,
  lockOrders,
  runIn,
  savePlans,
  type StoredMirror,
} from "./mirror-store.server.ts";
import { isOrderTopic, ORDER_TOPICS, type TopicRule } from "./order-topics.ts";
import {
  fulfillmentEventSchema,
  fulfillmentSchema,
  readFulfillment,
  readFulfillmentEvent,
} from "./parse-fulfillment-payload.ts";
import { parseJson } from "./parse-json.ts";
import {
  orderSchema,
  parseOrderPayload,
  parsePayload,
  type PayloadRefusal,
} from "./parse-order-payload.ts";
import {
  disputeSchema,
  readDispute,
  readRefund,
  readRefundTransactions,
  readTransaction,
  refundSchema,
  transactionSchema,
} from "./parse-refund-payload.ts";
import { gidOf } from "./payload-fields.ts";
import { planDeletion, planOrderChanges, type OrderPlan } from "./plan-order-changes.ts";
import type { Result } from "#app/platform/result.ts";

export type OrderDelivery = {
  readonly shopId: bigint;
  readonly topic: string;
  readonly apiVersion: string | null;
  readonly triggeredAt: Date | null;
  readonly receivedAt: Date;
  readonly body: Uint8Array;
};

export type OrderDeliveryOutcome =
  | { readonly outcome: "applied" }
  | { readonly outcome: "ignored" | "parked"; readonly reason: string }
  /** the order is not known yet; its own webhook is probably on its way */
  | { readonly outcome: "later"; readonly at: Date };

export type ApplyDeps = { readonly clock: Clock };

/** A delivery with its body read. */
export type ParsedDelivery = OrderDelivery & {
  readonly payload: unknown;
  /** when the payload was true */
  readonly asOf: Date;
  readonly from: HeardFrom;
};

const APPLIED: OrderDeliveryOutcome = { outcome: "applied" };

/** Applies, ignores (older, already known) or parks (unreadable) the delivery. Safe to run any number of times. */
export async function applyDelivery(
  deps: ApplyDeps,
  tx: ShopTx,
  delivery: OrderDelivery,
): Promise<OrderDeliveryOutcome> {
  if (!isOrderTopic(delivery.topic)) return { outcome: "ignored", reason: "topic_without_handler" };
  const json = parseJson(Buffer.from(delivery.body).toString("utf8"));
  if (!json.ok) return { outcome: "parked", reason: json.refusal.code };
  const parsed: ParsedDelivery = {
    ...delivery,
    payload: json.value,
    asOf: delivery.triggeredAt ?? delivery.receivedAt,
    from: { source: "webhook", sourceVersion: delivery.apiVersion, heardAt: deps.clock.now() },
  };
  return HANDLERS[ORDER_TOPICS[delivery.topic]](tx, parsed);
}

type Handler = (tx: ShopTx, delivery: ParsedDelivery) => Promise<OrderDeliveryOutcome>;

const HANDLERS: { readonly [Rule in TopicRule]: Handler } = {
  order: applyOrder,
  order_deleted: applyDeletion,
  fulfillment: (tx, delivery) =>
    applyPart(tx, delivery, fulfillmentSchema, (payload) => {
      const fulfillment = readFulfillment(payload);
      return fulfillment && { fulfillments: [fulfillment] };
    }),
  fulfillment_event: (tx, delivery) =>
    applyPart(tx, delivery, fulfillmentEventSchema, (payload) => {
      const event = readFulfillmentEvent(payload);
      return event && { events: [event] };
    }),
  refund: (tx, delivery) =>
    applyPart(tx, delivery, refundSchema, (payload, { order }) => {
      const refund = readRefund(payload, order.currency);
      return refund && { refunds: [refund], transactions: readRefundTransactions(payload) };
    }),
  transaction: (tx, delivery) =>
    applyPart(tx, delivery, transactionSchema, (payload) => {
      const transaction = readTransaction(payload);
      return transaction && { transactions: [transaction] };
    }),
  dispute: (tx, delivery) =>
    applyPart(tx, delivery, disputeSchema, (payload) => {
      const dispute = readDispute(payload);
      return dispute && { disputes: [dispute] };
    }),
  customer_updated: applyCustomerDelivery,
  customer_merged: applyCustomerDelivery,
  customer_deleted: applyCustomerDelivery,
  export_finished: wakeImport,
  read_order: (tx, delivery) => requestRead(tx, delivery, {}),
  read_fulfillment_orders: (tx, delivery) =>
    requestRead(tx, delivery, { only: "fulfillment_orders" }),
};

async function applyOrder(tx: ShopTx, delivery: ParsedDelivery): Promise<OrderDeliveryOutcome> {
  const reading = parseOrderPayload(delivery.payload, delivery.asOf);
  if (!reading.ok) return park(reading.refusal);
  const { orderGid } = reading.value;
  await lockOrders(runIn(tx), delivery.shopId, [orderGid]);
  const known = (await loadMirrors(runIn(tx), delivery.shopId, [orderGid])).get(orderGid) ?? null;
  if (!known && (await hasTombstone(tx, delivery.shopId, orderGid)))
    return { outcome: "ignored", reason: "order_deleted" };
  return settle(
    tx,
    delivery,
    orderGid,
    known,
    planOrderChanges(known, reading.value, delivery.from),
  );
}

type PartReading = Pick<
  OrderReading,
  "fulfillments" | "events" | "refunds" | "transactions" | "disputes"
>;

/** One part of an order, told alone. An order we do not know is read whole. */
async function applyPart<
  Schema extends
    | typeof fulfillmentSchema
    | typeof fulfillmentEventSchema
    | typeof refundSchema
    | typeof transactionSchema
    | typeof disputeSchema,
>(
  tx: ShopTx,
  delivery: ParsedDelivery,
  schema: Schema,
  read: (payload: ReturnType<Schema["parse"]>, known: StoredMirror) => PartReading | null,
): Promise<OrderDeliveryOutcome> {
  const { shopId, asOf, from } = delivery;
  const reference = findOrderReference(delivery.payload);
  if (reference.kind !== "order") return { outcome: "ignored", reason: "names_no_order" };
  const { orderGid } = reference;
  await lockOrders(runIn(tx), shopId, [orderGid]);
  const known = (await loadMirrors(runIn(tx), shopId, [orderGid])).get(orderGid);
  if (!known) return waitOrRead(tx, delivery, orderGid);
  // The schema's own output type: zod infers it from the same value.
  const part = parsePayload(schema, delivery.payload, (payload) =>
    read(payload as ReturnType<Schema["parse"]>, known),
  ) as Result<PartReading, PayloadRefusal>;
  if (!part.ok) return park(part.refusal);
  const reading: OrderReading = {
    orderGid,
    asOf,
    isComplete: false,
    words: "coarse",
    ...part.value,
  };
  return settle(tx, delivery, orderGid, known, planOrderChanges(known, reading, from));
}

async function applyDeletion(tx: ShopTx, delivery: ParsedDelivery): Promise<OrderDeliveryOutcome> {
  const { shopId, payload, asOf, from } = delivery;
  const parsed = parsePayload(
    orderSchema.pick({ id: true, admin_graphql_api_id: true }),
    payload,
    (order) => gidOf("Order", order.admin_graphql_api_id, order.id),
  );
  if (!parsed.ok) return park(parsed.refusal);
  const orderGid = parsed.value;
  await lockOrders(runIn(tx), shopId, [orderGid]);
  const known = (await loadMirrors(runIn(tx), shopId, [orderGid])).get(orderGid);
  if (known) return settle(tx, delivery, orderGid, known, planDeletion(known, asOf, from));
  await tx.$executeRaw`
    insert into order_tombstones (shop_id, gid, deleted_at) values (${shopId}, ${orderGid}, ${asOf})
    on conflict (shop_id, gid) do nothing`;
  return APPLIED;
}

/** Saves the plan and asks Shopify where the plan says so. */
async function settle(
  tx: ShopTx,
  delivery: ParsedDelivery,
  orderGid: string,
  known: StoredMirror | null,
  plan: OrderPlan,
): Promise<OrderDeliveryOutcome> {
  const { shopId, from } = delivery;
  if (plan.kind === "unchanged")
    return { outcome: "ignored", reason: plan.isStale ? "older_than_known" : "already_known" };
  if (plan.kind === "unknown_order") return waitOrRead(tx, delivery, orderGid);
  await savePlans(
    runIn(tx),
    shopId,
    [{ orderGid, orderId: known?.orderId ?? null, plan }],
    from.heardAt,
  );
  if (plan.refetch)
    await enqueueRefetch(tx, shopId, orderGid, from.heardAt, {
      ...(plan.refetch === "fulfillment_orders" && { only: plan.refetch }),
    });
  return APPLIED;
}

async function hasTombstone(tx: ShopTx, shopId: bigint, orderGid: string): Promise<boolean> {
  const rows = await tx.$queryRaw<unknown[]>`
    select 1 from order_tombstones where shop_id = ${shopId} and gid = ${orderGid}`;
  return rows.length > 0;
}

const park = (refusal: PayloadRefusal): OrderDeliveryOutcome => ({
  outcome: "parked",
  reason: refusal.code,
});
