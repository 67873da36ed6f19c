/**
 * Cancels an order for good. Shopify answers with a job and does the work later: `cancelledAt` proves it, the mark in the
 * staff note that it is ours. Cancelled by somebody else, nobody knows whether the money went back as we wanted.
 */
import { z } from "zod";
import { CancelOrderDocument, GetCancellationDocument } from "#app/shopify/generated/operations.ts";
import { defineShopifyKind } from "#app/rails/define-shopify-kind.ts";
import type { Sight } from "#app/rails/intent-kind.ts";
import * as arg from "./args.ts";

// Source: https://shopify.dev/docs/api/admin-graphql/2026-07/mutations/orderCancel
const STAFF_NOTE_MAX = 255;
const NO_JOB = "gid://shopify/Job/0";

export const cancelOrderArgs = z.strictObject({
  orderGid: arg.gid("Order"),
  reason: z.enum(["CUSTOMER", "DECLINED", "FRAUD", "INVENTORY", "OTHER", "STAFF"]),
  restock: z.boolean(),
  /** what Shopify will give back: all that is left; null = nothing is given back */
  refund: z.strictObject({ amountMinor: arg.minor, currency: arg.currency }).nullable(),
  staffNote: z.string(),
  notifyCustomer: arg.notifyCustomer,
});

export const cancelOrder = defineShopifyKind({
  name: "cancel_order",
  mutation: "orderCancel",
  args: cancelOrderArgs,
  ceiling: "refundable",
  moneyOf: ({ refund }) => refund && arg.sumMinor([refund.amountMinor], refund.currency),
  document: CancelOrderDocument,
  variables: (args, { reference }) => ({
    orderId: args.orderGid,
    reason: args.reason,
    restock: args.restock,
    // Never store credit: what was paid goes back the way it came.
    refundMethod: { originalPaymentMethodsRefund: args.refund !== null },
    notifyCustomer: args.notifyCustomer,
    staffNote: arg.markNote(args.staffNote, reference, STAFF_NOTE_MAX),
  }),
  readAnswer: (data) => ({
    kind: "accepted",
    outcome: { jobGid: data.orderCancel?.job?.id ?? null },
  }),
  lookDocument: GetCancellationDocument,
  lookVariables: ({ orderGid }, _marks, outcome) => {
    const jobGid = outcome?.["jobGid"];
    const hasJob = typeof jobGid === "string";
    return { orderId: orderGid, jobId: hasJob ? jobGid : NO_JOB, hasJob };
  },
  readBefore: null,
  recognise: ({ order, job }, { args, marks }): Sight => {
    if (order?.cancelledAt) {
      const staffNote = order.cancellation?.staffNote ?? null;
      const isOurs = staffNote === null || arg.bearsMark(staffNote, marks.reference);
      if (!isOurs && args.refund)
        return { kind: "unsure", why: "Somebody else cancelled the order; check its refund." };
      return { kind: "effect", outcome: { cancelledAt: order.cancelledAt } };
    }
    return job && !job.done ? { kind: "pending" } : { kind: "nothing" };
  },
});
