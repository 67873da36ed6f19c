/** Transactions, refunds and disputes of an order. */
import type { Dispute, Refund, Transaction } from "#sandbox/store/types.ts";
import { numericId } from "#sandbox/store/ids.ts";
import { formatMoney, zeroBag } from "#sandbox/domain/money.ts";
import * as value from "#sandbox/domain/order-money.ts";
import { connect } from "#sandbox/graphql/connections.ts";
import type { ResolverMap } from "#sandbox/graphql/context.ts";
import { moneyBag, moneyScalar, moneyV2 } from "./shapes.ts";
import { shippingLine, orderOf } from "./order-shapes.ts";

export const TRANSACTION: ResolverMap[string] = {
  order: (entry: Transaction, _args, context) => orderOf(context, entry.orderId),
  amountSet: (entry: Transaction, _args, context) =>
    moneyBag(orderOf(context, entry.orderId), entry.amount),
  amount: (entry: Transaction, _args, context) =>
    moneyScalar(orderOf(context, entry.orderId), entry.amount),
  amountV2: (entry: Transaction, _args, context) =>
    moneyV2(entry.amount.shop, orderOf(context, entry.orderId).currency),
  parentTransaction: (entry: Transaction, _args, context) =>
    orderOf(context, entry.orderId).transactions.find((item) => item.id === entry.parentId) ?? null,
  formattedGateway: (entry: Transaction) => entry.gateway,
  maximumRefundable: (entry: Transaction, _args, context) => {
    const order = orderOf(context, entry.orderId);
    return isMoneyIn(entry)
      ? formatMoney(value.maximumRefundable(order, entry), order.presentmentCurrency)
      : null;
  },
  maximumRefundableV2: (entry: Transaction, _args, context) => {
    const order = orderOf(context, entry.orderId);
    return isMoneyIn(entry)
      ? moneyV2(value.maximumRefundable(order, entry), order.presentmentCurrency)
      : null;
  },
  multiCapturable: () => false,
  manuallyCapturable: (entry: Transaction, _args, context) =>
    entry.kind === "AUTHORIZATION" &&
    value.capturable(orderOf(context, entry.orderId)).presentment > 0,
  totalUnsettledSet: (entry: Transaction, _args, context) =>
    moneyBag(orderOf(context, entry.orderId), unsettled(entry)),
  totalUnsettled: (entry: Transaction, _args, context) =>
    moneyScalar(orderOf(context, entry.orderId), unsettled(entry)),
  totalUnsettledV2: (entry: Transaction, _args, context) =>
    moneyV2(unsettled(entry).shop, orderOf(context, entry.orderId).currency),
  amountRoundingSet: () => null,
  fees: () => [],
  receiptJson: () => "{}",
};

const isMoneyIn = (entry: Transaction) => entry.kind === "SALE" || entry.kind === "CAPTURE";

const unsettled = (entry: Transaction) =>
  entry.kind === "AUTHORIZATION" ? entry.amount : zeroBag();

type RefundPart = Refund["lines"][number] & { orderId: string };

export const REFUND: ResolverMap[string] = {
  legacyResourceId: (entry: Refund) => numericId(entry.id),
  order: (entry: Refund, _args, context) => orderOf(context, entry.orderId),
  return: (entry: Refund, _args, context) =>
    entry.returnId ? (context.shop.returns.get(entry.returnId) ?? null) : null,
  totalRefundedSet: (entry: Refund, _args, context) =>
    moneyBag(orderOf(context, entry.orderId), entry.total),
  totalRefunded: (entry: Refund, _args, context) =>
    moneyV2(entry.total.shop, orderOf(context, entry.orderId).currency),
  refundLineItems: (entry: Refund, args, context) =>
    connect(
      context,
      entry.lines.map((line) => ({ ...line, orderId: entry.orderId })),
      args,
    ),
  refundShippingLines: (entry: Refund, args, context) => {
    const order = orderOf(context, entry.orderId);
    return connect(
      context,
      entry.shippingLines.map((line) => ({
        id: line.id,
        shippingLine: order.shippingLines
          .filter((item) => item.id === line.shippingLineId)
          .map((item) => shippingLine(order, item))[0],
        subtotalAmountSet: moneyBag(order, line.subtotal),
        taxAmountSet: moneyBag(order, line.tax),
      })),
      args,
    );
  },
  orderAdjustments: (entry: Refund, args, context) => {
    const order = orderOf(context, entry.orderId);
    return connect(
      context,
      entry.adjustments.map((item) => ({
        id: item.id,
        reason: item.reason,
        amountSet: moneyBag(order, item.amount),
        taxAmountSet: moneyBag(order, item.tax),
      })),
      args,
    );
  },
  transactions: (entry: Refund, args, context) =>
    connect(
      context,
      orderOf(context, entry.orderId).transactions.filter((item) =>
        entry.transactionIds.includes(item.id),
      ),
      args,
    ),
  duties: () => [],
};

export const REFUND_LINE: ResolverMap[string] = {
  lineItem: (part: RefundPart, _args, context) =>
    orderOf(context, part.orderId).lineItems.find((line) => line.id === part.lineItemId) ?? null,
  location: (part: RefundPart, _args, context) =>
    part.locationId ? (context.shop.locations.get(part.locationId) ?? null) : null,
  priceSet: (part: RefundPart, _args, context) =>
    moneyBag(orderOf(context, part.orderId), part.price),
  price: (part: RefundPart, _args, context) =>
    moneyScalar(orderOf(context, part.orderId), part.price),
  subtotalSet: (part: RefundPart, _args, context) =>
    moneyBag(orderOf(context, part.orderId), part.subtotal),
  subtotal: (part: RefundPart, _args, context) =>
    moneyScalar(orderOf(context, part.orderId), part.subtotal),
  totalTaxSet: (part: RefundPart, _args, context) =>
    moneyBag(orderOf(context, part.orderId), part.tax),
  totalTax: (part: RefundPart, _args, context) =>
    moneyScalar(orderOf(context, part.orderId), part.tax),
};

export const DISPUTE: ResolverMap[string] = {
  legacyResourceId: (entry: Dispute) => numericId(entry.id),
  order: (entry: Dispute, _args, context) => context.shop.orders.get(entry.orderId) ?? null,
  amount: (entry: Dispute) => moneyV2(entry.amount.amountMinor, entry.amount.currency),
  reasonDetails: (entry: Dispute) => ({ reason: entry.reason, networkReasonCode: null }),
};
