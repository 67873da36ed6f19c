/** Splits units off a fulfillment order. Recognised by a new fulfillment order beside the old one, with units divided as asked. */
import { z } from "zod";
import {
  GetShippingStateDocument,
  SplitFulfillmentOrderDocument,
} from "#app/shopify/generated/operations.ts";
import { defineShopifyKind } from "#app/rails/define-shopify-kind.ts";
import type { Sight } from "#app/rails/intent-kind.ts";
import { partArgs } from "./create-fulfillment.ts";
import {
  bagOfUnits,
  readShippingState,
  unitsOfParts,
  type PartOfOrder,
  type ShippingState,
} from "./read-shipping-state.ts";
import * as arg from "./args.ts";

export const splitArgs = z.strictObject({ orderGid: arg.gid("Order"), ...partArgs.shape });

export const splitFulfillmentOrder = defineShopifyKind({
  name: "split_fulfillment_order",
  mutation: "fulfillmentOrderSplit",
  args: splitArgs,
  ceiling: "none",
  moneyOf: () => null,
  document: SplitFulfillmentOrderDocument,
  variables: ({ fulfillmentOrderGid, lines }) => ({
    fulfillmentOrderSplits: [
      {
        fulfillmentOrderId: fulfillmentOrderGid,
        fulfillmentOrderLineItems: lines.map(({ gid, quantity }) => ({ id: gid, quantity })),
      },
    ],
  }),
  readAnswer: (data) => {
    const [split] = data.fulfillmentOrderSplit?.fulfillmentOrderSplits ?? [];
    return {
      kind: "done",
      outcome: {
        splitGid: split?.fulfillmentOrder.id ?? null,
        remainingGid: split?.remainingFulfillmentOrder?.id ?? null,
      },
    };
  },
  lookDocument: GetShippingStateDocument,
  lookVariables: ({ orderGid }) => ({ orderId: orderGid }),
  readBefore: (seen) => readShippingState(seen),
  recognise: (seen, { args, before }): Sight =>
    before
      ? recogniseSplit(before, readShippingState(seen), args)
      : { kind: "unsure", why: "It is not known how the units were divided before." },
});

function recogniseSplit(before: ShippingState, now: ShippingState, part: PartOfOrder): Sight {
  const find = (state: ShippingState) =>
    state.fulfillmentOrders.find(({ gid }) => gid === part.fulfillmentOrderGid);
  const whole = bagOfUnits(find(before)?.lines ?? []);
  const kept = bagOfUnits(find(now)?.lines ?? []);
  if (arg.isSameBag(whole, kept)) return { kind: "nothing" };
  const splitOff = unitsOfParts(before, [part]);
  const rest = [
    ...(find(before)?.lines ?? []),
    ...splitOff.map(({ lineGid, quantity }) => ({ lineGid, quantity: -quantity })),
  ];
  const halves = [bagOfUnits(splitOff), bagOfUnits(rest)];
  // Which half keeps the old id is Shopify's choice.
  const other = halves.find((half) => !arg.isSameBag(half, kept));
  const known = new Set(before.fulfillmentOrders.map(({ gid }) => gid));
  const made = now.fulfillmentOrders.find(
    ({ gid, lines }) =>
      !known.has(gid) && other !== undefined && arg.isSameBag(bagOfUnits(lines), other),
  );
  if (made && halves.some((half) => arg.isSameBag(half, kept)))
    return { kind: "effect", outcome: { splitGid: made.gid } };
  return { kind: "unsure", why: "The fulfillment order was divided another way meanwhile." };
}
