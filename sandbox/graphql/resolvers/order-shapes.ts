/** Parts of an order as the API shows them: taxes, discounts, shipping lines. */
import type {
  Bag,
  DiscountApplication,
  Order,
  ShippingLine,
  TaxLine,
} from "#sandbox/store/types.ts";
import { formatMoney, addBags, scaleBag, subtractBags, zeroBag } from "#sandbox/domain/money.ts";
import * as value from "#sandbox/domain/order-money.ts";
import type { Context } from "#sandbox/graphql/context.ts";
import { moneyBag, moneyV2 } from "./shapes.ts";
import { isGiven } from "#sandbox/domain/is-given.ts";

export const take = <Item>(items: Item[], first: number | null | undefined) =>
  !isGiven(first) ? items : items.slice(0, first);

export function taxLine(order: Order, tax: TaxLine) {
  return {
    title: tax.title,
    rate: tax.ratePpm / 1_000_000,
    ratePercentage: tax.ratePpm / 10_000,
    price: formatMoney(tax.price.shop, order.currency),
    priceSet: moneyBag(order, tax.price),
    channelLiable: tax.channelLiable,
    source: null,
  };
}

/** Taxes of all lines, added up by title and rate. */
export function orderTaxLines(order: Order, lines: { tax: TaxLine; units: number; of: number }[]) {
  const merged = new Map<string, TaxLine>();
  for (const { tax, units, of } of lines) {
    const key = `${tax.title} ${tax.ratePpm}`;
    const share = scaleBag(tax.price, units, of || 1);
    const found = merged.get(key);
    merged.set(
      key,
      found ? { ...found, price: addBags(found.price, share) } : { ...tax, price: share },
    );
  }
  return [...merged.values()].map((tax) => taxLine(order, tax));
}

/** Taxes of the units that are still on the order. */
export const currentTaxLines = (order: Order) =>
  orderTaxLines(
    order,
    order.lineItems.flatMap((line) =>
      line.taxLines.map((tax) => ({ tax, units: value.currentQuantity(line), of: line.quantity })),
    ),
  );

export const allocationsOf = (order: Order, list: { applicationIndex: number; amount: Bag }[]) =>
  list.map((part) => ({
    allocatedAmountSet: moneyBag(order, part.amount),
    allocatedAmount: moneyV2(part.amount.shop, order.currency),
    discountApplication: discountApplication(
      order,
      order.discountApplications[part.applicationIndex],
    ),
  }));

export function discountApplication(order: Order, entry: DiscountApplication | undefined) {
  if (!entry) return null;
  const isPercent = "percentage" in entry.value;
  const typename = {
    CODE: "DiscountCodeApplication",
    MANUAL: "ManualDiscountApplication",
    AUTOMATIC: "AutomaticDiscountApplication",
    SCRIPT: "ScriptDiscountApplication",
  }[entry.kind];
  return {
    __typename: typename,
    index: entry.index,
    code: entry.title,
    title: entry.title,
    description: entry.description,
    allocationMethod: entry.allocationMethod,
    targetType: entry.targetType,
    targetSelection: entry.targetSelection,
    value:
      "percentage" in entry.value
        ? { __typename: "PricingPercentageValue", percentage: entry.value.percentage }
        : {
            __typename: "MoneyV2",
            ...moneyV2(entry.value.amount.presentment, order.presentmentCurrency),
          },
    isPercent,
  };
}

export function shippingLine(order: Order, line: ShippingLine) {
  const discount = addBags(...line.discountAllocations.map((part) => part.amount));
  const discounted = subtractBags(line.price, discount);
  return {
    ...line,
    carrierIdentifier: line.carrierIdentifier,
    custom: line.source === null,
    originalPrice: moneyV2(line.price.shop, order.currency),
    price: formatMoney(line.price.shop, order.currency),
    originalPriceSet: moneyBag(order, line.price),
    discountedPrice: moneyV2(discounted.shop, order.currency),
    discountedPriceSet: moneyBag(order, discounted),
    currentDiscountedPriceSet: moneyBag(order, line.isRemoved ? zeroBag() : discounted),
    taxLines: line.taxLines.map((tax) => taxLine(order, tax)),
    discountAllocations: allocationsOf(order, line.discountAllocations),
    requestedFulfillmentService: null,
    shippingRateHandle: null,
  };
}

export const orderOf = (context: Context, id: string): Order => {
  const order = context.shop.orders.get(id);
  if (!order) throw new Error(`no order ${id}`);
  return order;
};
