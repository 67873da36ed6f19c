/** An order edit as the API shows it: the order as it would be, and what was staged. */
import type {
  CalculatedOrder,
  EditDiscount,
  Gid,
  LineItem,
  Order,
  ShopState,
} from "#sandbox/store/types.ts";
import { applicationId } from "#sandbox/domain/edit-order.ts";
import { addBags, scaleBag, subtractBags, zeroBag } from "#sandbox/domain/money.ts";
import * as value from "#sandbox/domain/order-money.ts";
import { unfulfilledQuantity } from "#sandbox/domain/order-status.ts";
import { previewEdit } from "#sandbox/domain/preview-edit.ts";
import { connect } from "#sandbox/graphql/connections.ts";
import type { Context, Loose } from "#sandbox/graphql/context.ts";
import { allocationsOf, currentTaxLines } from "./order-shapes.ts";
import { moneyBag, moneyV2 } from "./shapes.ts";

type Edit = { context: Context; calculated: CalculatedOrder; order: Order; preview: Order };

/** Null once the edit was committed or never was. */
export function calculatedOrder(context: Context, id: Gid): Loose {
  const edit = openEdit(context, id);
  if (!edit) return null;
  const { calculated, order, preview } = edit;
  const { shop } = context;
  const isAdded = (line: LineItem) => calculated.additions.some((entry) => entry.id === line.id);
  const page = (items: Loose[]) => (args: Loose) => connect(context, items, args);
  return {
    id,
    originalOrder: order,
    committed: false,
    lineItems: page(
      preview.lineItems.filter((line) => !isAdded(line)).map((line) => view(edit, line)),
    ),
    addedLineItems: page(preview.lineItems.filter(isAdded).map((line) => view(edit, line))),
    addedDiscountApplications: page(
      calculated.discounts.map((entry) => stagedDiscount(order, entry)),
    ),
    stagedChanges: page(stagedChanges(edit)),
    shippingLines: shippingLines(edit),
    subtotalLineItemsQuantity: preview.lineItems.reduce(
      (sum, line) => sum + value.currentQuantity(line),
      0,
    ),
    subtotalPriceSet: moneyBag(order, value.currentSubtotal(preview)),
    totalPriceSet: moneyBag(order, value.currentTotal(shop, preview)),
    totalOutstandingSet: moneyBag(order, value.outstanding(shop, preview)),
    cartDiscountAmountSet: moneyBag(order, cartDiscount(preview)),
    taxLines: currentTaxLines(preview),
    notificationPreviewHtml: null,
    notificationPreviewTitle: "Your order has been updated", // guess
  };
}

/** One line of the edit by the id a step answered with. */
export function calculatedLine(context: Context, id: Gid, lineId: Gid): Loose {
  const edit = openEdit(context, id);
  const wanted = edit?.calculated.discounts.find((entry) => entry.id === lineId)?.lineId ?? lineId;
  const line = edit?.preview.lineItems.find((entry) => entry.id === wanted);
  return edit && line ? view(edit, line) : null;
}

export function calculatedShippingLine(context: Context, id: Gid, lineId: Gid): Loose {
  const edit = openEdit(context, id);
  return edit ? (shippingLines(edit).find((line) => line.id === lineId) ?? null) : null;
}

export function stagedDiscountChange(context: Context, id: Gid, discountId: Gid): Loose {
  const edit = openEdit(context, id);
  const found = edit?.calculated.discounts.find((entry) => entry.id === discountId);
  return edit && found ? discountChange(edit.order, found) : null;
}

function openEdit(context: Context, id: Gid): Edit | null {
  const calculated = context.shop.calculatedOrders.get(id);
  const order = calculated ? context.shop.orders.get(calculated.orderId) : null;
  if (!calculated || !order) return null;
  return { context, calculated, order, preview: previewEdit(context.shop, order, calculated) };
}

