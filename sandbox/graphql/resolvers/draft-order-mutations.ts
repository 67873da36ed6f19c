/** Mutations of draft orders and payment terms. */
import type { DraftDiscount } from "#sandbox/store/draft-types.ts";
import { parseInstant } from "#sandbox/store/clock.ts";
import { emptyAddress } from "#sandbox/store/world.ts";
import * as drafts from "#sandbox/domain/draft-orders.ts";
import { convert, parseAmount } from "#sandbox/domain/money.ts";
import { startJob } from "#sandbox/domain/order-changes.ts";
import * as terms from "#sandbox/domain/payment-terms.ts";
import { setMetafields } from "#sandbox/domain/metafields.ts";
import { sortTags } from "#sandbox/domain/tags.ts";
import type { Bag } from "#sandbox/store/types.ts";
import type { Context, Loose, TypeResolvers } from "#sandbox/graphql/context.ts";
import { answer } from "./answer.ts";
import { listDrafts } from "./draft-order-queries.ts";
import { toAddress, toGrams } from "./inputs.ts";
import { realNamespace } from "./metafields.ts";

type Currencies = { currency: string; presentmentCurrency: string };
const refused = { draftOrder: null };

export const DRAFT_MUTATIONS: TypeResolvers = {
  draftOrderCreate: (_source, args, context) => {
    const input = args.input as Loose;
    const outcome = drafts.createDraft(
      context.world,
      context.shop,
      toChanges(context, input, null),
    );
    if (outcome.ok) keepBeside(context, outcome.value.id, input);
    return answer(outcome, (draftOrder) => ({ draftOrder }), refused);
  },
  draftOrderUpdate: (_source, args, context) => {
    const id = args.id as string;
    const input = args.input as Loose;
    const known = context.shop.draftOrders.get(id) ?? null;
    const changes = toChanges(context, input, known);
    const outcome = drafts.updateDraft(context.world, context.shop, id, changes);
    if (outcome.ok) keepBeside(context, id, input);
    return answer(outcome, (draftOrder) => ({ draftOrder }), refused);
  },
  draftOrderCalculate: (_source, args, context) =>
    answer(
      drafts.sketchDraft(
        context.world,
        context.shop,
        toChanges(context, args.input as Loose, null),
      ),
      (calculatedDraftOrder) => ({ calculatedDraftOrder }),
      { calculatedDraftOrder: null },
    ),
  draftOrderComplete: (_source, args, context) =>
    answer(
      drafts.completeDraft(context.world, context.shop, args.id as string, {
        isPending: args.paymentPending === true,
        appId: context.installation.appId,
        sourceName: (args.sourceName ?? null) as string | null,
      }),
      ({ draft }) => ({ draftOrder: draft }),
      refused,
    ),
  draftOrderDelete: (_source, args, context) =>
    answer(
      drafts.deleteDraft(context.shop, (args.input as Loose).id as string),
      (deletedId) => ({ deletedId }),
      { deletedId: null },
    ),
  draftOrderDuplicate: (_source, args, context) =>
    answer(
      drafts.copyDraft(context.world, context.shop, (args.id ?? args.draftOrderId ?? "") as string),
      (draftOrder) => ({ draftOrder }),
      refused,
    ),
  draftOrderCreateFromOrder: (_source, args, context) => fromOrder(context, args.orderId as string),
  draftOrderInvoiceSend: (_source, args, context) => {
    const to = ((args.email as Loose)?.to ?? null) as string | null;
    return answer(
      drafts.sendDraftInvoice(context.world, context.shop, args.id as string, to),
      (draftOrder) => ({ draftOrder }),
      refused,
    );
  },
  draftOrderInvoicePreview: (_source, args, context) => {
    const draft = context.shop.draftOrders.get(args.id as string);
    if (!draft) {
      const userErrors = [{ field: ["id"], message: "Draft order does not exist" }];
      return { previewHtml: null, previewSubject: null, userErrors };
    }
    const email = args.email as Loose;
    return {
      previewSubject: email?.subject ?? "Complete your purchase",
      previewHtml: `<p>${draft.name}</p>`,
      userErrors: [],
    };
  },
  draftOrderBulkAddTags: (_source, args, context) =>
    inBulk(context, args as Loose, (draft) => {
      draft.tags = sortTags([...draft.tags, ...(args.tags as string[])]);
    }),
  draftOrderBulkRemoveTags: (_source, args, context) =>
    inBulk(context, args as Loose, (draft) => {
      const gone = sortTags(args.tags as string[]).map((tag) => tag.toLowerCase());
      draft.tags = draft.tags.filter((tag) => !gone.includes(tag.toLowerCase()));
    }),
  draftOrderBulkDelete: (_source, args, context) =>
    inBulk(context, args as Loose, (draft) => void drafts.deleteDraft(context.shop, draft.id)),

  paymentTermsCreate: (_source, args, context) => {
    const input = args.paymentTermsAttributes as Loose;
    return answer(
      terms.createTerms(context.world, context.shop, args.referenceId as string, {
        templateId: input.paymentTermsTemplateId as string,
        schedules: toSchedules(input),
      }),
      (paymentTerms) => ({ paymentTerms }),
      { paymentTerms: null },
    );
  },
  paymentTermsUpdate: (_source, args, context) => {
    const { paymentTermsId, paymentTermsAttributes: input } = args.input as Loose;
    return answer(
      terms.updateTerms(context.world, context.shop, paymentTermsId as string, {
        templateId: (input.paymentTermsTemplateId ?? null) as string | null,
        schedules: toSchedules(input),
      }),
      (paymentTerms) => ({ paymentTerms }),
      { paymentTerms: null },
    );
  },
  paymentTermsDelete: (_source, args, context) =>
    answer(
      terms.deleteTerms(context.shop, (args.input as Loose).paymentTermsId as string),
      (deletedId) => ({ deletedId }),
      { deletedId: null },
    ),
};

