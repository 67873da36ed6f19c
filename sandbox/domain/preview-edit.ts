/** Puts the staged changes of an edit on an order's lines: on a copy for the preview, on the order itself for the commit. */
import { newGid } from "#sandbox/store/ids.ts";
import type {
  Bag,
  CalculatedOrder,
  EditDiscount,
  Gid,
  LineItem,
  Order,
  ShopState,
} from "#sandbox/store/types.ts";
import { makeLine } from "./create-order.ts";
import { scaleBag } from "./money.ts";
import { currentQuantity, lineShare } from "./order-money.ts";

/** The order as it would be. New lines keep the ids the edit gave them. */
export function previewEdit(shop: ShopState, order: Order, calculated: CalculatedOrder): Order {
  const copy = structuredClone(order);
  const ids = { ...shop.nextIds };
  stageOn(shop, copy, calculated, (addition) => addition);
  shop.nextIds = ids; // a preview uses no numbers up
  return copy;
}

/** The edit's changes of lines, discounts and shipping. Answers the lines it added. */
export function stageOn(
  shop: ShopState,
  order: Order,
  calculated: CalculatedOrder,
  nameLine: (additionId: Gid, made: Gid) => Gid,
): LineItem[] {
  for (const [lineId, { quantity }] of Object.entries(calculated.quantities)) {
    const line = order.lineItems.find((entry) => entry.id === lineId);
    if (!line) continue;
    const delta = quantity - currentQuantity(line);
    if (delta < 0) line.removedQuantity -= delta;
    else stretch(line, delta);
  }
  const named = new Map<Gid, LineItem>();
  const added = calculated.additions.map((addition) => {
    const { taxable, requiresShipping, title, ...rest } = addition;
    const line = makeLine(shop, order, {
      ...rest,
      title: title || null,
      ...(taxable === null ? {} : { taxable }),
      ...(requiresShipping === null ? {} : { requiresShipping }),
    });
    line.id = nameLine(addition.id, line.id);
    line.addedBy = "EDIT";
    named.set(addition.id, line);
    return line;
  });
  order.lineItems.push(...added);
  for (const index of calculated.removedDiscounts) dropDiscount(order, index);
  for (const discount of calculated.discounts) {
    const line =
      named.get(discount.lineId) ?? order.lineItems.find((entry) => entry.id === discount.lineId);
    if (line) giveDiscount(order, line, discount);
  }
  stageShipping(shop, order, calculated);
  return added;
}

/** More units of a line that is there: discounts and taxes grow with it (guess). */
function stretch(line: LineItem, delta: number): void {
  const before = line.quantity;
  const grow = (bag: Bag) => (before === 0 ? bag : scaleBag(bag, before + delta, before));
  line.quantity += delta;
  line.taxLines = line.taxLines.map((tax) => ({ ...tax, price: grow(tax.price) }));
  line.discountAllocations = line.discountAllocations.map((part) => ({
    ...part,
    amount: grow(part.amount),
  }));
}

function dropDiscount(order: Order, index: number): void {
  for (const line of order.lineItems) {
    line.discountAllocations = line.discountAllocations.filter(
      (part) => part.applicationIndex !== index,
    );
  }
}

function giveDiscount(order: Order, line: LineItem, { value, description }: EditDiscount): void {
  const index = order.discountApplications.length;
  order.discountApplications.push({
    index,
    kind: "MANUAL",
    title: description ?? "Discount",
    description,
    value,
    targetType: "LINE_ITEM",
    targetSelection: "EXPLICIT",
    allocationMethod: "percentage" in value ? "ACROSS" : "EACH",
  });
  const worth = lineShare(line, line.quantity);
  const asked =
    "percentage" in value
      ? scaleBag(worth, Math.round(value.percentage * 10_000), 1_000_000)
      : scaleBag(value.amount, line.quantity, 1);
  line.discountAllocations.push({
    applicationIndex: index,
    amount: {
      shop: Math.min(asked.shop, worth.shop),
      presentment: Math.min(asked.presentment, worth.presentment),
    },
    isFromEdit: true,
  });
}

function stageShipping(shop: ShopState, order: Order, calculated: CalculatedOrder): void {
  for (const line of order.shippingLines) {
    if (!calculated.removedShipping.includes(line.id)) continue;
    line.isRemoved = true;
    line.edited = "REMOVED";
  }
  for (const { title, price } of calculated.shippingLines) {
    order.shippingLines.push({
      id: newGid(shop, "ShippingLine"),
      title,
      code: title,
      source: null,
      carrierIdentifier: null,
      deliveryCategory: null,
      phone: null,
      price,
      taxLines: [],
      discountAllocations: [],
      isRemoved: false,
      edited: "ADDED",
    });
  }
}