function view(edit: Edit, line: LineItem): Loose {
  const { context, calculated, order, preview } = edit;
  const { shop } = context;
  const before = order.lineItems.find((entry) => entry.id === line.id);
  const quantity = value.currentQuantity(line);
  const free = before ? unfulfilledQuantity(shop, order, before) : 0;
  const fixed = before ? value.currentQuantity(before) - free : 0;
  const editable = Math.max(0, quantity - fixed);
  const unit = (bag = value.lineShare(line, line.quantity)) => scaleBag(bag, 1, line.quantity || 1);
  const staged = calculated.quantities[line.id];
  const variant = line.variantId ? (shop.variants.get(line.variantId) ?? null) : null;
  const url = line.productId ? shop.products.get(line.productId)?.imageUrl : null;
  return {
    id: line.id.replace("/LineItem/", "/CalculatedLineItem/"),
    title: line.title,
    sku: line.sku,
    variant,
    variantTitle: line.variantTitle,
    image: url ? { id: null, url, altText: null } : null,
    customAttributes: line.customAttributes,
    quantity,
    editableQuantity: editable,
    editableQuantityBeforeChanges: free,
    editableSubtotalSet: moneyBag(order, value.lineShare(line, editable)),
    uneditableSubtotalSet: moneyBag(order, value.lineShare(line, quantity - editable)),
    originalUnitPriceSet: moneyBag(order, line.unitPrice),
    discountedUnitPriceSet: moneyBag(
      order,
      unit(subtractBags(value.lineTotal(line), lineLevelDiscount(preview, line))),
    ),
    restockable: variant !== null,
    restocking:
      staged !== undefined &&
      staged.restock &&
      before !== undefined &&
      staged.quantity < value.currentQuantity(before),
    hasStagedLineItemDiscount: calculated.discounts.some((entry) => entry.lineId === line.id),
    calculatedDiscountAllocations: line.discountAllocations.map((part) => ({
      allocatedAmountSet: moneyBag(order, part.amount),
      discountApplication: applicationOf(edit, part.applicationIndex, line),
    })),
    discountAllocations: allocationsOf(preview, line.discountAllocations),
    stagedChanges: stagedChanges(edit, line.id),
  };
}

const lineLevelDiscount = (order: Order, line: LineItem) =>
  addBags(
    ...line.discountAllocations
      .filter(
        (part) => order.discountApplications[part.applicationIndex]?.targetSelection !== "ALL",
      )
      .map((part) => part.amount),
  );

const cartDiscount = (order: Order) =>
  addBags(
    zeroBag(),
    ...order.lineItems.flatMap((line) =>
      line.discountAllocations
        .filter(
          (part) => order.discountApplications[part.applicationIndex]?.targetSelection === "ALL",
        )
        .map((part) => scaleBag(part.amount, value.currentQuantity(line), line.quantity || 1)),
    ),
  );

const pricingValue = (order: Order, entry: EditDiscount["value"]) =>
  "percentage" in entry
    ? { __typename: "PricingPercentageValue", percentage: entry.percentage }
    : { __typename: "MoneyV2", ...moneyV2(entry.amount.presentment, order.presentmentCurrency) };

const stagedDiscount = (order: Order, entry: EditDiscount): Loose => ({
  __typename: "CalculatedManualDiscountApplication",
  id: entry.id,
  description: entry.description,
  allocationMethod: "percentage" in entry.value ? "ACROSS" : "EACH",
  appliedTo: "LINE",
  targetSelection: "EXPLICIT",
  targetType: "LINE_ITEM",
  value: pricingValue(order, entry.value),
});

