/** Order and what hangs on it: lines, transactions, refunds, discounts, shipping. */
import type {
  Bag,
  DiscountApplication,
  Dispute,
  LineItem,
  Order,
  Refund,
  ShippingLine,
  ShopState,
  TaxLine,
  Transaction,
} from "#sandbox/store/types.ts";
import { numericId } from "#sandbox/store/ids.ts";
import {
  formatMoney,
  negateBag,
  addBags,
  scaleBag,
  subtractBags,
  zeroBag,
} from "#sandbox/domain/money.ts";
import * as value from "#sandbox/domain/order-money.ts";
import {
  financialStatus,
  fulfilledQuantity,
  fulfillmentStatus,
  returnStatus,
  unfulfilledQuantity,
} from "#sandbox/domain/order-status.ts";
import { refundableQuantity } from "#sandbox/domain/refunds.ts";
import { connect } from "#sandbox/graphql/connections.ts";
import type { Context, Loose, ResolverMap } from "#sandbox/graphql/context.ts";
import { search } from "#sandbox/graphql/search.ts";
import { pathOf } from "#sandbox/graphql/path-of.ts";
import { accountForRefund } from "./suggested-refund.ts";
import { metafieldFields } from "./metafields.ts";
import { visibleFulfillmentOrders } from "./visible.ts";
import { count, mailingAddress, moneyBag, moneyScalar, moneyV2 } from "./shapes.ts";
import { isGiven } from "#sandbox/domain/is-given.ts";

type Source = Order;
const bagField =
  (read: (shop: ShopState, order: Order) => Bag) =>
  (order: Source, _args: Loose, context: Context) =>
    moneyBag(order, read(context.shop, order));
const scalarField =
  (read: (shop: ShopState, order: Order) => Bag) =>
  (order: Source, _args: Loose, context: Context) =>
    moneyScalar(order, read(context.shop, order));
const parts = <Part>(ids: readonly string[], table: Map<string, Part>): Part[] =>
  ids.flatMap((id) => table.get(id) ?? []);
const take = <Item>(items: Item[], first: number | null | undefined) =>
  !isGiven(first) ? items : items.slice(0, first);

