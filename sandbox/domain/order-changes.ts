/** Changes of an order itself: update, cancel, close, open, pay, delete, dispute. */
import { now, nowMs } from "#sandbox/store/clock.ts";
import { asOneAction, emit } from "#sandbox/store/events.ts";
import { newGid, randomUuid } from "#sandbox/store/ids.ts";
import type { Dispute, Gid, Job, Order, Outcome, ShopState, World } from "#sandbox/store/types.ts";
import { addTransaction } from "./create-order.ts";
import { closeForCancelledOrder } from "./fulfillment-requests.ts";
import { capturable, outstanding, received } from "./order-money.ts";
import { bagOf } from "./money.ts";
import { done, refuse } from "./outcome.ts";
import { createRefund, planTransactions, refundableQuantity, suggestRefund } from "./refunds.ts";
import { touchOrder } from "./touch.ts";

export const STAFF_NOTE_MAX = 255;

export type CancelDraft = {
  reason: NonNullable<Order["cancelReason"]>;
  restock: boolean;
  /** Give the money back the way it came. */
  refund?: boolean;
  storeCredit?: { expiresAt?: string | null } | null;
  staffNote?: string | null;
};

/** Refusals of `orderCancel`, then a job; the order is cancelled at once, the job shows it a moment later. */
export function cancelOrder(
  world: World,
  shop: ShopState,
  order: Order,
  draft: CancelDraft,
): Outcome<Job> {
  if ((draft.staffNote ?? "").length > STAFF_NOTE_MAX) {
    return refuse(
      ["staffNote"],
      "Staff note is too long. Maximum length is 255 characters.",
      "INVALID",
    );
  }
  if (order.cancelledAt) {
    return refuse(["orderId"], "Cannot cancel an order that has already been canceled", "INVALID");
  }
  const isBusy = hasOutstandingFulfillments(shop, order);
  if (isBusy && received(order).presentment > 0) {
    return refuse(
      ["orderId"],
      "Cannot cancel an order that has outstanding fulfillments",
      "INVALID",
    );
  }
  if (draft.storeCredit && !order.customerId) {
    return refuse(
      ["refundMethod"],
      "Order must have a customer to refund to store credit",
      "STORE_CREDIT_REFUND_MISSING_CUSTOMER",
    ); // guess: text
  }
  if (draft.storeCredit?.expiresAt && Date.parse(draft.storeCredit.expiresAt) <= nowMs(world)) {
    return refuse(
      ["refundMethod"],
      "Expiration date must be in the future",
      "STORE_CREDIT_REFUND_EXPIRATION_IN_PAST",
    ); // guess: text
  }
  // Guess: an unpaid order with shipments is accepted (observed), but its job changes nothing.
  if (!isBusy) asOneAction(world, () => carryOut(world, shop, order, draft));
  return done(startJob(world, shop));
}

export function hasOutstandingFulfillments(shop: ShopState, order: Order): boolean {
  const isShipped = order.fulfillmentIds.some(
    (id) => shop.fulfillments.get(id)?.status === "SUCCESS",
  );
  const isStarted = order.fulfillmentOrderIds.some(
    (id) => shop.fulfillmentOrders.get(id)?.status === "IN_PROGRESS",
  );
  return isShipped || isStarted;
}

function carryOut(world: World, shop: ShopState, order: Order, draft: CancelDraft): void {
  order.cancelledAt = now(world);
  order.cancelReason = draft.reason;
  order.cancelStaffNote = draft.staffNote ?? null;
  if (draft.refund || draft.storeCredit) giveMoneyBack(world, shop, order, draft);
  for (const id of order.fulfillmentOrderIds) {
    const entry = shop.fulfillmentOrders.get(id);
    if (entry) closeForCancelledOrder(world, shop, entry, draft.restock);
  }
  voidAuthorizations(world, shop, order);
  touchOrder(world, shop, order, ["orders/cancelled"]);
}

function giveMoneyBack(world: World, shop: ShopState, order: Order, draft: CancelDraft): void {
  const suggestion = suggestRefund(shop, order, { lines: [], isFull: true });
  const plan = planTransactions(order, suggestion.wanted);
  if (plan.amountMinor === 0) return;
  createRefund(world, shop, order, {
    lines: order.lineItems.map((line) => ({
      lineItemId: line.id,
      quantity: refundableQuantity(line),
      restockType: draft.restock ? "CANCEL" : "NO_RESTOCK",
    })),
    shipping: { fullRefund: true },
    note: "Order canceled",
    ...(draft.storeCredit
      ? {
          storeCredit: [
            { amountMinor: plan.amountMinor, expiresAt: draft.storeCredit.expiresAt ?? null },
          ],
        }
      : {
          transactions: plan.transactions.map((entry) => ({
            parentId: entry.parent.id,
            amountMinor: entry.amountMinor,
          })),
        }),
  });
}

