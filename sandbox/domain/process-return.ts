/**
 * The money step of a return: lines are received, goods disposed, money given back, exchange lines released. Also the
 * numbers Shopify suggests for it. Rules without a recording are marked guess in docs/sandbox.md.
 */
import { now } from "#sandbox/store/clock.ts";
import { asOneAction, emit } from "#sandbox/store/events.ts";
import { newGid } from "#sandbox/store/ids.ts";
import type {
  Bag,
  ExchangeLine,
  Gid,
  Order,
  Outcome,
  Return,
  ShopState,
  UserError,
  World,
} from "#sandbox/store/types.ts";
import { makeLine } from "./create-order.ts";
import { holdFulfillmentOrder } from "./fulfillment-orders.ts";
import { addBags, scaleBag, subtractBags, zeroBag } from "./money.ts";
import { openFulfillmentOrders } from "./open-fulfillment-orders.ts";
import { lineShare, lineTaxShare, maximumRefundable, outstanding } from "./order-money.ts";
import { done, refuseAll, userError } from "./outcome.ts";
import { createRefund, planTransactions, shippingLeft, type RefundDraft } from "./refunds.ts";
import { disposeItems, type DispositionDraft } from "./reverse-logistics.ts";
import { orderOfReturn } from "./returns.ts";
import { touchOrder } from "./touch.ts";
import { isGiven } from "./is-given.ts";

export type ProcessDraft = {
  lines: { id: Gid; quantity: number; dispositions: DispositionDraft[] }[];
  exchangeLines: { id: Gid; quantity: number }[];
  refund: {
    transactions: { parentId: Gid; amountMinor: number }[];
    storeCredit: { amountMinor: number; expiresAt?: string | null }[];
    allowOverRefunding: boolean;
  } | null;
  shipping: RefundDraft["shipping"];
  note: string | null;
};