const netPayment = (_shop: ShopState, order: Order) =>
  subtractBags(value.received(order), value.refunded(order));

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
function orderTaxLines(order: Order, lines: { tax: TaxLine; units: number; of: number }[]) {
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

function lineFulfillable(shop: ShopState, order: Order, line: LineItem): number {
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

export const allocationsOf = (order: Order, list: { applicationIndex: number; amount: Bag }[]) =>
  list.map((part) => ({
    allocatedAmountSet: moneyBag(order, part.amount),
    allocatedAmount: moneyV2(part.amount.shop, order.currency),
    discountApplication: discountApplication(
      order,
      order.discountApplications[part.applicationIndex],
    ),
  }));

function discountApplication(order: Order, entry: DiscountApplication | undefined) {
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

function shippingLine(order: Order, line: ShippingLine) {
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

const activeShipping = (order: Order) => order.shippingLines.filter((line) => !line.isRemoved);

const ORDER: ResolverMap[string] = {
  legacyResourceId: (order: Source) => numericId(order.id),
  ...metafieldFields,
  lineItems: (order: Source, args, context) => connect(context, order.lineItems, args),
  nonFulfillableLineItems: (order: Source, args, context) =>
    connect(
      context,
      order.lineItems.filter((line) => line.isGiftCard),
      args,
    ),
  fulfillmentOrders: (order: Source, args, context, info) => {
    const all = visibleFulfillmentOrders(
      context,
      parts(order.fulfillmentOrderIds, context.shop.fulfillmentOrders),
    );
    const found = search(context, pathOf(info), args.query as string | null, all, {
      filters: {
        id: { type: "id", read: (entry) => entry.id },
        status: { type: "exact", read: (entry) => entry.status },
        updated_at: { type: "time", read: (entry) => entry.updatedAt },
        assigned_location_id: { type: "id", read: (entry) => entry.assignedLocationId },
      },
      text: (entry) => [entry.status],
    });
    return connect(context, found, args, (entry) => numericId(entry.id));
  },
  fulfillments: (order: Source, args, context) =>
    take(parts(order.fulfillmentIds, context.shop.fulfillments), args.first as number | null),
  fulfillmentsCount: (order: Source) => count(order.fulfillmentIds.length),
  refunds: (order: Source, args, context) =>
    take(parts(order.refundIds, context.shop.refunds), args.first as number | null),
  returns: (order: Source, args, context, info) => {
    const found = search(
      context,
      pathOf(info),
      args.query as string | null,
      parts(order.returnIds, context.shop.returns),
      {
        filters: {
          id: { type: "id", read: (entry) => entry.id },
          status: { type: "exact", read: (entry) => entry.status },
        },
        text: (entry) => [entry.name],
      },
    );
    return connect(context, found, args);
  },
  transactions: (order: Source, args) =>
    take(
      args.capturable
        ? order.transactions.filter((entry) => entry.kind === "AUTHORIZATION")
        : order.transactions,
      args.first as number | null,
    ),
  transactionsCount: (order: Source) => count(order.transactions.length),
  disputes: (order: Source, _args, context) =>
    parts(order.disputeIds, context.shop.disputes).map((entry) => ({
      id: entry.id.replace("ShopifyPaymentsDispute", "OrderDisputeSummary"),
      initiatedAs: entry.type,
      status: entry.status,
    })),
  customer: (order: Source, _args, context) =>
    order.customerId ? (context.shop.customers.get(order.customerId) ?? null) : null,
  shippingAddress: (order: Source) =>
    mailingAddress(order.shippingAddress, addressId(order, "shipping")),
  billingAddress: (order: Source) =>
    mailingAddress(order.billingAddress, addressId(order, "billing")),
  displayAddress: (order: Source) =>
    mailingAddress(order.shippingAddress ?? order.billingAddress, addressId(order, "shipping")),
  billingAddressMatchesShippingAddress: (order: Source) =>
    JSON.stringify(order.shippingAddress) === JSON.stringify(order.billingAddress),
  displayFinancialStatus: (order: Source) => financialStatus(order),
  displayFulfillmentStatus: (order: Source, _args, context) =>
    fulfillmentStatus(context.shop, order),
  returnStatus: (order: Source, _args, context) => returnStatus(context.shop, order),
  closed: (order: Source) => order.closedAt !== null,
  fulfillable: (order: Source, _args, context) =>
    order.lineItems.some((line) => lineFulfillable(context.shop, order, line) > 0),
  refundable: (order: Source) => netPayment({} as ShopState, order).presentment > 0, // netPayment reads the order alone
  restockable: (order: Source) => order.lineItems.some((line) => value.currentQuantity(line) > 0),
  requiresShipping: (order: Source) => order.lineItems.some((line) => line.requiresShipping),
  fullyPaid: (order: Source, _args, context) =>
    value.outstanding(context.shop, order).presentment <= 0 &&
    value.capturable(order).presentment === 0,
  unpaid: (order: Source) => value.received(order).presentment === 0,
  capturable: (order: Source) => value.capturable(order).presentment > 0,
  canMarkAsPaid: (order: Source, _args, context) =>
    !order.cancelledAt && value.outstanding(context.shop, order).presentment > 0,
  canNotifyCustomer: (order: Source) => order.email !== null,
  merchantEditable: (order: Source) => !order.cancelledAt,
  merchantEditableErrors: (order: Source) => (order.cancelledAt ? ["The order is canceled"] : []),
  cancellation: (order: Source) =>
    order.cancelledAt ? { staffNote: order.cancelStaffNote } : null,
  currencyCode: (order: Source) => order.currency,
  presentmentCurrencyCode: (order: Source) => order.presentmentCurrency,
  dutiesIncluded: () => false,
  estimatedTaxes: () => false,
  discountCode: (order: Source) => order.discountCodes[0] ?? null,
  discountApplications: (order: Source, args, context) =>
    connect(
      context,
      order.discountApplications.map((entry) => discountApplication(order, entry) as Loose),
      args,
      (entry: Loose) => entry.index,
    ),
  shippingLine: (order: Source) => {
    const line = activeShipping(order)[0];
    return line ? shippingLine(order, line) : null;
  },
  shippingLines: (order: Source, args, context) => {
    const lines = args.includeRemovals ? order.shippingLines : activeShipping(order);
    return connect(
      context,
      lines.map((line) => shippingLine(order, line)),
      args,
    );
  },
  taxLines: (order: Source) =>
    order.lineItems.some((line) => line.taxLines.length > 0)
      ? orderTaxLines(
          order,
          order.lineItems.flatMap((line) => line.taxLines.map((tax) => ({ tax, units: 1, of: 1 }))),
        )
      : order.taxLines.map((tax) => taxLine(order, tax)),
  currentTaxLines: (order: Source) =>
    orderTaxLines(
      order,
      order.lineItems.flatMap((line) =>
        line.taxLines.map((tax) => ({
          tax,
          units: value.currentQuantity(line),
          of: line.quantity,
        })),
      ),
    ),
  paymentGatewayNames: (order: Source) => [
    ...new Set(order.transactions.map((entry) => entry.gateway)),
  ],
  statusPageUrl: (order: Source, _args, context) =>
    `https://${context.shop.domain}/${numericId(context.shop.id)}/orders/${order.statusToken}/authenticate?key=${order.statusToken.slice(0, 16)}`,
  subtotalLineItemsQuantity: (order: Source) =>
    order.lineItems.reduce((sum, line) => sum + line.quantity, 0),
  currentSubtotalLineItemsQuantity: (order: Source) =>
    order.lineItems.reduce((sum, line) => sum + value.currentQuantity(line), 0),
  totalWeight: (order: Source) =>
    String(order.lineItems.reduce((sum, line) => sum + line.weightGrams * line.quantity, 0)),
  currentTotalWeight: (order: Source) =>
    String(
      order.lineItems.reduce(
        (sum, line) => sum + line.weightGrams * value.currentQuantity(line),
        0,
      ),
    ),
  risk: (order: Source) => ({
    recommendation: recommendationOf(order),
    assessments: order.risk.map((entry) => ({
      riskLevel: entry.riskLevel,
      facts: entry.facts,
      provider: null,
    })),
  }),
  riskLevel: (order: Source) =>
    order.risk.find((entry) => ["HIGH", "MEDIUM"].includes(entry.riskLevel))?.riskLevel ?? "LOW",
  risks: () => [],
  totalPriceSet: bagField((_shop, order) => value.orderTotal(order)),
  originalTotalPriceSet: bagField((_shop, order) => value.orderTotal(order)),
  currentTotalPriceSet: bagField(value.currentTotal),
  subtotalPriceSet: bagField((_shop, order) => value.orderSubtotal(order)),
  currentSubtotalPriceSet: bagField((_shop, order) => value.currentSubtotal(order)),
  totalTaxSet: bagField((_shop, order) => value.orderTax(order)),
  currentTotalTaxSet: bagField(value.currentTax),
  totalDiscountsSet: bagField((_shop, order) => value.orderDiscounts(order)),
  currentTotalDiscountsSet: bagField((_shop, order) =>
    addBags(
      ...order.lineItems.map((line) =>
        scaleBag(value.lineDiscount(line), value.currentQuantity(line), line.quantity || 1),
      ),
      value.shippingDiscount(order),
    ),
  ),
  cartDiscountAmountSet: bagField((_shop, order) => value.orderDiscounts(order)),
  currentCartDiscountAmountSet: bagField((_shop, order) => value.orderDiscounts(order)),
  totalShippingPriceSet: bagField((_shop, order) => value.shippingTotal(order)),
  currentShippingPriceSet: bagField(value.currentShipping),
  totalRefundedSet: bagField((_shop, order) => value.refunded(order)),
  totalRefundedShippingSet: bagField((shop, order) => value.refundedShipping(shop, order).price),
  totalReceivedSet: bagField((_shop, order) => value.received(order)),
  netPaymentSet: bagField(netPayment),
  totalCapturableSet: bagField((_shop, order) => value.capturable(order)),
  totalOutstandingSet: bagField(value.outstanding),
  refundDiscrepancySet: bagField((shop, order) => negateBag(value.refundDiscrepancy(shop, order))),
  totalTipReceivedSet: bagField((_shop, order) => order.totalTip),
  totalTipReceived: (order: Source) => moneyV2(order.totalTip.shop, order.currency),
  totalCashRoundingAdjustment: (order: Source) => ({
    paymentSet: moneyBag(order, zeroBag()),
    refundSet: moneyBag(order, zeroBag()),
  }),
  totalPrice: scalarField((_shop, order) => value.orderTotal(order)),
  subtotalPrice: scalarField((_shop, order) => value.orderSubtotal(order)),
  totalTax: scalarField((_shop, order) => value.orderTax(order)),
  totalDiscounts: scalarField((_shop, order) => value.orderDiscounts(order)),
  totalShippingPrice: scalarField((_shop, order) => value.shippingTotal(order)),
  totalRefunded: scalarField((_shop, order) => value.refunded(order)),
  totalReceived: scalarField((_shop, order) => value.received(order)),
  netPayment: scalarField(netPayment),
  totalCapturable: scalarField((_shop, order) => value.capturable(order)),
  cartDiscountAmount: scalarField((_shop, order) => value.orderDiscounts(order)),
  suggestedRefund: (order: Source, args, context) =>
    accountForRefund(context, order, args as Loose),
  localizedFields: (order: Source, args, context) =>
    connect(context, order.localizedFields as Loose[], args, (entry: Loose) => entry.key),
  localizationExtensions: (order: Source, args, context) =>
    connect(context, order.localizedFields as Loose[], args, (entry: Loose) => entry.key),
  agreements: (order: Source, args, context) =>
    connect(
      context,
      order.agreements.map((entry) => ({
        ...entry,
        __typename: "OrderAgreement",
        app: null,
        user: null,
        order,
      })),
      args,
    ),
  events: (order: Source, args, context) => connect(context, order.events, args),
  app: (order: Source, _args, context) => {
    const found = order.appId ? context.shop.installations.get(order.appId) : null;
    return found
      ? { id: found.appId, name: found.appTitle, icon: { url: "https://cdn.shopify.com/app.png" } }
      : null;
  },
  merchantBusinessEntity: (_order: Source, _args, context) => ({
    id: "gid://shopify/BusinessEntity/1",
    displayName: context.shop.name,
    companyName: context.shop.name,
    primary: true,
    archived: false,
    address: context.shop.address,
  }),
  purchasingEntity: (order: Source, _args, context) => {
    const customer = order.customerId ? context.shop.customers.get(order.customerId) : null;
    return customer ? { ...customer, __typename: "Customer" } : null;
  },
};

function recommendationOf(order: Order): string {
  const levels = order.risk.map((entry) => entry.riskLevel);
  if (levels.includes("HIGH")) return "CANCEL";
  if (levels.includes("MEDIUM")) return "INVESTIGATE";
  return levels.length === 0 ? "NONE" : "ACCEPT";
}

const addressId = (order: Order, kind: string) =>
  `gid://shopify/MailingAddress/${numericId(order.id)}?model_name=Address&kind=${kind}`;

const LINE: ResolverMap[string] = {
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

const orderOf = (context: Context, id: string): Order => {
  const order = context.shop.orders.get(id);
  if (!order) throw new Error(`no order ${id}`);
  return order;
};

const TRANSACTION: ResolverMap[string] = {
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

const REFUND: ResolverMap[string] = {
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

const REFUND_LINE: ResolverMap[string] = {
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

const DISPUTE: ResolverMap[string] = {
  legacyResourceId: (entry: Dispute) => numericId(entry.id),
  order: (entry: Dispute, _args, context) => context.shop.orders.get(entry.orderId) ?? null,
  amount: (entry: Dispute) => moneyV2(entry.amount.amountMinor, entry.amount.currency),
  reasonDetails: (entry: Dispute) => ({ reason: entry.reason, networkReasonCode: null }),
};

export const ORDER_RESOLVERS: ResolverMap = {
  ShopifyPaymentsDispute: DISPUTE,
  Order: ORDER,
  LineItem: LINE,
  OrderTransaction: TRANSACTION,
  Refund: REFUND,
  RefundLineItem: REFUND_LINE,
};
