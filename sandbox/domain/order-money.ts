/**
 * What an order is worth, computed from its lines, discounts, taxes, refunds and transactions. Nothing here is stored.
 * "Original" ignores refunds and edits; "current" is after them. Inferred rules: docs/sandbox.md.
 */
import type { Bag, LineItem, Order, ShopState, Transaction } from "#sandbox/store/types.ts";
import { addBags, scale, scaleBag, subtractBags, zeroBag } from "./money.ts";

export function lineTotal(line: LineItem): Bag {
  return scaleBag(line.unitPrice, line.quantity, 1);
}

export function lineDiscount(line: LineItem): Bag {
  return addBags(...line.discountAllocations.map((allocation) => allocation.amount));
}

/** Without what an order edit gave later. */
function originalDiscount(line: LineItem): Bag {
  return addBags(
    ...line.discountAllocations.filter((part) => !part.isFromEdit).map((part) => part.amount),
  );
}

export function lineTax(line: LineItem): Bag {
  return addBags(...line.taxLines.map((tax) => tax.price));
}

/** Discounted value of `units` of a line, without tax. */
export function lineShare(line: LineItem, units: number): Bag {
  if (line.quantity === 0) return zeroBag();
  return scaleBag(subtractBags(lineTotal(line), lineDiscount(line)), units, line.quantity);
}

export function lineTaxShare(line: LineItem, units: number): Bag {
  return line.quantity === 0 ? zeroBag() : scaleBag(lineTax(line), units, line.quantity);
}

export function currentQuantity(line: LineItem): number {
  return line.quantity - line.removedQuantity;
}

/** Lines that an exchange or edit added later are not part of the original totals. */
const originalLines = (order: Order) => order.lineItems.filter((line) => line.addedBy === "ORDER");
const shippingLines = (order: Order) => order.shippingLines.filter((line) => !line.isRemoved);
/** As they were before any order edit. */
const originalShipping = (order: Order) =>
  order.shippingLines.filter((line) => (line.edited ? line.edited === "REMOVED" : !line.isRemoved));

export function shippingTotal(order: Order, lines = shippingLines(order)): Bag {
  return addBags(...lines.map((line) => line.price));
}

export function shippingDiscount(order: Order, lines = shippingLines(order)): Bag {
  return addBags(...lines.flatMap((line) => line.discountAllocations.map((part) => part.amount)));
}

export function shippingTax(order: Order, lines = shippingLines(order)): Bag {
  return addBags(...lines.flatMap((line) => line.taxLines.map((tax) => tax.price)));
}

export function orderTax(order: Order): Bag {
  const lines = addBags(
    ...originalLines(order).map(lineTax),
    shippingTax(order, originalShipping(order)),
  );
  const own = addBags(...order.taxLines.map((tax) => tax.price));
  return lines.presentment === 0 && lines.shop === 0 ? own : lines;
}

export function orderDiscounts(order: Order): Bag {
  return addBags(
    ...originalLines(order).map(originalDiscount),
    shippingDiscount(order, originalShipping(order)),
  );
}

export function orderSubtotal(order: Order): Bag {
  return addBags(
    ...originalLines(order).map((line) => subtractBags(lineTotal(line), originalDiscount(line))),
  );
}

export function orderTotal(order: Order): Bag {
  const shipping = originalShipping(order);
  const goods = addBags(
    orderSubtotal(order),
    subtractBags(shippingTotal(order, shipping), shippingDiscount(order, shipping)),
    order.totalTip,
  );
  return order.taxesIncluded ? goods : addBags(goods, orderTax(order));
}

/** Value of the units still on the order, discounted, without tax. */
export function currentSubtotal(order: Order): Bag {
  return addBags(...order.lineItems.map((line) => lineShare(line, currentQuantity(line))));
}

export function refundedShipping(shop: ShopState, order: Order): { price: Bag; tax: Bag } {
  const lines = refundsOf(shop, order).flatMap((refund) => refund.shippingLines);
  return {
    price: addBags(...lines.map((line) => line.subtotal)),
    tax: addBags(...lines.map((line) => line.tax)),
  };
}

export function currentShipping(shop: ShopState, order: Order): Bag {
  const paid = subtractBags(shippingTotal(order), shippingDiscount(order));
  return subtractBags(paid, refundedShipping(shop, order).price);
}

