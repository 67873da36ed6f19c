/** Root queries about returns: what may come back, and what it would be worth. */
import type { Fulfillment } from "#sandbox/store/types.ts";
import { numericId } from "#sandbox/store/ids.ts";
import { negateBag, scaleBag } from "#sandbox/domain/money.ts";
import { lineShare, lineTaxShare } from "#sandbox/domain/order-money.ts";
import { findFulfillmentLine, returnableQuantity } from "#sandbox/domain/returns.ts";
import { variantPrice } from "#sandbox/domain/create-order.ts";
import { connect } from "#sandbox/graphql/connections.ts";
import type { Context, Loose } from "#sandbox/graphql/context.ts";
import { findOrder } from "#sandbox/graphql/find-node.ts";
import { toMinor } from "./inputs.ts";
import { bagOf } from "#sandbox/domain/money.ts";
import { moneyBag } from "./shapes.ts";

const returnableId = (id: string) => id.replace("/Fulfillment/", "/ReturnableFulfillment/");

export function returnableFulfillments(context: Context, args: Loose, isSingle = false): Loose {
  if (isSingle) {
    const id = (args.fulfillmentId as string).replace("/ReturnableFulfillment/", "/Fulfillment/");
    const fulfillment = context.shop.fulfillments.get(id);
    return fulfillment ? view(context, fulfillment) : null;
  }
  const order = findOrder(context, args.orderId as string);
  const all = (order?.fulfillmentIds ?? [])
    .flatMap((id) => context.shop.fulfillments.get(id) ?? [])
    .filter((entry) => rowsOf(context, entry).length > 0)
    .map((entry) => view(context, entry));
  return connect(context, all, args as Loose);
}

function rowsOf(context: Context, fulfillment: Fulfillment) {
  const order = context.shop.orders.get(fulfillment.orderId);
  if (!order) return [];
  return fulfillment.lines
    .map((line) => ({
      fulfillmentLineItem: line,
      quantity: returnableQuantity(context.shop, order, fulfillment, line),
    }))
    .filter((row) => row.quantity > 0);
}

function view(context: Context, fulfillment: Fulfillment) {
  return {
    id: returnableId(fulfillment.id),
    fulfillment,
    returnableFulfillmentLineItems: (args: Loose) =>
      connect(
        context,
        rowsOf(context, fulfillment).map((row) => ({ ...row, id: row.fulfillmentLineItem.id })),
        args,
      ),
  };
}

/** Observed: refunds come back negative, fees positive. */
export function calculateReturn(context: Context, input: Loose): Loose {
  const order = findOrder(context, input.orderId as string);
  if (!order) return null;
  const lines = ((input.returnLineItems ?? []) as Loose[]).flatMap((row, at) => {
    const found = findFulfillmentLine(context.shop, order, row.fulfillmentLineItemId as string);
    const item = order.lineItems.find((line) => line.id === found?.line.lineItemId);
    if (!found || !item) return [];
    const quantity = row.quantity as number;
    const subtotal = lineShare(item, quantity);
    const percentage = Number(row.restockingFee?.percentage ?? 0);
    return [
      {
        id: `gid://shopify/CalculatedReturnLineItem/${numericId(found.line.id)}${at}`,
        quantity,
        fulfillmentLineItem: found.line,
        subtotalBeforeOrderDiscountsSet: moneyBag(
          order,
          negateBag(scaleBag(item.unitPrice, quantity, 1)),
        ),
        subtotalSet: moneyBag(order, negateBag(subtotal)),
        totalTaxSet: moneyBag(order, negateBag(lineTaxShare(item, quantity))),
        restockingFee:
          percentage > 0
            ? {
                __typename: "CalculatedRestockingFee",
                id: `gid://shopify/CalculatedRestockingFee/${at + 1}`,
                percentage,
                amountSet: moneyBag(
                  order,
                  scaleBag(subtotal, Math.round(percentage * 10_000), 1_000_000),
                ),
              }
            : null,
      },
    ];
  });
  const exchanges = ((input.exchangeLineItems ?? []) as Loose[]).map((row, at) => {
    const variant = context.shop.variants.get(row.variantId as string);
    const unit = variantPrice(context.shop, order, variant?.priceMinor ?? 0);
    return {
      id: `gid://shopify/CalculatedExchangeLineItem/${at + 1}`,
      quantity: row.quantity as number,
      variant: variant ?? null,
      originalUnitPriceSet: moneyBag(order, unit),
      discountedUnitPriceSet: moneyBag(order, unit),
      subtotalSet: moneyBag(order, scaleBag(unit, row.quantity as number, 1)),
      totalTaxSet: moneyBag(order, { shop: 0, presentment: 0 }),
      calculatedDiscountAllocations: [],
    };
  });
  const fee = input.returnShippingFee?.amount;
  return {
    id: `gid://shopify/CalculatedReturn/${numericId(order.id)}`,
    returnLineItems: lines,
    exchangeLineItems: exchanges,
    returnShippingFee: fee
      ? {
          __typename: "CalculatedReturnShippingFee",
          id: "gid://shopify/CalculatedReturnShippingFee/1",
          amountSet: moneyBag(order, bagOf(order, toMinor(fee, order.presentmentCurrency))),
        }
      : null,
  };
}
