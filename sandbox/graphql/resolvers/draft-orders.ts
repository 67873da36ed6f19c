/** Draft orders and payment terms as the API shows them. */
import type {
  DraftDiscount,
  DraftLine,
  DraftOrder,
  PaymentTerms,
} from "#sandbox/store/draft-types.ts";
import type { Bag } from "#sandbox/store/types.ts";
import { nowMs } from "#sandbox/store/clock.ts";
import { numericId } from "#sandbox/store/ids.ts";
import * as value from "#sandbox/domain/draft-order-money.ts";
import { formatMoney, scaleBag, zeroBag } from "#sandbox/domain/money.ts";
import { isOverdue, owedOn, templateOf } from "#sandbox/domain/payment-terms.ts";
import { connect } from "#sandbox/graphql/connections.ts";
import type { Context, Loose, ResolverMap } from "#sandbox/graphql/context.ts";
import { metafieldFields } from "./metafields.ts";
import { mailingAddress, moneyBag, moneyScalar, moneyV2, weight } from "./shapes.ts";

type Currencies = Pick<DraftOrder, "currency" | "presentmentCurrency">;

const bagOf = (read: (draft: DraftOrder) => Bag) => (draft: DraftOrder) =>
  moneyBag(draft, read(draft));
const scalarOf = (read: (draft: DraftOrder) => Bag) => (draft: DraftOrder) =>
  moneyScalar(draft, read(draft));
const none = () => zeroBag();

export function appliedDiscount(
  draft: Currencies,
  discount: DraftDiscount | null,
  worth: Bag,
): Loose {
  if (!discount) return null;
  return {
    title: discount.title,
    description: discount.description,
    value: discount.value,
    valueType: discount.valueType,
    amount: formatMoney(worth.shop, draft.currency),
    amountSet: moneyBag(draft, worth),
    amountV2: moneyV2(worth.presentment, draft.presentmentCurrency),
  };
}

/** A line of a draft (`isCalculated`: of one that is not kept, where old amounts are `MoneyV2`). */
export function draftLine(
  context: Context,
  draft: Currencies,
  line: DraftLine,
  isCalculated = false,
): Loose {
  const old = (bag: Bag) =>
    isCalculated ? moneyV2(bag.shop, draft.currency) : moneyScalar(draft, bag);
  const total = value.draftLineTotal(line);
  const discounted = value.draftLineDiscounted(line);
  const unit = scaleBag(discounted, 1, line.quantity || 1);
  const discount = value.draftLineDiscount(line);
  const variant = line.variantId ? (context.shop.variants.get(line.variantId) ?? null) : null;
  return {
    id: line.id,
    uuid: line.uuid,
    title: line.title,
    name: line.variantTitle ? `${line.title} - ${line.variantTitle}` : line.title,
    variantTitle: line.variantTitle,
    sku: line.sku,
    vendor: line.vendor,
    quantity: line.quantity,
    custom: line.variantId === null,
    variant,
    product: line.productId ? (context.shop.products.get(line.productId) ?? null) : null,
    customAttributes: line.customAttributes,
    customAttributesV2: [],
    taxable: line.taxable,
    taxLines: [],
    requiresShipping: line.requiresShipping,
    isGiftCard: false,
    image: null,
    fulfillmentService: null,
    components: [],
    bundleComponents: [],
    grams: line.weightGrams,
    weight: weight(line.weightGrams),
    priceOverride: line.isPriceOverridden
      ? moneyV2(line.unitPrice.presentment, draft.presentmentCurrency)
      : null,
    appliedDiscount: appliedDiscount(draft, line.discount, discount),
    originalUnitPrice: old(line.unitPrice),
    originalUnitPriceSet: moneyBag(draft, line.unitPrice),
    originalUnitPriceWithCurrency: moneyV2(line.unitPrice.presentment, draft.presentmentCurrency),
    originalTotal: old(total),
    originalTotalSet: moneyBag(draft, total),
    discountedTotal: old(discounted),
    discountedTotalSet: moneyBag(draft, discounted),
    discountedUnitPrice: old(unit),
    discountedUnitPriceSet: moneyBag(draft, unit),
    approximateDiscountedUnitPriceSet: moneyBag(draft, unit),
    totalDiscount: old(discount),
    totalDiscountSet: moneyBag(draft, discount),
  };
}

