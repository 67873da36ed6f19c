/**
 * Refunds: lines taken off the order, shipping, money given back. Called by `refundCreate`, returns, cancellation and
 * the seed. What stops one: refund-errors.ts.
 */
import { now } from "#sandbox/store/clock.ts";
import { asOneAction, emit } from "#sandbox/store/events.ts";
import { newGid } from "#sandbox/store/ids.ts";
import type {
  Gid,
  Order,
  Outcome,
  Refund,
  ShopState,
  Transaction,
  World,
} from "#sandbox/store/types.ts";
import { addTransaction } from "./create-order.ts";
import { restock } from "./restock.ts";
import { addBags, bagOf, scaleBag, subtractBags, zeroBag } from "./money.ts";
import {
  lineShare,
  lineTaxShare,
  shippingDiscount,
  shippingTax,
  shippingTotal,
} from "./order-money.ts";
import { done, refuseAll } from "./outcome.ts";
import { findRefundErrors, type RefundDraft } from "./refund-errors.ts";
import { shippingLeft } from "./refund-quote.ts";
import { creditAccount } from "./store-credit.ts";
import { touchOrder } from "./touch.ts";

export type { RefundDraft } from "./refund-errors.ts";
export * from "./refund-quote.ts";

/** Makes the refund, or says why not. */
export function createRefund(
  world: World,
  shop: ShopState,
  order: Order,
  draft: RefundDraft,
): Outcome<Refund> {
  const errors = findRefundErrors(shop, order, draft);
  if (errors.length > 0) return refuseAll(errors);
  return asOneAction(world, () => done(refund(world, shop, order, draft)));
}

function refund(world: World, shop: ShopState, order: Order, draft: RefundDraft): Refund {
  const stamp = now(world);
  const made: Refund = {
    id: newGid(shop, "Refund"),
    orderId: order.id,
    returnId: draft.returnId ?? null,
    createdAt: stamp,
    processedAt: draft.processedAt ?? stamp,
    updatedAt: stamp,
    note: draft.note ?? null,
    lines: [],
    shippingLines: [],
    adjustments: [],
    transactionIds: [],
    total: zeroBag(),
  };
  shop.refunds.set(made.id, made);
  for (const line of draft.lines ?? []) refundLine(world, shop, order, made, line);
  refundShipping(shop, order, made, draft.shipping);
  for (const entry of draft.transactions ?? []) payBack(world, shop, order, made, entry);
  for (const entry of draft.storeCredit ?? []) payCredit(world, shop, order, made, entry);
  // A return keeps the balance open: what was not given back stays owed to the buyer.
  if (!draft.returnId) settle(shop, order, made, draft.discrepancyReason ?? null);
  order.refundIds.push(made.id);
  emit(world, shop, { topic: "refunds/create", id: made.id });
  touchOrder(world, shop, order);
  return made;
}

function refundLine(
  world: World,
  shop: ShopState,
  order: Order,
  made: Refund,
  draft: NonNullable<RefundDraft["lines"]>[number],
): void {
  const item = order.lineItems.find((entry) => entry.id === draft.lineItemId);
  if (!item || draft.quantity === 0) return;
  const restockType = draft.restockType ?? "NO_RESTOCK";
  const subtotal = lineShare(item, draft.quantity);
  const restocked = restock(world, shop, order, item, {
    quantity: draft.quantity,
    restockType,
    locationId: draft.locationId ?? null,
  });
  item.removedQuantity += draft.quantity;
  made.lines.push({
    id: newGid(shop, "RefundLineItem"),
    lineItemId: item.id,
    quantity: draft.quantity,
    restockType,
    restocked,
    locationId: restocked ? (draft.locationId ?? null) : null,
    price: item.unitPrice,
    subtotal,
    tax: lineTaxShare(item, draft.quantity),
  });
}

function refundShipping(
  shop: ShopState,
  order: Order,
  made: Refund,
  draft: RefundDraft["shipping"],
): void {
  const line = order.shippingLines.find((entry) => !entry.isRemoved);
  if (!draft || !line) return;
  const left = shippingLeft(shop, order);
  const subtotal = draft.fullRefund
    ? left
    : scaleBag(left, draft.amountMinor ?? 0, left.presentment || 1);
  if (subtotal.presentment === 0) return;
  const paid = subtractBags(shippingTotal(order), shippingDiscount(order));
  const tax = scaleBag(shippingTax(order), subtotal.presentment, paid.presentment || 1);
  made.shippingLines.push({
    id: newGid(shop, "RefundShippingLine"),
    shippingLineId: line.id,
    subtotal,
    tax,
  });
}

function payBack(
  world: World,
  shop: ShopState,
  order: Order,
  made: Refund,
  draft: { parentId?: Gid | null; amountMinor: number },
): void {
  const parent = order.transactions.find((entry) => entry.id === draft.parentId);
  if (!parent || draft.amountMinor === 0) return;
  const transaction = addTransaction(world, shop, order, {
    kind: "REFUND",
    gateway: parent.gateway, // observed: the parent's, whatever was asked
    amount: bagOf(order, draft.amountMinor),
    parentId: parent.id,
    refundId: made.id,
  });
  register(world, shop, order, made, transaction);
}

function payCredit(
  world: World,
  shop: ShopState,
  order: Order,
  made: Refund,
  draft: { amountMinor: number; expiresAt?: string | null },
): void {
  if (!order.customerId || draft.amountMinor === 0) return;
  const sale = order.transactions.find(
    (entry) => entry.kind === "SALE" || entry.kind === "CAPTURE",
  );
  const transaction = addTransaction(world, shop, order, {
    kind: "REFUND",
    gateway: "shopify_store_credit",
    amount: bagOf(order, draft.amountMinor),
    parentId: sale?.id ?? null,
    refundId: made.id,
  });
  creditAccount(world, shop, order.customerId, {
    amountMinor: draft.amountMinor,
    currency: order.presentmentCurrency,
    expiresAt: draft.expiresAt ?? null,
    event: "ORDER_REFUND",
    orderTransactionId: transaction.id,
  });
  register(world, shop, order, made, transaction);
}

function register(
  world: World,
  shop: ShopState,
  order: Order,
  made: Refund,
  transaction: Transaction,
): void {
  made.transactionIds.push(transaction.id);
  made.total = addBags(made.total, transaction.amount);
  emit(world, shop, {
    topic: "order_transactions/create",
    id: transaction.id,
    facts: { orderId: order.id },
  });
}

/** The difference between money and goods becomes an adjustment. */
function settle(shop: ShopState, order: Order, made: Refund, reason: string | null): void {
  const goods = addBags(
    ...made.lines.map((line) =>
      order.taxesIncluded ? line.subtotal : addBags(line.subtotal, line.tax),
    ),
    ...made.shippingLines.map((line) =>
      order.taxesIncluded ? line.subtotal : addBags(line.subtotal, line.tax),
    ),
  );
  const difference = subtractBags(made.total, goods);
  if (difference.presentment === 0) return;
  made.adjustments.push({
    id: newGid(shop, "OrderAdjustment"),
    kind: "REFUND_DISCREPANCY",
    reason: reason ?? "REFUND_DISCREPANCY",
    amount: difference,
    tax: zeroBag(),
  });
}
