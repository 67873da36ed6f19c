/**
 * Shopify's GraphQL shapes of an order and what belongs to it → ours. One function per fragment of
 * operations/order-reading.graphql; a read of one order and the lines of a bulk export pass through the same ones.
 */
import { parseMoney } from "#app/platform/money.ts";
import type {
  BagFragment,
  DisputeFieldsFragment,
  FulfillmentEventFieldsFragment,
  FulfillmentFieldsFragment,
  FulfillmentOrderFieldsFragment,
  FulfillmentOrderLineFieldsFragment,
  LineFieldsFragment,
  OrderFieldsFragment,
  RefundFieldsFragment,
  RefundLineFieldsFragment,
  ReturnFieldsFragment,
  ReturnLineFieldsFragment,
  TransactionFieldsFragment,
} from "#app/shopify/generated/operations.ts";
import type {
  ShopifyDispute,
  ShopifyFulfillment,
  ShopifyFulfillmentEvent,
  ShopifyFulfillmentOrder,
  ShopifyFulfillmentOrderLine,
  ShopifyLine,
  ShopifyOrder,
  ShopifyRefund,
  ShopifyRefundLine,
  ShopifyReturn,
  ShopifyReturnLine,
  ShopifyTransaction,
} from "./shopify-order.ts";

/** The node is not what its document asked for. `code` says whether it was its money. */
export class UnreadableNode extends Error {
  constructor(
    readonly code: "unreadable_money" | "unreadable_row",
    what: string,
  ) {
    super(`A node of Shopify's answer is unreadable: ${what}`);
  }
}

/** The order without its lists. Throws UnreadableNode. */
export function mapOrder(node: OrderFieldsFragment): ShopifyOrder {
  const total = both(node.totalPriceSet);
  const current = both(node.currentTotalPriceSet);
  const shipping = both(node.totalShippingPriceSet);
  const tax = both(node.currentTotalTaxSet);
  const discounts = both(node.currentTotalDiscountsSet);
  const refunded = both(node.totalRefundedSet);
  const outstanding = both(node.totalOutstandingSet);
  const ship = node.shippingAddress;
  return {
    gid: gid(node.id),
    name: keep(node.name),
    createdAt: date(node.createdAt),
    placedAt: date(node.processedAt),
    updatedAt: date(node.updatedAt),
    closedAt: dateOrNull(node.closedAt),
    cancelledAt: dateOrNull(node.cancelledAt),
    cancelReason: word(node.cancelReason),
    isTest: node.test,
    isEdited: node.edited,
    requiresShipping: node.requiresShipping,
    financialStatus: word(node.displayFinancialStatus),
    fulfillmentStatus: mapFulfillmentStatus(node),
    returnStatus: word(node.returnStatus),
    sourceName: keepOrNull(node.sourceName),
    tags: [...new Set(node.tags.map(keep))].sort(),
    currency: node.currencyCode,
    presentmentCurrency: node.presentmentCurrencyCode,
    totalMinor: total.shop,
    presentmentTotalMinor: total.presentment,
    currentTotalMinor: current.shop,
    presentmentCurrentTotalMinor: current.presentment,
    shippingMinor: shipping.shop,
    presentmentShippingMinor: shipping.presentment,
    taxesIncluded: node.taxesIncluded,
    taxMinor: tax.shop,
    presentmentTaxMinor: tax.presentment,
    discountsMinor: discounts.shop,
    presentmentDiscountsMinor: discounts.presentment,
    refundedMinor: refunded.shop,
    presentmentRefundedMinor: refunded.presentment,
    outstandingMinor: outstanding.shop,
    presentmentOutstandingMinor: outstanding.presentment,
    customerGid: node.customer?.id ?? null,
    // Not displayName: it falls back to the e-mail, which is a fact of its own.
    customerName: keepOrNull(
      [node.customer?.firstName, node.customer?.lastName].filter(Boolean).join(" "),
    ),
    email: keepOrNull(node.email),
    phone: keepOrNull(node.phone),
    locale: keepOrNull(node.customerLocale),
    note: keepOrNull(node.note),
    shipName: keepOrNull(ship?.name),
    shipCompany: keepOrNull(ship?.company),
    shipAddress1: keepOrNull(ship?.address1),
    shipAddress2: keepOrNull(ship?.address2),
    shipCity: keepOrNull(ship?.city),
    shipProvince: keepOrNull(ship?.provinceCode),
    shipZip: keepOrNull(ship?.zip),
    shipPhone: keepOrNull(ship?.phone),
    shipCountry: keepOrNull(ship?.countryCodeV2),
  };
}

