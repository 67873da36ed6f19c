/** Mutations of orders, refunds, tags and metafields. */
import type { Order, Outcome } from "#sandbox/store/types.ts";
import { parseInstant } from "#sandbox/store/clock.ts";
import {
  createOrder,
  type DiscountDraft,
  type LineDraft,
  type OrderDraft,
  type TransactionDraft,
} from "#sandbox/domain/create-order.ts";
import {
  cancelOrder,
  captureOrder,
  closeOrder,
  deleteOrder,
  markAsPaid,
  payManually,
  reopenOrder,
  updateOrder,
  voidAuthorization,
  type OrderChanges,
} from "#sandbox/domain/order-changes.ts";
import { createRefund } from "#sandbox/domain/refunds.ts";
import { addFulfillmentEvent, createFulfillment } from "#sandbox/domain/fulfillments.ts";
import { beginEdit, changeEdit, commitEdit } from "#sandbox/domain/edit-order.ts";
import { setLocalizedFields } from "#sandbox/domain/localized-fields.ts";
import { sortTags, changeTags } from "#sandbox/domain/tags.ts";
import { setMetafields, deleteMetafields } from "#sandbox/domain/metafields.ts";
import { emptyAddress } from "#sandbox/store/world.ts";
import { numericId } from "#sandbox/store/ids.ts";
import type { Context, Loose, TypeResolvers } from "#sandbox/graphql/context.ts";
import { findNode, findOrder } from "#sandbox/graphql/find-node.ts";
import { findAddressErrors } from "#sandbox/graphql/address-errors.ts";
import { toAddress, toBag, toGrams, toMinor } from "./inputs.ts";
import { realNamespace } from "./metafields.ts";
import { moneyBag } from "./shapes.ts";
import { addBags } from "#sandbox/domain/money.ts";
import { currentTotal } from "#sandbox/domain/order-money.ts";
import { isGiven } from "#sandbox/domain/is-given.ts";

const fail = (
  key: string,
  field: string[] | null,
  message: string,
  code: string | null = null,
) => ({
  [key]: null,
  userErrors: [{ field, message, code }],
});

export function answer<Value>(
  outcome: Outcome<Value>,
  give: (value: Value) => Loose,
  whenRefused: Loose = {},
): Loose {
  return outcome.ok
    ? { ...give(outcome.value), userErrors: [] }
    : { ...whenRefused, userErrors: outcome.errors };
}

