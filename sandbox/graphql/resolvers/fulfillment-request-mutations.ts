/** Mutations of the conversation between merchant and fulfillment service. */
import * as request from "#sandbox/domain/fulfillment-requests.ts";
import type { TypeResolvers } from "#sandbox/graphql/context.ts";
import { answer } from "./answer.ts";
import {
  loadFulfillmentOrder,
  oneFulfillmentOrder,
  text,
  unitsOf,
} from "./fulfillment-order-input.ts";

export const FULFILLMENT_REQUEST_MUTATIONS: TypeResolvers = {
  fulfillmentOrderSubmitFulfillmentRequest: (_source, args, context) =>
    answer(
      request.submitRequest(
        context.world,
        context.shop,
        loadFulfillmentOrder(context, args.id as string),
        {
          units: unitsOf(args.fulfillmentOrderLineItems),
          message: text(args.message),
          notifyCustomer: (args.notifyCustomer ?? null) as boolean | null,
        },
      ),
      (made) => ({
        originalFulfillmentOrder: made.original,
        submittedFulfillmentOrder: made.submitted,
        unsubmittedFulfillmentOrder: made.unsubmitted,
      }),
      {
        originalFulfillmentOrder: null,
        submittedFulfillmentOrder: null,
        unsubmittedFulfillmentOrder: null,
      },
    ),
  fulfillmentOrderAcceptFulfillmentRequest: (_source, args, context) =>
    oneFulfillmentOrder(
      request.acceptRequest(
        context.world,
        context.shop,
        loadFulfillmentOrder(context, args.id as string),
        text(args.message),
      ),
    ),
  fulfillmentOrderRejectFulfillmentRequest: (_source, args, context) =>
    oneFulfillmentOrder(
      request.rejectRequest(
        context.world,
        context.shop,
        loadFulfillmentOrder(context, args.id as string),
        text(args.message),
      ),
    ),
  // Observed: the answer still shows the request status from before; the next read shows the new one.
  fulfillmentOrderSubmitCancellationRequest: (_source, args, context) => {
    const entry = loadFulfillmentOrder(context, args.id as string);
    const { requestStatus } = entry;
    const outcome = request.submitCancellation(
      context.world,
      context.shop,
      entry,
      text(args.message),
    );
    return answer(outcome, (made) => ({ fulfillmentOrder: { ...made, requestStatus } }), {
      fulfillmentOrder: null,
    });
  },
  fulfillmentOrderAcceptCancellationRequest: (_source, args, context) =>
    oneFulfillmentOrder(
      request.acceptCancellation(
        context.world,
        context.shop,
        loadFulfillmentOrder(context, args.id as string),
        text(args.message),
      ),
    ),
  fulfillmentOrderRejectCancellationRequest: (_source, args, context) =>
    oneFulfillmentOrder(
      request.rejectCancellation(
        context.world,
        context.shop,
        loadFulfillmentOrder(context, args.id as string),
        text(args.message),
      ),
    ),
  fulfillmentOrderClose: (_source, args, context) =>
    oneFulfillmentOrder(
      request.closeFulfillmentOrder(
        context.world,
        context.shop,
        loadFulfillmentOrder(context, args.id as string),
        text(args.message),
      ),
    ),
};
