/** Mutations of returns and reverse logistics. */
import type { Return } from "#sandbox/store/types.ts";
import * as returns from "#sandbox/domain/returns.ts";
import { processReturn } from "#sandbox/domain/process-return.ts";
import {
  createReverseDelivery,
  disposeItems,
  updateReverseDelivery,
  type DispositionDraft,
} from "#sandbox/domain/reverse-logistics.ts";
import { bagOf } from "#sandbox/domain/money.ts";
import type { Context, Loose, TypeResolvers } from "#sandbox/graphql/context.ts";
import { findOrder } from "#sandbox/graphql/find-node.ts";
import { toMinor } from "./inputs.ts";
import { answer } from "./answer.ts";
import { isGiven } from "#sandbox/domain/is-given.ts";

const missing = (field: string[], message = "Return not found.") => ({
  return: null,
  userErrors: [{ field, message, code: "NOT_FOUND" }],
});

function withReturn(
  context: Context,
  id: unknown,
  field: string[],
  run: (entry: Return) => Loose,
): Loose {
  const entry = context.shop.returns.get(id as string);
  return entry ? run(entry) : missing(field);
}

const give = (entry: Return) => ({ return: entry });
const NONE = { return: null };
const text = (value: unknown) => (value ?? null) as string | null;

export const RETURN_MUTATIONS: TypeResolvers = {
  returnCreate: (_source, args, context) =>
    create(context, args.returnInput as Loose, "create", "returnInput"),
  returnRequest: (_source, args, context) =>
    create(context, args.input as Loose, "request", "input"),
  returnApproveRequest: (_source, args, context) =>
    withReturn(context, (args.input as Loose).id, ["input", "id"], (entry) =>
      answer(returns.approveReturn(context.world, context.shop, entry), give, NONE),
    ),
  returnDeclineRequest: (_source, args, context) => {
    const input = args.input as Loose;
    return withReturn(context, input.id, ["input", "id"], (entry) =>
      answer(
        returns.declineReturn(context.world, context.shop, entry, {
          reason: input.declineReason as string,
          note: text(input.declineNote),
        }),
        give,
        NONE,
      ),
    );
  },
  returnCancel: (_source, args, context) =>
    withReturn(context, args.id, ["id"], (entry) =>
      answer(returns.cancelReturn(context.world, context.shop, entry), give, NONE),
    ),
  returnClose: (_source, args, context) =>
    withReturn(context, args.id, ["id"], (entry) =>
      answer(returns.closeReturn(context.world, context.shop, entry), give, NONE),
    ),
  returnReopen: (_source, args, context) =>
    withReturn(context, args.id, ["id"], (entry) =>
      answer(returns.reopenReturn(context.world, context.shop, entry), give, NONE),
    ),
  removeFromReturn: (_source, args, context) =>
    withReturn(context, args.returnId, ["returnId"], (entry) =>
      answer(
        returns.removeFromReturn(context.world, context.shop, entry, {
          lines: (args.returnLineItems ?? []) as returns.RemoveDraft["lines"],
          exchangeLines: (args.exchangeLineItems ?? []) as returns.RemoveDraft["exchangeLines"],
        }),
        give,
        NONE,
      ),
    ),
  returnLineItemRemoveFromReturn: (_source, args, context) =>
    withReturn(context, args.returnId, ["returnId"], (entry) =>
      answer(
        returns.removeFromReturn(context.world, context.shop, entry, {
          lines: (args.returnLineItems ?? []) as returns.RemoveDraft["lines"],
          exchangeLines: [],
        }),
        give,
        NONE,
      ),
    ),
  returnProcess: (_source, args, context) => process(context, args.input as Loose),
  returnRefund: (_source, args, context) => legacyRefund(context, args.returnRefundInput as Loose),

  reverseDeliveryCreateWithShipping: (_source, args, context) => {
    const reverse = context.shop.reverseFulfillmentOrders.get(
      args.reverseFulfillmentOrderId as string,
    );
    if (!reverse)
      return {
        reverseDelivery: null,
        userErrors: [
          {
            field: ["reverseFulfillmentOrderId"],
            message: "Reverse fulfillment order not found.",
            code: "NOT_FOUND",
          },
        ],
      };
    return answer(
      createReverseDelivery(context.world, context.shop, reverse, {
        lines: (args.reverseDeliveryLineItems as Loose[]).map((line) => ({
          reverseLineId: line.reverseFulfillmentOrderLineItemId as string,
          quantity: line.quantity as number,
        })),
        labelUrl: text((args.labelInput as Loose)?.fileUrl),
        tracking: (args.trackingInput ?? null) as Loose,
      }),
      (reverseDelivery) => ({ reverseDelivery }),
      { reverseDelivery: null },
    );
  },
  reverseDeliveryShippingUpdate: (_source, args, context) => {
    const delivery = context.shop.reverseDeliveries.get(args.reverseDeliveryId as string);
    if (!delivery)
      return {
        reverseDelivery: null,
        userErrors: [
          {
            field: ["reverseDeliveryId"],
            message: "Reverse delivery not found.",
            code: "NOT_FOUND",
          },
        ],
      };
    const reverseDelivery = updateReverseDelivery(context.world, context.shop, delivery, {
      labelUrl: text((args.labelInput as Loose)?.fileUrl),
      tracking: (args.trackingInput ?? null) as Loose,
    });
    return { reverseDelivery, userErrors: [] };
  },
  reverseFulfillmentOrderDispose: (_source, args, context) =>
    answer(
      disposeItems(
        context.world,
        context.shop,
        (args.dispositionInputs as Loose[]).map(toDisposition),
      ),
      (reverseFulfillmentOrderLineItems) => ({ reverseFulfillmentOrderLineItems }),
      { reverseFulfillmentOrderLineItems: null },
    ),
};

