/** A return that the shopper asks for and the merchant still has to approve. Tells nobody: Shopify has no such flag here. */
import { z } from "zod";
import {
  ListNewestReturnsDocument,
  RequestReturnDocument,
} from "#app/shopify/generated/operations.ts";
import { defineShopifyKind } from "#app/rails/define-shopify-kind.ts";
import { listReturnGids, readNewReturn } from "./read-new-return.ts";
import * as arg from "./args.ts";

export const requestReturnArgs = z.strictObject({
  orderGid: arg.gid("Order"),
  lines: z
    .array(
      z.strictObject({
        fulfillmentLineGid: arg.gid("FulfillmentLineItem"),
        quantity: arg.units,
        reasonGid: arg.gid("ReturnReasonDefinition"),
        /** the shopper's own words; Shopify takes 300 characters */
        customerNote: z.string().max(300),
        /** 10 = 10 %; null = no fee */
        restockingFeePercent: z.number().min(0).max(100).nullable(),
      }),
    )
    .min(1),
  returnShippingFee: z.strictObject({ amountMinor: arg.minor, currency: arg.currency }).nullable(),
});

export const requestReturn = defineShopifyKind({
  name: "request_return",
  mutation: "returnRequest",
  args: requestReturnArgs,
  ceiling: "none",
  moneyOf: () => null,
  document: RequestReturnDocument,
  variables: ({ orderGid, lines, returnShippingFee }) => ({
    input: {
      orderId: orderGid,
      returnLineItems: lines.map((line) => ({
        fulfillmentLineItemId: line.fulfillmentLineGid,
        quantity: line.quantity,
        returnReasonDefinitionId: line.reasonGid,
        ...(line.customerNote !== "" && { customerNote: line.customerNote }),
        ...(line.restockingFeePercent !== null && {
          restockingFee: { percentage: line.restockingFeePercent },
        }),
      })),
      ...(returnShippingFee && {
        returnShippingFee: {
          amount: arg.moneyInput(returnShippingFee.amountMinor, returnShippingFee.currency),
        },
      }),
    },
  }),
  readAnswer: (data) => ({
    kind: "done",
    outcome: { returnGid: data.returnRequest?.return?.id ?? null },
  }),
  lookDocument: ListNewestReturnsDocument,
  lookVariables: ({ orderGid }) => ({ orderId: orderGid }),
  readBefore: (seen) => listReturnGids(seen),
  recognise: (seen, { args, before }) =>
    readNewReturn(seen, { lines: args.lines, exchangeLines: [] }, before),
});
