/**
 * The money step of a return: lines are received, goods disposed, money given back, exchange lines released. Rules without a
 * recording are marked guess in docs/sandbox.md.
 */
import { now } from "#sandbox/store/clock.ts";
import { asOneAction, emit } from "#sandbox/store/events.ts";
import { newGid } from "#sandbox/store/ids.ts";
import type { Gid, Order, Outcome, Return, ShopState, World } from "#sandbox/store/types.ts";
import { makeLine } from "./create-order.ts";
import { holdFulfillmentOrder } from "./fulfillment-orders.ts";
import { scaleBag } from "./money.ts";
import { openFulfillmentOrders } from "./open-fulfillment-orders.ts";
import { outstanding } from "./order-money.ts";
import { done, refuseAll } from "./outcome.ts";
import { findProcessErrors, toRefundDraft, type ProcessDraft } from "./process-errors.ts";
import { createRefund } from "./refunds.ts";
import { disposeItems } from "./reverse-logistics.ts";
import { orderOfReturn } from "./returns.ts";
import { touchOrder } from "./touch.ts";
import { isGiven } from "./is-given.ts";

export * from "./suggest-outcome.ts";

/** Marks units processed and moves the money asked for. The return stays OPEN (observed). */
export function processReturn(
  world: World,
  shop: ShopState,
  entry: Return,
  draft: ProcessDraft,
): Outcome<Return> {
  const order = orderOfReturn(shop, entry);
  const errors = findProcessErrors(shop, order, entry, draft);
  if (errors.length > 0) return refuseAll(errors);
  return asOneAction(world, () => {
    const dispositions = draft.lines.flatMap((line) => line.dispositions);
    if (dispositions.length > 0) {
      const disposed = disposeItems(world, shop, dispositions);
      if (!disposed.ok) return disposed;
    }
    for (const part of draft.lines) {
      const line = entry.lines.find((item) => item.id === part.id);
      if (line) line.processedQuantity += part.quantity;
    }
    const refunded = bookRefund(world, shop, order, entry, draft);
    if (!refunded.ok) return refunded;
    for (const part of draft.exchangeLines) releaseExchange(world, shop, order, entry, part);
    emit(world, shop, { topic: "returns/process", id: entry.id });
    return done(entry);
  });
}

/** Received lines leave the order with a refund of the return, with or without money. */
function bookRefund(
  world: World,
  shop: ShopState,
  order: Order,
  entry: Return,
  draft: ProcessDraft,
): Outcome<Return> {
  const hasMoney = draft.refund !== null || isGiven(draft.shipping);
  if (draft.lines.length === 0 && !hasMoney) return done(entry);
  const outcome = createRefund(world, shop, order, toRefundDraft(entry, draft));
  if (!outcome.ok) return outcome;
  entry.refundIds.push(outcome.value.id);
  entry.transactionIds.push(...outcome.value.transactionIds);
  for (const part of draft.lines) {
    const line = entry.lines.find((item) => item.id === part.id);
    if (line && draft.refund) line.refundedQuantity += part.quantity;
  }
  return done(entry);
}

/** The exchange line becomes a line of the order with its own fulfillment order, held while the buyer owes (guess). */
function releaseExchange(
  world: World,
  shop: ShopState,
  order: Order,
  entry: Return,
  part: { id: Gid; quantity: number },
): void {
  const exchange = entry.exchangeLines.find((item) => item.id === part.id);
  if (!exchange) return;
  exchange.processedQuantity += part.quantity;
  const line = makeLine(shop, order, {
    variantId: exchange.variantId,
    quantity: part.quantity,
    unitPrice: exchange.unitPrice,
  });
  line.addedBy = "EXCHANGE";
  if (exchange.discount) {
    order.discountApplications.push({
      index: order.discountApplications.length,
      kind: "MANUAL",
      title: exchange.discount.description ?? "Exchange",
      description: exchange.discount.description,
      value: { amount: exchange.discount.amount },
      targetType: "LINE_ITEM",
      targetSelection: "EXPLICIT",
      allocationMethod: "ONE",
    });
    line.discountAllocations.push({
      applicationIndex: order.discountApplications.length - 1,
      amount: scaleBag(exchange.discount.amount, part.quantity, exchange.quantity),
    });
  }
  order.lineItems.push(line);
  shop.lineItemOrder.set(line.id, order.id);
  exchange.lineItemIds.push(line.id);
  const opened = openFulfillmentOrders(world, shop, order, {}, [line]);
  order.agreements.push({
    id: newGid(shop, "ReturnAgreement"),
    happenedAt: now(world),
    reason: "RETURN",
  });
  touchOrder(world, shop, order);
  if (outstanding(shop, order).presentment <= 0) return;
  for (const fulfillmentOrder of opened) {
    holdFulfillmentOrder(world, shop, fulfillmentOrder, { reason: "AWAITING_PAYMENT" });
  }
}
