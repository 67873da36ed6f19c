/** Mutations of fulfillment orders at the merchant's hand. */
import { parseInstant } from "#sandbox/store/clock.ts";
import { numericId } from "#sandbox/store/ids.ts";
import * as change from "#sandbox/domain/fulfillment-orders.ts";
import { rerouteFulfillmentOrders } from "#sandbox/domain/reroute.ts";
import type { Loose, TypeResolvers } from "#sandbox/graphql/context.ts";
import { answer } from "./answer.ts";
import {
  loadFulfillmentOrder,
  oneFulfillmentOrder,
  text,
  unitsOf,
} from "./fulfillment-order-input.ts";

export const FULFILLMENT_ORDER_MUTATIONS: TypeResolvers = {
  fulfillmentOrderHold: (_source, args, context) => {
    const input = args.fulfillmentHold as Loose;
    const outcome = change.holdFulfillmentOrder(
      context.world,
      context.shop,
      loadFulfillmentOrder(context, args.id as string),
      {
        reason: input.reason as string,
        reasonNotes: text(input.reasonNotes),
        handle: text(input.handle),
        externalId: text(input.externalId),
        appId: context.installation.appId,
        units: unitsOf(input.fulfillmentOrderLineItems) ?? [],
      },
    );
    return answer(
      outcome,
      (made) => ({
        fulfillmentHold: made.hold,
        fulfillmentOrder: made.entry,
        remainingFulfillmentOrder: made.remaining,
      }),
      { fulfillmentHold: null, fulfillmentOrder: null, remainingFulfillmentOrder: null },
    );
  },
  fulfillmentOrderReleaseHold: (_source, args, context) =>
    oneFulfillmentOrder(
      change.releaseHold(
        context.world,
        context.shop,
        loadFulfillmentOrder(context, args.id as string),
        {
          holdIds: (args.holdIds ?? null) as string[] | null,
          externalId: text(args.externalId),
        },
      ),
    ),
  fulfillmentOrderMove: (_source, args, context) =>
    answer(
      change.moveFulfillmentOrder(
        context.world,
        context.shop,
        loadFulfillmentOrder(context, args.id as string),
        args.newLocationId as string,
        unitsOf(args.fulfillmentOrderLineItems),
      ),
      (made) => ({
        movedFulfillmentOrder: made.moved,
        originalFulfillmentOrder: made.original,
        remainingFulfillmentOrder: made.remaining,
      }),
      {
        movedFulfillmentOrder: null,
        originalFulfillmentOrder: null,
        remainingFulfillmentOrder: null,
      },
    ),
  fulfillmentOrderSplit: (_source, args, context) =>
    answer(
      change.splitFulfillmentOrders(
        context.world,
        context.shop,
        (args.fulfillmentOrderSplits as Loose[]).map((item) => ({
          entry: context.shop.fulfillmentOrders.get(item.fulfillmentOrderId as string) ?? null,
          units: unitsOf(item.fulfillmentOrderLineItems) ?? [],
        })),
      ),
      (made) => ({
        fulfillmentOrderSplits: made.map((item) => ({
          fulfillmentOrder: item.entry,
          remainingFulfillmentOrder: item.remaining,
          replacementFulfillmentOrder: null,
        })),
      }),
      { fulfillmentOrderSplits: null },
    ),
  fulfillmentOrderMerge: (_source, args, context) =>
    answer(
      change.mergeFulfillmentOrders(
        context.world,
        context.shop,
        (args.fulfillmentOrderMergeInputs as Loose[]).map((input) =>
          (input.mergeIntents as Loose[]).map((intent) => ({
            entry: context.shop.fulfillmentOrders.get(intent.fulfillmentOrderId as string) ?? null,
            units: unitsOf(intent.fulfillmentOrderLineItems as Loose),
          })),
        ),
      ),
      (made) => ({
        fulfillmentOrderMerges: made.map((fulfillmentOrder) => ({ fulfillmentOrder })),
      }),
      { fulfillmentOrderMerges: null },
    ),
  fulfillmentOrderReportProgress: (_source, args, context) =>
    oneFulfillmentOrder(
      change.reportProgress(
        context.world,
        context.shop,
        loadFulfillmentOrder(context, args.id as string),
        {
          reasonNotes: text((args.progressReport as Loose)?.reasonNotes),
          appId: context.installation.appId,
        },
      ),
    ),
  fulfillmentOrderOpen: (_source, args, context) =>
    oneFulfillmentOrder(
      change.openFulfillmentOrder(
        context.world,
        context.shop,
        loadFulfillmentOrder(context, args.id as string),
        context.installation.appId,
      ),
    ),
  fulfillmentOrderCancel: (_source, args, context) =>
    answer(
      change.cancelFulfillmentOrder(
        context.world,
        context.shop,
        loadFulfillmentOrder(context, args.id as string),
      ),
      (made) => ({ fulfillmentOrder: made.entry, replacementFulfillmentOrder: made.replacement }),
      { fulfillmentOrder: null, replacementFulfillmentOrder: null },
    ),
  fulfillmentOrderReschedule: (_source, args, context) =>
    oneFulfillmentOrder(
      change.rescheduleFulfillmentOrder(
        context.world,
        context.shop,
        loadFulfillmentOrder(context, args.id as string),
        args.fulfillAt as string,
      ),
    ),
  fulfillmentOrdersSetFulfillmentDeadline: (_source, args, context) => {
    const entries = (args.fulfillmentOrderIds as string[]).map((id) =>
      context.shop.fulfillmentOrders.get(id),
    );
    if (entries.some((entry) => !entry)) {
      return {
        success: false,
        userErrors: [
          {
            field: ["fulfillmentOrderIds"],
            message: "The fulfillment orders could not be found.",
            code: "FULFILLMENT_ORDERS_NOT_FOUND",
          },
        ],
      };
    }
    change.setDeadline(
      context.world,
      context.shop,
      entries.flatMap((entry) => entry ?? []),
      parseInstant(args.fulfillmentDeadline as string) ?? "",
    );
    return { success: true, userErrors: [] };
  },
  fulfillmentOrdersReroute: (_source, args, context) =>
    answer(
      rerouteFulfillmentOrders(context.world, context.shop, {
        entries: (args.fulfillmentOrderIds as string[]).map((id) =>
          loadFulfillmentOrder(context, id),
        ),
        includedLocationIds: (args.includedLocationIds ?? []) as string[],
        excludedLocationIds: (args.excludedLocationIds ?? []) as string[],
      }),
      (movedFulfillmentOrders) => ({ movedFulfillmentOrders }),
      { movedFulfillmentOrders: null },
    ),
  fulfillmentOrderLineItemsPreparedForPickup: (_source, args, context) => ({
    userErrors: ((args.input as Loose).lineItemsByFulfillmentOrder as Loose[]).flatMap(
      (item, at) => {
        const entry = context.shop.fulfillmentOrders.get(item.fulfillmentOrderId as string);
        if (entry?.deliveryMethod?.methodType === "PICK_UP") return [];
        return [
          {
            field: ["input", "lineItemsByFulfillmentOrder", String(at), "fulfillmentOrderId"],
            message: `Invalid fulfillment_order_id provided ${numericId(item.fulfillmentOrderId as string)}`,
            code: "FULFILLMENT_ORDER_INVALID",
          },
        ];
      },
    ),
  }),
};