function voidAuthorizations(world: World, shop: ShopState, order: Order): void {
  if (capturable(order).presentment === 0) return;
  for (const entry of order.transactions.filter((item) => item.kind === "AUTHORIZATION")) {
    addTransaction(world, shop, order, {
      kind: "VOID",
      gateway: entry.gateway,
      amount: entry.amount,
      parentId: entry.id,
    });
  }
}

/** A job that is done a moment later. */
export function startJob(world: World, shop: ShopState): Job {
  const job: Job = {
    id: `gid://shopify/Job/${randomUuid(world)}`,
    done: false,
    doneAtMs: nowMs(world) + 1,
  };
  shop.jobs.set(job.id, job);
  world.schedule(1, () => {
    job.done = true;
  });
  return job;
}

export type OrderChanges = Partial<
  Pick<
    Order,
    | "note"
    | "email"
    | "phone"
    | "poNumber"
    | "tags"
    | "customAttributes"
    | "shippingAddress"
    | "customerId"
  >
>;

export function updateOrder(
  world: World,
  shop: ShopState,
  order: Order,
  changes: OrderChanges,
): Order {
  Object.assign(order, changes);
  touchOrder(world, shop, order);
  return order;
}

/** Archives; repeating it changes nothing. */
export function closeOrder(world: World, shop: ShopState, order: Order): Order {
  if (!order.closedAt) {
    order.closedAt = now(world);
    touchOrder(world, shop, order);
  }
  return order;
}

export function reopenOrder(world: World, shop: ShopState, order: Order): Order {
  if (order.closedAt) {
    order.closedAt = null;
    touchOrder(world, shop, order);
  }
  return order;
}

/** A manual sale of all that is outstanding, in presentment money at the rate of the day (observed). */
export function markAsPaid(world: World, shop: ShopState, order: Order): Outcome<Order> {
  const due = outstanding(shop, order).presentment + capturable(order).presentment;
  const hasSale = order.transactions.some(
    (entry) => entry.kind === "SALE" && entry.status === "SUCCESS",
  );
  if (order.cancelledAt || due <= 0 || hasSale)
    return refuse(["id"], "Order cannot be marked as paid.");
  return asOneAction(world, () => {
    const transaction = addTransaction(world, shop, order, {
      kind: "SALE",
      gateway: "manual",
      amount: bagOf(order, due),
    });
    order.financialStatusHint = null;
    emit(world, shop, {
      topic: "order_transactions/create",
      id: transaction.id,
      facts: { orderId: order.id },
    });
    touchOrder(world, shop, order, ["orders/paid"]);
    return done(order);
  });
}

/** A payment taken outside Shopify; all that is outstanding when no amount is named. */
export function payManually(
  world: World,
  shop: ShopState,
  order: Order,
  payment: { amountMinor: number | null; gateway: string },
): Outcome<Order> {
  const due = outstanding(shop, order).presentment;
  const amountMinor = payment.amountMinor ?? due;
  if (order.cancelledAt || due <= 0) return refuse(["id"], "Order cannot be marked as paid."); // guess: text
  if (amountMinor <= 0 || amountMinor > due) {
    return refuse(["amount"], "Amount exceeds the outstanding balance"); // guess: text
  }
  return asOneAction(world, () => {
    const draft = {
      kind: "SALE" as const,
      gateway: payment.gateway,
      amount: bagOf(order, amountMinor),
    };
    const transaction = addTransaction(world, shop, order, draft);
    const facts = { orderId: order.id };
    emit(world, shop, { topic: "order_transactions/create", id: transaction.id, facts });
    touchOrder(world, shop, order, amountMinor === due ? ["orders/paid"] : []);
    return done(order);
  });
}

