/** `orderCreate`: turns its input into an order draft, and makes the order. */
import type { Order } from "#sandbox/store/types.ts";
import { parseInstant } from "#sandbox/store/clock.ts";
import {
  createOrder,
  type DiscountDraft,
  type LineDraft,
  type OrderDraft,
  type TransactionDraft,
} from "#sandbox/domain/create-order.ts";
import { addFulfillmentEvent, createFulfillment } from "#sandbox/domain/fulfillments.ts";
import { setMetafields } from "#sandbox/domain/metafields.ts";
import { numericId } from "#sandbox/store/ids.ts";
import type { Context, Loose } from "#sandbox/graphql/context.ts";
import { toAddress, toBag, toGrams } from "./inputs.ts";
import { realNamespace } from "./metafields.ts";
import { findCreateErrors } from "./order-create-errors.ts";
import { isGiven } from "#sandbox/domain/is-given.ts";

export function create(context: Context, input: Loose, options: Loose) {
  const errors = findCreateErrors(context, input, options);
  if (errors.length > 0) return { order: null, userErrors: errors };
  const currency = (input.currency ??
    input.lineItems?.[0]?.priceSet?.shopMoney?.currencyCode ??
    context.shop.currency) as string;
  const order = createOrder(
    context.world,
    context.shop,
    toDraft(context, input, options, currency),
  );
  for (const row of (input.metafields ?? []) as Loose[]) {
    setMetafields(
      context.world,
      context.shop,
      [
        {
          ...row,
          ownerId: order.id,
          namespace: realNamespace(context, row.namespace as string | null),
        },
      ] as never,
      () => true,
    );
  }
  if (input.fulfillment || input.fulfillmentStatus === "FULFILLED")
    fulfilAtOnce(context, order, (input.fulfillment ?? {}) as Loose);
  return { order, userErrors: [] };
}

function toDraft(context: Context, input: Loose, options: Loose, currency: string): OrderDraft {
  const presentmentCurrency = (input.presentmentCurrency ??
    input.lineItems?.[0]?.priceSet?.presentmentMoney?.currencyCode ??
    currency) as string;
  const money = { currency, presentmentCurrency };
  const upsert = input.customer?.toUpsert as Loose;
  const associate = input.customer?.toAssociate as Loose;
  return {
    currency,
    presentmentCurrency,
    ...(input.name ? { name: input.name as string } : {}),
    ...(input.processedAt ? { processedAt: parseInstant(input.processedAt as string) ?? "" } : {}),
    closedAt: input.closedAt ? parseInstant(input.closedAt as string) : null,
    email: (input.email ?? upsert?.email ?? null) as string | null,
    phone: (input.phone ?? null) as string | null,
    ...((input.customerId ?? associate?.id)
      ? { customerId: (input.customerId ?? associate?.id) as string }
      : {}),
    ...(upsert
      ? {
          customer: {
            email: upsert.email ?? input.email ?? null,
            firstName: upsert.firstName ?? null,
            lastName: upsert.lastName ?? null,
            phone: upsert.phone ?? null,
          },
        }
      : {}),
    shippingAddress: toAddress(input.shippingAddress),
    billingAddress: toAddress(input.billingAddress),
    note: (input.note ?? null) as string | null,
    tags: (input.tags ?? []) as string[],
    customAttributes: (input.customAttributes ?? []) as { key: string; value: string }[],
    sourceName: (input.sourceName ?? numericId(context.installation.appId)) as string,
    sourceIdentifier: (input.sourceIdentifier ?? null) as string | null,
    poNumber: (input.poNumber ?? null) as string | null,
    test: input.test === true,
    customerAcceptsMarketing: input.buyerAcceptsMarketing === true,
    taxesIncluded: input.taxesIncluded === true,
    taxLines: ((input.taxLines ?? []) as Loose[]).map((tax) => toTax(tax, money)),
    lineItems: (input.lineItems as Loose[]).map((line) => toLine(line, money)),
    shippingLines: ((input.shippingLines ?? []) as Loose[]).map((line) => ({
      title: line.title as string,
      code: (line.code ?? null) as string | null,
      source: (line.source ?? null) as string | null,
      price: toBag(line.priceSet, money),
      taxLines: ((line.taxLines ?? []) as Loose[]).map((tax) => toTax(tax, money)),
    })),
    discounts: toDiscounts(input.discountCode as Loose, money),
    transactions: ((input.transactions ?? []) as Loose[]).map((entry) =>
      toTransaction(entry, money),
    ),
    financialStatus: (input.financialStatus ?? null) as Order["financialStatusHint"],
    appId: context.installation.appId,
    inventory: (options.inventoryBehaviour ?? "BYPASS") === "BYPASS" ? "BYPASS" : "DECREMENT",
  };
}

