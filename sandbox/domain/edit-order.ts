/** Order editing: begins an edit and stages its changes. What they come to: preview-edit.ts; the commit: commit-edit.ts. */
import { newGid } from "#sandbox/store/ids.ts";
import type {
  CalculatedOrder,
  EditAddition,
  EditDiscount,
  Gid,
  Order,
  Outcome,
  ShopState,
  World,
} from "#sandbox/store/types.ts";
import { variantPrice } from "./create-order.ts";
import { bagOf, parseAmount } from "./money.ts";
import { currentQuantity } from "./order-money.ts";
import { unfulfilledQuantity } from "./order-status.ts";
import { done, refuse } from "./outcome.ts";

export { commitEdit } from "./commit-edit.ts";

export function beginEdit(_world: World, shop: ShopState, order: Order): Outcome<CalculatedOrder> {
  if (order.cancelledAt) return refuse(["id"], "The order cannot be edited."); // guess
  const calculated: CalculatedOrder = {
    id: newGid(shop, "CalculatedOrder"),
    orderId: order.id,
    additions: [],
    quantities: {},
    discounts: [],
    removedDiscounts: [],
    shippingLines: [],
    removedShipping: [],
  };
  shop.calculatedOrders.set(calculated.id, calculated);
  return done(calculated);
}

type Amount = { amount: string; currencyCode: string };
export type DiscountAsk = {
  description?: string | null;
  fixedValue?: Amount | null;
  percentValue?: number | null;
};
export type EditStep =
  | { kind: "quantity"; lineId: Gid; quantity: number; restock?: boolean }
  | { kind: "variant"; variantId: Gid; quantity: number; allowDuplicates?: boolean }
  | {
      kind: "custom";
      title: string;
      quantity: number;
      price: Amount;
      taxable?: boolean | null;
      requiresShipping?: boolean | null;
    }
  | { kind: "discount"; lineId: Gid; discount: DiscountAsk }
  | { kind: "updateDiscount"; applicationId: Gid; discount: DiscountAsk }
  | { kind: "removeDiscount"; applicationId: Gid }
  | { kind: "addShipping"; title: string; price: Amount }
  | { kind: "updateShipping"; lineId: Gid; title?: string | null; price?: Amount | null }
  | { kind: "removeShipping"; lineId: Gid };

/** What a step touched: a line (`LineItem` or `CalculatedLineItem`), a discount or a shipping line. */
export type Staged = { calculated: CalculatedOrder; touchedId: Gid };

/** Stages one change. The wordings of refusals are guesses. */
export function changeEdit(
  _world: World,
  shop: ShopState,
  id: Gid,
  step: EditStep,
): Outcome<Staged> {
  const calculated = shop.calculatedOrders.get(id);
  const order = calculated ? shop.orders.get(calculated.orderId) : null;
  if (!calculated || !order) return refuse(["id"], "The calculated order does not exist."); // guess
  const edit = { shop, calculated, order };
  switch (step.kind) {
    case "quantity":
      return setQuantity(edit, step);
    case "variant":
      return addVariantLine(edit, step);
    case "custom":
      return addCustomLine(edit, step);
    case "discount":
      return addDiscount(edit, step.lineId, step.discount);
    case "updateDiscount":
      return updateDiscount(edit, step.applicationId, step.discount);
    case "removeDiscount":
      return removeDiscount(edit, step.applicationId);
    default:
      return changeShipping(edit, step);
  }
}

type Edit = { shop: ShopState; calculated: CalculatedOrder; order: Order };
type StepOf<Kind extends EditStep["kind"]> = Extract<EditStep, { kind: Kind }>;

/** The gid of the order's own line that a `CalculatedLineItem` stands for. */
export const ownLineId = (id: Gid) => id.replace("CalculatedLineItem", "LineItem");

