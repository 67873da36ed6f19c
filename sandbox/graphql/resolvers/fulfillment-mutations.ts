/** Mutations of fulfillments: creating, tracking, events, cancelling. */
import { parseInstant } from "#sandbox/store/clock.ts";
import { numericId } from "#sandbox/store/ids.ts";
import {
  addFulfillmentEvent,
  cancelFulfillment,
  createFulfillment,
  updateTracking,
} from "#sandbox/domain/fulfillments.ts";
import type { Context, Loose, TypeResolvers } from "#sandbox/graphql/context.ts";
import { invalidId } from "#sandbox/graphql/errors.ts";
import { answer } from "./answer.ts";
import { text, unitsOf } from "./fulfillment-order-input.ts";
import { isVisible } from "./visible.ts";

export const FULFILLMENT_MUTATIONS: TypeResolvers = {
  fulfillmentCreate: (_source, args, context) => fulfil(context, args as Loose),
  fulfillmentCreateV2: (_source, args, context) => fulfil(context, args as Loose),
  fulfillmentTrackingInfoUpdate: (_source, args, context) =>
    updateTrackingOf(context, args as Loose),
  fulfillmentTrackingInfoUpdateV2: (_source, args, context) =>
    updateTrackingOf(context, args as Loose),
  fulfillmentCancel: (_source, args, context) => {
    const fulfillment = context.shop.fulfillments.get(args.id as string);
    if (!fulfillment)
      return {
        fulfillment: null,
        userErrors: [{ field: ["id"], message: "Fulfillment not found." }],
      };
    return answer(
      cancelFulfillment(context.world, context.shop, fulfillment),
      () => ({ fulfillment }),
      { fulfillment: null },
    );
  },
  fulfillmentEventCreate: (_source, args, context) => {
    const input = args.fulfillmentEvent as Loose;
    const fulfillment = context.shop.fulfillments.get(input.fulfillmentId as string);
    if (!fulfillment) {
      return {
        fulfillmentEvent: null,
        userErrors: [
          { field: ["fulfillmentEvent", "fulfillmentId"], message: "Fulfillment does not exist." },
        ],
      };
    }
    const draft = {
      ...input,
      estimatedDeliveryAt: input.estimatedDeliveryAt
        ? parseInstant(input.estimatedDeliveryAt as string)
        : null,
    };
    return {
      fulfillmentEvent: addFulfillmentEvent(context.world, context.shop, fulfillment, draft),
      userErrors: [],
    };
  },
};

/** Quantities are read before ids, and an unknown id is a user error here (observed); only id 0 is "Invalid id". */
function fulfil(context: Context, args: Loose) {
  const input = args.fulfillment as Loose;
  const asked = input.lineItemsByFulfillmentOrder as Loose[];
  for (const [at, group] of asked.entries()) {
    const bad = ((group.fulfillmentOrderLineItems ?? []) as Loose[]).findIndex(
      (line) => line.quantity <= 0,
    );
    if (bad < 0) continue;
    const field = ["fulfillment", "lineItemsByFulfillmentOrder", String(at)];
    const path = [...field, "fulfillmentOrderLineItems", String(bad), "quantity"];
    return {
      fulfillment: null,
      userErrors: [{ field: path, message: "Quantity must be greater than 0" }],
    };
  }
  const entries = asked.map((group) => {
    const id = group.fulfillmentOrderId as string;
    if (numericId(id) === "0") throw invalidId(id);
    return context.shop.fulfillmentOrders.get(id);
  });
  if (entries.some((entry) => !entry || !isVisible(context, entry))) {
    return {
      fulfillment: null,
      userErrors: [{ field: ["fulfillment"], message: "Fulfillment order does not exist." }],
    };
  }
  const groups = entries.flatMap((entry, at) =>
    entry ? [{ entry, units: unitsOf(asked[at]?.fulfillmentOrderLineItems) }] : [],
  );
  return answer(
    createFulfillment(context.world, context.shop, {
      groups,
      tracking: input.trackingInfo as Loose,
      message: text(args.message),
      notifyCustomer: input.notifyCustomer === true,
      originAddress: input.originAddress as Loose,
    }),
    (fulfillment) => ({ fulfillment }),
    { fulfillment: null },
  );
}

function updateTrackingOf(context: Context, args: Loose) {
  const fulfillment = context.shop.fulfillments.get(args.fulfillmentId as string);
  if (!fulfillment)
    return {
      fulfillment: null,
      userErrors: [{ field: ["fulfillmentId"], message: "Fulfillment does not exist." }],
    };
  return answer(
    updateTracking(context.world, context.shop, fulfillment, args.trackingInfoInput as Loose),
    () => ({ fulfillment }),
    { fulfillment: null },
  );
}