function shippingLine(draft: DraftOrder): Loose {
  const line = draft.shippingLine;
  if (!line) return null;
  return {
    id: null,
    title: line.title,
    code: "custom",
    source: null,
    custom: true,
    carrierIdentifier: null,
    deliveryCategory: null,
    phone: null,
    isRemoved: false,
    price: moneyScalar(draft, line.price),
    originalPrice: moneyV2(line.price.shop, draft.currency),
    originalPriceSet: moneyBag(draft, line.price),
    discountedPrice: moneyV2(line.price.shop, draft.currency),
    discountedPriceSet: moneyBag(draft, line.price),
    currentDiscountedPriceSet: moneyBag(draft, line.price),
    taxLines: [],
    discountAllocations: [],
    requestedFulfillmentService: null,
    shippingRateHandle: line.handle,
  };
}

const customerOf = (draft: DraftOrder, _args: unknown, context: Context) =>
  draft.customerId ? (context.shop.customers.get(draft.customerId) ?? null) : null;
const termsOf = (context: Context, ownerId: string) =>
  [...context.shop.paymentTerms.values()].find((entry) => entry.ownerId === ownerId) ?? null;
const isSame = (draft: DraftOrder) =>
  JSON.stringify(draft.shippingAddress) === JSON.stringify(draft.billingAddress);

/** What a kept draft and a calculated one have in common. */
const SHARED: ResolverMap[string] = {
  currencyCode: (draft: DraftOrder) => draft.currency,
  presentmentCurrencyCode: (draft: DraftOrder) => draft.presentmentCurrency,
  customer: customerOf,
  purchasingEntity: (draft: DraftOrder, args, context) => {
    const customer = customerOf(draft, args, context);
    return customer ? { ...customer, __typename: "Customer" } : null;
  },
  billingAddressMatchesShippingAddress: isSame,
  appliedDiscount: (draft: DraftOrder) =>
    appliedDiscount(draft, draft.discount, value.draftOwnDiscount(draft)),
  shippingLine,
  taxLines: () => [],
  taxesIncluded: (_draft, _args, context) => context.shop.taxesIncluded,
  platformDiscounts: () => [],
  warnings: () => [],
  alerts: () => [],
  deposit: () => null,
  transformerFingerprint: () => null,
  availableShippingRates: () => [],
  allVariantPricesOverridden: (draft: DraftOrder) =>
    draft.lines.length > 0 && draft.lines.every((line) => line.isPriceOverridden),
  anyVariantPricesOverridden: (draft: DraftOrder) =>
    draft.lines.some((line) => line.isPriceOverridden),
  marketName: (_draft, _args, context) => context.shop.countryCode, // guess
  marketRegionCountryCode: (_draft, _args, context) => context.shop.countryCode,
  amountDueNowSet: (draft: DraftOrder, _args, context) =>
    moneyBag(draft, termsOf(context, draft.id) ? zeroBag() : value.draftTotal(draft)),
  amountDueLaterSet: (draft: DraftOrder, _args, context) =>
    moneyBag(draft, termsOf(context, draft.id) ? value.draftTotal(draft) : zeroBag()),
  lineItemsSubtotalPrice: bagOf(value.draftLinesDiscounted),
  subtotalPrice: scalarOf(value.draftSubtotal),
  subtotalPriceSet: bagOf(value.draftSubtotal),
  totalDiscountsSet: bagOf(value.draftDiscounts),
  totalLineItemsPriceSet: bagOf(value.draftLinesTotal),
  totalPrice: scalarOf(value.draftTotal),
  totalPriceSet: bagOf(value.draftTotal),
  totalShippingPrice: scalarOf(value.draftShipping),
  totalShippingPriceSet: bagOf(value.draftShipping),
  totalTax: scalarOf(none),
  totalTaxSet: bagOf(none),
  totalQuantityOfLineItems: (draft: DraftOrder) =>
    draft.lines.reduce((sum, line) => sum + line.quantity, 0),
};

