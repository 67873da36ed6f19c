/** Lines of an order. */
import type { Bag, LineItem, Order, ShopState } from "#sandbox/store/types.ts";
import { addBags, scaleBag, subtractBags } from "#sandbox/domain/money.ts";
import * as value from "#sandbox/domain/order-money.ts";
import { fulfilledQuantity, unfulfilledQuantity } from "#sandbox/domain/order-status.ts";
import { refundableQuantity } from "#sandbox/domain/refunds.ts";
import { connect } from "#sandbox/graphql/connections.ts";
import type { Context, Loose, ResolverMap } from "#sandbox/graphql/context.ts";
import { moneyBag, moneyScalar } from "./shapes.ts";
import { take, taxLine, allocationsOf } from "./order-shapes.ts";

const unitAfter = (order: Order, line: LineItem, total: Bag) =>
  moneyBag(order, scaleBag(total, 1, line.quantity || 1));

const ownDiscounts = (order: Order, line: LineItem) =>
  addBags(
    ...line.discountAllocations
      .filter(
        (part) => order.discountApplications[part.applicationIndex]?.targetSelection !== "ALL",
      )
      .map((part) => part.amount),
  );

export function orderOfLine(context: Context, line: LineItem): Order {
  const order = context.shop.orders.get(line.orderId);
  if (!order) throw new Error(`${line.id} has no order`);
  return order;
}

export function lineFulfillable(shop: ShopState, order: Order, line: LineItem): number {
  return (
    order.fulfillmentOrderIds
      .flatMap((id) => shop.fulfillmentOrders.get(id) ?? [])
      // Observed: what a cancelled order left unshipped still counts; its closed fulfillment orders keep it.
      .filter((entry) => ["OPEN", "IN_PROGRESS", "CLOSED"].includes(entry.status))
      .flatMap((entry) => entry.lineItems)
      .filter((part) => part.lineItemId === line.id)
      .reduce((sum, part) => sum + part.remainingQuantity, 0)
  );
}

const lineField =
  (read: (line: LineItem, order: Order, shop: ShopState) => Loose) =>
  (line: LineItem, _args: Loose, context: Context) =>
    read(line, orderOfLine(context, line), context.shop);

const lineBag = (read: (line: LineItem, order: Order, shop: ShopState) => Bag) =>
  lineField((line, order, shop) => moneyBag(order, read(line, order, shop)));

const lineMoney = (read: (line: LineItem, order: Order, shop: ShopState) => Bag) =>
  lineField((line, order, shop) => moneyScalar(order, read(line, order, shop)));

const discountedTotal = (line: LineItem, order: Order) =>
  subtractBags(value.lineTotal(line), ownDiscounts(order, line));

export const LINE: ResolverMap[string] = {
  name: (line: LineItem) =>
    line.variantTitle ? `${line.title} - ${line.variantTitle}` : line.title,
  product: (line: LineItem, _args, context) =>
    line.productId ? (context.shop.products.get(line.productId) ?? null) : null,
  variant: (line: LineItem, _args, context) =>
    line.variantId ? (context.shop.variants.get(line.variantId) ?? null) : null,
  image: (line: LineItem, _args, context) => {
    const url = line.productId ? context.shop.products.get(line.productId)?.imageUrl : null;
    return url ? { id: null, url, altText: null } : null;
  },
  currentQuantity: (line: LineItem) => value.currentQuantity(line),
  refundableQuantity: (line: LineItem) => refundableQuantity(line),
  unfulfilledQuantity: lineField((line, order, shop) => unfulfilledQuantity(shop, order, line)),
  nonFulfillableQuantity: lineField(
    (line, order, shop) => value.currentQuantity(line) - lineFulfillable(shop, order, line),
  ),
  fulfillableQuantity: lineField((line, order, shop) => lineFulfillable(shop, order, line)),
  fulfillmentStatus: lineField((line, order, shop) => {
    const units = fulfilledQuantity(shop, order, line);
    return units === 0
      ? "unfulfilled"
      : unfulfilledQuantity(shop, order, line) === 0
        ? "fulfilled"
        : "partial";
  }),
  fulfillmentService: (line: LineItem, _args, context) =>
    [...context.shop.fulfillmentServices.values()].find(
      (entry) => entry.handle === line.fulfillmentServiceHandle,
    ) ?? null,
  canRestock: (line: LineItem) => value.currentQuantity(line) > 0,
  restockable: (line: LineItem) => value.currentQuantity(line) > 0,
  merchantEditable: lineField((line, order, shop) => lineFulfillable(shop, order, line) > 0),
  originalUnitPriceSet: lineBag((line) => line.unitPrice),
  originalUnitPrice: lineMoney((line) => line.unitPrice),
  originalTotalSet: lineBag((line) => value.lineTotal(line)),
  originalTotal: lineMoney((line) => value.lineTotal(line)),
  discountedTotalSet: lineBag((line, order) => discountedTotal(line, order)),
  discountedTotal: lineMoney((line, order) => discountedTotal(line, order)),
  discountedUnitPriceSet: lineField((line, order) =>
    unitAfter(order, line, discountedTotal(line, order)),
  ),
  discountedUnitPrice: lineMoney((line, order) =>
    scaleBag(discountedTotal(line, order), 1, line.quantity || 1),
  ),
  discountedUnitPriceAfterAllDiscountsSet: lineField((line, order) =>
    unitAfter(order, line, value.lineShare(line, line.quantity)),
  ),
  priceAfterAllDiscountsBeforeTaxesSet: lineBag((line, order) =>
    order.taxesIncluded
      ? subtractBags(value.lineShare(line, line.quantity), value.lineTax(line))
      : value.lineShare(line, line.quantity),
  ),
  totalDiscountSet: lineBag((line) => value.lineDiscount(line)),
  totalDiscount: lineMoney((line) => value.lineDiscount(line)),
  unfulfilledDiscountedTotalSet: lineBag((line, order, shop) =>
    value.lineShare(line, unfulfilledQuantity(shop, order, line)),
  ),
  unfulfilledDiscountedTotal: lineMoney((line, order, shop) =>
    value.lineShare(line, unfulfilledQuantity(shop, order, line)),
  ),
  unfulfilledOriginalTotalSet: lineBag((line, order, shop) =>
    scaleBag(line.unitPrice, unfulfilledQuantity(shop, order, line), 1),
  ),
  unfulfilledOriginalTotal: lineMoney((line, order, shop) =>
    scaleBag(line.unitPrice, unfulfilledQuantity(shop, order, line), 1),
  ),
  discountAllocations: lineField((line, order) => allocationsOf(order, line.discountAllocations)),
  taxLines: (line: LineItem, args, context) => {
    const order = orderOfLine(context, line);
    return take(
      line.taxLines.map((tax) => taxLine(order, tax)),
      args.first as number | null,
    );
  },
  weight: (line: LineItem) => ({ unit: "GRAMS", value: line.weightGrams }),
  suggestedReturnReasonDefinitions: (_line: LineItem, args, context) =>
    connect(
      context,
      [...context.shop.returnReasonDefinitions.values()].filter(
        (entry) => !entry.deleted && /\/([2-8]|1)$/.test(entry.id),
      ),
      args,
    ),
};