export function currentTax(shop: ShopState, order: Order): Bag {
  const lines = addBags(
    ...order.lineItems.map((line) => lineTaxShare(line, currentQuantity(line))),
    subtractBags(shippingTax(order), refundedShipping(shop, order).tax),
  );
  const hasLineTaxes =
    order.lineItems.some((line) => line.taxLines.length > 0) || shippingTax(order).shop !== 0;
  if (hasLineTaxes) return lines;
  const own = addBags(...order.taxLines.map((tax) => tax.price));
  const kept = currentSubtotal(order).presentment;
  const all = orderSubtotal(order).presentment;
  return all === 0 ? own : scaleBag(own, Math.min(kept, all), all);
}

/** Money handed back beyond the goods removed (positive), or kept back (negative). */
export function refundDiscrepancy(shop: ShopState, order: Order): Bag {
  return addBags(
    ...refundsOf(shop, order).flatMap((refund) =>
      refund.adjustments
        .filter((adjustment) => adjustment.kind === "REFUND_DISCREPANCY")
        .map((adjustment) => addBags(adjustment.amount, adjustment.tax)),
    ),
  );
}

export function currentTotal(shop: ShopState, order: Order): Bag {
  const goods = addBags(
    currentSubtotal(order),
    currentShipping(shop, order),
    order.totalTip,
    returnFees(shop, order),
  );
  const net = order.taxesIncluded ? goods : addBags(goods, currentTax(shop, order));
  return subtractBags(net, refundDiscrepancy(shop, order));
}

/** Fees of returns whose lines were processed become part of what the buyer owes (guess). */
export function returnFees(shop: ShopState, order: Order): Bag {
  const fees = order.returnIds.flatMap((id) => {
    const found = shop.returns.get(id);
    if (!found || found.status === "CANCELED" || found.status === "DECLINED") return [];
    const restocking = found.lines.flatMap((line) =>
      line.restockingFee && line.processedQuantity > 0
        ? [scaleBag(line.restockingFee.amount, line.processedQuantity, line.quantity || 1)]
        : [],
    );
    const shipping = found.lines.some((line) => line.processedQuantity > 0)
      ? found.shippingFees.map((fee) => fee.amount)
      : [];
    return [...restocking, ...shipping];
  });
  return addBags(...fees);
}

const succeeded = (transaction: Transaction) => transaction.status === "SUCCESS";

export function received(order: Order): Bag {
  return addBags(
    ...order.transactions
      .filter((entry) => succeeded(entry) && (entry.kind === "SALE" || entry.kind === "CAPTURE"))
      .map((entry) => entry.amount),
  );
}

/** Refunds that succeeded or are on their way. */
export function refunded(order: Order): Bag {
  return addBags(
    ...order.transactions
      .filter(
        (entry) => entry.kind === "REFUND" && (succeeded(entry) || entry.status === "PENDING"),
      )
      .map((entry) => entry.amount),
  );
}

/** Authorised, not yet captured or voided. */
export function capturable(order: Order): Bag {
  return addBags(
    ...order.transactions
      .filter((entry) => entry.kind === "AUTHORIZATION" && succeeded(entry))
      .map((authorization) => {
        const children = order.transactions.filter(
          (entry) => entry.parentId === authorization.id && succeeded(entry),
        );
        if (children.some((entry) => entry.kind === "VOID")) return zeroBag();
        const captured = children.filter((entry) => entry.kind === "CAPTURE");
        return subtractBags(
          authorization.amount,
          addBags(...captured.map((entry) => entry.amount)),
        );
      }),
  );
}

/** Owed by the buyer; negative when the merchant owes. Authorised money is not outstanding. */
export function outstanding(shop: ShopState, order: Order): Bag {
  const total = currentTotal(shop, order);
  const paid = addBags(subtractBags(received(order), refunded(order)), capturable(order));
  const presentment = total.presentment - paid.presentment;
  if (presentment === 0) return zeroBag();
  if (order.currency === order.presentmentCurrency) return { shop: presentment, presentment };
  const basis = total.presentment === 0 ? orderTotal(order) : total;
  return { presentment, shop: scale(presentment, basis.shop, basis.presentment) };
}

/** What a sale or capture can still give back, in presentment minor units. */
export function maximumRefundable(order: Order, transaction: Transaction): number {
  const back = order.transactions
    .filter(
      (entry) =>
        entry.kind === "REFUND" &&
        entry.parentId === transaction.id &&
        (succeeded(entry) || entry.status === "PENDING"),
    )
    .reduce((sum, entry) => sum + entry.amount.presentment, 0);
  return Math.max(0, transaction.amount.presentment - back);
}

export function refundsOf(shop: ShopState, order: Order) {
  return order.refundIds.flatMap((id) => shop.refunds.get(id) ?? []);
}