export const ORDER_MUTATIONS: TypeResolvers = {
  orderCreate: (_source, args, context) =>
    create(context, args.order as Loose, (args.options ?? {}) as Loose),
  orderUpdate: (_source, args, context) => update(context, args.input as Loose),
  orderCancel: (_source, args, context) => cancel(context, args as Loose),
  orderClose: (_source, args, context) => {
    const order = findOrder(context, (args.input as Loose).id as string);
    return order
      ? { order: closeOrder(context.world, context.shop, order), userErrors: [] }
      : fail("order", ["id"], "Order does not exist");
  },
  orderOpen: (_source, args, context) => {
    const order = findOrder(context, (args.input as Loose).id as string);
    return order
      ? { order: reopenOrder(context.world, context.shop, order), userErrors: [] }
      : fail("order", ["id"], "Order does not exist");
  },
  orderMarkAsPaid: (_source, args, context) => {
    const order = findOrder(context, (args.input as Loose).id as string);
    if (!order) return fail("order", ["id"], "Order does not exist");
    return answer(markAsPaid(context.world, context.shop, order), () => ({ order }), { order });
  },
  orderCapture: (_source, args, context) => {
    const input = args.input as Loose;
    const order = findOrder(context, input.id as string);
    if (!order) return fail("transaction", ["id"], "Order does not exist");
    const amount = toMinor(
      input.amount,
      (input.currency as string | null) ?? order.presentmentCurrency,
    );
    return answer(
      captureOrder(context.world, context.shop, order, input.parentTransactionId as string, amount),
      (transaction) => ({ transaction }),
      { transaction: null },
    );
  },
  orderCreateManualPayment: (_source, args, context) => {
    const order = findOrder(context, args.id as string);
    if (!order) return fail("order", ["id"], "Order does not exist", "ORDER_NOT_FOUND");
    const amountMinor = args.amount ? toMinor(args.amount, order.presentmentCurrency) : null;
    const gateway = (args.paymentMethodName ?? "manual") as string;
    const outcome = payManually(context.world, context.shop, order, { amountMinor, gateway });
    return answer(outcome, () => ({ order }), { order });
  },
  transactionVoid: (_source, args, context) =>
    answer(
      voidAuthorization(context.world, context.shop, args.parentTransactionId as string),
      (transaction) => ({ transaction }),
      { transaction: null },
    ),
  orderCustomerSet: (_source, args, context) =>
    setCustomer(context, args.orderId as string, args.customerId as string),
  orderCustomerRemove: (_source, args, context) =>
    setCustomer(context, args.orderId as string, null),
  orderInvoiceSend: (_source, args, context) => {
    const order = findOrder(context, args.id as string);
    return order
      ? { order, userErrors: [] }
      : fail("order", ["id"], "Order does not exist", "ORDER_INVOICE_SEND_UNSUCCESSFUL");
  },
  orderDelete: (_source, args, context) => {
    const order = findOrder(context, args.orderId as string);
    if (!order) return fail("deletedId", ["orderId"], "Order does not exist", "NOT_FOUND");
    deleteOrder(context.world, context.shop, order);
    return { deletedId: order.id, userErrors: [] };
  },
  orderEditBegin: (_source, args, context) => {
    const order = findOrder(context, args.id as string);
    if (!order) return fail("calculatedOrder", ["id"], "The order does not exist.");
    return answer(
      beginEdit(context.world, context.shop, order),
      (calculated) => ({
        calculatedOrder: calculatedView(context, calculated.id),
        orderEditSession: { id: calculated.id.replace("CalculatedOrder", "OrderEditSession") },
      }),
      { calculatedOrder: null },
    );
  },
  orderEditSetQuantity: (_source, args, context) =>
    editStep(context, args.id as string, {
      kind: "quantity",
      lineId: args.lineItemId as string,
      quantity: args.quantity as number,
    }),
  orderEditAddVariant: (_source, args, context) =>
    editStep(context, args.id as string, {
      kind: "variant",
      variantId: args.variantId as string,
      quantity: args.quantity as number,
    }),
  orderEditAddCustomItem: (_source, args, context) =>
    editStep(context, args.id as string, {
      kind: "custom",
      title: args.title as string,
      quantity: args.quantity as number,
      price: args.price as Loose,
    }),
  orderEditCommit: (_source, args, context) =>
    answer(
      commitEdit(context.world, context.shop, editId(args.id as string), {
        notifyCustomer: args.notifyCustomer === true,
        staffNote: (args.staffNote ?? null) as string | null,
      }),
      (order) => ({ order, successMessages: [] }),
      { order: null },
    ),

  refundCreate: (_source, args, context) => refund(context, args.input as Loose),

  tagsAdd: (_source, args, context) =>
    tag(context, args.id as string, args.tags as string[], "add"),
  tagsRemove: (_source, args, context) =>
    tag(context, args.id as string, args.tags as string[], "remove"),
  metafieldsSet: (_source, args, context) => {
    const rows = (args.metafields as Loose[]).map((row) => ({
      ...row,
      namespace: realNamespace(context, row.namespace as string | null),
    }));
    return answer(
      setMetafields(
        context.world,
        context.shop,
        rows as never,
        (id) => findNode(context, id) !== null,
      ),
      (metafields) => ({ metafields }),
      { metafields: null },
    );
  },
  metafieldsDelete: (_source, args, context) => {
    const rows = (args.metafields as Loose[]).map((row) => ({
      ...row,
      namespace: realNamespace(context, row.namespace as string | null),
    }));
    return {
      deletedMetafields: deleteMetafields(context.world, context.shop, rows as never),
      userErrors: [],
    };
  },
};

function setCustomer(context: Context, orderId: string, customerId: string | null) {
  const order = findOrder(context, orderId);
  if (!order) return fail("order", ["orderId"], "Order does not exist", "NOT_FOUND");
  if (customerId !== null && !context.shop.customers.has(customerId)) {
    return fail("order", ["customerId"], "Customer does not exist", "NOT_FOUND"); // guess: text
  }
  return {
    order: updateOrder(context.world, context.shop, order, { customerId }),
    userErrors: [],
  };
}

