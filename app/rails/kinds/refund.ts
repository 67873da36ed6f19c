/** Money back on an order, to the payment it came from or as store credit. Not for units of a return: see process-return. */
import { z } from "zod";
import {
  CreateRefundDocument,
  ListRefundNotesDocument,
} from "#app/shopify/generated/operations.ts";
import { defineShopifyKind } from "#app/rails/define-shopify-kind.ts";
import { readMarkedRefund } from "./read-marked-refund.ts";
import * as arg from "./args.ts";

export const refundArgs = z.strictObject({
  orderGid: arg.gid("Order"),
  /** the buyer's currency */
  currency: arg.currency,
  lines: z.array(
    z.strictObject({
      lineGid: arg.gid("LineItem"),
      quantity: arg.units,
      restockType: z.enum(["CANCEL", "NO_RESTOCK", "RETURN"]),
      locationGid: arg.gid("Location").nullable(),
    }),
  ),
  /** null = none of it */
  shippingMinor: arg.minor.nullable(),
  payments: z.array(
    z.strictObject({
      /** the sale or capture that is given back */
      transactionGid: arg.gid("OrderTransaction"),
      gateway: z.string(),
      amountMinor: arg.minor,
    }),
  ),
  storeCredit: z
    .strictObject({ amountMinor: arg.minor, expiresAt: z.iso.datetime().nullable() })
    .nullable(),
  /** for the merchant; never shown to the shopper */
  note: z.string(),
  notifyCustomer: arg.notifyCustomer,
  discrepancyReason: z.enum(["CUSTOMER", "DAMAGE", "OTHER", "RESTOCK"]).nullable(),
});
export type RefundArgs = z.output<typeof refundArgs>;

export const refund = defineShopifyKind({
  name: "refund",
  mutation: "refundCreate",
  args: refundArgs,
  ceiling: "refundable",
  moneyOf: (args) =>
    arg.sumMinor(
      [...args.payments, ...(args.storeCredit ? [args.storeCredit] : [])].map(
        ({ amountMinor }) => amountMinor,
      ),
      args.currency,
    ),
  document: CreateRefundDocument,
  variables: (args, { reference, idempotencyKey }) => ({
    idempotencyKey,
    input: {
      orderId: args.orderGid,
      currency: arg.moneyInput("0", args.currency).currencyCode,
      note: arg.markNote(args.note, reference),
      notify: args.notifyCustomer,
      allowOverRefunding: false,
      refundLineItems: args.lines.map(({ lineGid, quantity, restockType, locationGid }) => ({
        lineItemId: lineGid,
        quantity,
        restockType,
        ...(locationGid && { locationId: locationGid }),
      })),
      ...(args.shippingMinor && {
        shipping: { amount: arg.toDecimal(args.shippingMinor, args.currency) },
      }),
      transactions: args.payments.map(({ transactionGid, gateway, amountMinor }) => ({
        orderId: args.orderGid,
        parentId: transactionGid,
        gateway,
        kind: "REFUND" as const,
        amount: arg.toDecimal(amountMinor, args.currency),
      })),
      ...(args.storeCredit && {
        refundMethods: [storeCreditRefund(args.storeCredit, args.currency)],
      }),
      ...(args.discrepancyReason && { discrepancyReason: args.discrepancyReason }),
    },
  }),
  readAnswer: (data) => ({
    kind: "done",
    outcome: { refundGid: data.refundCreate?.refund?.id ?? null },
  }),
  lookDocument: ListRefundNotesDocument,
  lookVariables: ({ orderGid }) => ({ orderId: orderGid }),
  readBefore: null,
  recognise: ({ order }, { marks }) =>
    readMarkedRefund(order?.refunds ?? [], marks.reference, arg.LIST_LIMIT),
});

/** The same shape in `refundCreate` and `returnProcess`. */
export function storeCreditRefund(
  credit: { readonly amountMinor: string; readonly expiresAt: string | null },
  currency: string,
) {
  const { amountMinor, expiresAt } = credit;
  return {
    storeCreditRefund: {
      amount: arg.moneyInput(amountMinor, currency),
      ...(expiresAt && { expiresAt }),
    },
  };
}
