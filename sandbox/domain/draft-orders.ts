/** Draft orders: made, changed, invoiced, completed into orders, copied, deleted. Wordings of refusals are guesses. */
import { now } from "#sandbox/store/clock.ts";
import { newGid, numericId, randomHex, randomUuid } from "#sandbox/store/ids.ts";
import type { DraftLine, DraftOrder } from "#sandbox/store/draft-types.ts";
import type { Gid, Order, Outcome, ShopState, UserError, World } from "#sandbox/store/types.ts";
import { createOrder, type DiscountDraft, type LineDraft } from "./create-order.ts";
import { draftTotal } from "./draft-order-money.ts";
import { done, refuse } from "./outcome.ts";
import { sortTags } from "./tags.ts";

export type DraftLineAsk = Omit<DraftLine, "id" | "uuid"> & { uuid?: string | null };
export type DraftChanges = Partial<
  Omit<DraftOrder, "id" | "name" | "status" | "lines" | "createdAt" | "orderId">
> & { lines?: DraftLineAsk[] };

const EMAIL = /^[^@\s]+@[^@\s]+\.[^@\s]+$/;

/** A draft that is not kept: for `draftOrderCalculate`, and the start of one that is. */
export function sketchDraft(
  world: World,
  shop: ShopState,
  changes: DraftChanges,
): Outcome<DraftOrder> {
  if (!changes.lines || changes.lines.length === 0) return refuse(null, "Add at least 1 product");
  const errors = findDraftErrors(shop, changes);
  if (errors.length > 0) return { ok: false, errors };
  const stamp = now(world);
  const draft: DraftOrder = {
    id: newGid(shop, "DraftOrder"),
    name: `#D${shop.nextDraftNumber}`,
    status: "OPEN",
    createdAt: stamp,
    updatedAt: stamp,
    completedAt: null,
    invoiceSentAt: null,
    invoiceToken: randomHex(world, 32),
    orderId: null,
    currency: shop.currency,
    presentmentCurrency: shop.currency,
    email: null,
    phone: null,
    customerId: null,
    shippingAddress: null,
    billingAddress: null,
    note: null,
    poNumber: null,
    tags: [],
    customAttributes: [],
    taxExempt: false,
    lines: [],
    discount: null,
    discountCodes: [],
    shippingLine: null,
    reserveInventoryUntil: null,
    visibleToCustomer: false,
    acceptAutomaticDiscounts: null,
    allowDiscountCodesInCheckout: false,
    sourceName: null,
  };
  apply(world, shop, draft, changes);
  return done(draft);
}

export function createDraft(
  world: World,
  shop: ShopState,
  changes: DraftChanges,
): Outcome<DraftOrder> {
  const sketch = sketchDraft(world, shop, changes);
  if (!sketch.ok) return sketch;
  shop.nextDraftNumber += 1;
  shop.draftOrders.set(sketch.value.id, sketch.value);
  return sketch;
}

export function updateDraft(
  world: World,
  shop: ShopState,
  id: Gid,
  changes: DraftChanges,
): Outcome<DraftOrder> {
  const draft = shop.draftOrders.get(id);
  if (!draft) return refuse(["id"], "Draft order does not exist");
  if (draft.status === "COMPLETED") return refuse(null, "Draft order is completed");
  if (changes.lines?.length === 0) return refuse(null, "Add at least 1 product");
  const errors = findDraftErrors(shop, changes);
  if (errors.length > 0) return { ok: false, errors };
  apply(world, shop, draft, changes);
  draft.updatedAt = now(world);
  return done(draft);
}

function apply(world: World, shop: ShopState, draft: DraftOrder, changes: DraftChanges): void {
  const { lines, tags, ...rest } = changes;
  Object.assign(draft, rest);
  if (tags) draft.tags = sortTags(tags);
  if (!lines) return;
  draft.lines = lines.map(({ uuid, ...line }) => ({
    ...line,
    id: newGid(shop, "DraftOrderLineItem"),
    uuid: uuid ?? randomUuid(world),
  }));
}

function findDraftErrors(shop: ShopState, changes: DraftChanges): UserError[] {
  const errors: UserError[] = [];
  if (changes.email && !EMAIL.test(changes.email))
    errors.push({ field: ["email"], message: "Email is invalid" });
  if (changes.customerId && !shop.customers.has(changes.customerId))
    errors.push({ field: ["customerId"], message: "Customer does not exist" });
  for (const [at, line] of (changes.lines ?? []).entries()) {
    const field = ["lineItems", String(at)];
    if (line.quantity < 1) {
      const message = "Quantity must be greater than or equal to 1";
      errors.push({ field: [...field, "quantity"], message });
    }
    if (line.variantId && !shop.variants.has(line.variantId)) {
      const message = `Product with ID ${numericId(line.variantId)} is no longer available.`;
      errors.push({ field: [...field, "variantId"], message });
    } else if (!line.variantId && !line.title.trim()) {
      errors.push({ field: [...field, "title"], message: "Merchandise title is empty." });
    }
    if (line.unitPrice.presentment < 0) {
      const message = "Original unit price must be greater than or equal to 0";
      errors.push({ field: [...field, "originalUnitPrice"], message });
    }
  }
  return errors;
}