const DRAFT_ORDER: ResolverMap[string] = {
  ...SHARED,
  ...metafieldFields,
  legacyResourceId: (draft: DraftOrder) => numericId(draft.id),
  note2: (draft: DraftOrder) => draft.note,
  lineItems: (draft: DraftOrder, args, context) =>
    connect(
      context,
      draft.lines.map((line) => draftLine(context, draft, line)),
      args,
    ),
  order: (draft: DraftOrder, _args, context) =>
    draft.orderId ? (context.shop.orders.get(draft.orderId) ?? null) : null,
  paymentTerms: (draft: DraftOrder, _args, context) => termsOf(context, draft.id),
  shippingAddress: (draft: DraftOrder) =>
    mailingAddress(draft.shippingAddress, addressId(draft, "shipping")),
  billingAddress: (draft: DraftOrder) =>
    mailingAddress(draft.billingAddress, addressId(draft, "billing")),
  invoiceUrl: (draft: DraftOrder, _args, context) =>
    `https://${context.shop.domain}/${numericId(context.shop.id)}/invoices/${draft.invoiceToken}`,
  invoiceEmailTemplateSubject: () => "Complete your purchase", // guess
  ready: () => true,
  defaultCursor: (draft: DraftOrder) =>
    Buffer.from(JSON.stringify({ last_id: Number(numericId(draft.id)) })).toString("base64"),
  totalWeight: (draft: DraftOrder) =>
    String(draft.lines.reduce((sum, line) => sum + line.weightGrams * line.quantity, 0)),
  hasTimelineComment: () => false,
  events: (_draft, args, context) => connect(context, [], args),
  localizedFields: (_draft, args, context) => connect(context, [], args),
  localizationExtensions: (_draft, args, context) => connect(context, [], args),
};

const addressId = (draft: DraftOrder, kind: string) =>
  `gid://shopify/MailingAddress/${numericId(draft.id)}?model_name=Address&kind=${kind}`;

const CALCULATED: ResolverMap[string] = {
  ...SHARED,
  lineItems: (draft: DraftOrder, _args, context) =>
    draft.lines.map((line) => draftLine(context, draft, line, true)),
};

const isDue = (context: Context, dueAt: string | null) =>
  dueAt !== null && Date.parse(dueAt) <= nowMs(context.world);

const PAYMENT_TERMS: ResolverMap[string] = {
  paymentTermsName: (terms: PaymentTerms) => templateOf(terms).name,
  translatedName: (terms: PaymentTerms) => templateOf(terms).name,
  paymentTermsType: (terms: PaymentTerms) => templateOf(terms).paymentTermsType,
  dueInDays: (terms: PaymentTerms) => templateOf(terms).dueInDays,
  due: (terms: PaymentTerms, _args, context) =>
    terms.schedules.some((entry) => isDue(context, entry.dueAt)),
  overdue: (terms: PaymentTerms, _args, context) => isOverdue(context.world, context.shop, terms),
  order: (terms: PaymentTerms, _args, context) => context.shop.orders.get(terms.ownerId) ?? null,
  draftOrder: (terms: PaymentTerms, _args, context) =>
    context.shop.draftOrders.get(terms.ownerId) ?? null,
  paymentSchedules: (terms: PaymentTerms, args, context) =>
    connect(
      context,
      terms.schedules.map((entry) => schedule(context, terms, entry)),
      args,
    ),
};

function schedule(context: Context, terms: PaymentTerms, entry: PaymentTerms["schedules"][number]) {
  const { shop } = context;
  const owner = shop.orders.get(terms.ownerId) ?? shop.draftOrders.get(terms.ownerId);
  const owed = owedOn(shop, terms.ownerId);
  const money = moneyV2(Math.max(0, owed.presentment), owner?.presentmentCurrency ?? shop.currency);
  return {
    ...entry,
    paymentTerms: terms,
    due: isDue(context, entry.dueAt),
    amount: money,
    balanceDue: money,
    totalBalance: money,
  };
}

export const DRAFT_RESOLVERS: ResolverMap = {
  DraftOrder: DRAFT_ORDER,
  CalculatedDraftOrder: CALCULATED,
  PaymentTerms: PAYMENT_TERMS,
  PaymentTermsTemplate: { translatedName: (entry: { name: string }) => entry.name },
};

export { termsOf };
