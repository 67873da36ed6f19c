/** Actions on orders: what staff, shoppers, carriers and banks do to them. */
import { addFulfillmentEvent, createFulfillment } from "#sandbox/domain/fulfillments.ts";
import {
  cancelOrder,
  closeOrder,
  deleteOrder,
  markAsPaid,
  openDispute,
  updateDispute,
  updateOrder,
} from "#sandbox/domain/order-changes.ts";
import { createRefund, refundableQuantity } from "#sandbox/domain/refunds.ts";
import { randomHex } from "#sandbox/store/ids.ts";
import type {
  Dispute,
  FulfillmentEventStatus,
  Order,
  Outcome,
  ShopState,
} from "#sandbox/store/types.ts";
import { isRecord } from "#sandbox/http/respond.ts";
import { ActRefused, numberField, textField, type Act, type ActInput } from "./act-types.ts";
import { DEFAULT_BUYER, placeAnyOrder, placeOrder, type Purchase } from "./place-order.ts";

export const ORDER_ACTS = {
  place_order: ({ sandbox, shop, fields }) => {
    const { world } = sandbox.state;
    const isAny = fields["lines"] === undefined && fields["order"] === undefined;
    const order = isAny
      ? placeAnyOrder(world, shop)
      : placeOrder(world, shop, readPurchase(shop, fields));
    return { message: `Order ${order.name} was placed`, orderId: order.id, name: order.name };
  },
  cancel_order: ({ sandbox, shop, fields }) => {
    const order = getOrder(shop, fields, isCancellable);
    unwrap(
      cancelOrder(sandbox.state.world, shop, order, {
        reason: "CUSTOMER",
        restock: true,
        refund: fields["refund"] !== false,
      }),
    );
    return { message: `Order ${order.name} was cancelled`, orderId: order.id, name: order.name };
  },
  fulfil_order: fulfilOrder,
  add_event: addEvent,
  refund_order: ({ sandbox, shop, fields }) => {
    const order = getOrder(shop, fields, ({ refundIds }) => refundIds.length === 0);
    const refund = unwrap(
      createRefund(sandbox.state.world, shop, order, {
        lines: order.lineItems.map((line) => ({
          lineItemId: line.id,
          quantity: refundableQuantity(line),
          restockType: "NO_RESTOCK",
        })),
        shipping: { fullRefund: true },
        note: textField(fields, "note") ?? "Refunded in the sandbox",
        transactions: order.transactions
          .filter(({ kind, status }) => kind === "SALE" && status === "SUCCESS")
          .map(({ id, gateway, amount }) => ({
            kind: "REFUND",
            gateway,
            parentId: id,
            amountMinor: amount.presentment,
          })),
      }),
    );
    return { message: `Order ${order.name} was refunded`, orderId: order.id, refundId: refund.id };
  },
  mark_paid: ({ sandbox, shop, fields }) => {
    const order = getOrder(shop, fields);
    unwrap(markAsPaid(sandbox.state.world, shop, order));
    return { message: `Order ${order.name} is paid`, orderId: order.id };
  },
  update_order: ({ sandbox, shop, fields }) => {
    const order = getOrder(shop, fields);
    const changes = isRecord(fields["changes"]) ? fields["changes"] : {};
    updateOrder(sandbox.state.world, shop, order, changes);
    return { message: `Order ${order.name} was changed`, orderId: order.id };
  },
  close_order: ({ sandbox, shop, fields }) => {
    const order = getOrder(shop, fields);
    closeOrder(sandbox.state.world, shop, order);
    return { message: `Order ${order.name} was archived`, orderId: order.id };
  },
  delete_order: ({ sandbox, shop, fields }) => {
    const order = getOrder(shop, fields);
    deleteOrder(sandbox.state.world, shop, order);
    return { message: `Order ${order.name} was deleted`, orderId: order.id };
  },
  open_dispute: ({ sandbox, shop, fields }) => {
    const order = getOrder(shop, fields, ({ disputeIds }) => disputeIds.length === 0);
    const dispute = openDispute(sandbox.state.world, shop, order, {
      type: fields["type"] === "INQUIRY" ? "INQUIRY" : "CHARGEBACK",
      reason: textField(fields, "reason") ?? "PRODUCT_NOT_RECEIVED",
    });
    return { message: `Order ${order.name} is disputed`, orderId: order.id, disputeId: dispute.id };
  },
  update_dispute: ({ sandbox, shop, fields }) => {
    const dispute = shop.disputes.get(textField(fields, "disputeId") ?? "");
    if (!dispute) throw new ActRefused("disputeId names no dispute");
    const status = textField(fields, "status") ?? "WON";
    updateDispute(sandbox.state.world, shop, dispute, status as Dispute["status"]);
    return { message: `The dispute is ${status}`, disputeId: dispute.id };
  },
} satisfies Record<string, Act>;

