/** Order and what hangs on it: lines, transactions, refunds, discounts, shipping. */
import type { Bag, Order, ShopState } from "#sandbox/store/types.ts";
import { numericId } from "#sandbox/store/ids.ts";
import { negateBag, addBags, scaleBag, subtractBags, zeroBag } from "#sandbox/domain/money.ts";
import * as value from "#sandbox/domain/order-money.ts";
import { financialStatus, fulfillmentStatus, returnStatus } from "#sandbox/domain/order-status.ts";
import { connect } from "#sandbox/graphql/connections.ts";
import type { Context, Loose, ResolverMap } from "#sandbox/graphql/context.ts";
import { search } from "#sandbox/graphql/search.ts";
import { pathOf } from "#sandbox/graphql/path-of.ts";
import { accountForRefund } from "./suggested-refund.ts";
import { termsOf } from "./draft-orders.ts";
import { metafieldFields } from "./metafields.ts";
import { visibleFulfillmentOrders } from "./visible.ts";
import { count, mailingAddress, moneyBag, moneyScalar, moneyV2 } from "./shapes.ts";
import {
  take,
  taxLine,
  orderTaxLines,
  currentTaxLines,
  discountApplication,
  shippingLine,
} from "./order-shapes.ts";
import { lineFulfillable, LINE } from "./line-items.ts";
import { TRANSACTION, REFUND, REFUND_LINE, DISPUTE } from "./payments.ts";

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

const netPayment = (_shop: ShopState, order: Order) =>
  subtractBags(value.received(order), value.refunded(order));

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
  paymentTerms: (order: Source, _args, context) => termsOf(context, order.id),
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
  displayFinancialStatus: (order: Source, _args, context) => financialStatus(order, context.shop),
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
  currentTaxLines: (order: Source) => currentTaxLines(order),
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

export const ORDER_RESOLVERS: ResolverMap = {
  ShopifyPaymentsDispute: DISPUTE,
  Order: ORDER,
  LineItem: LINE,
  OrderTransaction: TRANSACTION,
  Refund: REFUND,
  RefundLineItem: REFUND_LINE,
};