/** Marks units processed and moves the money asked for. The return stays OPEN (observed). */
export function processReturn(
  world: World,
  shop: ShopState,
  entry: Return,
  draft: ProcessDraft,
): Outcome<Return> {
  const order = orderOfReturn(shop, entry);
  const errors = findErrors(shop, order, entry, draft);
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

function findErrors(
  shop: ShopState,
  order: Order,
  entry: Return,
  draft: ProcessDraft,
): UserError[] {
  const input = ["input", "returnLineItems"];
  if (entry.status !== "OPEN")
    return [userError(["input", "returnId"], "Return status is invalid.", "INVALID_STATE")]; // guess
  for (const [at, part] of draft.lines.entries()) {
    const line = entry.lines.find((item) => item.id === part.id);
    if (!line)
      return [
        userError([...input, String(at), "id"], "Return line item was not found.", "NOT_FOUND"),
      ];
    if (part.quantity <= 0 || part.quantity > line.quantity - line.processedQuantity) {
      return [
        userError(
          [...input, String(at), "quantity"],
          "Return line item has an invalid quantity.",
          "INVALID",
        ),
      ]; // guess: text
    }
  }
  for (const [at, part] of draft.exchangeLines.entries()) {
    const line = entry.exchangeLines.find((item) => item.id === part.id);
    const field = ["input", "exchangeLineItems", String(at)];
    if (!line)
      return [userError([...field, "id"], "Exchange line item was not found.", "NOT_FOUND")]; // guess: text
    if (part.quantity <= 0 || part.quantity > line.quantity - line.processedQuantity) {
      return [
        userError([...field, "quantity"], "Exchange line item has an invalid quantity.", "INVALID"),
      ]; // guess: text
    }
  }
  return findMoneyErrors(shop, order, draft);
}

function findMoneyErrors(shop: ShopState, order: Order, draft: ProcessDraft): UserError[] {
  const field = ["input", "financialTransfer", "issueRefund"];
  if (!draft.refund) return [];
  const asked = new Map<Gid, number>();
  for (const [at, part] of draft.refund.transactions.entries()) {
    const parent = order.transactions.find((item) => item.id === part.parentId);
    const where = [...field, "orderTransactions", String(at)];
    if (!parent || (parent.kind !== "SALE" && parent.kind !== "CAPTURE")) {
      return [userError([...where, "parentId"], "Transaction was not found.", "NOT_FOUND")]; // guess: text
    }
    asked.set(parent.id, (asked.get(parent.id) ?? 0) + part.amountMinor);
    if (
      (asked.get(parent.id) ?? 0) > maximumRefundable(order, parent) &&
      !draft.refund.allowOverRefunding
    ) {
      return [
        userError(
          [...where, "transactionAmount"],
          "Refund amount exceeds the maximum refundable amount.",
          "INVALID",
        ),
      ]; // guess: text
    }
  }
  const credit = draft.refund.storeCredit.reduce((sum, part) => sum + part.amountMinor, 0);
  if (credit > 0 && !order.customerId) {
    return [
      userError(
        [...field, "refundMethods"],
        "Order must have a customer to refund to store credit.",
        "INVALID",
      ),
    ]; // guess: text
  }
  const total = credit + draft.refund.transactions.reduce((sum, part) => sum + part.amountMinor, 0);
  const most = planTransactions(order, zeroBag()).maximumMinor;
  if (total > most && !draft.refund.allowOverRefunding) {
    return [userError(field, "Refund amount exceeds the maximum refundable amount.", "INVALID")]; // guess: text
  }
  const shipping = draft.shipping?.amountMinor ?? 0;
  if (shipping > shippingLeft(shop, order).presentment) {
    return [
      userError(
        ["input", "refundShipping", "shippingRefundAmount"],
        "Shipping refund amount exceeds what can be refunded.",
        "INVALID",
      ),
    ]; // guess: text
  }
  return [];
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
  const outcome = createRefund(world, shop, order, {
    lines: draft.lines.flatMap((part) => {
      const line = entry.lines.find((item) => item.id === part.id);
      return line
        ? [
            {
              lineItemId: line.lineItemId,
              quantity: part.quantity,
              restockType: "NO_RESTOCK" as const,
            },
          ]
        : [];
    }),
    shipping: draft.shipping ?? null,
    transactions: draft.refund?.transactions ?? [],
    storeCredit: draft.refund?.storeCredit ?? [],
    allowOverRefunding: draft.refund?.allowOverRefunding ?? false,
    note: draft.note,
    returnId: entry.id,
  });
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

export type OutcomeQuestion = {
  lines: { id: Gid; quantity: number }[];
  exchangeLines: { id: Gid; quantity: number }[];
  shipping: RefundDraft["shipping"];
};

/** Goods, taxes, fees, shipping and exchanges netted. Pure. Positive `net`: the merchant gives back; negative: the buyer owes. */
export function suggestOutcome(shop: ShopState, entry: Return, asked: OutcomeQuestion) {
  const order = orderOfReturn(shop, entry);
  const parts = asked.lines.flatMap((part) => {
    const line = entry.lines.find((item) => item.id === part.id);
    const item = order.lineItems.find((row) => row.id === line?.lineItemId);
    return line && item ? [{ line, item, quantity: part.quantity }] : [];
  });
  const subtotal = addBags(...parts.map((part) => lineShare(part.item, part.quantity)));
  const tax = addBags(...parts.map((part) => lineTaxShare(part.item, part.quantity)));
  const restocking = addBags(
    ...parts.map((part) =>
      part.line.restockingFee
        ? scaleBag(part.line.restockingFee.amount, part.quantity, part.line.quantity || 1)
        : zeroBag(),
    ),
  );
  const isFirst = entry.lines.every((line) => line.processedQuantity === 0);
  const fee =
    isFirst && parts.length > 0
      ? addBags(...entry.shippingFees.map((item) => item.amount))
      : zeroBag();
  const fees = addBags(restocking, fee);
  const left = shippingLeft(shop, order);
  const shipping = asked.shipping?.fullRefund
    ? left
    : scaleBag(left, asked.shipping?.amountMinor ?? 0, left.presentment || 1);
  const exchanges = addBags(
    ...asked.exchangeLines.map((part) =>
      exchangeValue(
        entry.exchangeLines.find((item) => item.id === part.id),
        part.quantity,
      ),
    ),
  );
  const goods = order.taxesIncluded ? subtotal : addBags(subtotal, tax);
  const net = subtractBags(addBags(goods, shipping), addBags(fees, exchanges));
  return {
    order,
    subtotal,
    tax,
    fees,
    shipping,
    left,
    exchanges,
    net,
    ...planTransactions(order, net.presentment > 0 ? net : zeroBag()),
  };
}

function exchangeValue(line: ExchangeLine | undefined, quantity: number): Bag {
  if (!line) return zeroBag();
  const gross = scaleBag(line.unitPrice, quantity, 1);
  return line.discount
    ? subtractBags(gross, scaleBag(line.discount.amount, quantity, line.quantity || 1))
    : gross;
}