/** Gives an authorisation up that was not captured. */
export function voidAuthorization(
  world: World,
  shop: ShopState,
  parentId: Gid,
): Outcome<Order["transactions"][number]> {
  const field = ["parentTransactionId"];
  for (const order of shop.orders.values()) {
    const parent = order.transactions.find((entry) => entry.id === parentId);
    if (!parent) continue;
    const isUsed = order.transactions.some((entry) => entry.parentId === parentId);
    if (parent.kind !== "AUTHORIZATION" || isUsed) {
      return refuse(field, "Transaction cannot be voided", "AUTH_NOT_VOIDABLE"); // guess: text
    }
    const { gateway, amount } = parent;
    const transaction = addTransaction(world, shop, order, {
      kind: "VOID",
      gateway,
      amount,
      parentId,
    });
    const facts = { orderId: order.id };
    emit(world, shop, { topic: "order_transactions/create", id: transaction.id, facts });
    touchOrder(world, shop, order);
    return done(transaction);
  }
  return refuse(field, "Transaction does not exist", "TRANSACTION_NOT_FOUND"); // guess: text
}

/** Captures part of an authorisation. */
export function captureOrder(
  world: World,
  shop: ShopState,
  order: Order,
  parentId: Gid,
  amountMinor: number,
): Outcome<Order["transactions"][number]> {
  const parent = order.transactions.find((entry) => entry.id === parentId);
  if (!parent || parent.kind !== "AUTHORIZATION")
    return refuse(["parentTransactionId"], "Transaction does not exist"); // guess
  if (amountMinor <= 0 || amountMinor > capturable(order).presentment) {
    return refuse(["amount"], "Amount exceeds the authorized amount"); // guess
  }
  const transaction = addTransaction(world, shop, order, {
    kind: "CAPTURE",
    gateway: parent.gateway,
    amount: bagOf(order, amountMinor),
    parentId,
  });
  emit(world, shop, {
    topic: "order_transactions/create",
    id: transaction.id,
    facts: { orderId: order.id },
  });
  touchOrder(world, shop, order, capturable(order).presentment === 0 ? ["orders/paid"] : []);
  return done(transaction);
}

/** Forgets the order and everything below it; announces `orders/delete`. */
export function deleteOrder(world: World, shop: ShopState, order: Order): void {
  for (const id of order.fulfillmentOrderIds) shop.fulfillmentOrders.delete(id);
  for (const id of order.fulfillmentIds) shop.fulfillments.delete(id);
  for (const id of order.refundIds) shop.refunds.delete(id);
  for (const id of order.disputeIds) shop.disputes.delete(id);
  for (const id of order.returnIds) {
    for (const rfo of shop.returns.get(id)?.reverseFulfillmentOrderIds ?? []) {
      shop.reverseFulfillmentOrders.delete(rfo);
    }
    shop.returns.delete(id);
  }
  for (const line of order.lineItems) shop.lineItemOrder.delete(line.id);
  shop.orders.delete(order.id);
  emit(world, shop, { topic: "orders/delete", id: order.id });
}

/** A chargeback or inquiry of the buyer's bank. Not to be had by the Admin API: seed and control page only. */
export function openDispute(
  world: World,
  shop: ShopState,
  order: Order,
  draft: Partial<Omit<Dispute, "id" | "orderId">>,
): Dispute {
  const dispute: Dispute = {
    id: newGid(shop, "ShopifyPaymentsDispute"),
    orderId: order.id,
    type: draft.type ?? "CHARGEBACK",
    status: draft.status ?? "NEEDS_RESPONSE",
    reason: draft.reason ?? "FRAUDULENT",
    amount: draft.amount ?? {
      amountMinor: received(order).presentment,
      currency: order.presentmentCurrency,
    },
    initiatedAt: draft.initiatedAt ?? now(world),
    evidenceDueBy: draft.evidenceDueBy ?? null,
    evidenceSentOn: draft.evidenceSentOn ?? null,
    finalizedOn: draft.finalizedOn ?? null,
  };
  shop.disputes.set(dispute.id, dispute);
  order.disputeIds.push(dispute.id);
  asOneAction(world, () => {
    emit(world, shop, { topic: "disputes/create", id: dispute.id });
    touchOrder(world, shop, order);
  });
  return dispute;
}

export function updateDispute(
  world: World,
  shop: ShopState,
  dispute: Dispute,
  status: Dispute["status"],
): Dispute {
  dispute.status = status;
  if (status === "WON" || status === "LOST" || status === "ACCEPTED")
    dispute.finalizedOn = now(world).slice(0, 10);
  const order = shop.orders.get(dispute.orderId);
  asOneAction(world, () => {
    emit(world, shop, { topic: "disputes/update", id: dispute.id });
    if (order) touchOrder(world, shop, order);
  });
  return dispute;
}
