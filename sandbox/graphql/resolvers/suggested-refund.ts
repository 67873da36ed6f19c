/** `Order.suggestedRefund`: what Shopify would give back, from goods, taxes and shipping. */
import type { Order } from "#sandbox/store/types.ts";
import { bagOf, parseAmount, zeroBag } from "#sandbox/domain/money.ts";
import { suggestRefund } from "#sandbox/domain/refunds.ts";
import type { Context, Loose } from "#sandbox/graphql/context.ts";
import { moneyBag, moneyScalar, moneyV2 } from "./shapes.ts";
import { formatMoney } from "#sandbox/domain/money.ts";

export function suggestedTransaction(
  order: Order,
  entry: { parent: Order["transactions"][number]; amountMinor: number; maximumMinor: number },
) {
  return {
    accountNumber: entry.parent.accountNumber,
    amountSet: moneyBag(order, bagOf(order, entry.amountMinor)),
    formattedGateway: entry.parent.gateway,
    gateway: entry.parent.gateway,
    kind: "SUGGESTED_REFUND",
    maximumRefundableSet: moneyBag(order, bagOf(order, entry.maximumMinor)),
    parentTransaction: entry.parent,
    paymentDetails: null,
    typesOfRefunds: [],
    amount: formatMoney(entry.amountMinor, order.presentmentCurrency),
    maximumRefundable: formatMoney(entry.maximumMinor, order.presentmentCurrency),
  };
}

export function accountForRefund(context: Context, order: Order, args: Loose) {
  const plan = suggestRefund(context.shop, order, {
    lines: (args.refundLineItems ?? []) as { lineItemId: string; quantity: number }[],
    shippingMinor: args.shippingAmount
      ? parseAmount(String(args.shippingAmount), order.presentmentCurrency)
      : null,
    fullShipping: args.refundShipping === true,
    isFull: args.suggestFullRefund === true,
  });
  const isCredit = args.refundMethodAllocation === "STORE_CREDIT";
  const amount = bagOf(order, plan.amountMinor);
  const same = order.currency === order.presentmentCurrency;
  return {
    amountSet: moneyBag(
      order,
      same ? { shop: plan.amountMinor, presentment: plan.amountMinor } : amount,
    ),
    amount: moneyScalar(order, amount),
    discountedSubtotalSet: moneyBag(order, plan.subtotal),
    subtotalSet: moneyBag(order, plan.subtotal),
    subtotal: moneyScalar(order, plan.subtotal),
    totalCartDiscountAmountSet: moneyBag(order, zeroBag()),
    totalTaxSet: moneyBag(order, plan.tax),
    totalTaxes: moneyScalar(order, plan.tax),
    totalDutiesSet: moneyBag(order, zeroBag()),
    maximumRefundableSet: moneyBag(order, bagOf(order, plan.maximumMinor)),
    maximumRefundable: formatMoney(plan.maximumMinor, order.presentmentCurrency),
    shipping: {
      amountSet: moneyBag(order, plan.shipping),
      amount: moneyScalar(order, plan.shipping),
      maximumRefundableSet: moneyBag(order, plan.left),
      maximumRefundable: moneyScalar(order, plan.left),
      taxSet: moneyBag(order, plan.shippingTaxes),
      tax: moneyScalar(order, plan.shippingTaxes),
    },
    refundLineItems: plan.parts.map((part) => ({
      id: null,
      quantity: part.quantity,
      lineItem: part.item,
      lineItemId: part.item.id,
      orderId: order.id,
      restockType: "NO_RESTOCK",
      restocked: false,
      locationId: null,
      price: part.item.unitPrice,
      subtotal: plan.subtotal,
      tax: plan.tax,
    })),
    refundDuties: [],
    suggestedTransactions: isCredit
      ? []
      : plan.transactions.map((entry) => suggestedTransaction(order, entry)),
    suggestedRefundMethods: isCredit
      ? [
          {
            __typename: "SuggestedStoreCreditRefund",
            amount: moneyBag(order, amount),
            maximumRefundable: moneyBag(order, bagOf(order, plan.maximumMinor)),
            expiresAt: null,
          },
        ]
      : [],
    additionalFees: [],
    currency: moneyV2(0, order.currency).currencyCode,
  };
}
