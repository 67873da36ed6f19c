/** Returns, reverse logistics and what hangs on them. */
import type {
  Disposition,
  ExchangeLine,
  Return,
  ReturnLine,
  ReverseDelivery,
  ReverseFulfillmentOrder,
  ReverseFulfillmentOrderLine,
} from "#sandbox/store/types.ts";
import { bagOf, zeroBag } from "#sandbox/domain/money.ts";
import { lineShare } from "#sandbox/domain/order-money.ts";
import { suggestOutcome } from "#sandbox/domain/process-return.ts";
import { orderOfReturn } from "#sandbox/domain/returns.ts";
import { connect } from "#sandbox/graphql/connections.ts";
import type { Context, Loose, ResolverMap } from "#sandbox/graphql/context.ts";
import { lineItemById } from "./fulfillment.ts";
import { toMinor } from "./inputs.ts";
import { moneyBag, weight } from "./shapes.ts";
import { suggestedTransaction } from "./suggested-refund.ts";

const parts = <Part>(ids: readonly string[], table: Map<string, Part>): Part[] =>
  ids.flatMap((id) => table.get(id) ?? []);
const fulfillmentLine = (context: Context, line: { fulfillmentLineId: string | null }) => {
  for (const fulfillment of context.shop.fulfillments.values()) {
    const found = fulfillment.lines.find((entry) => entry.id === line.fulfillmentLineId);
    if (found) return found;
  }
  return null;
};
const isUnprocessed =
  (filter: unknown) => (line: { quantity: number; processedQuantity: number }) =>
    !filter ||
    (filter === "PROCESSED" ? line.processedQuantity > 0 : line.processedQuantity < line.quantity);
const reverseLine = (context: Context, id: string) => {
  for (const reverse of context.shop.reverseFulfillmentOrders.values()) {
    const found = reverse.lines.find((line) => line.id === id);
    if (found) return found;
  }
  return null;
};

const LINE_FIELDS = {
  processableQuantity: (line: ReturnLine) => line.quantity - line.processedQuantity,
  unprocessedQuantity: (line: ReturnLine) => line.quantity - line.processedQuantity,
  refundableQuantity: (line: ReturnLine) => line.quantity - line.refundedQuantity,
  returnReason: (line: ReturnLine) => line.reason,
  returnReasonNote: (line: ReturnLine) => line.reasonNote,
  returnReasonDefinition: (line: ReturnLine, _args: Loose, context: Context) =>
    line.reasonDefinitionId
      ? (context.shop.returnReasonDefinitions.get(line.reasonDefinitionId) ?? null)
      : null,
};

export const RETURN_RESOLVERS: ResolverMap = {
  Return: {
    order: (entry: Return, _args, context) => orderOfReturn(context.shop, entry),
    totalQuantity: (entry: Return) => entry.lines.reduce((sum, line) => sum + line.quantity, 0),
    returnLineItems: (entry: Return, args, context) =>
      connect(context, entry.lines.filter(isUnprocessed(args.processingStatus)), args),
    exchangeLineItems: (entry: Return, args, context) =>
      connect(context, entry.exchangeLines.filter(isUnprocessed(args.processingStatus)), args),
    returnShippingFees: (entry: Return, _args, context) =>
      entry.shippingFees.map((fee) => ({
        __typename: "ReturnShippingFee",
        id: fee.id,
        amountSet: moneyBag(orderOfReturn(context.shop, entry), fee.amount),
      })),
    reverseFulfillmentOrders: (entry: Return, args, context) =>
      connect(
        context,
        parts(entry.reverseFulfillmentOrderIds, context.shop.reverseFulfillmentOrders),
        args,
      ),
    refunds: (entry: Return, args, context) =>
      connect(context, parts(entry.refundIds, context.shop.refunds), args),
    transactions: (entry: Return, args, context) =>
      connect(
        context,
        orderOfReturn(context.shop, entry).transactions.filter((item) =>
          entry.transactionIds.includes(item.id),
        ),
        args,
      ),
    staffMember: () => null,
    suggestedFinancialOutcome: (entry: Return, args, context) =>
      outcomeView(context, entry, args as Loose),
    suggestedRefund: (entry: Return, args, context) => legacyRefund(context, entry, args as Loose),
  },
  ReturnLineItem: {
    ...LINE_FIELDS,
    fulfillmentLineItem: (line: ReturnLine, _args, context) => fulfillmentLine(context, line),
    restockingFee: (line: ReturnLine, _args, context) => {
      const order = context.shop.orders.get(context.shop.lineItemOrder.get(line.lineItemId) ?? "");
      return line.restockingFee && order
        ? {
            __typename: "RestockingFee",
            id: line.restockingFee.id,
            percentage: line.restockingFee.percentage,
            amountSet: moneyBag(order, line.restockingFee.amount),
          }
        : null;
    },
    totalWeight: (line: ReturnLine, _args, context) =>
      weight((lineItemById(context, line.lineItemId)?.weightGrams ?? 0) * line.quantity),
    withCodeDiscountedTotalPriceSet: (line: ReturnLine, _args, context) => {
      const item = lineItemById(context, line.lineItemId);
      const order = context.shop.orders.get(item?.orderId ?? "");
      return item && order ? moneyBag(order, lineShare(item, line.quantity)) : null;
    },
  },
  ExchangeLineItem: {
    processableQuantity: (line: ExchangeLine) => line.quantity - line.processedQuantity,
    unprocessedQuantity: (line: ExchangeLine) => line.quantity - line.processedQuantity,
    lineItem: (line: ExchangeLine, _args, context) =>
      line.lineItemIds[0] ? lineItemById(context, line.lineItemIds[0]) : null,
    lineItems: (line: ExchangeLine, _args, context) =>
      line.lineItemIds.flatMap((id) => lineItemById(context, id) ?? []),
  },
  ReverseFulfillmentOrder: {
    order: (entry: ReverseFulfillmentOrder, _args, context) =>
      context.shop.orders.get(entry.orderId) ?? null,
    lineItems: (entry: ReverseFulfillmentOrder, args, context) =>
      connect(context, entry.lines, args),
    reverseDeliveries: (entry: ReverseFulfillmentOrder, args, context) =>
      connect(context, parts(entry.deliveryIds, context.shop.reverseDeliveries), args),
    thirdPartyConfirmation: () => null,
  },
  ReverseFulfillmentOrderLineItem: {
    fulfillmentLineItem: (line: ReverseFulfillmentOrderLine, _args, context) =>
      fulfillmentLine(context, line),
  },
  ReverseFulfillmentOrderDisposition: {
    location: (entry: Disposition, _args, context) =>
      entry.locationId ? (context.shop.locations.get(entry.locationId) ?? null) : null,
  },
  ReverseDelivery: {
    reverseFulfillmentOrder: (entry: ReverseDelivery, _args, context) =>
      context.shop.reverseFulfillmentOrders.get(entry.reverseFulfillmentOrderId) ?? null,
    reverseDeliveryLineItems: (entry: ReverseDelivery, args, context) =>
      connect(context, entry.lines, args),
    deliverable: (entry: ReverseDelivery) =>
      entry.label || entry.tracking
        ? {
            __typename: "ReverseDeliveryShippingDeliverable",
            label: entry.label,
            tracking: entry.tracking,
          }
        : null,
  },
  ReverseDeliveryLineItem: {
    reverseFulfillmentOrderLineItem: (line: ReverseDelivery["lines"][number], _args, context) =>
      reverseLine(context, line.reverseLineId),
    dispositions: (line: ReverseDelivery["lines"][number], _args, context) =>
      (reverseLine(context, line.reverseLineId)?.dispositions ?? []).filter(
        (entry) => entry.reverseDeliveryLineId === line.id,
      ),
  },
};

