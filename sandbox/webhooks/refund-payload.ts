/** Refunds. Line subtotals and taxes are JSON numbers beside their sets, as Shopify sends them. */
import { exponentOf, zeroBag } from "#sandbox/domain/money.ts";
import type { Order, Refund, RefundLine, ShopState } from "#sandbox/store/types.ts";
import { embeddedLineItem } from "./line-item-payload.ts";
import {
  amountText,
  idNumber,
  idNumberOrNull,
  moneySet,
  reference,
  timestamp,
  word,
  type Payload,
} from "./payload-values.ts";
import { shippingLinePayload } from "./shipping-line-payload.ts";
import { transactionPayload } from "./transaction-payload.ts";

export function refundPayload(shop: ShopState, order: Order, refund: Refund): Payload {
  return {
    id: idNumber(refund.id),
    order_id: idNumber(order.id),
    created_at: timestamp(shop, refund.createdAt),
    note: refund.note,
    user_id: null,
    processed_at: timestamp(shop, refund.processedAt),
    duties: [],
    total_duties_set: moneySet(zeroBag(), order),
    return: refund.returnId ? reference(refund.returnId) : null,
    refund_shipping_lines: refund.shippingLines.map((line) => refundedShipping(order, line)),
    restock: refund.lines.some(({ restocked }) => restocked),
    admin_graphql_api_id: refund.id,
    order_adjustments: refund.adjustments.map((adjustment) => ({
      id: idNumber(adjustment.id),
      order_id: idNumber(order.id),
      refund_id: idNumber(refund.id),
      amount: amountText(adjustment.amount.shop, order.currency),
      amount_set: moneySet(adjustment.amount, order),
      kind: word(adjustment.kind),
      reason: adjustment.reason,
      tax_amount: amountText(adjustment.tax.shop, order.currency),
      tax_amount_set: moneySet(adjustment.tax, order),
    })),
    refund_line_items: refund.lines.flatMap((line) => refundedLine(shop, order, line)),
    transactions: refund.transactionIds.flatMap((id) => {
      const found = order.transactions.find((transaction) => transaction.id === id);
      return found ? [transactionPayload(shop, order, found)] : [];
    }),
  };
}

function refundedLine(shop: ShopState, order: Order, refunded: RefundLine): Payload[] {
  const line = order.lineItems.find(({ id }) => id === refunded.lineItemId);
  if (!line) return [];
  const scale = 10 ** exponentOf(order.currency);
  return [
    {
      id: idNumber(refunded.id),
      quantity: refunded.quantity,
      line_item_id: idNumber(line.id),
      location_id: idNumberOrNull(refunded.locationId),
      restock_type: word(refunded.restockType),
      subtotal: refunded.subtotal.shop / scale,
      total_tax: refunded.tax.shop / scale,
      subtotal_set: moneySet(refunded.subtotal, order),
      total_tax_set: moneySet(refunded.tax, order),
      line_item: embeddedLineItem(shop, order, line, line.quantity),
    },
  ];
}

/** Guess: no sample shows one. */
function refundedShipping(order: Order, refunded: Refund["shippingLines"][number]): Payload {
  const line = order.shippingLines.find(({ id }) => id === refunded.shippingLineId);
  return {
    id: idNumber(refunded.id),
    shipping_line: line ? shippingLinePayload(order, line) : null,
    subtotal_amount_set: moneySet(refunded.subtotal, order),
    tax_amount_set: moneySet(refunded.tax, order),
  };
}
