/** Holds a fulfillment order, or some of its units, under a handle that is our mark; and lifts holds by their ids. */
import { z } from "zod";
import {
  GetShippingStateDocument,
  HoldFulfillmentOrderDocument,
  ReleaseFulfillmentOrderHoldsDocument,
} from "#app/shopify/generated/operations.ts";
import { defineShopifyKind } from "#app/rails/define-shopify-kind.ts";
import type { Sight } from "#app/rails/intent-kind.ts";
import { readShippingState } from "./read-shipping-state.ts";
import * as arg from "./args.ts";

const HOLD_REASONS = [
  "AWAITING_PAYMENT",
  "AWAITING_RETURN_ITEMS",
  "HIGH_RISK_OF_FRAUD",
  "INCORRECT_ADDRESS",
  "INVENTORY_OUT_OF_STOCK",
  "OTHER",
  "UNKNOWN_DELIVERY_DATE",
] as const;

// Whoever meets the hold may not know us, or no longer have us.
const HOW_TO_LIFT =
  "Held by Aftercare. To lift it without Aftercare: open the order in Shopify and choose Release hold beside these items.";

export const holdArgs = z.strictObject({
  orderGid: arg.gid("Order"),
  fulfillmentOrderGid: arg.gid("FulfillmentOrder"),
  reason: z.enum(HOLD_REASONS),
  /** why; how to lift it without us is added to every note */
  reasonNotes: z.string(),
  notifyMerchant: z.boolean(),
  /** empty = all of it */
  lines: z.array(z.strictObject({ gid: arg.gid("FulfillmentOrderLineItem"), quantity: arg.units })),
});

export const holdFulfillmentOrder = defineShopifyKind({
  name: "hold_fulfillment_order",
  mutation: "fulfillmentOrderHold",
  args: holdArgs,
  ceiling: "none",
  moneyOf: () => null,
  document: HoldFulfillmentOrderDocument,
  variables: (args, { reference }) => ({
    id: args.fulfillmentOrderGid,
    fulfillmentHold: {
      reason: args.reason,
      reasonNotes: `${args.reasonNotes.trim()} ${HOW_TO_LIFT}`.trim(),
      handle: reference,
      notifyMerchant: args.notifyMerchant,
      fulfillmentOrderLineItems: args.lines.map(({ gid, quantity }) => ({ id: gid, quantity })),
    },
  }),
  readAnswer: (data) => ({
    kind: "done",
    outcome: { holdGid: data.fulfillmentOrderHold?.fulfillmentHold?.id ?? null },
  }),
  lookDocument: GetShippingStateDocument,
  // The whole order: a hold of some units makes a new fulfillment order.
  lookVariables: ({ orderGid }) => ({ orderId: orderGid }),
  readBefore: null,
  recognise: (seen, { marks }): Sight => {
    const holds = readShippingState(seen).fulfillmentOrders.flatMap((entry) => entry.holds);
    const ours = holds.find(({ handle }) => handle === marks.reference);
    return ours ? { kind: "effect", outcome: { holdGid: ours.gid } } : { kind: "nothing" };
  },
});

export const releaseArgs = z.strictObject({
  orderGid: arg.gid("Order"),
  fulfillmentOrderGid: arg.gid("FulfillmentOrder"),
  /** never empty: without ids Shopify lifts every hold of every app */
  holdGids: z.array(arg.gid("FulfillmentHold")).min(1),
});

export const releaseHolds = defineShopifyKind({
  name: "release_holds",
  mutation: "fulfillmentOrderReleaseHold",
  args: releaseArgs,
  ceiling: "none",
  moneyOf: () => null,
  document: ReleaseFulfillmentOrderHoldsDocument,
  variables: ({ fulfillmentOrderGid, holdGids }) => ({
    id: fulfillmentOrderGid,
    holdIds: [...holdGids],
  }),
  readAnswer: () => ({ kind: "done", outcome: {} }),
  lookDocument: GetShippingStateDocument,
  lookVariables: ({ orderGid }) => ({ orderId: orderGid }),
  readBefore: null,
  // Lifting twice lifts once: whoever lifted them, they are gone.
  recognise: (seen, { args }): Sight => {
    const held = readShippingState(seen).fulfillmentOrders.flatMap((entry) => entry.holds);
    const isHeld = held.some(({ gid }) => args.holdGids.includes(gid));
    return isHeld ? { kind: "nothing" } : { kind: "effect", outcome: {} };
  },
});
