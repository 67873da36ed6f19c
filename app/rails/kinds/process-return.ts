/**
 * Marks units of a return as processed, with their money. No key: recognised by the note of its refund, and where no
 * money moves by the processed quantities, which only grow.
 */
import { z } from "zod";
import {
  GetReturnProgressDocument,
  ProcessReturnDocument,
} from "#app/shopify/generated/operations.ts";
import { defineShopifyKind } from "#app/rails/define-shopify-kind.ts";
import type { Sight } from "#app/rails/intent-kind.ts";
import { readMarkedRefund } from "./read-marked-refund.ts";
import { storeCreditRefund } from "./refund.ts";
import * as arg from "./args.ts";

const REFUND_LIMIT = 50;

const disposition = z.strictObject({
  reverseFulfillmentOrderLineGid: arg.gid("ReverseFulfillmentOrderLineItem"),
  quantity: arg.units,
  type: z.enum(["MISSING", "NOT_RESTOCKED", "PROCESSING_REQUIRED", "RESTOCKED"]),
  locationGid: arg.gid("Location").nullable(),
});

const processed = (type: string) => z.strictObject({ gid: arg.gid(type), quantity: arg.units });

export const processReturnArgs = z.strictObject({
  returnGid: arg.gid("Return"),
  currency: arg.currency,
  lines: z.array(
    z.strictObject({
      gid: arg.gid("ReturnLineItem"),
      quantity: arg.units,
      dispositions: z.array(disposition),
    }),
  ),
  exchangeLines: z.array(processed("ExchangeLineItem")),
  /** null = no money moves */
  refund: z
    .strictObject({
      payments: z.array(
        z.strictObject({ transactionGid: arg.gid("OrderTransaction"), amountMinor: arg.minor }),
      ),
      storeCredit: z
        .strictObject({ amountMinor: arg.minor, expiresAt: z.iso.datetime().nullable() })
        .nullable(),
    })
    .nullable(),
  shippingMinor: arg.minor.nullable(),
  note: z.string(),
  notifyCustomer: arg.notifyCustomer,
});
export type ProcessReturnArgs = z.output<typeof processReturnArgs>;

type Progress = { readonly [lineGid: string]: number };
type Progressed = { readonly id: string; readonly processedQuantity: number };

export const processReturn = defineShopifyKind({
  name: "process_return",
  mutation: "returnProcess",
  args: processReturnArgs,
  ceiling: "refundable",
  moneyOf: ({ refund, currency }) =>
    refund &&
    arg.sumMinor(
      [...refund.payments, ...(refund.storeCredit ? [refund.storeCredit] : [])].map(
        ({ amountMinor }) => amountMinor,
      ),
      currency,
    ),
  document: ProcessReturnDocument,
  variables: (args, { reference }) => ({
    input: {
      returnId: args.returnGid,
      note: arg.markNote(args.note, reference),
      notifyCustomer: args.notifyCustomer,
      returnLineItems: args.lines.map(({ gid, quantity, dispositions }) => ({
        id: gid,
        quantity,
        dispositions: dispositions.map((one) => ({
          reverseFulfillmentOrderLineItemId: one.reverseFulfillmentOrderLineGid,
          quantity: one.quantity,
          dispositionType: one.type,
          ...(one.locationGid && { locationId: one.locationGid }),
        })),
      })),
      exchangeLineItems: args.exchangeLines.map(({ gid, quantity }) => ({ id: gid, quantity })),
      ...(args.shippingMinor && {
        refundShipping: {
          fullRefund: false,
          shippingRefundAmount: arg.moneyInput(args.shippingMinor, args.currency),
        },
      }),
      ...(args.refund && {
        financialTransfer: { issueRefund: toRefund(args.refund, args.currency) },
      }),
    },
  }),
  readAnswer: (data, _args, { reference }) => {
    const refunds = data.returnProcess?.return?.refunds.nodes ?? [];
    const sight = readMarkedRefund(refunds, reference, REFUND_LIMIT);
    return { kind: "done", outcome: sight.kind === "effect" ? sight.outcome : { refundGid: null } };
  },
  lookDocument: GetReturnProgressDocument,
  lookVariables: ({ returnGid }) => ({ id: returnGid }),
  readBefore: (seen): Progress => readProgress(seen),
  recognise: (seen, { args, marks, before }): Sight => {
    const refunds = seen.return?.refunds.nodes ?? [];
    const sight = readMarkedRefund(refunds, marks.reference, REFUND_LIMIT);
    if (sight.kind !== "nothing") return sight;
    const growth = assessGrowth(args, before ?? {}, readProgress(seen));
    if (growth === "none") return { kind: "nothing" };
    if (growth === "all" && !args.refund) return { kind: "effect", outcome: { refundGid: null } };
    return {
      kind: "unsure",
      why: "Units of the return were processed meanwhile, without a refund that bears our mark.",
    };
  },
});

function toRefund(refund: NonNullable<ProcessReturnArgs["refund"]>, currency: string) {
  return {
    allowOverRefunding: false,
    // Required even for pure store credit.
    orderTransactions: refund.payments.map(({ transactionGid, amountMinor }) => ({
      parentId: transactionGid,
      transactionAmount: arg.moneyInput(amountMinor, currency),
    })),
    ...(refund.storeCredit && { refundMethods: [storeCreditRefund(refund.storeCredit, currency)] }),
  };
}

function readProgress(seen: {
  readonly return: {
    readonly returnLineItems: { readonly nodes: readonly Progressed[] };
    readonly exchangeLineItems: { readonly nodes: readonly Progressed[] };
  } | null;
}): Progress {
  const nodes = [
    ...(seen.return?.returnLineItems.nodes ?? []),
    ...(seen.return?.exchangeLineItems.nodes ?? []),
  ];
  return Object.fromEntries(nodes.map(({ id, processedQuantity }) => [id, processedQuantity]));
}

/** How far the processed quantities have grown, measured by what this intent would add. */
function assessGrowth(
  { lines, exchangeLines }: Pick<ProcessReturnArgs, "lines" | "exchangeLines">,
  before: Progress,
  now: Progress,
): "none" | "some" | "all" {
  const wanted = [...lines, ...exchangeLines];
  const grown = wanted.map(({ gid }) => (now[gid] ?? 0) - (before[gid] ?? 0));
  if (grown.every((growth) => growth === 0)) return "none";
  return wanted.every(({ quantity }, at) => grown[at] === quantity) ? "all" : "some";
}