/** An allocation's application: the order's own, or the staged one behind it. */
function applicationOf({ calculated, order, preview }: Edit, index: number, line: LineItem): Loose {
  const staged = calculated.discounts.find((entry) => entry.lineId === line.id);
  const own = order.discountApplications[index];
  if (!own) return staged ? stagedDiscount(order, staged) : null;
  const kinds = {
    CODE: "CalculatedDiscountCodeApplication",
    MANUAL: "CalculatedManualDiscountApplication",
    AUTOMATIC: "CalculatedAutomaticDiscountApplication",
    SCRIPT: "CalculatedScriptDiscountApplication",
  };
  return {
    __typename: kinds[own.kind],
    id: applicationId(preview, index),
    code: own.title,
    description: own.description,
    allocationMethod: own.allocationMethod,
    appliedTo: own.targetSelection === "ALL" ? "ORDER" : "LINE",
    targetSelection: own.targetSelection,
    targetType: own.targetType,
    value: pricingValue(order, own.value),
  };
}

function shippingLines({ calculated, order }: Edit): Loose[] {
  const own = order.shippingLines
    .filter((line) => !line.isRemoved)
    .map((line) => ({
      id: line.id.replace("/ShippingLine/", "/CalculatedShippingLine/"),
      title: line.title,
      price: moneyBag(order, line.price),
      stagedStatus: calculated.removedShipping.includes(line.id) ? "REMOVED" : "NONE",
    }));
  const added = calculated.shippingLines.map((line) => ({
    id: line.id,
    title: line.title,
    price: moneyBag(order, line.price),
    stagedStatus: "ADDED",
  }));
  return [...own, ...added];
}

const discountChange = (order: Order, entry: EditDiscount): Loose => ({
  __typename: "OrderStagedChangeAddLineItemDiscount",
  id: entry.id.replace(
    "CalculatedManualDiscountApplication",
    "OrderStagedChangeAddLineItemDiscount",
  ),
  description: entry.description ?? "",
  value: pricingValue(order, entry.value),
});

/** Of the whole edit, or of one line. */
function stagedChanges(edit: Edit, onlyLine: Gid | null = null): Loose[] {
  const { calculated, order, context } = edit;
  const concerns = (lineId: Gid) => onlyLine === null || lineId === onlyLine;
  const additions = calculated.additions
    .filter((entry) => concerns(entry.id))
    .map((entry) => additionChange(context.shop, order, entry));
  const quantities = order.lineItems.flatMap((line) => {
    const staged = calculated.quantities[line.id];
    return staged && concerns(line.id)
      ? [quantityChange(line, staged.quantity - value.currentQuantity(line), staged.restock)]
      : [];
  });
  const discounts = calculated.discounts
    .filter((entry) => concerns(entry.lineId))
    .map((entry) => discountChange(order, entry));
  if (onlyLine !== null) return [...additions, ...quantities, ...discounts];
  const shipping = calculated.shippingLines.map((line) => ({
    __typename: "OrderStagedChangeAddShippingLine",
    title: line.title,
    presentmentTitle: line.title,
    phone: null,
    price: moneyV2(line.price.presentment, order.presentmentCurrency),
  }));
  const removed = order.shippingLines
    .filter((line) => calculated.removedShipping.includes(line.id))
    .map((shippingLine) => ({ __typename: "OrderStagedChangeRemoveShippingLine", shippingLine }));
  return [...additions, ...quantities, ...discounts, ...shipping, ...removed];
}

function additionChange(
  shop: ShopState,
  order: Order,
  entry: CalculatedOrder["additions"][number],
) {
  const { quantity } = entry;
  return entry.variantId
    ? {
        __typename: "OrderStagedChangeAddVariant",
        quantity,
        variant: shop.variants.get(entry.variantId) ?? null,
      }
    : {
        __typename: "OrderStagedChangeAddCustomItem",
        quantity,
        title: entry.title,
        originalUnitPrice: moneyV2(entry.unitPrice.presentment, order.presentmentCurrency),
      };
}

const quantityChange = (lineItem: LineItem, delta: number, restock: boolean) =>
  delta < 0
    ? { __typename: "OrderStagedChangeDecrementItem", lineItem, delta: -delta, restock }
    : { __typename: "OrderStagedChangeIncrementItem", lineItem, delta };
