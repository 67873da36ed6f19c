/**
 * Makes an order with its lines, money, customer and fulfillment orders. Called by `orderCreate`, by the seed and by the
 * CSV importer (inside `atInstant` for the past). Knows nothing of GraphQL.
 */
import { now } from "#sandbox/store/clock.ts";
import { asOneAction, emit } from "#sandbox/store/events.ts";
import { newGid, random, randomHex } from "#sandbox/store/ids.ts";
import type {
  Bag,
  FulfillmentOrder,
  Gid,
  LineItem,
  Order,
  ShippingLine,
  ShopState,
  Transaction,
  World,
} from "#sandbox/store/types.ts";
import { emptyAddress } from "#sandbox/store/world.ts";
import { applyDiscounts } from "./apply-discounts.ts";
import { resolveCustomer } from "./customers.ts";
import type { LineDraft, OrderDraft, ShippingDraft, TransactionDraft } from "./order-draft.ts";
import { openFulfillmentOrders } from "./open-fulfillment-orders.ts";
import { convert } from "./money.ts";
import { sortTags } from "./tags.ts";

export type {
  DiscountDraft,
  LineDraft,
  OrderDraft,
  ShippingDraft,
  TransactionDraft,
} from "./order-draft.ts";

/** Makes the order and announces `orders/create` (and `orders/paid` when it is paid). Never refuses. */
export function createOrder(world: World, shop: ShopState, draft: OrderDraft): Order {
  return asOneAction(world, () => {
    const order = emptyOrder(world, shop, draft);
    order.lineItems = draft.lineItems.map((line) => makeLine(shop, order, line));
    order.shippingLines = (draft.shippingLines ?? []).map((line) => makeShippingLine(shop, line));
    applyDiscounts(order, draft.discounts ?? []);
    for (const entry of draft.transactions ?? []) addTransaction(world, shop, order, entry);
    const customer = resolveCustomer(world, shop, order, draft);
    order.customerId = customer?.id ?? null;
    shop.orders.set(order.id, order);
    for (const line of order.lineItems) shop.lineItemOrder.set(line.id, order.id);
    const opened = openFulfillmentOrders(world, shop, order, draft);
    announce(world, shop, order, opened);
    return order;
  });
}

/** Appends a transaction; `parentIndex` points into the order's transactions. */
export function addTransaction(
  world: World,
  shop: ShopState,
  order: Order,
  draft: TransactionDraft & { parentId?: Gid | null; refundId?: Gid | null },
): Transaction {
  const stamp = now(world);
  const parent = draft.parentIndex === undefined ? null : order.transactions[draft.parentIndex];
  const gateway = draft.gateway ?? "manual";
  const transaction: Transaction = {
    id: newGid(shop, "OrderTransaction"),
    orderId: order.id,
    kind: draft.kind,
    status: draft.status ?? "SUCCESS",
    gateway,
    amount: draft.amount,
    parentId: draft.parentId ?? parent?.id ?? null,
    refundId: draft.refundId ?? null,
    createdAt: stamp,
    processedAt: draft.processedAt ?? stamp,
    test: draft.test ?? order.test,
    authorizationCode: draft.authorizationCode ?? null,
    authorizationExpiresAt: null,
    paymentId: `${order.name}.${order.transactions.length + 1}`,
    errorCode: null,
    accountNumber: null,
    manualPaymentGateway: gateway === "manual",
  };
  order.transactions.push(transaction);
  return transaction;
}

export function makeLine(shop: ShopState, order: Order, draft: LineDraft): LineItem {
  const variant = draft.variantId ? shop.variants.get(draft.variantId) : undefined;
  const product = shop.products.get(variant?.productId ?? draft.productId ?? "");
  const item = variant ? shop.inventoryItems.get(variant.inventoryItemId) : undefined;
  const hasTitle = variant && variant.title !== "Default Title";
  return {
    id: newGid(shop, "LineItem"),
    orderId: order.id,
    productId: product?.id ?? null,
    variantId: variant?.id ?? null,
    title: draft.title ?? product?.title ?? "",
    variantTitle: draft.variantTitle ?? (hasTitle ? variant.title : null),
    sku: draft.sku ?? variant?.sku ?? null,
    vendor: draft.vendor ?? product?.vendor ?? null,
    quantity: draft.quantity,
    removedQuantity: 0,
    unitPrice: draft.unitPrice ?? variantPrice(shop, order, variant?.priceMinor ?? 0),
    taxable: draft.taxable ?? variant?.taxable ?? true,
    requiresShipping: draft.requiresShipping ?? item?.requiresShipping ?? true,
    isGiftCard: draft.isGiftCard ?? false,
    weightGrams: draft.weightGrams ?? item?.weightGrams ?? 0,
    customAttributes: draft.customAttributes ?? [],
    taxLines: draft.taxLines ?? [],
    discountAllocations: [],
    fulfillmentServiceHandle: draft.fulfillmentServiceHandle ?? "manual",
    addedBy: "ORDER",
  };
}