const toSchedules = (input: Loose): terms.ScheduleAsk[] =>
  ((input.paymentSchedules ?? []) as Loose[]).map((entry) => ({
    issuedAt: entry.issuedAt ? parseInstant(entry.issuedAt as string) : null,
    dueAt: entry.dueAt ? parseInstant(entry.dueAt as string) : null,
  }));

function inBulk(
  context: Context,
  args: Loose,
  change: (draft: ReturnType<typeof listDrafts>[number]) => void,
) {
  for (const draft of listDrafts(context, (args.search ?? null) as string | null, ["job"])) {
    const ids = args.ids as string[] | null | undefined;
    if (!ids || ids.includes(draft.id)) change(draft);
  }
  const job = startJob(context.world, context.shop);
  return { job: { id: job.id, done: false, query: {} }, userErrors: [] };
}

/** Metafields and payment terms lie beside the draft, not in it. */
function keepBeside(context: Context, ownerId: string, input: Loose): void {
  const { world, shop } = context;
  for (const row of (input.metafields ?? []) as Loose[]) {
    const namespace = realNamespace(context, row.namespace as string | null);
    setMetafields(world, shop, [{ ...row, ownerId, namespace }] as never, () => true);
  }
  const templateId = input.paymentTerms?.paymentTermsTemplateId as string | undefined;
  if (templateId)
    terms.createTerms(world, shop, ownerId, {
      templateId,
      schedules: toSchedules(input.paymentTerms),
    });
}

/** Only what the input names; for a new draft the currencies too. */
function toChanges(context: Context, input: Loose, known: Currencies | null): drafts.DraftChanges {
  const money: Currencies = {
    currency: context.shop.currency,
    presentmentCurrency:
      input.presentmentCurrencyCode ?? known?.presentmentCurrency ?? context.shop.currency,
  };
  const changes: drafts.DraftChanges = { ...money };
  const copy = <Key extends keyof drafts.DraftChanges>(key: Key, given: unknown) => {
    if (given !== undefined) changes[key] = given as drafts.DraftChanges[Key];
  };
  for (const key of ["email", "phone", "note", "poNumber", "sourceName"] as const)
    copy(key, input[key]);
  for (const key of ["taxExempt", "visibleToCustomer", "allowDiscountCodesInCheckout"] as const)
    if (input[key] !== undefined) copy(key, input[key] === true);
  copy("acceptAutomaticDiscounts", input.acceptAutomaticDiscounts);
  copy("customerId", input.purchasingEntity?.customerId ?? input.customerId);
  copy("tags", input.tags ?? undefined);
  copy("customAttributes", input.customAttributes ?? undefined);
  copy("discountCodes", input.discountCodes ?? undefined);
  if (input.reserveInventoryUntil !== undefined)
    copy(
      "reserveInventoryUntil",
      input.reserveInventoryUntil && parseInstant(input.reserveInventoryUntil as string),
    );
  for (const key of ["shippingAddress", "billingAddress"] as const)
    if (input[key] !== undefined)
      copy(key, input[key] ? emptyAddress(toAddress(input[key]) ?? {}) : null);
  if (input.useCustomerDefaultAddress && !input.shippingAddress)
    copy(
      "shippingAddress",
      context.shop.customers.get(changes.customerId ?? "")?.addresses[0] ?? null,
    );
  if (input.appliedDiscount !== undefined)
    copy("discount", toDiscount(input.appliedDiscount as Loose, money));
  if (input.shippingLine !== undefined) copy("shippingLine", toShipping(input.shippingLine, money));
  if (input.lineItems !== undefined)
    copy(
      "lines",
      ((input.lineItems ?? []) as Loose[]).map((line) => toLine(context, line, money)),
    );
  return changes;
}

