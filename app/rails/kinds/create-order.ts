/** A new order at no charge, such as a replacement. Recognised by its source identifier, which is our mark. */
import { z } from "zod";
import {
  CreateOrderDocument,
  ListOrdersOfSourceDocument,
  type CountryCode,
} from "#app/shopify/generated/operations.ts";
import { defineShopifyKind } from "#app/rails/define-shopify-kind.ts";
import type { Sight } from "#app/rails/intent-kind.ts";
import * as arg from "./args.ts";

const address = z.strictObject({
  firstName: z.string().nullable(),
  lastName: z.string().nullable(),
  company: z.string().nullable(),
  address1: z.string().nullable(),
  address2: z.string().nullable(),
  city: z.string().nullable(),
  provinceCode: z.string().nullable(),
  zip: z.string().nullable(),
  countryCode: z.string().regex(/^[A-Z]{2}$/),
  phone: z.string().nullable(),
});

export const createOrderArgs = z.strictObject({
  /** the order that this one makes good; null = none */
  forOrderGid: arg.gid("Order").nullable(),
  customerGid: arg.gid("Customer").nullable(),
  email: z.string().nullable(),
  /** the buyer's currency */
  currency: arg.currency,
  lines: z
    .array(z.strictObject({ variantGid: arg.gid("ProductVariant"), quantity: arg.units }))
    .min(1),
  shippingAddress: address.nullable(),
  note: z.string(),
  tags: z.array(z.string()),
  /** takes the units from stock, if need be below zero */
  takesStock: z.boolean(),
  /** Shopify's own order confirmation to the shopper */
  sendReceipt: z.boolean(),
});

export const createOrder = defineShopifyKind({
  name: "create_order",
  mutation: "orderCreate",
  args: createOrderArgs,
  ceiling: "none",
  moneyOf: () => null,
  document: CreateOrderDocument,
  variables: (args, { reference }) => ({
    order: {
      currency: arg.moneyInput("0", args.currency).currencyCode,
      sourceIdentifier: reference,
      note: arg.markNote(args.note, reference),
      tags: [...args.tags],
      financialStatus: "PAID" as const,
      ...(args.customerGid && { customer: { toAssociate: { id: args.customerGid } } }),
      ...(args.email !== null && { email: args.email }),
      ...(args.shippingAddress && {
        shippingAddress: {
          ...args.shippingAddress,
          // Any ISO code: the union of the generated type is closed, Shopify's list is not.
          countryCode: args.shippingAddress.countryCode as CountryCode,
        },
      }),
      lineItems: args.lines.map(({ variantGid, quantity }) => ({
        variantId: variantGid,
        quantity,
        // Nothing is charged: what it is worth was paid with the first order.
        priceSet: { shopMoney: arg.moneyInput("0", args.currency) },
      })),
    },
    options: {
      inventoryBehaviour: args.takesStock
        ? ("DECREMENT_IGNORING_POLICY" as const)
        : ("BYPASS" as const),
      sendReceipt: args.sendReceipt,
      sendFulfillmentReceipt: false,
    },
  }),
  readAnswer: (data) => ({
    kind: "done",
    outcome: { createdOrderGid: data.orderCreate?.order?.id ?? null },
  }),
  lookDocument: ListOrdersOfSourceDocument,
  lookVariables: (_args, { reference }) => ({ query: `source_identifier:'${reference}'` }),
  readBefore: null,
  recognise: ({ orders }, { marks }): Sight => {
    const ours = orders.nodes.find(({ sourceIdentifier }) => sourceIdentifier === marks.reference);
    return ours ? { kind: "effect", outcome: { createdOrderGid: ours.id } } : { kind: "nothing" };
  },
});