function setQuantity(edit: Edit, step: StepOf<"quantity">): Outcome<Staged> {
  const { shop, calculated, order } = edit;
  if (step.quantity < 0) return refuse(["quantity"], "Quantity must be greater than or equal to 0"); // guess
  const addition = calculated.additions.find((entry) => entry.id === step.lineId);
  if (addition) {
    addition.quantity = step.quantity;
    if (step.quantity === 0) forgetAddition(calculated, addition);
    return done({ calculated, touchedId: addition.id });
  }
  const lineId = ownLineId(step.lineId);
  const line = order.lineItems.find((entry) => entry.id === lineId);
  if (!line) return refuse(["lineItemId"], "The line item does not exist."); // guess
  const fulfilled = currentQuantity(line) - unfulfilledQuantity(shop, order, line);
  if (step.quantity < fulfilled)
    return refuse(["quantity"], "Cannot be less than the fulfilled quantity"); // guess
  if (step.quantity === currentQuantity(line)) delete calculated.quantities[lineId];
  else calculated.quantities[lineId] = { quantity: step.quantity, restock: step.restock === true };
  return done({ calculated, touchedId: lineId });
}

function forgetAddition(calculated: CalculatedOrder, addition: EditAddition): void {
  calculated.additions = calculated.additions.filter((entry) => entry !== addition);
  calculated.discounts = calculated.discounts.filter((entry) => entry.lineId !== addition.id);
}

function addVariantLine(edit: Edit, step: StepOf<"variant">): Outcome<Staged> {
  const { shop, calculated, order } = edit;
  const variant = shop.variants.get(step.variantId);
  if (!variant) return refuse(["variantId"], "Variant does not exist"); // guess
  if (step.quantity <= 0) return refuse(["quantity"], "Quantity must be greater than 0"); // guess
  const isThere =
    calculated.additions.some((entry) => entry.variantId === variant.id) ||
    order.lineItems.some((line) => line.variantId === variant.id && currentQuantity(line) > 0);
  if (isThere && !step.allowDuplicates)
    return refuse(["variantId"], "Variant is already on the order"); // guess
  return add(edit, {
    variantId: variant.id,
    title: shop.products.get(variant.productId)?.title ?? "",
    quantity: step.quantity,
    unitPrice: variantPrice(shop, order, variant.priceMinor),
    taxable: null,
    requiresShipping: null,
  });
}

function addCustomLine(edit: Edit, step: StepOf<"custom">): Outcome<Staged> {
  const price = parseAmount(step.price.amount, edit.order.presentmentCurrency) ?? 0;
  if (!step.title.trim()) return refuse(["title"], "Title can't be blank"); // guess
  if (step.quantity <= 0) return refuse(["quantity"], "Quantity must be greater than 0"); // guess
  if (price < 0) return refuse(["price"], "Price must be greater than or equal to 0"); // guess
  return add(edit, {
    variantId: null,
    title: step.title,
    quantity: step.quantity,
    unitPrice: bagOf(edit.order, price),
    taxable: step.taxable ?? true,
    requiresShipping: step.requiresShipping ?? false,
  });
}

function add({ shop, calculated }: Edit, draft: Omit<EditAddition, "id">): Outcome<Staged> {
  const addition = { id: newGid(shop, "CalculatedLineItem"), ...draft };
  calculated.additions.push(addition);
  return done({ calculated, touchedId: addition.id });
}

/** Only one discount a line: a second one takes the first one's place (guess). */
function addDiscount(edit: Edit, lineId: Gid, ask: DiscountAsk): Outcome<Staged> {
  const { shop, calculated, order } = edit;
  const target = calculated.additions.some((entry) => entry.id === lineId)
    ? lineId
    : order.lineItems.find((line) => line.id === ownLineId(lineId))?.id;
  if (!target) return refuse(["lineItemId"], "The line item does not exist."); // guess
  const value = readDiscount(order, ask);
  if (!value.ok) return value;
  const discount: EditDiscount = {
    id: newGid(shop, "CalculatedManualDiscountApplication"),
    lineId: target,
    description: ask.description ?? null,
    value: value.value,
  };
  calculated.discounts = [
    ...calculated.discounts.filter((entry) => entry.lineId !== target),
    discount,
  ];
  return done({ calculated, touchedId: discount.id });
}

