/** Mutations of orders, refunds, tags and metafields. */
import type { Order } from "#sandbox/store/types.ts";
import { parseInstant } from "#sandbox/store/clock.ts";
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
} from "#sandbox/domain/order-changes.ts";
import { createRefund } from "#sandbox/domain/refunds.ts";
import { changeTags } from "#sandbox/domain/tags.ts";
import { setMetafields, deleteMetafields } from "#sandbox/domain/metafields.ts";
import type { Context, Loose, TypeResolvers } from "#sandbox/graphql/context.ts";
import { findNode, findOrder } from "#sandbox/graphql/find-node.ts";
import { answer, fail } from "./answer.ts";
import { toMinor } from "./inputs.ts";
import { realNamespace } from "./metafields.ts";
import { isGiven } from "#sandbox/domain/is-given.ts";
import { create } from "./order-create.ts";
import { update } from "./order-update.ts";

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
