/** The numbers Shopify suggests for processing a return. Rules without a recording are marked guess in docs/sandbox.md. */
import type { Bag, ExchangeLine, Gid, Return, ShopState } from "#sandbox/store/types.ts";
import { addBags, scaleBag, subtractBags, zeroBag } from "./money.ts";
import { lineShare, lineTaxShare } from "./order-money.ts";
import type { RefundDraft } from "./refund-errors.ts";
import { planTransactions, shippingLeft } from "./refund-quote.ts";
import { orderOfReturn } from "./returns.ts";

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