function shippingAsk(input: Loose, currency: string) {
  if (!input) return null;
  return {
    fullRefund: input.fullRefund === true,
    amountMinor: input.shippingRefundAmount ? toMinor(input.shippingRefundAmount, currency) : null,
  };
}

function outcomeView(context: Context, entry: Return, args: Loose) {
  const order = orderOfReturn(context.shop, entry);
  const plan = suggestOutcome(context.shop, entry, {
    lines: (args.returnLineItems ?? []) as { id: string; quantity: number }[],
    exchangeLines: (args.exchangeLineItems ?? []) as { id: string; quantity: number }[],
    shipping: shippingAsk(args.refundShipping, order.presentmentCurrency),
  });
  const bag = (value: Loose) => moneyBag(order, value);
  const maximum = bag(bagOf(order, plan.maximumMinor));
  const isCredit = args.refundMethodAllocation === "STORE_CREDIT";
  const refundable = {
    shop: Math.min(plan.net.shop, plan.maximumMinor),
    presentment: Math.min(plan.net.presentment, plan.maximumMinor),
  };
  return {
    discountedSubtotal: bag(plan.subtotal),
    totalTax: bag(plan.tax),
    totalDuties: bag(zeroBag()),
    totalAdditionalFees: bag(plan.fees),
    totalCartDiscountAmount: bag(zeroBag()),
    maximumRefundable: maximum,
    refundDuties: [],
    shipping: {
      amountSet: bag(plan.shipping),
      maximumRefundableSet: bag(plan.left),
      taxSet: bag(zeroBag()),
      amount: null,
      maximumRefundable: null,
      tax: null,
    },
    financialTransfer:
      plan.net.presentment > 0
        ? {
            __typename: "RefundReturnOutcome",
            amount: bag(order.currency === order.presentmentCurrency ? refundable : plan.net),
            suggestedTransactions: isCredit
              ? []
              : plan.transactions.map((item) => suggestedTransaction(order, item)),
            suggestedRefundMethods: isCredit
              ? [
                  {
                    __typename: "SuggestedStoreCreditRefund",
                    amount: bag(plan.net),
                    maximumRefundable: maximum,
                    expiresAt: null,
                  },
                ]
              : [],
          }
        : plan.net.presentment < 0
          ? {
              __typename: "InvoiceReturnOutcome",
              amount: bag({ shop: -plan.net.shop, presentment: -plan.net.presentment }),
            }
          : null,
  };
}

function legacyRefund(context: Context, entry: Return, args: Loose) {
  const order = orderOfReturn(context.shop, entry);
  const plan = suggestOutcome(context.shop, entry, {
    lines: ((args.returnRefundLineItems ?? []) as Loose[]).map((line) => ({
      id: line.returnLineItemId as string,
      quantity: line.quantity as number,
    })),
    exchangeLines: [],
    shipping: shippingAsk(args.refundShipping, order.presentmentCurrency),
  });
  const bag = (value: Loose) => moneyBag(order, value);
  return {
    amount: bag(bagOf(order, plan.amountMinor)),
    discountedSubtotal: bag(plan.subtotal),
    fees: [],
    maximumRefundable: bag(bagOf(order, plan.maximumMinor)),
    refundDuties: [],
    shipping: {
      amountSet: bag(plan.shipping),
      maximumRefundableSet: bag(plan.left),
      taxSet: bag(zeroBag()),
    },
    subtotal: bag(plan.subtotal),
    suggestedTransactions: plan.transactions.map((item) => suggestedTransaction(order, item)),
    totalCartDiscountAmount: bag(zeroBag()),
    totalDuties: bag(zeroBag()),
    totalTax: bag(plan.tax),
  };
}
