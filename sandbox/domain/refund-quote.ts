/** What may still be refunded, and what Shopify suggests for it. Pure. */
import type { Bag, Gid, LineItem, Order, ShopState, Transaction } from "#sandbox/store/types.ts";
import { addBags, scaleBag, subtractBags } from "./money.ts";
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

/** Units a refund may still name. */
export function refundableQuantity(line: LineItem): number {
  return currentQuantity(line);
}

/** Shipping paid and not yet refunded, without tax. */
export function shippingLeft(shop: ShopState, order: Order): Bag {
  const paid = subtractBags(shippingTotal(order), shippingDiscount(order));
  return subtractBags(paid, refundedShipping(shop, order).price);
}

/** What to give back for these lines and shipping: goods, tax, and which sale it comes from. */
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