export function mapLine(node: LineFieldsFragment, position: number): ShopifyLine {
  const price = both(node.originalUnitPriceSet);
  // Not discountedTotalSet: it leaves out what order-level discounts take off the line; webhooks tell it as here.
  const discounts = node.discountAllocations.map((one) => both(one.allocatedAmountSet));
  const units = BigInt(node.quantity);
  return {
    gid: gid(node.id),
    position,
    title: keep(node.title),
    variantTitle: keepOrNull(node.variantTitle),
    sku: keepOrNull(node.sku),
    vendor: keepOrNull(node.vendor),
    productGid: node.product?.id ?? null,
    variantGid: node.variant?.id ?? null,
    quantity: node.quantity,
    currentQuantity: node.currentQuantity,
    unfulfilledQuantity: node.unfulfilledQuantity,
    requiresShipping: node.requiresShipping,
    isGiftCard: node.isGiftCard,
    unitPriceMinor: price.shop,
    presentmentUnitPriceMinor: price.presentment,
    totalMinor: price.shop * units - sum(discounts.map(({ shop }) => shop)),
    presentmentTotalMinor:
      price.presentment * units - sum(discounts.map(({ presentment }) => presentment)),
    taxMinor: sum(
      node.taxLines.map(({ priceSet: { shopMoney } }) =>
        minor(shopMoney.amount, shopMoney.currencyCode),
      ),
    ),
  };
}

const sum = (amounts: readonly bigint[]) => amounts.reduce((total, one) => total + one, 0n);

// Words that say only that the fulfilment exists; webhooks have null there.
const NO_CARRIER_WORD = new Set(["fulfilled", "marked_as_fulfilled", "submitted", "canceled"]);

export function mapFulfillment(
  node: FulfillmentFieldsFragment,
): Omit<ShopifyFulfillment, "lines" | "events"> {
  const shipment = word(node.displayStatus);
  const tracking = node.trackingInfo;
  return {
    gid: gid(node.id),
    name: keepOrNull(node.name),
    status: word(node.status) ?? "success",
    shipmentStatus: shipment && !NO_CARRIER_WORD.has(shipment) ? shipment : null,
    createdAt: date(node.createdAt),
    updatedAt: date(node.updatedAt),
    inTransitAt: dateOrNull(node.inTransitAt),
    deliveredAt: dateOrNull(node.deliveredAt),
    estimatedDeliveryAt: dateOrNull(node.estimatedDeliveryAt),
    locationGid: node.location?.id ?? null,
    trackingCompanies: tracking.flatMap(({ company }) => keepOrNull(company) ?? []),
    trackingNumbers: tracking.flatMap(({ number }) => keepOrNull(number) ?? []),
    trackingUrls: tracking.flatMap(({ url }) => keepOrNull(url) ?? []),
  };
}

export const mapFulfillmentEvent = (
  node: FulfillmentEventFieldsFragment,
): ShopifyFulfillmentEvent => ({
  gid: gid(node.id),
  status: word(node.status) ?? "confirmed",
  message: keepOrNull(node.message),
  city: keepOrNull(node.city),
  province: keepOrNull(node.province),
  country: keepOrNull(node.country),
  happenedAt: date(node.happenedAt),
  estimatedDeliveryAt: dateOrNull(node.estimatedDeliveryAt),
});

export const mapFulfillmentOrder = (
  node: FulfillmentOrderFieldsFragment,
): Omit<ShopifyFulfillmentOrder, "lines"> => ({
  gid: gid(node.id),
  status: word(node.status) ?? "open",
  requestStatus: word(node.requestStatus),
  locationGid: node.assignedLocation.location?.id ?? null,
  locationName: keepOrNull(node.assignedLocation.name),
  deliveryMethod: word(node.deliveryMethod?.methodType),
  fulfillAt: dateOrNull(node.fulfillAt),
  fulfillBy: dateOrNull(node.fulfillBy),
  updatedAt: date(node.updatedAt),
  holds: node.fulfillmentHolds.map((hold) => ({
    gid: gid(hold.id),
    reason: word(hold.reason) ?? "other",
    notes: keepOrNull(hold.reasonNotes),
    handle: keepOrNull(hold.handle),
    isOurs: hold.heldByRequestingApp,
  })),
});

export const mapFulfillmentOrderLine = (
  node: FulfillmentOrderLineFieldsFragment,
): ShopifyFulfillmentOrderLine => ({
  gid: gid(node.id),
  lineGid: gid(node.lineItem.id),
  totalQuantity: node.totalQuantity,
  remainingQuantity: node.remainingQuantity,
});