/** A `Money` text in shop currency, or a `MoneyInput` in the one it names. */
function toPrice(plain: Loose, named: Loose, money: Currencies): Bag | null {
  if (plain === undefined && named === undefined) return null;
  const from = (named?.currencyCode ?? money.currency) as string;
  const amount = parseAmount(String(named?.amount ?? plain ?? "0"), from) ?? 0;
  return {
    shop: convert(amount, from, money.currency),
    presentment: convert(amount, from, money.presentmentCurrency),
  };
}

function toDiscount(input: Loose, money: Currencies): DraftDiscount | null {
  if (!input) return null;
  const isFixed = input.valueType === "FIXED_AMOUNT";
  return {
    title: (input.title ?? null) as string | null,
    description: (input.description ?? "") as string,
    valueType: isFixed ? "FIXED_AMOUNT" : "PERCENTAGE",
    value: Number(input.value),
    amount: isFixed
      ? toPrice(String(input.value), input.amountWithCurrency ?? undefined, money)
      : null,
  };
}

const toShipping = (input: Loose, money: Currencies) =>
  input
    ? {
        title: (input.title ?? "Custom") as string,
        handle: (input.shippingRateHandle ?? null) as string | null,
        price: toPrice(input.price, input.priceWithCurrency, money) ?? { shop: 0, presentment: 0 },
      }
    : null;

/** A variant's own title, price, SKU and shipping win over what is sent beside it, but for a price override. */
function toLine(context: Context, line: Loose, money: Currencies): drafts.DraftLineAsk {
  const { shop } = context;
  const variant = line.variantId ? shop.variants.get(line.variantId as string) : undefined;
  const product = variant ? shop.products.get(variant.productId) : undefined;
  const item = variant ? shop.inventoryItems.get(variant.inventoryItemId) : undefined;
  const asked = toPrice(line.originalUnitPrice, line.originalUnitPriceWithCurrency, money);
  const override = toPrice(undefined, line.priceOverride, money);
  const own = variant
    ? {
        shop: convert(variant.priceMinor, shop.currency, money.currency),
        presentment: convert(variant.priceMinor, shop.currency, money.presentmentCurrency),
      }
    : null;
  return {
    uuid: (line.uuid ?? null) as string | null,
    productId: product?.id ?? null,
    variantId: (line.variantId ?? null) as string | null,
    title: product?.title ?? (line.title as string | null) ?? "",
    variantTitle: variant && variant.title !== "Default Title" ? variant.title : null,
    sku: variant?.sku ?? (line.sku as string | null) ?? null,
    vendor: product?.vendor ?? null,
    quantity: line.quantity as number,
    unitPrice: override ?? own ?? asked ?? { shop: 0, presentment: 0 },
    isPriceOverridden: override !== null,
    taxable: variant?.taxable ?? (line.taxable as boolean | null) ?? true,
    requiresShipping: item?.requiresShipping ?? (line.requiresShipping as boolean | null) ?? false,
    weightGrams: item?.weightGrams ?? toGrams(line.weight) ?? (line.grams as number | null) ?? 0,
    customAttributes: (line.customAttributes ?? []) as { key: string; value: string }[],
    discount: toDiscount(line.appliedDiscount as Loose, money),
  };
}

function fromOrder(context: Context, orderId: string) {
  const order = context.shop.orders.get(orderId);
  if (!order) {
    const userErrors = [{ field: ["orderId"], message: "Order does not exist" }];
    return { draftOrder: null, userErrors };
  }
  const { currency, presentmentCurrency, email, phone, customerId, note, tags } = order;
  const { shippingAddress, billingAddress, customAttributes } = order;
  const lines = order.lineItems.map((line) => ({
    ...line,
    uuid: null,
    isPriceOverridden: false,
    discount: null,
  }));
  const outcome = drafts.createDraft(context.world, context.shop, {
    ...{ currency, presentmentCurrency, email, phone, customerId, note, tags },
    ...{ shippingAddress, billingAddress, customAttributes },
    lines,
  });
  return answer(outcome, (draftOrder) => ({ draftOrder }), refused);
}