function readDiscount(order: Order, ask: DiscountAsk): Outcome<EditDiscount["value"]> {
  const field = ["discount"];
  const isOne = (ask.fixedValue ?? null) === null ? 0 : 1;
  if (isOne + ((ask.percentValue ?? null) === null ? 0 : 1) !== 1)
    return refuse(field, "Exactly one of fixed value and percent value must be given"); // guess
  if (ask.fixedValue) {
    const amount = parseAmount(ask.fixedValue.amount, order.presentmentCurrency) ?? 0;
    return amount > 0
      ? done({ amount: bagOf(order, amount) })
      : refuse([...field, "fixedValue"], "Fixed value must be greater than 0"); // guess
  }
  const percentage = ask.percentValue ?? 0;
  return percentage > 0 && percentage <= 100
    ? done({ percentage })
    : refuse([...field, "percentValue"], "Percent value must be between 0 and 100"); // guess
}

function updateDiscount({ calculated, order }: Edit, id: Gid, ask: DiscountAsk): Outcome<Staged> {
  const discount = calculated.discounts.find((entry) => entry.id === id);
  if (!discount) return refuse(["discountApplicationId"], "Discount not found", "INVALID"); // guess
  const value = readDiscount(order, ask);
  if (!value.ok) return value;
  discount.value = value.value;
  if (ask.description !== undefined) discount.description = ask.description;
  return done({ calculated, touchedId: discount.id });
}

/** A staged one is forgotten; one the order has is marked to go, by its index. */
function removeDiscount({ calculated, order }: Edit, id: Gid): Outcome<Staged> {
  const staged = calculated.discounts.find((entry) => entry.id === id);
  if (staged) {
    calculated.discounts = calculated.discounts.filter((entry) => entry !== staged);
    return done({ calculated, touchedId: staged.lineId });
  }
  const index = order.discountApplications.findIndex((_, at) => applicationId(order, at) === id);
  if (index < 0) return refuse(["discountApplicationId"], "Discount not found", "INVALID"); // guess
  if (!calculated.removedDiscounts.includes(index)) calculated.removedDiscounts.push(index);
  return done({ calculated, touchedId: id });
}

/** Guess: how an order's own discount is named in an edit. */
export function applicationId(order: Order, index: number): Gid {
  const kinds = {
    CODE: "DiscountCode",
    MANUAL: "Manual",
    AUTOMATIC: "Automatic",
    SCRIPT: "Script",
  };
  const kind = kinds[order.discountApplications[index]?.kind ?? "MANUAL"];
  const number = /(\d+)$/.exec(order.id)?.[1] ?? "0";
  return `gid://shopify/Calculated${kind}${kind === "DiscountCode" ? "" : "Discount"}Application/${number}${String(index).padStart(2, "0")}`;
}

function changeShipping(
  edit: Edit,
  step: StepOf<"addShipping" | "updateShipping" | "removeShipping">,
): Outcome<Staged> {
  const { shop, calculated, order } = edit;
  const priced = (price: Amount) =>
    bagOf(order, parseAmount(price.amount, order.presentmentCurrency) ?? 0);
  if (step.kind === "addShipping") {
    if (!step.title.trim())
      return refuse(["shippingLine", "title"], "Title can't be blank", "INVALID"); // guess
    const id = newGid(shop, "CalculatedShippingLine");
    calculated.shippingLines.push({ id, title: step.title, price: priced(step.price) });
    return done({ calculated, touchedId: id });
  }
  const staged = calculated.shippingLines.find((entry) => entry.id === step.lineId);
  if (step.kind === "updateShipping") {
    if (!staged) return refuse(["shippingLineId"], "Shipping line not found", "INVALID"); // guess
    if (step.title) staged.title = step.title;
    if (step.price) staged.price = priced(step.price);
    return done({ calculated, touchedId: staged.id });
  }
  if (staged) {
    calculated.shippingLines = calculated.shippingLines.filter((entry) => entry !== staged);
    return done({ calculated, touchedId: staged.id });
  }
  const own = order.shippingLines.find(
    (line) => line.id === step.lineId.replace("CalculatedShippingLine", "ShippingLine"),
  );
  if (!own || own.isRemoved)
    return refuse(["shippingLineId"], "Shipping line not found", "INVALID"); // guess
  if (!calculated.removedShipping.includes(own.id)) calculated.removedShipping.push(own.id);
  return done({ calculated, touchedId: own.id });
}