export function mapTransaction(node: TransactionFieldsFragment): ShopifyTransaction {
  const { amount, currencyCode } = node.amountSet.presentmentMoney;
  return {
    gid: gid(node.id),
    kind: word(node.kind) ?? "sale",
    status: word(node.status) ?? "unknown",
    gateway: keepOrNull(node.gateway),
    parentGid: node.parentTransaction?.id ?? null,
    processedAt: dateOrNull(node.processedAt),
    currency: currencyCode,
    amountMinor: minor(amount, currencyCode),
  };
}

export function mapRefund(node: RefundFieldsFragment): Omit<ShopifyRefund, "lines"> {
  const total = both(node.totalRefundedSet);
  return {
    gid: gid(node.id),
    processedAt: date(node.processedAt),
    note: keepOrNull(node.note),
    returnGid: node.return?.id ?? null,
    totalMinor: total.shop,
    presentmentTotalMinor: total.presentment,
  };
}

export function mapRefundLine(node: RefundLineFieldsFragment): ShopifyRefundLine {
  const subtotal = both(node.subtotalSet);
  const tax = both(node.totalTaxSet);
  return {
    lineGid: gid(node.lineItem.id),
    quantity: node.quantity,
    restockType: word(node.restockType) ?? "no_restock",
    subtotalMinor: subtotal.shop,
    presentmentSubtotalMinor: subtotal.presentment,
    taxMinor: tax.shop,
    presentmentTaxMinor: tax.presentment,
  };
}

export const mapReturn = (node: ReturnFieldsFragment): Omit<ShopifyReturn, "lines"> => ({
  gid: gid(node.id),
  name: keepOrNull(node.name),
  status: word(node.status) ?? "requested",
  totalQuantity: node.totalQuantity,
  createdAt: dateOrNull(node.createdAt),
  approvedAt: dateOrNull(node.requestApprovedAt),
  closedAt: dateOrNull(node.closedAt),
  declineReason: word(node.decline?.reason),
});

export const mapReturnLine = (node: ReturnLineFieldsFragment): ShopifyReturnLine => ({
  gid: gid(node.id),
  lineGid: "fulfillmentLineItem" in node ? node.fulfillmentLineItem.lineItem.id : null,
  quantity: node.quantity,
  processedQuantity: node.processedQuantity,
  refundedQuantity: node.refundedQuantity,
  reason: keepOrNull(node.returnReasonDefinition?.handle),
  customerNote: keepOrNull(node.customerNote),
});

/** A summary's gid ends in the dispute's own number, as webhooks name it. Guess: no recorded answer shows one. */
export const mapDispute = (node: DisputeFieldsFragment): ShopifyDispute => ({
  gid: `gid://shopify/ShopifyPaymentsDispute/${gid(node.id).slice(node.id.lastIndexOf("/") + 1)}`,
  kind: word(node.initiatedAs) ?? "chargeback",
  status: word(node.status) ?? "needs_response",
});

/** Shopify's exact word for how far the order is, lower case. */
export const mapFulfillmentStatus = (node: { readonly displayFulfillmentStatus: string }): string =>
  word(node.displayFulfillmentStatus) ?? "unfulfilled";

const word = (value: string | null | undefined) => (value ? value.toLowerCase() : null);

// What PostgreSQL cannot keep: NUL and halves of surrogate pairs.
// eslint-disable-next-line no-control-regex -- NUL is exactly what must go
const UNKEEPABLE = /\u0000|[\uD800-\uDBFF](?![\uDC00-\uDFFF])|(?<![\uD800-\uDBFF])[\uDC00-\uDFFF]/g;
const keep = (text: string) => text.replace(UNKEEPABLE, "");
const keepOrNull = (text: string | null | undefined) => (text ? keep(text) || null : null);

function gid(value: string): string {
  if (typeof value !== "string" || !value.startsWith("gid://shopify/"))
    throw new UnreadableNode("unreadable_row", "an id is missing");
  return value;
}

function date(value: string): Date {
  const parsed = dateOrNull(value);
  if (!parsed) throw new UnreadableNode("unreadable_row", "a date is missing");
  return parsed;
}

function dateOrNull(value: string | null | undefined): Date | null {
  if (!value) return null;
  const parsed = new Date(value);
  if (Number.isNaN(parsed.getTime()))
    throw new UnreadableNode("unreadable_row", "a date cannot be read");
  return parsed;
}

const both = ({ shopMoney, presentmentMoney }: BagFragment) => ({
  shop: minor(shopMoney.amount, shopMoney.currencyCode),
  presentment: minor(presentmentMoney.amount, presentmentMoney.currencyCode),
});

function minor(amount: string, currency: string): bigint {
  const parsed = parseMoney(String(amount), currency);
  if (!parsed.ok)
    throw new UnreadableNode("unreadable_money", `${parsed.refusal.code} in ${currency}`);
  return parsed.value.amountMinor;
}
