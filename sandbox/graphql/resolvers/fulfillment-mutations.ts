/** Mutations of fulfillment orders, fulfillments and fulfillment services. */
import type { FulfillmentOrder, Outcome } from "#sandbox/store/types.ts";
import { parseInstant } from "#sandbox/store/clock.ts";
import { numericId } from "#sandbox/store/ids.ts";
import * as change from "#sandbox/domain/fulfillment-orders.ts";
import * as request from "#sandbox/domain/fulfillment-requests.ts";
import type { UnitsOfLine } from "#sandbox/domain/fulfillment-order-parts.ts";
import {
  addFulfillmentEvent,
  cancelFulfillment,
  createFulfillment,
  updateTracking,
} from "#sandbox/domain/fulfillments.ts";
import { findLevel, trackedItem } from "#sandbox/domain/inventory-levels.ts";
import { routingLocations } from "#sandbox/domain/route-order.ts";
import {
  registerService,
  removeService,
  updateService,
} from "#sandbox/domain/fulfillment-services.ts";
import {
  changeLocation,
  addLocation,
  deactivateLocation,
  activateLocation,
  deleteLocation,
} from "#sandbox/domain/locations.ts";
import type { Context, Loose, TypeResolvers } from "#sandbox/graphql/context.ts";
import { invalidId } from "#sandbox/graphql/errors.ts";
import { findService } from "#sandbox/graphql/find-node.ts";
import { toAddress } from "./inputs.ts";
import { answer } from "./answer.ts";
import { isVisible } from "./visible.ts";
import { lineItemById } from "./fulfillment.ts";
import { isGiven } from "#sandbox/domain/is-given.ts";

/** Observed: an unknown fulfillment order is a top-level "Invalid id". */
function load(context: Context, id: string): FulfillmentOrder {
  const entry = context.shop.fulfillmentOrders.get(id);
  if (!entry || !isVisible(context, entry)) throw invalidId(id);
  return entry;
}

const unitsOf = (input: Loose): UnitsOfLine[] | null =>
  input
    ? (input as Loose[]).map((item) => ({
        id: item.id as string,
        quantity: item.quantity as number,
      }))
    : null;
const one = (outcome: Outcome<FulfillmentOrder>) =>
  answer(outcome, (fulfillmentOrder) => ({ fulfillmentOrder }), { fulfillmentOrder: null });
const text = (value: unknown) => (value ?? null) as string | null;