export function deleteDraft(shop: ShopState, id: Gid): Outcome<Gid> {
  const draft = shop.draftOrders.get(id);
  if (!draft) return refuse(["id"], "Draft order does not exist");
  if (draft.status === "COMPLETED") return refuse(null, "Draft order is completed");
  shop.draftOrders.delete(id);
  return done(id);
}

export function sendDraftInvoice(
  world: World,
  shop: ShopState,
  id: Gid,
  to: string | null,
): Outcome<DraftOrder> {
  const draft = shop.draftOrders.get(id);
  if (!draft) return refuse(["id"], "Draft order does not exist");
  if (draft.status === "COMPLETED") return refuse(null, "This order has been paid");
  if (!(to ?? draft.email)) return refuse(["email", "to"], "To can't be blank");
  draft.status = "INVOICE_SENT";
  draft.invoiceSentAt = now(world);
  draft.updatedAt = draft.invoiceSentAt;
  return done(draft);
}

/** A copy with ids of its own, open again. */
export function copyDraft(world: World, shop: ShopState, id: Gid): Outcome<DraftOrder> {
  const draft = shop.draftOrders.get(id);
  if (!draft) return refuse(["id"], "Draft order does not exist");
  const { currency, presentmentCurrency, email, phone, customerId, note, tags } = draft;
  return createDraft(world, shop, {
    currency,
    presentmentCurrency,
    email,
    phone,
    customerId,
    note,
    tags,
    shippingAddress: draft.shippingAddress,
    billingAddress: draft.billingAddress,
    customAttributes: draft.customAttributes,
    discount: draft.discount,
    shippingLine: draft.shippingLine,
    lines: draft.lines.map((line) => ({ ...line, uuid: null })),
  });
}

/** Makes the order; a pending payment leaves it unpaid. */
export function completeDraft(
  world: World,
  shop: ShopState,
  id: Gid,
  options: { isPending: boolean; appId: Gid; sourceName: string | null },
): Outcome<{ draft: DraftOrder; order: Order }> {
  const draft = shop.draftOrders.get(id);
  if (!draft) return refuse(["id"], "Draft order does not exist");
  if (draft.status === "COMPLETED") return refuse(null, "This order has been paid");
  const total = draftTotal(draft);
  const isFree = total.presentment === 0;
  const order = createOrder(world, shop, {
    currency: draft.currency,
    presentmentCurrency: draft.presentmentCurrency,
    email: draft.email ?? shop.customers.get(draft.customerId ?? "")?.email ?? null,
    phone: draft.phone,
    ...(draft.customerId ? { customerId: draft.customerId } : {}),
    shippingAddress: draft.shippingAddress,
    billingAddress: draft.billingAddress,
    note: draft.note,
    tags: draft.tags,
    poNumber: draft.poNumber,
    customAttributes: draft.customAttributes,
    sourceName: options.sourceName ?? draft.sourceName ?? "shopify_draft_order",
    appId: options.appId,
    lineItems: draft.lines.map(toOrderLine),
    shippingLines: draft.shippingLine
      ? [{ title: draft.shippingLine.title, code: "custom", price: draft.shippingLine.price }]
      : [],
    discounts: discountsOf(draft),
    inventory: "DECREMENT",
    ...(isFree ? { financialStatus: "PAID" as const } : {}),
    transactions: isFree
      ? []
      : [
          {
            kind: "SALE" as const,
            status: options.isPending ? ("PENDING" as const) : ("SUCCESS" as const),
            gateway: "manual",
            amount: total,
          },
        ],
  });
  draft.status = "COMPLETED";
  draft.completedAt = now(world);
  draft.updatedAt = draft.completedAt;
  draft.orderId = order.id;
  const terms = [...shop.paymentTerms.values()].find((entry) => entry.ownerId === draft.id);
  if (terms) terms.ownerId = order.id;
  return done({ draft, order });
}

const toOrderLine = (line: DraftLine): LineDraft => ({
  variantId: line.variantId,
  title: line.title,
  variantTitle: line.variantTitle,
  sku: line.sku,
  vendor: line.vendor,
  quantity: line.quantity,
  unitPrice: line.unitPrice,
  taxable: line.taxable,
  requiresShipping: line.requiresShipping,
  weightGrams: line.weightGrams,
  customAttributes: line.customAttributes,
});

function discountsOf(draft: DraftOrder): DiscountDraft[] {
  const ofLines = draft.lines.flatMap((line, at): DiscountDraft[] => {
    const { discount } = line;
    if (!discount) return [];
    const value =
      discount.valueType === "PERCENTAGE" || !discount.amount
        ? { percentage: discount.value }
        : {
            amount: {
              shop: discount.amount.shop * line.quantity,
              presentment: discount.amount.presentment * line.quantity,
            },
          };
    return [{ kind: "MANUAL", title: discount.title ?? "", value, lineIndexes: [at] }];
  });
  const { discount } = draft;
  if (!discount) return ofLines;
  const value =
    discount.valueType === "PERCENTAGE" || !discount.amount
      ? { percentage: discount.value }
      : { amount: discount.amount };
  return [...ofLines, { kind: "MANUAL", title: discount.title ?? "", value }];
}
