/** Moves units of a fulfillment order to another place. Recognised by the units that are at that place now and were not before. */
import { z } from "zod";
import {
  GetShippingStateDocument,
  MoveFulfillmentOrderDocument,
} from "#app/shopify/generated/operations.ts";
import { defineShopifyKind } from "#app/rails/define-shopify-kind.ts";
import type { Sight } from "#app/rails/intent-kind.ts";
import { partArgs } from "./create-fulfillment.ts";
import {
  bagOfUnits,
  readShippingState,
  unitsOfParts,
  type ShippingState,
  type UnitsOfLine,
} from "./read-shipping-state.ts";
import * as arg from "./args.ts";

export const moveArgs = z.strictObject({
  orderGid: arg.gid("Order"),
  ...partArgs.shape,
  newLocationGid: arg.gid("Location"),
});

export const moveFulfillmentOrder = defineShopifyKind({
  name: "move_fulfillment_order",
  mutation: "fulfillmentOrderMove",
  args: moveArgs,
  ceiling: "none",
  moneyOf: () => null,
  document: MoveFulfillmentOrderDocument,
  variables: ({ fulfillmentOrderGid, newLocationGid, lines }) => ({
    id: fulfillmentOrderGid,
    newLocationId: newLocationGid,
    fulfillmentOrderLineItems: lines.map(({ gid, quantity }) => ({ id: gid, quantity })),
  }),
  readAnswer: (data) => ({
    kind: "done",
    outcome: {
      movedGid: data.fulfillmentOrderMove?.movedFulfillmentOrder?.id ?? null,
      originalGid: data.fulfillmentOrderMove?.originalFulfillmentOrder?.id ?? null,
    },
  }),
  lookDocument: GetShippingStateDocument,
  lookVariables: ({ orderGid }) => ({ orderId: orderGid }),
  readBefore: (seen) => readShippingState(seen),
  recognise: (seen, { args, before }): Sight => {
    if (!before) return { kind: "unsure", why: "It is not known where the units were before." };
    const now = readShippingState(seen);
    const arrived = difference(
      unitsAt(now, args.newLocationGid),
      unitsAt(before, args.newLocationGid),
    );
    if (arrived.length === 0) return { kind: "nothing" };
    if (arg.isSameBag(arrived, bagOfUnits(unitsOfParts(before, [args])))) {
      const known = new Set(
        before.fulfillmentOrders.filter(isAt(args.newLocationGid)).map(({ gid }) => gid),
      );
      const moved = now.fulfillmentOrders
        .filter(isAt(args.newLocationGid))
        .find(({ gid }) => !known.has(gid));
      return { kind: "effect", outcome: { movedGid: moved?.gid ?? null } };
    }
    return { kind: "unsure", why: "Other units than ours arrived at the place meanwhile." };
  },
});

type Entry = ShippingState["fulfillmentOrders"][number];
const isAt = (locationGid: string) => (entry: Entry) => entry.locationGid === locationGid;

const unitsAt = ({ fulfillmentOrders }: ShippingState, locationGid: string): UnitsOfLine[] =>
  fulfillmentOrders.filter(isAt(locationGid)).flatMap(({ lines }) => lines);

const difference = (now: readonly UnitsOfLine[], before: readonly UnitsOfLine[]) =>
  bagOfUnits([
    ...now,
    ...before.map(({ lineGid, quantity }) => ({ lineGid, quantity: -quantity })),
  ]);