export const FULFILLMENT_MUTATIONS: TypeResolvers = {
  fulfillmentOrderHold: (_source, args, context) => {
    const input = args.fulfillmentHold as Loose;
    const outcome = change.holdFulfillmentOrder(
      context.world,
      context.shop,
      load(context, args.id as string),
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
    one(
      change.releaseHold(context.world, context.shop, load(context, args.id as string), {
        holdIds: (args.holdIds ?? null) as string[] | null,
        externalId: text(args.externalId),
      }),
    ),
  fulfillmentOrderMove: (_source, args, context) =>
    answer(
      change.moveFulfillmentOrder(
        context.world,
        context.shop,
        load(context, args.id as string),
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
    one(
      change.reportProgress(context.world, context.shop, load(context, args.id as string), {
        reasonNotes: text((args.progressReport as Loose)?.reasonNotes),
        appId: context.installation.appId,
      }),
    ),
  fulfillmentOrderOpen: (_source, args, context) =>
    one(
      change.openFulfillmentOrder(
        context.world,
        context.shop,
        load(context, args.id as string),
        context.installation.appId,
      ),
    ),
  fulfillmentOrderCancel: (_source, args, context) =>
    answer(
      change.cancelFulfillmentOrder(context.world, context.shop, load(context, args.id as string)),
      (made) => ({ fulfillmentOrder: made.entry, replacementFulfillmentOrder: made.replacement }),
      { fulfillmentOrder: null, replacementFulfillmentOrder: null },
    ),
  fulfillmentOrderReschedule: (_source, args, context) =>
    one(
      change.rescheduleFulfillmentOrder(
        context.world,
        context.shop,
        load(context, args.id as string),
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
  fulfillmentOrdersReroute: (_source, args, context) => reroute(context, args as Loose),
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

  fulfillmentOrderSubmitFulfillmentRequest: (_source, args, context) =>
    answer(
      request.submitRequest(context.world, context.shop, load(context, args.id as string), {
        units: unitsOf(args.fulfillmentOrderLineItems),
        message: text(args.message),
        notifyCustomer: (args.notifyCustomer ?? null) as boolean | null,
      }),
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
    one(
      request.acceptRequest(
        context.world,
        context.shop,
        load(context, args.id as string),
        text(args.message),
      ),
    ),
  fulfillmentOrderRejectFulfillmentRequest: (_source, args, context) =>
    one(
      request.rejectRequest(
        context.world,
        context.shop,
        load(context, args.id as string),
        text(args.message),
      ),
    ),
  // Observed: the answer still shows the request status from before; the next read shows the new one.
  fulfillmentOrderSubmitCancellationRequest: (_source, args, context) => {
    const entry = load(context, args.id as string);
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
    one(
      request.acceptCancellation(
        context.world,
        context.shop,
        load(context, args.id as string),
        text(args.message),
      ),
    ),
  fulfillmentOrderRejectCancellationRequest: (_source, args, context) =>
    one(
      request.rejectCancellation(
        context.world,
        context.shop,
        load(context, args.id as string),
        text(args.message),
      ),
    ),
  fulfillmentOrderClose: (_source, args, context) =>
    one(
      request.closeFulfillmentOrder(
        context.world,
        context.shop,
        load(context, args.id as string),
        text(args.message),
      ),
    ),

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

  fulfillmentServiceCreate: (_source, args, context) =>
    answer(
      registerService(context.world, context.shop, {
        ...(args as Loose),
        appId: context.installation.appId,
      }),
      (fulfillmentService) => ({ fulfillmentService }),
      { fulfillmentService: null },
    ),
  fulfillmentServiceUpdate: (_source, args, context) => {
    const service = findService(context.shop, args.id as string);
    if (!service)
      return {
        fulfillmentService: null,
        userErrors: [{ field: ["id"], message: "Fulfillment service could not be found." }],
      };
    return answer(
      updateService(context.world, context.shop, service, args as Loose),
      (fulfillmentService) => ({ fulfillmentService }),
      { fulfillmentService: null },
    );
  },
  fulfillmentServiceDelete: (_source, args, context) => {
    const service = findService(context.shop, args.id as string);
    if (!service)
      return {
        deletedId: null,
        userErrors: [{ field: ["id"], message: "Fulfillment service could not be found." }],
      };
    return answer(
      removeService(context.world, context.shop, service, args as Loose),
      (deletedId) => ({ deletedId }),
      { deletedId: null },
    );
  },

  locationAdd: (_source, args, context) => {
    const input = args.input as Loose;
    return answer(
      addLocation(context.world, context.shop, {
        name: input.name as string,
        address: toAddress(input.address) ?? {},
        fulfillsOnlineOrders: (input.fulfillsOnlineOrders ?? true) as boolean,
      }),
      (location) => ({ location }),
      { location: null },
    );
  },
  locationEdit: (_source, args, context) => {
    const location = context.shop.locations.get(args.id as string);
    if (!location)
      return {
        location: null,
        userErrors: [{ field: ["id"], message: "Location not found.", code: "NOT_FOUND" }],
      };
    const input = args.input as Loose;
    return {
      location: changeLocation(context.world, context.shop, location, {
        ...(input.name ? { name: input.name as string } : {}),
        ...(input.address ? { address: toAddress(input.address) ?? {} } : {}),
        ...(!isGiven(input.fulfillsOnlineOrders)
          ? {}
          : { fulfillsOnlineOrders: input.fulfillsOnlineOrders as boolean }),
      }),
      userErrors: [],
    };
  },
  locationDeactivate: (_source, args, context) =>
    typed(
      "locationDeactivateUserErrors",
      "location",
      deactivateLocation(
        context.world,
        context.shop,
        args.locationId as string,
        text(args.destinationLocationId),
      ),
      context.shop.locations.get(args.locationId as string),
    ),
  locationActivate: (_source, args, context) =>
    typed(
      "locationActivateUserErrors",
      "location",
      activateLocation(context.world, context.shop, args.locationId as string),
      context.shop.locations.get(args.locationId as string),
    ),
  locationDelete: (_source, args, context) =>
    typed(
      "locationDeleteUserErrors",
      "deletedLocationId",
      deleteLocation(context.world, context.shop, args.locationId as string),
      null,
    ),
};

function typed(errorField: string, key: string, outcome: Outcome<Loose>, otherwise: Loose) {
  return outcome.ok
    ? { [key]: outcome.value, [errorField]: [] }
    : { [key]: otherwise ?? null, [errorField]: outcome.errors };
}

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

/**
 * To the first allowed location that stocks the lines (guess). Where none does, the captured store answered an internal
 * error, and so does this.
 */
function reroute(context: Context, args: Loose) {
  const included = (args.includedLocationIds ?? []) as string[];
  const excluded = (args.excludedLocationIds ?? []) as string[];
  const entries = (args.fulfillmentOrderIds as string[]).map((id) => load(context, id));
  const targets = entries.map((entry) =>
    routingLocations(context.shop).find(
      (location) =>
        (included.length === 0 || included.includes(location.id)) &&
        !excluded.includes(location.id) &&
        location.id !== entry.assignedLocationId &&
        stocksLines(context, entry, location.id),
    ),
  );
  if (targets.some((target) => !target))
    throw new Error("no location can take the fulfillment orders");
  const moved: FulfillmentOrder[] = [];
  for (const [at, entry] of entries.entries()) {
    const outcome = change.moveFulfillmentOrder(
      context.world,
      context.shop,
      entry,
      targets[at]?.id ?? "",
      null,
    );
    if (!outcome.ok) return { movedFulfillmentOrders: null, userErrors: outcome.errors };
    if (outcome.value.moved) moved.push(outcome.value.moved);
  }
  return { movedFulfillmentOrders: moved, userErrors: [] };
}

function stocksLines(context: Context, entry: FulfillmentOrder, locationId: string): boolean {
  return entry.lineItems.every((line) => {
    const item = trackedItem(
      context.shop,
      lineItemById(context, line.lineItemId)?.variantId ?? null,
    );
    return !item || findLevel(context.shop, item.id, locationId)?.isActive === true;
  });
}
