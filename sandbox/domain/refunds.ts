/**
 * Refunds: lines taken off the order, shipping, money given back. Called by `refundCreate`, returns, cancellation and
 * the seed. Messages as observed where the reference has them; others are marked.
 */
import { now } from "#sandbox/store/clock.ts";
import { asOneAction, emit } from "#sandbox/store/events.ts";
import { newGid } from "#sandbox/store/ids.ts";
import type {
  Bag,
  Gid,
  LineItem,
  Order,
  Outcome,
  Refund,
  RefundLine,
  ShopState,
  Transaction,
  UserError,
  World,
} from "#sandbox/store/types.ts";
import { addTransaction } from "./create-order.ts";
import { restock } from "./restock.ts";
import { addBags, bagOf, scaleBag, subtractBags, zeroBag } from "./money.ts";
import {
  currentQuantity,
  lineShare,
  lineTaxShare,
  maximumRefundable,
  refundedShipping,
  shippingDiscount,
  shippingTax,
  shippingTotal,
} from "./order-money.ts";
import { done, refuseAll, userError } from "./outcome.ts";
import { creditAccount } from "./store-credit.ts";
import { touchOrder } from "./touch.ts";

export type RefundDraft = {
  lines?: {
    lineItemId: Gid;
    quantity: number;
    restockType?: RefundLine["restockType"];
    locationId?: Gid | null;
  }[];
  /** Presentment minor units, or all that is left. */
  shipping?: { amountMinor?: number | null; fullRefund?: boolean | null } | null;
  /** Amounts in presentment minor units. */
  transactions?: { parentId?: Gid | null; amountMinor: number; kind?: string; gateway?: string }[];
  storeCredit?: { amountMinor: number; expiresAt?: string | null }[];
  note?: string | null;
  processedAt?: string | null;
  allowOverRefunding?: boolean;
  discrepancyReason?: string | null;
  returnId?: Gid | null;
};

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

function findRefundErrors(shop: ShopState, order: Order, draft: RefundDraft): UserError[] {
  for (const [at, line] of (draft.lines ?? []).entries()) {
    const item = order.lineItems.find((entry) => entry.id === line.lineItemId);
    if (!item)
      return [userError(["refundLineItems", String(at), "lineItemId"], "Line item does not exist")]; // guess
    if (line.quantity > refundableQuantity(item)) {
      return [
        userError(
          ["refundLineItems", String(at), "quantity"],
          "Quantity cannot refund more items than were purchased",
        ),
      ];
    }
    if (line.quantity < 0) {
      return [
        userError(
          ["refundLineItems", String(at), "quantity"],
          "Quantity must be greater than or equal to 0",
        ),
      ]; // guess
    }
  }
  for (const entry of draft.transactions ?? []) {
    const kind = entry.kind ?? "REFUND";
    if (kind !== "REFUND") {
      return [userError(null, `Kind ${kind.toLowerCase()} is not a valid transaction`)];
    }
    const parent = order.transactions.find((item) => item.id === entry.parentId);
    if (!parent || (parent.kind !== "SALE" && parent.kind !== "CAPTURE")) {
      return [
        userError(["transactions"], "Transactions require a parent_id associated with the order"),
      ];
    }
  }
  return findOverRefund(shop, order, draft);
}

function findOverRefund(shop: ShopState, order: Order, draft: RefundDraft): UserError[] {
  const byParent = new Map<Gid, number>();
  for (const entry of draft.transactions ?? []) {
    const parentId = entry.parentId ?? "";
    byParent.set(parentId, (byParent.get(parentId) ?? 0) + entry.amountMinor);
  }
  for (const [parentId, asked] of byParent) {
    const parent = order.transactions.find((entry) => entry.id === parentId);
    if (!parent || asked <= maximumRefundable(order, parent)) continue;
    if (draft.allowOverRefunding) continue;
    return [userError(null, "Refund amount is greater than net payment received")]; // guess: text
  }
  const credit = (draft.storeCredit ?? []).reduce((sum, entry) => sum + entry.amountMinor, 0);
  if (credit > 0 && !order.customerId) {
    return [userError(["refundMethods"], "Order must have a customer to refund to store credit")]; // guess
  }
  const ship = draft.shipping?.amountMinor ?? 0;
  if (ship > shippingLeft(shop, order).presentment) {
    return [
      userError(
        ["shipping", "amount"],
        "Shipping amount cannot be greater than the maximum refundable",
      ),
    ]; // guess
  }
  return [];
}

/** Units a refund may still name. */
export function refundableQuantity(line: LineItem): number {
  return currentQuantity(line);
}

/** Shipping paid and not yet refunded, without tax. */
export function shippingLeft(shop: ShopState, order: Order): Bag {
  const paid = subtractBags(shippingTotal(order), shippingDiscount(order));
  return subtractBags(paid, refundedShipping(shop, order).price);
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

/** What to give back for these lines and shipping: goods, tax, and which sale it comes from. Pure. */
export function suggestRefund(
  shop: ShopState,
  order: Order,
  asked: {
    lines: { lineItemId: Gid; quantity: number }[];
    shippingMinor?: number | null;
    fullShipping?: boolean;
    isFull?: boolean;
  },
) {
  const lines = asked.isFull
    ? order.lineItems.map((line) => ({ lineItemId: line.id, quantity: refundableQuantity(line) }))
    : asked.lines;
  const parts = lines.flatMap((line) => {
    const item = order.lineItems.find((entry) => entry.id === line.lineItemId);
    return item ? [{ item, ...line }] : [];
  });
  const subtotal = addBags(...parts.map((part) => lineShare(part.item, part.quantity)));
  const tax = addBags(...parts.map((part) => lineTaxShare(part.item, part.quantity)));
  const left = shippingLeft(shop, order);
  const shipping =
    asked.fullShipping || asked.isFull
      ? left
      : scaleBag(left, asked.shippingMinor ?? 0, left.presentment || 1);
  const shippingTaxes = scaleBag(
    shippingTax(order),
    shipping.presentment,
    shippingTotal(order).presentment || 1,
  );
  const goods = addBags(subtotal, shipping);
  const wanted = order.taxesIncluded ? goods : addBags(goods, tax, shippingTaxes);
  return {
    parts,
    subtotal,
    tax,
    shipping,
    shippingTaxes,
    left,
    wanted,
    ...planTransactions(order, wanted),
  };
}

/** Takes the amount from sales and captures in order, never more than each can give. */
export function planTransactions(order: Order, wanted: Bag) {
  let rest = wanted.presentment;
  const transactions: { parent: Transaction; amountMinor: number; maximumMinor: number }[] = [];
  let maximumMinor = 0;
  for (const parent of order.transactions) {
    if (parent.status !== "SUCCESS" || (parent.kind !== "SALE" && parent.kind !== "CAPTURE"))
      continue;
    const most = maximumRefundable(order, parent);
    maximumMinor += most;
    if (most === 0) continue;
    const amountMinor = Math.max(0, Math.min(rest, most));
    rest -= amountMinor;
    transactions.push({ parent, amountMinor, maximumMinor: most });
  }
  const amountMinor = transactions.reduce((sum, entry) => sum + entry.amountMinor, 0);
  return { transactions, amountMinor, maximumMinor };
}