function tag(context: Context, id: string, tags: string[], change: "add" | "remove") {
  return answer(
    changeTags(context.world, context.shop, id, tags, change),
    () => ({ node: findNode(context, id) as Loose }),
    { node: null },
  );
}

function create(context: Context, input: Loose, options: Loose) {
  const errors = findCreateErrors(context, input);
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

function findCreateErrors(context: Context, input: Loose): Loose[] {
  const lines = (input.lineItems ?? []) as Loose[];
  const error = (field: string[], message: string, code = "INVALID") => ({ field, message, code });
  if (lines.length === 0)
    return [error(["order", "lineItems"], "Line items must have at least one line item")]; // guess: text
  for (const [at, line] of lines.entries()) {
    const field = ["order", "lineItems", String(at)];
    if (line.quantity < 1)
      return [error([...field, "quantity"], "Quantity must be greater than 0")]; // guess: text
    const isKnown = line.variantId && context.shop.variants.has(line.variantId as string);
    if (!isKnown && !line.title) return [error(field, "Line items must have a title or a variant")]; // guess: text
  }
  if (input.customerId && input.customer)
    return [error(["order"], "Only one of customerId and customer can be provided")]; // guess: text
  if (
    input.processedAt &&
    Date.parse(input.processedAt as string) > Date.now() + 86_400_000 * 36_500
  )
    return [error(["order", "processedAt"], "Processed at is invalid", "PROCESSED_AT_INVALID")];
  return [];
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

/** Refusals answer the order as it is (observed). */
function update(context: Context, input: Loose) {
  const order = findOrder(context, input.id as string);
  if (!order) return fail("order", ["id"], "Order does not exist");
  const errors = findUpdateErrors(input);
  if (errors.length > 0) return { order, userErrors: errors };
  const changes: OrderChanges = {};
  for (const name of ["note", "email", "phone", "poNumber"] as const) {
    if (input[name] !== undefined) changes[name] = input[name] as string | null;
  }
  if (input.tags !== undefined) changes.tags = sortTags((input.tags ?? []) as string[]);
  if (input.customAttributes !== undefined) {
    changes.customAttributes = (input.customAttributes ?? []) as { key: string; value: string }[];
  }
  if (input.shippingAddress) {
    const named = definedOnly(toAddress(input.shippingAddress), input.shippingAddress);
    changes.shippingAddress = emptyAddress({ ...order.shippingAddress, ...named });
  }
  for (const row of (input.metafields ?? []) as Loose[]) {
    const namespace = realNamespace(context, row.namespace as string | null);
    const rows = [{ ...row, ownerId: order.id, namespace }] as never;
    const outcome = setMetafields(context.world, context.shop, rows, () => true);
    if (!outcome.ok) return { order, userErrors: outcome.errors };
  }
  const fields = (input.localizedFields ?? input.localizationExtensions ?? []) as Loose[];
  setLocalizedFields(order, fields as { key: string; value: string }[]);
  return { order: updateOrder(context.world, context.shop, order, changes), userErrors: [] };
}

function findUpdateErrors(input: Loose): Loose[] {
  if (Object.keys(input as object).length <= 1) {
    return [{ field: null, message: "No valid update parameters have been provided" }];
  }
  if (input.phone && !/^\+?[\d\s().-]{7,20}$/.test(input.phone as string)) {
    return [{ field: ["phone"], message: "Phone is invalid" }];
  }
  if (input.email && !/^[^@\s]+@[^@\s]+\.[^@\s]+$/.test(input.email as string)) {
    return [{ field: ["email"], message: "Email is invalid" }]; // guess: text
  }
  return input.shippingAddress
    ? findAddressErrors(input.shippingAddress as Loose, ["shippingAddress"])
    : [];
}

/** Only what the input names; the rest of the old address stays. */
function definedOnly(address: Loose, input: Loose): Loose {
  const names = new Set(Object.keys(input as object));
  if (names.has("countryCode") || names.has("country"))
    ["country", "countryCode"].forEach((name) => names.add(name));
  if (names.has("provinceCode") || names.has("province"))
    ["province", "provinceCode"].forEach((name) => names.add(name));
  return Object.fromEntries(Object.entries(address as object).filter(([name]) => names.has(name)));
}

function cancel(context: Context, args: Loose) {
  const order = findOrder(context, args.orderId as string);
  if (isGiven(args.refund) && isGiven(args.refundMethod)) {
    return {
      job: null,
      orderCancelUserErrors: [
        {
          field: ["refund"],
          message: "Only one of the arguments `refund` or `refund_method` is allowed.",
          code: "INVALID",
        },
      ],
    };
  }
  if (!order)
    return {
      job: null,
      orderCancelUserErrors: [
        { field: ["orderId"], message: "Order does not exist", code: "NOT_FOUND" },
      ],
    };
  const method = args.refundMethod as Loose;
  const outcome = cancelOrder(context.world, context.shop, order, {
    reason: args.reason as NonNullable<Order["cancelReason"]>,
    restock: args.restock === true,
    refund: args.refund === true || method?.originalPaymentMethodsRefund === true,
    storeCredit: method?.storeCreditRefund
      ? { expiresAt: (method.storeCreditRefund.expiresAt ?? null) as string | null }
      : null,
    staffNote: (args.staffNote ?? null) as string | null,
  });
  return outcome.ok
    ? { job: { id: outcome.value.id, done: false, query: {} }, orderCancelUserErrors: [] }
    : { job: null, orderCancelUserErrors: outcome.errors };
}

function refund(context: Context, input: Loose) {
  const order = findOrder(context, input.orderId as string);
  if (!order)
    return {
      refund: null,
      order: null,
      userErrors: [{ field: ["orderId"], message: "Order does not exist" }],
    };
  const currency = order.presentmentCurrency;
  if (!input.currency && currency !== order.currency) {
    return {
      refund: null,
      order,
      userErrors: [
        {
          field: ["currency"],
          message: "Currency must be provided for orders in a presentment currency",
        },
      ],
    }; // guess: text
  }
  const outcome = createRefund(context.world, context.shop, order, {
    lines: (input.refundLineItems ?? []) as { lineItemId: string; quantity: number }[],
    shipping: input.shipping
      ? {
          amountMinor: !isGiven(input.shipping.amount)
            ? null
            : toMinor(input.shipping.amount, currency),
          fullRefund: input.shipping.fullRefund === true,
        }
      : null,
    transactions: ((input.transactions ?? []) as Loose[]).map((entry) => ({
      parentId: (entry.parentId ?? null) as string | null,
      amountMinor: toMinor(entry.amount, currency),
      kind: entry.kind as string,
      gateway: entry.gateway as string,
    })),
    storeCredit: ((input.refundMethods ?? []) as Loose[]).map((entry) => ({
      amountMinor: toMinor(entry.storeCreditRefund?.amount, currency),
      expiresAt: (entry.storeCreditRefund?.expiresAt ?? null) as string | null,
    })),
    note: (input.note ?? null) as string | null,
    processedAt: input.processedAt ? parseInstant(input.processedAt as string) : null,
    allowOverRefunding: input.allowOverRefunding === true,
    discrepancyReason: (input.discrepancyReason ?? null) as string | null,
  });
  return answer(outcome, (made) => ({ refund: made, order }), { refund: null, order });
}

/** Either the session's or the calculated order's id names an edit. */
const editId = (id: string) => id.replace("OrderEditSession", "CalculatedOrder");

function editStep(context: Context, id: string, step: Loose) {
  const outcome = changeEdit(context.world, context.shop, editId(id), step);
  return answer(
    outcome,
    (calculated) => ({
      calculatedOrder: calculatedView(context, calculated.id),
      calculatedLineItem: null,
    }),
    { calculatedOrder: null },
  );
}

function calculatedView(context: Context, id: string): Loose {
  const calculated = context.shop.calculatedOrders.get(id);
  const order = calculated ? context.shop.orders.get(calculated.orderId) : null;
  if (!calculated || !order) return null;
  const added = addBags(
    ...calculated.additions.map((line) => ({
      shop: line.unitPrice.shop * line.quantity,
      presentment: line.unitPrice.presentment * line.quantity,
    })),
  );
  const total = addBags(currentTotal(context.shop, order), added);
  return {
    id,
    originalOrder: order,
    totalPriceSet: moneyBag(order, total),
    committed: false,
    subtotalPriceSet: moneyBag(order, total),
    totalOutstandingSet: moneyBag(order, total),
  };
}