const toDisposition = (input: Loose): DispositionDraft => ({
  reverseLineId: input.reverseFulfillmentOrderLineItemId as string,
  quantity: input.quantity as number,
  type: input.dispositionType as DispositionDraft["type"],
  locationId: text(input.locationId),
});

function create(context: Context, input: Loose, mode: "create" | "request", root: string) {
  const order = findOrder(context, input.orderId as string);
  if (!order) return missing([root, "orderId"], "Order not found.");
  const fee = input.returnShippingFee?.amount;
  const outcome = returns.createReturn(context.world, context.shop, order, {
    mode,
    lines: (input.returnLineItems as Loose[]).map((line) => ({
      fulfillmentLineItemId: line.fulfillmentLineItemId as string,
      quantity: line.quantity as number,
      reasonDefinitionId: text(line.returnReasonDefinitionId),
      reason: text(line.returnReason),
      reasonNote: text(line.returnReasonNote),
      customerNote: text(line.customerNote),
      restockingPercentage: line.restockingFee ? Number(line.restockingFee.percentage) : null,
    })),
    exchangeLines: ((input.exchangeLineItems ?? []) as Loose[]).map((line) => ({
      variantId: text(line.variantId),
      quantity: line.quantity as number,
      discount: toDiscount(line.appliedDiscount, order),
    })),
    shippingFee: fee ? bagOf(order, toMinor(fee, order.presentmentCurrency)) : null,
  });
  return answer(outcome, give, NONE);
}

function toDiscount(input: Loose, order: { currency: string; presentmentCurrency: string }) {
  if (!input) return null;
  const description = text(input.description);
  if (isGiven(input.value?.percentage))
    return { description, percentage: Number(input.value.percentage) };
  return {
    description,
    amount: bagOf(order, toMinor(input.value?.amount, order.presentmentCurrency)),
  };
}

function process(context: Context, input: Loose) {
  return withReturn(context, input.returnId, ["input", "returnId"], (entry) => {
    const currency = returns.orderOfReturn(context.shop, entry).presentmentCurrency;
    const refund = input.financialTransfer?.issueRefund;
    const shipping = input.refundShipping;
    const outcome = processReturn(context.world, context.shop, entry, {
      lines: ((input.returnLineItems ?? []) as Loose[]).map((line) => ({
        id: line.id as string,
        quantity: line.quantity as number,
        dispositions: ((line.dispositions ?? []) as Loose[]).map(toDisposition),
      })),
      exchangeLines: (input.exchangeLineItems ?? []) as { id: string; quantity: number }[],
      refund: refund
        ? {
            transactions: ((refund.orderTransactions ?? []) as Loose[]).map((item) => ({
              parentId: item.parentId as string,
              amountMinor: toMinor(item.transactionAmount, currency),
            })),
            storeCredit: ((refund.refundMethods ?? []) as Loose[]).map((item) => ({
              amountMinor: toMinor(item.storeCreditRefund?.amount, currency),
              expiresAt: text(item.storeCreditRefund?.expiresAt),
            })),
            allowOverRefunding: refund.allowOverRefunding === true,
          }
        : null,
      shipping: shipping
        ? {
            fullRefund: shipping.fullRefund === true,
            amountMinor: shipping.shippingRefundAmount
              ? toMinor(shipping.shippingRefundAmount, currency)
              : null,
          }
        : null,
      note: text(input.note),
    });
    return answer(outcome, give, NONE);
  });
}

/** The deprecated way: lines are processed and refunded in one. */
function legacyRefund(context: Context, input: Loose) {
  const entry = context.shop.returns.get(input.returnId as string);
  if (!entry)
    return {
      refund: null,
      userErrors: [
        {
          field: ["returnRefundInput", "returnId"],
          message: "Return not found.",
          code: "NOT_FOUND",
        },
      ],
    };
  const currency = returns.orderOfReturn(context.shop, entry).presentmentCurrency;
  const before = entry.refundIds.length;
  const outcome = processReturn(context.world, context.shop, entry, {
    lines: (input.returnRefundLineItems as Loose[]).map((line) => ({
      id: line.returnLineItemId as string,
      quantity: line.quantity as number,
      dispositions: [],
    })),
    exchangeLines: [],
    refund: {
      transactions: ((input.orderTransactions ?? []) as Loose[]).map((item) => ({
        parentId: item.parentId as string,
        amountMinor: toMinor(item.transactionAmount, currency),
      })),
      storeCredit: [],
      allowOverRefunding: false,
    },
    shipping: input.refundShipping
      ? {
          fullRefund: input.refundShipping.fullRefund === true,
          amountMinor: input.refundShipping.shippingRefundAmount
            ? toMinor(input.refundShipping.shippingRefundAmount, currency)
            : null,
        }
      : null,
    note: null,
  });
  return answer(
    outcome,
    (made) => ({ refund: context.shop.refunds.get(made.refundIds[before] ?? "") ?? null }),
    { refund: null },
  );
}
