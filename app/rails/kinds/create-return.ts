/** A return that the merchant opens at once, with its exchange. Shopify ignores its notifyCustomer: we tell the shopper. */
import { z } from "zod";
import {
  CreateReturnDocument,
  ListNewestReturnsDocument,
} from "#app/shopify/generated/operations.ts";
import { defineShopifyKind } from "#app/rails/define-shopify-kind.ts";
import { listReturnGids, readNewReturn } from "./read-new-return.ts";
import * as arg from "./args.ts";

export const createReturnArgs = z.strictObject({
  orderGid: arg.gid("Order"),
  lines: z
    .array(
      z.strictObject({
        fulfillmentLineGid: arg.gid("FulfillmentLineItem"),
        quantity: arg.units,
        reasonGid: arg.gid("ReturnReasonDefinition"),
        /** required by Shopify for the reason "other"; 255 characters */
        reasonNote: z.string().max(255),
        restockingFeePercent: z.number().min(0).max(100).nullable(),
      }),
    )
    .min(1),
  exchangeLines: z.array(
    z.strictObject({ variantGid: arg.gid("ProductVariant"), quantity: arg.units }),
  ),
  returnShippingFee: z.strictObject({ amountMinor: arg.minor, currency: arg.currency }).nullable(),
});

export const createReturn = defineShopifyKind({
  name: "create_return",
  mutation: "returnCreate",
  args: createReturnArgs,
  ceiling: "none",
  moneyOf: () => null,
  document: CreateReturnDocument,
  variables: ({ orderGid, lines, exchangeLines, returnShippingFee }) => ({
    returnInput: {
      orderId: orderGid,
      returnLineItems: lines.map((line) => ({
        fulfillmentLineItemId: line.fulfillmentLineGid,
        quantity: line.quantity,
        returnReasonDefinitionId: line.reasonGid,
        returnReasonNote: line.reasonNote,
        ...(line.restockingFeePercent !== null && {
          restockingFee: { percentage: line.restockingFeePercent },
        }),
      })),
      ...(exchangeLines.length > 0 && {
        exchangeLineItems: exchangeLines.map(({ variantGid, quantity }) => ({
          variantId: variantGid,
          quantity,
        })),
      }),
      ...(returnShippingFee && {
        returnShippingFee: {
          amount: arg.moneyInput(returnShippingFee.amountMinor, returnShippingFee.currency),
        },
      }),
    },
  }),
  readAnswer: (data) => ({
    kind: "done",
    outcome: { returnGid: data.returnCreate?.return?.id ?? null },
  }),
  lookDocument: ListNewestReturnsDocument,
  lookVariables: ({ orderGid }) => ({ orderId: orderGid }),
  readBefore: (seen) => listReturnGids(seen),
  recognise: (seen, { args, before }) => readNewReturn(seen, args, before),
});
