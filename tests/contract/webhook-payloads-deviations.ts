/**
 * Where the sandbox's payloads may differ from the samples, each with its reason. A sample shows one order's values:
 * what it fills may be empty for another order, and what it leaves empty is filled for another. Nothing else is let by,
 * and a line here that no payload needs fails the test.
 */

export type Deviation = { topics: RegExp; path: RegExp; difference: RegExp; reason: string };

const EMPTY_LIST = /the sample's list is empty/;
const NULL_HERE = /null here$/;
const ADDRESSES =
  "(billing_address|shipping_address|destination|default_address|customer.default_address|addresses\\[\\])";

export const DEVIATIONS: readonly Deviation[] = [
  {
    topics: /^orders\//,
    path: /^(cancel_reason|cancelled_at)$/,
    difference: NULL_HERE,
    reason: "The sample is of a cancelled order; Order.cancelReason and cancelledAt are nullable.",
  },
  {
    topics: /^(orders|fulfillments|customers)\//,
    path: new RegExp(`^${ADDRESSES}\\.(company|province|province_code|phone|zip)$`),
    difference: NULL_HERE,
    reason: "Nullable in MailingAddress; countries without provinces or postal codes have none.",
  },
  {
    topics: /^orders\//,
    path: /^(customer_locale|shipping_lines\[\]\.source)$/,
    difference: NULL_HERE,
    reason: "Nullable in Order and ShippingLine: orders made by an app need not say.",
  },
  {
    topics: /^orders\//,
    path: /^customer$/,
    difference: NULL_HERE,
    reason: "Order.customer is nullable: orders typed in by staff may have none.",
  },
  {
    topics: /^disputes\//,
    path: /^evidence_due_by$/,
    difference: NULL_HERE,
    reason: "ShopifyPaymentsDispute.evidenceDueBy is nullable.",
  },
  {
    topics: /^(fulfillment_orders|fulfillment_holds)\//,
    path: /reason_notes$/,
    difference: NULL_HERE,
    reason: "FulfillmentHold.reasonNotes is nullable, and optional in a progress report.",
  },
  {
    topics: /^(orders|fulfillments)\//,
    path: /^(billing_address|shipping_address|destination)$/,
    difference: NULL_HERE,
    reason: "Orders of things that are not shipped have no address.",
  },
  {
    topics: /^(orders|customers)\//,
    path: /^(contact_email|email|customer\.email|customer\.phone)$/,
    difference: NULL_HERE,
    reason: "Buyers who gave only a phone number, or only an e-mail address.",
  },
  {
    topics: /^(orders|refunds|fulfillments)\//,
    path: /line_items?(\[\])?(\.line_item)?\.(product_id|sku)$/,
    difference: NULL_HERE,
    reason: "A custom line has no product and no SKU.",
  },
  {
    topics: /^(orders|refunds|fulfillments)\//,
    path: /(tax_lines|discount_allocations|properties)\[\]$/,
    difference: EMPTY_LIST,
    reason:
      "The sample's lines are untaxed and undiscounted; entries follow the REST order's documented fields.",
  },
  {
    topics: /^orders\//,
    path: /^(discount_codes|discount_applications|note_attributes)\[\]$/,
    difference: EMPTY_LIST,
    reason: "The sample has none; entries follow the REST order's documented fields.",
  },
  {
    topics: /^orders\//,
    path: /^(fulfillments|refunds)\[\]$/,
    difference: EMPTY_LIST,
    reason:
      "The sample is unshipped; entries have the shape of fulfillments/create and refunds/create.",
  },
  {
    topics: /^refunds\/create$/,
    path: /^user_id$/,
    difference: NULL_HERE,
    reason: "Refunds by an app name no member of staff.",
  },
  {
    topics: /^refunds\/create$/,
    path: /^(refund_shipping_lines|order_adjustments)\[\]$/,
    difference: EMPTY_LIST,
    reason: "The sample has none. The entries' shape is a guess from the REST refund.",
  },
  {
    topics: /^fulfillments\//,
    path: /^tracking_(company|number|url)$/,
    difference: NULL_HERE,
    reason: "A fulfillment without tracking.",
  },
  {
    topics: /^order_transactions\//,
    path: /^(payment_details|authorization)$/,
    difference: NULL_HERE,
    reason: "Payments without a card: bank deposit, gift card, PayPal.",
  },
  {
    topics: /^products\//,
    path: /^(options|images)\[\]$/,
    difference: EMPTY_LIST,
    reason: "The sample has none; entries follow the REST product.",
  },
  {
    topics: /^(products|variants)\//,
    path: /compare_at_price$/,
    difference: NULL_HERE,
    reason: "Few variants have a price to compare with.",
  },
  {
    topics: /^customers\/(create|update|enable|disable)$/,
    path: /^(note|first_name|last_name|default_address)$/,
    difference: NULL_HERE,
    reason: "Nullable in Customer: one made from an e-mail address alone has nothing else.",
  },
  {
    topics: /^customers\//,
    path: /^addresses\[\]$/,
    difference: EMPTY_LIST,
    reason:
      "The sample leaves the list empty beside a default address; entries have the default address's shape.",
  },
  {
    topics: /^locations\//,
    path: /^(address1|address2|city|zip|phone|province|province_code|country_name)$/,
    difference: NULL_HERE,
    reason: "Nullable in LocationAddress; a new fulfillment service's location has only a country.",
  },
  {
    topics: /^(fulfillment_orders|fulfillment_holds)\//,
    path: /held_by_app$/,
    difference: NULL_HERE,
    reason: "FulfillmentHold.heldByApp is null for holds placed by staff or Shopify.",
  },
  {
    topics: /^fulfillment_orders\/(placed_on_hold|split|cancelled)$/,
    path: /^(remaining|replacement)_fulfillment_order$/,
    difference: NULL_HERE,
    reason: "Only a partial hold leaves a rest; only a split elsewhere makes a replacement.",
  },
  {
    topics: /^fulfillment_orders\/(progress_reported|manually_reported_progress_stopped)$/,
    path: /by_user$/,
    difference: NULL_HERE,
    reason: "Reported by an app, not by a person.",
  },
  {
    topics: /^orders\//,
    path: /^returns\[\]$/,
    difference: EMPTY_LIST,
    reason: "The sample has no return. The entries' shape (id, name, status) is a guess.",
  },
  {
    topics: /^refunds\/create$/,
    path: /^note$/,
    difference: NULL_HERE,
    reason: "Refund.note is nullable.",
  },
  {
    topics: /^returns\/(request|approve)$/,
    path: /^return_line_items\[\]$/,
    difference: EMPTY_LIST,
    reason:
      "The samples count two lines and list none; entries follow the fields Shopify's own returns apps read.",
  },
  {
    topics: /^returns\/request$/,
    path: /^return_shipping_fees\[\]$/,
    difference: EMPTY_LIST,
    reason: "Entries have the shape of the returns/approve sample.",
  },
  {
    topics: /^app_subscriptions\/update$/,
    path: /^app_subscription\.(capped_amount|plan_handle)$/,
    difference: NULL_HERE,
    reason: "Only usage charges have a cap, and only plans of the Partner Dashboard a handle.",
  },
];
