/** What the carrier says about a shipment, and its tracking numbers. */
import { z } from "zod";
import {
  CreateFulfillmentEventDocument,
  GetFulfillmentMarksDocument,
  SaveFulfillmentTrackingDocument,
} from "#app/shopify/generated/operations.ts";
import { defineShopifyKind } from "#app/rails/define-shopify-kind.ts";
import type { Sight } from "#app/rails/intent-kind.ts";
import { trackingArgs, trackingInput } from "./create-fulfillment.ts";
import * as arg from "./args.ts";

const EVENT_STATUSES = [
  "ATTEMPTED_DELIVERY",
  "CARRIER_PICKED_UP",
  "CONFIRMED",
  "DELAYED",
  "DELIVERED",
  "FAILURE",
  "IN_TRANSIT",
  "LABEL_PRINTED",
  "LABEL_PURCHASED",
  "OUT_FOR_DELIVERY",
  "READY_FOR_PICKUP",
] as const;

export const eventArgs = z.strictObject({
  fulfillmentGid: arg.gid("Fulfillment"),
  status: z.enum(EVENT_STATUSES),
  /** by the carrier's word; part of what names the event */
  happenedAt: z.iso.datetime(),
  message: z.string().nullable(),
  city: z.string().nullable(),
  province: z.string().nullable(),
  country: z.string().nullable(),
  estimatedDeliveryAt: z.iso.datetime().nullable(),
});

export const createFulfillmentEvent = defineShopifyKind({
  name: "create_fulfillment_event",
  mutation: "fulfillmentEventCreate",
  args: eventArgs,
  ceiling: "none",
  moneyOf: () => null,
  document: CreateFulfillmentEventDocument,
  variables: ({ fulfillmentGid, status, happenedAt, ...rest }) => ({
    fulfillmentEvent: {
      fulfillmentId: fulfillmentGid,
      status,
      happenedAt,
      ...(rest.message !== null && { message: rest.message }),
      ...(rest.city !== null && { city: rest.city }),
      ...(rest.province !== null && { province: rest.province }),
      ...(rest.country !== null && { country: rest.country }),
      ...(rest.estimatedDeliveryAt !== null && { estimatedDeliveryAt: rest.estimatedDeliveryAt }),
    },
  }),
  readAnswer: (data) => ({
    kind: "done",
    outcome: { eventGid: data.fulfillmentEventCreate?.fulfillmentEvent?.id ?? null },
  }),
  lookDocument: GetFulfillmentMarksDocument,
  lookVariables: ({ fulfillmentGid }) => ({ id: fulfillmentGid }),
  readBefore: null,
  recognise: ({ fulfillment }, { args }): Sight => {
    const known = fulfillment?.events.nodes.find(
      (event) =>
        event.status === args.status &&
        isSameSecond(event.happenedAt, args.happenedAt) &&
        (event.message ?? null) === args.message,
    );
    return known ? { kind: "effect", outcome: { eventGid: known.id } } : { kind: "nothing" };
  },
});

/** Shopify keeps whole seconds. */
const isSameSecond = (left: string, right: string) =>
  Math.floor(Date.parse(left) / 1_000) === Math.floor(Date.parse(right) / 1_000);

export const saveTrackingArgs = z.strictObject({
  fulfillmentGid: arg.gid("Fulfillment"),
  tracking: trackingArgs,
  notifyCustomer: arg.notifyCustomer,
});

export const saveFulfillmentTracking = defineShopifyKind({
  name: "save_fulfillment_tracking",
  mutation: "fulfillmentTrackingInfoUpdate",
  args: saveTrackingArgs,
  ceiling: "none",
  moneyOf: () => null,
  document: SaveFulfillmentTrackingDocument,
  variables: ({ fulfillmentGid, tracking, notifyCustomer }) => ({
    fulfillmentId: fulfillmentGid,
    trackingInfoInput: trackingInput(tracking),
    notifyCustomer,
  }),
  readAnswer: () => ({ kind: "done", outcome: {} }),
  lookDocument: GetFulfillmentMarksDocument,
  lookVariables: ({ fulfillmentGid }) => ({ id: fulfillmentGid }),
  readBefore: null,
  recognise: ({ fulfillment }, { args }): Sight => {
    const numbers = (fulfillment?.trackingInfo ?? []).flatMap(({ number }) => number ?? []);
    return arg.isSameBag(numbers, args.tracking.numbers)
      ? { kind: "effect", outcome: {} }
      : { kind: "nothing" };
  },
});