type Money = { currency: string; presentmentCurrency: string };

const toTax = (tax: Loose, money: Money) => ({
  title: tax.title as string,
  ratePpm: Math.round(Number(tax.rate) * 1_000_000),
  price: toBag(tax.priceSet, money),
  channelLiable: tax.channelLiable === true,
});

function toLine(line: Loose, money: Money): LineDraft {
  const grams = toGrams(line.weight);
  return {
    variantId: (line.variantId ?? null) as string | null,
    productId: (line.productId ?? null) as string | null,
    title: (line.title ?? null) as string | null,
    variantTitle: (line.variantTitle ?? null) as string | null,
    sku: (line.sku ?? null) as string | null,
    vendor: (line.vendor ?? null) as string | null,
    quantity: line.quantity as number,
    ...(line.priceSet ? { unitPrice: toBag(line.priceSet, money) } : {}),
    ...(!isGiven(line.taxable) ? {} : { taxable: line.taxable as boolean }),
    // Observed: a line asks for shipping only when told so, or when its variant does.
    ...(!isGiven(line.requiresShipping)
      ? line.variantId
        ? {}
        : { requiresShipping: false }
      : { requiresShipping: line.requiresShipping as boolean }),
    isGiftCard: line.giftCard === true,
    ...(grams === undefined ? {} : { weightGrams: grams }),
    customAttributes: ((line.properties ?? []) as Loose[]).map((entry) => ({
      key: entry.name as string,
      value: entry.value as string,
    })),
    taxLines: ((line.taxLines ?? []) as Loose[]).map((tax) => toTax(tax, money)),
    ...(line.fulfillmentService
      ? { fulfillmentServiceHandle: line.fulfillmentService as string }
      : {}),
  };
}

function toTransaction(entry: Loose, money: Money): TransactionDraft {
  const processedAt = entry.processedAt ? parseInstant(entry.processedAt as string) : null;
  return {
    kind: (entry.kind ?? "SALE") as TransactionDraft["kind"] & string,
    status: (entry.status ?? "SUCCESS") as "SUCCESS",
    gateway: (entry.gateway ?? "manual") as string,
    amount: toBag(entry.amountSet, money),
    ...(processedAt ? { processedAt } : {}),
    test: entry.test === true,
    authorizationCode: (entry.authorizationCode ?? null) as string | null,
  };
}

function toDiscounts(input: Loose, money: Money): DiscountDraft[] {
  const percent = input?.itemPercentageDiscountCode;
  if (percent)
    return [
      {
        kind: "CODE",
        title: percent.code as string,
        value: { percentage: Number(percent.percentage ?? 0) },
      },
    ];
  const fixed = input?.itemFixedDiscountCode;
  if (fixed)
    return [
      {
        kind: "CODE",
        title: fixed.code as string,
        value: { amount: toBag(fixed.amountSet, money) },
      },
    ];
  const free = input?.freeShippingDiscountCode;
  if (free)
    return [
      {
        kind: "CODE",
        title: free.code as string,
        value: { percentage: 100 },
        target: "SHIPPING_LINE",
      },
    ];
  return [];
}

function fulfilAtOnce(context: Context, order: Order, input: Loose): void {
  for (const id of order.fulfillmentOrderIds) {
    const entry = context.shop.fulfillmentOrders.get(id);
    if (!entry) continue;
    const made = createFulfillment(context.world, context.shop, {
      groups: [{ entry }],
      tracking:
        input.trackingNumber || input.trackingCompany
          ? { number: input.trackingNumber ?? null, company: input.trackingCompany ?? null }
          : null,
      notifyCustomer: input.notifyCustomer === true,
      originAddress: input.originAddress ?? null,
    });
    if (made.ok && input.shipmentStatus)
      addFulfillmentEvent(context.world, context.shop, made.value, {
        status: input.shipmentStatus,
      });
  }
}
