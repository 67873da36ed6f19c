/**
 * An order as every full `orders/*` topic sends it. Un-suffixed money is shop money; statuses are lower case; tags are
 * one string; there are no fulfillment orders inside.
 */
import { zeroBag } from "#sandbox/domain/money.ts";
import * as money from "#sandbox/domain/order-money.ts";
import { financialStatus, fulfillmentStatus } from "#sandbox/domain/order-status.ts";
import { addBags, subtractBags } from "#sandbox/domain/money.ts";
import type { Order, ShopState } from "#sandbox/store/types.ts";
import { addressPayload } from "./address-payload.ts";
import { customerInOrder } from "./customer-payload.ts";
import { discountApplicationPayloads, discountCodePayloads } from "./discount-payload.ts";
import { fulfillmentPayload } from "./fulfillment-payload.ts";
import { lineItemPayload, taxLinePayload } from "./line-item-payload.ts";
import {
  idNumber,
  idNumberOrNull,
  moneySet,
  shopAmount,
  timestamp,
  timestampOrNull,
  word,
  type Payload,
} from "./payload-values.ts";
import { refundPayload } from "./refund-payload.ts";
import { returnInOrder } from "./return-payload.ts";
import { shippingLinePayload } from "./shipping-line-payload.ts";

export function orderPayload(shop: ShopState, order: Order): Payload {
  return {
    id: idNumber(order.id),
    admin_graphql_api_id: order.id,
    ...identity(shop, order),
    ...dates(shop, order),
    ...people(shop, order),
    ...currentMoney(shop, order),
    ...originalMoney(shop, order),
    financial_status: financialStatus(order, shop)?.toLowerCase() ?? null,
    fulfillment_status: fulfillmentWord(shop, order),
    tax_lines: allTaxLines(order),
    discount_codes: discountCodePayloads(order),
    discount_applications: discountApplicationPayloads(order),
    fulfillments: order.fulfillmentIds.flatMap((id) => {
      const found = shop.fulfillments.get(id);
      return found ? [fulfillmentPayload(shop, order, found)] : [];
    }),
    line_items: order.lineItems.map((line) => lineItemPayload(shop, order, line)),
    payment_terms: null,
    refunds: money.refundsOf(shop, order).map((refund) => refundPayload(shop, order, refund)),
    shipping_lines: order.shippingLines.map((line) => shippingLinePayload(order, line)),
    returns: order.returnIds.flatMap((id) => {
      const found = shop.returns.get(id);
      return found ? [returnInOrder(found)] : [];
    }),
    line_item_groups: [],
  };
}

function identity(shop: ShopState, order: Order): Payload {
  return {
    app_id: idNumberOrNull(order.appId),
    browser_ip: null,
    cart_token: order.cartToken,
    checkout_token: order.checkoutToken,
    client_details: null,
    confirmation_number: order.confirmationNumber,
    confirmed: order.confirmed,
    device_id: null,
    landing_site: null,
    landing_site_ref: null,
    location_id: null,
    merchant_business_entity_id: businessEntityId(shop),
    merchant_of_record_app_id: null,
    name: order.name,
    note: order.note,
    note_attributes: order.customAttributes.map(({ key, value }) => ({ name: key, value })),
    // Shopify's `number` starts at 1 where `order_number` starts at 1001.
    number: order.number - 1000,
    order_number: order.number,
    order_status_url: `https://${shop.domain}/${idNumber(shop.id)}/orders/${order.statusToken}/authenticate?key=${order.statusToken.slice(0, 12)}`,
    payment_gateway_names: [...new Set(order.transactions.map(({ gateway }) => gateway))],
    po_number: order.poNumber,
    reference: null,
    referring_site: null,
    source_identifier: order.sourceIdentifier,
    source_name: order.sourceName,
    source_url: null,
    tags: order.tags.join(", "),
    test: order.test,
    token: order.statusToken,
    user_id: null,
  };
}

function dates(shop: ShopState, order: Order): Payload {
  return {
    cancel_reason: order.cancelReason && word(order.cancelReason),
    cancelled_at: timestampOrNull(shop, order.cancelledAt),
    closed_at: timestampOrNull(shop, order.closedAt),
    created_at: timestamp(shop, order.createdAt),
    processed_at: timestamp(shop, order.processedAt),
    updated_at: timestamp(shop, order.updatedAt),
  };
}

