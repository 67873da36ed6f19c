/** Line items, in the order's own form and in the shorter one that fulfillments and refunds embed. */
import { lineDiscount, currentQuantity } from "#sandbox/domain/order-money.ts";
import { fulfilledQuantity, unfulfilledQuantity } from "#sandbox/domain/order-status.ts";
import { addBags } from "#sandbox/domain/money.ts";
import type {
  DiscountAllocation,
  LineItem,
  Order,
  ShopState,
  TaxLine,
} from "#sandbox/store/types.ts";
import { idNumber, idNumberOrNull, moneySet, shopAmount, type Payload } from "./payload-values.ts";

export function lineItemPayload(shop: ShopState, order: Order, line: LineItem): Payload {
  const embedded = embeddedLineItem(shop, order, line, line.quantity);
  return {
    ...embedded,
    attributed_staffs: [],
    current_quantity: currentQuantity(line),
    sales_line_item_group_id: null,
  };
}

/** `quantity`: the units of the fulfillment or refund that embeds it. */
export function embeddedLineItem(
  shop: ShopState,
  order: Order,
  line: LineItem,
  quantity: number,
): Payload {
  const total = ownDiscount(order, line);
  return {
    id: idNumber(line.id),
    variant_id: idNumberOrNull(line.variantId),
    title: line.title,
    quantity,
    sku: line.sku,
    variant_title: line.variantTitle,
    vendor: line.vendor,
    fulfillment_service: line.fulfillmentServiceHandle,
    product_id: idNumberOrNull(line.productId),
    requires_shipping: line.requiresShipping,
    taxable: line.taxable,
    gift_card: line.isGiftCard,
    name: line.variantTitle ? `${line.title} - ${line.variantTitle}` : line.title,
    variant_inventory_management: isTracked(shop, line) ? "shopify" : null,
    properties: line.customAttributes.map(({ key, value }) => ({ name: key, value })),
    product_exists: line.productId !== null && shop.products.has(line.productId),
    fulfillable_quantity: unfulfilledQuantity(shop, order, line),
    grams: line.weightGrams,
    price: shopAmount(line.unitPrice, order),
    total_discount: shopAmount(total, order),
    fulfillment_status: lineStatus(shop, order, line),
    price_set: moneySet(line.unitPrice, order),
    total_discount_set: moneySet(total, order),
    discount_allocations: allocationPayloads(order, line.discountAllocations),
    duties: [],
    admin_graphql_api_id: line.id,
    tax_lines: line.taxLines.map((tax) => taxLinePayload(order, tax)),
  };
}

export function taxLinePayload(order: Order, tax: TaxLine): Payload {
  return {
    channel_liable: tax.channelLiable,
    price: shopAmount(tax.price, order),
    price_set: moneySet(tax.price, order),
    rate: tax.ratePpm / 1_000_000,
    title: tax.title,
  };
}

export function allocationPayloads(
  order: Order,
  allocations: readonly DiscountAllocation[],
): Payload[] {
  return allocations.map((allocation) => ({
    amount: shopAmount(allocation.amount, order),
    amount_set: moneySet(allocation.amount, order),
    discount_application_index: allocation.applicationIndex,
  }));
}

/** Discounts of this line alone; those spread over the order show in the allocations only. */
function ownDiscount(order: Order, line: LineItem) {
  const own = line.discountAllocations.filter(
    ({ applicationIndex }) =>
      order.discountApplications[applicationIndex]?.allocationMethod === "ONE",
  );
  return own.length === line.discountAllocations.length
    ? lineDiscount(line)
    : addBags(...own.map(({ amount }) => amount));
}

function lineStatus(shop: ShopState, order: Order, line: LineItem): "fulfilled" | "partial" | null {
  if (fulfilledQuantity(shop, order, line) === 0) return null;
  return unfulfilledQuantity(shop, order, line) === 0 ? "fulfilled" : "partial";
}

function isTracked(shop: ShopState, line: LineItem): boolean {
  const variant = line.variantId ? shop.variants.get(line.variantId) : undefined;
  return variant ? (shop.inventoryItems.get(variant.inventoryItemId)?.tracked ?? false) : false;
}