export function variantPrice(shop: ShopState, order: Order, priceMinor: number): Bag {
  return {
    shop: convert(priceMinor, shop.currency, order.currency),
    presentment: convert(priceMinor, shop.currency, order.presentmentCurrency),
  };
}

function emptyOrder(world: World, shop: ShopState, draft: OrderDraft): Order {
  const stamp = now(world);
  const number = shop.nextOrderNumber++;
  const currency = draft.currency ?? shop.currency;
  return {
    id: newGid(shop, "Order"),
    number,
    name: draft.name ?? `${shop.orderNamePrefix}${number}`,
    confirmationNumber: confirmation(world),
    poNumber: draft.poNumber ?? null,
    sourceName: draft.sourceName ?? newNumberOf(draft.appId),
    sourceIdentifier: draft.sourceIdentifier ?? null,
    cartToken: null,
    checkoutToken: null,
    statusToken: randomHex(world, 32),
    createdAt: stamp,
    processedAt: draft.processedAt ?? stamp,
    updatedAt: stamp,
    closedAt: draft.closedAt ?? null,
    cancelledAt: null,
    cancelReason: null,
    cancelStaffNote: null,
    test: draft.test ?? false,
    confirmed: true,
    edited: false,
    taxesIncluded: draft.taxesIncluded ?? false,
    taxExempt: false,
    currency,
    presentmentCurrency: draft.presentmentCurrency ?? currency,
    email: draft.email ?? draft.customer?.email ?? null,
    phone: draft.phone ?? null,
    customerId: draft.customerId ?? null,
    customerLocale: draft.customerLocale ?? null,
    customerAcceptsMarketing: draft.customerAcceptsMarketing ?? false,
    shippingAddress: draft.shippingAddress ? emptyAddress(draft.shippingAddress) : null,
    billingAddress: draft.billingAddress ? emptyAddress(draft.billingAddress) : null,
    note: draft.note ?? null,
    tags: sortTags(draft.tags ?? []),
    customAttributes: draft.customAttributes ?? [],
    localizedFields: [],
    financialStatusHint: draft.financialStatus ?? null,
    lineItems: [],
    shippingLines: [],
    discountApplications: [],
    discountCodes: (draft.discounts ?? []).filter((d) => d.kind === "CODE").map((d) => d.title),
    taxLines: draft.taxLines ?? [],
    transactions: [],
    risk: draft.risk ?? [],
    fulfillmentOrderIds: [],
    fulfillmentIds: [],
    refundIds: [],
    returnIds: [],
    disputeIds: [],
    agreements: [{ id: newGid(shop, "OrderAgreement"), happenedAt: stamp, reason: "ORDER" }],
    events: [],
    totalTip: draft.tip ?? { shop: 0, presentment: 0 },
    appId: draft.appId ?? null,
  };
}

function makeShippingLine(shop: ShopState, draft: ShippingDraft): ShippingLine {
  return {
    id: newGid(shop, "ShippingLine"),
    title: draft.title,
    code: draft.code ?? null,
    source: draft.source ?? null,
    carrierIdentifier: null,
    deliveryCategory: null,
    phone: null,
    price: draft.price,
    taxLines: draft.taxLines ?? [],
    discountAllocations: [],
    isRemoved: false,
  };
}

function announce(world: World, shop: ShopState, order: Order, opened: FulfillmentOrder[]): void {
  emit(world, shop, { topic: "orders/create", id: order.id });
  const isPaid = order.transactions.some(
    (entry) => entry.status === "SUCCESS" && (entry.kind === "SALE" || entry.kind === "CAPTURE"),
  );
  if (isPaid) emit(world, shop, { topic: "orders/paid", id: order.id });
  for (const entry of order.transactions) {
    emit(world, shop, {
      topic: "order_transactions/create",
      id: entry.id,
      facts: { orderId: order.id },
    });
  }
  for (const entry of opened) {
    emit(world, shop, { topic: "fulfillment_orders/order_routing_complete", id: entry.id });
  }
}

/** Nine capital letters and digits, as Shopify shows them to buyers. */
function confirmation(world: World): string {
  const letters = "ABCDEFGHJKLMNPQRSTUVWXYZ123456789";
  return Array.from({ length: 9 }, () => letters[random(world) % letters.length]).join("");
}

/** Orders of an app carry its number as source name; others are `web`. */
function newNumberOf(appId: Gid | null | undefined): string {
  return appId ? (appId.split("/").pop() ?? "web") : "web";
}