function people(shop: ShopState, order: Order): Payload {
  const customer = order.customerId ? shop.customers.get(order.customerId) : undefined;
  return {
    buyer_accepts_marketing: order.customerAcceptsMarketing,
    contact_email: order.email,
    customer_locale: order.customerLocale,
    // Guess: an order without an address in its e-mail field carries an empty text, as the REST API does.
    email: order.email ?? "",
    phone: order.phone,
    billing_address: order.billingAddress ? addressPayload(order.billingAddress) : null,
    customer: customer ? customerInOrder(shop, customer) : null,
    shipping_address: order.shippingAddress ? addressPayload(order.shippingAddress) : null,
  };
}

/** After edits and refunds. */
function currentMoney(shop: ShopState, order: Order): Payload {
  const subtotal = money.currentSubtotal(order);
  const discounts = addBags(
    money.shippingDiscount(order),
    ...order.lineItems.map((line) => {
      const gross = { shop: line.unitPrice.shop, presentment: line.unitPrice.presentment };
      const units = money.currentQuantity(line);
      const kept = { shop: gross.shop * units, presentment: gross.presentment * units };
      return subtractBags(kept, money.lineShare(line, units));
    }),
  );
  const total = money.currentTotal(shop, order);
  const tax = money.currentTax(shop, order);
  return {
    current_shipping_price_set: moneySet(money.currentShipping(shop, order), order),
    current_subtotal_price: shopAmount(subtotal, order),
    current_subtotal_price_set: moneySet(subtotal, order),
    current_total_additional_fees_set: null,
    current_total_discounts: shopAmount(discounts, order),
    current_total_discounts_set: moneySet(discounts, order),
    current_total_duties_set: null,
    current_total_price: shopAmount(total, order),
    current_total_price_set: moneySet(total, order),
    current_total_tax: shopAmount(tax, order),
    current_total_tax_set: moneySet(tax, order),
    total_outstanding: shopAmount(money.outstanding(shop, order), order),
  };
}

/** As bought. */
function originalMoney(shop: ShopState, order: Order): Payload {
  const subtotal = money.orderSubtotal(order);
  const discounts = money.orderDiscounts(order);
  const lines = addBags(
    ...order.lineItems.filter(({ addedBy }) => addedBy === "ORDER").map(money.lineTotal),
  );
  const total = money.orderTotal(order);
  const tax = money.orderTax(order);
  return {
    currency: order.currency,
    duties_included: false,
    estimated_taxes: false,
    original_total_additional_fees_set: null,
    original_total_duties_set: null,
    presentment_currency: order.presentmentCurrency,
    subtotal_price: shopAmount(subtotal, order),
    subtotal_price_set: moneySet(subtotal, order),
    tax_exempt: order.taxExempt,
    taxes_included: order.taxesIncluded,
    total_cash_rounding_payment_adjustment_set: moneySet(zeroBag(), order),
    total_cash_rounding_refund_adjustment_set: moneySet(zeroBag(), order),
    total_discounts: shopAmount(discounts, order),
    total_discounts_set: moneySet(discounts, order),
    total_line_items_price: shopAmount(lines, order),
    total_line_items_price_set: moneySet(lines, order),
    total_price: shopAmount(total, order),
    total_price_set: moneySet(total, order),
    total_shipping_price_set: moneySet(money.shippingTotal(order), order),
    total_tax: shopAmount(tax, order),
    total_tax_set: moneySet(tax, order),
    total_tip_received: shopAmount(order.totalTip, order),
    total_weight: order.lineItems.reduce((sum, line) => sum + line.weightGrams * line.quantity, 0),
  };
}

/** Null for an order of which nothing has shipped. */
function fulfillmentWord(
  shop: ShopState,
  order: Order,
): "fulfilled" | "partial" | "restocked" | null {
  const status = fulfillmentStatus(shop, order);
  if (status === "FULFILLED") return "fulfilled";
  if (status === "PARTIALLY_FULFILLED") return "partial";
  return status === "RESTOCKED" ? "restocked" : null;
}

/** One entry a title and rate, over lines and shipping; the order's own when no line has any. */
function allTaxLines(order: Order): Payload[] {
  const lines = [...order.lineItems, ...order.shippingLines].flatMap(({ taxLines }) => taxLines);
  const all = lines.length > 0 ? lines : order.taxLines;
  const groups = new Map<string, (typeof all)[number]>();
  for (const tax of all) {
    const key = `${tax.title} ${tax.ratePpm}`;
    const sum = groups.get(key);
    groups.set(key, sum ? { ...sum, price: addBags(sum.price, tax.price) } : tax);
  }
  return [...groups.values()].map((tax) => taxLinePayload(order, tax));
}

/** The sample reads as the shop's number behind a 1, in base 64 without padding. */
function businessEntityId(shop: ShopState): string {
  return Buffer.from(`1${idNumber(shop.id)}`)
    .toString("base64")
    .replace(/=+$/, "");
}