/** `lines` default to one unit of the first variant, `buyer` to the storefront's; `order` is laid over the draft. */
function readPurchase(shop: ShopState, fields: Record<string, unknown>): Purchase {
  const lines = Array.isArray(fields["lines"])
    ? fields["lines"].filter(isRecord).map((line) => ({
        variantId: String(line["variantId"]),
        quantity: numberField(line, "quantity") ?? 1,
      }))
    : [...shop.variants.keys()].slice(0, 1).map((variantId) => ({ variantId, quantity: 1 }));
  const buyer = isRecord(fields["buyer"]) ? fields["buyer"] : {};
  return {
    lines,
    buyer: { ...DEFAULT_BUYER, ...buyer },
    overrides: isRecord(fields["order"]) ? fields["order"] : {},
  };
}

function fulfilOrder({ sandbox, shop, fields }: ActInput) {
  const { world } = sandbox.state;
  const order = getOrder(shop, fields, (one) => listOpen(shop, one).length > 0);
  const [first] = listOpen(shop, order);
  if (!first) throw new ActRefused(`order ${order.name} has nothing left to fulfil`);
  const groups = listOpen(shop, order)
    .filter((entry) => entry.assignedLocationId === first.assignedLocationId)
    .map((entry) => ({ entry }));
  const fulfillment = unwrap(
    createFulfillment(world, shop, {
      groups,
      tracking: {
        company: textField(fields, "company") ?? "UPS",
        number: textField(fields, "number") ?? `1Z${randomHex(world, 16).toUpperCase()}`,
      },
      notifyCustomer: false,
    }),
  );
  return {
    message: `Order ${order.name} was fulfilled`,
    orderId: order.id,
    name: order.name,
    fulfillmentId: fulfillment.id,
  };
}

function addEvent({ sandbox, shop, fields }: ActInput) {
  const order = getOrder(shop, fields, ({ fulfillmentIds }) => fulfillmentIds.length > 0);
  const id = textField(fields, "fulfillmentId") ?? order.fulfillmentIds.at(-1) ?? "";
  const fulfillment = shop.fulfillments.get(id);
  if (!fulfillment) throw new ActRefused("there is no such fulfillment");
  const status = (textField(fields, "status") ?? "IN_TRANSIT") as FulfillmentEventStatus;
  const happenedAt = textField(fields, "happenedAt");
  addFulfillmentEvent(sandbox.state.world, shop, fulfillment, {
    status,
    ...(happenedAt ? { happenedAt } : {}),
  });
  return { message: `Order ${order.name}: ${status}`, orderId: order.id, fulfillmentId: id };
}

/** By `orderId` or `name`; else the newest one that suits (by place in the store or by `newest`). */
function getOrder(
  shop: ShopState,
  fields: Record<string, unknown>,
  suits: (order: Order) => boolean = () => true,
): Order {
  const wanted = textField(fields, "orderId") ?? textField(fields, "name");
  const orders = [...shop.orders.values()];
  if (wanted !== null) {
    const order = orders.find(({ id, name }) => id === wanted || name === wanted);
    if (!order) throw new ActRefused(`there is no order ${wanted}`);
    return order;
  }
  const skip = numberField(fields, "skip") ?? 0;
  const fitting = orders.filter((order) => order.cancelledAt === null && suits(order));
  const newest = fitting.sort(
    (a, b) => b.createdAt.localeCompare(a.createdAt) || b.number - a.number,
  );
  const order = newest[skip];
  if (!order) throw new ActRefused("no order suits this action");
  return order;
}

function isCancellable({ cancelledAt, fulfillmentIds }: Order): boolean {
  return cancelledAt === null && fulfillmentIds.length === 0;
}

function listOpen(shop: ShopState, order: Order) {
  return order.fulfillmentOrderIds
    .flatMap((id) => shop.fulfillmentOrders.get(id) ?? [])
    .filter(({ status }) => status === "OPEN" || status === "IN_PROGRESS");
}

function unwrap<Value>(outcome: Outcome<Value>): Value {
  if (outcome.ok) return outcome.value;
  throw new ActRefused(outcome.errors.map(({ message }) => message).join("; "));
}
