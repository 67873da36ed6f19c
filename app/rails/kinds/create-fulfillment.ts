/**
 * Says that units have shipped. Recognised by a new shipment of exactly these units, with these tracking numbers; where
 * units went another way meanwhile, a person looks.
 */
import { z } from "zod";
import {
  CreateFulfillmentDocument,
  GetShippingStateDocument,
} from "#app/shopify/generated/operations.ts";
import { defineShopifyKind } from "#app/rails/define-shopify-kind.ts";
import type { Sight } from "#app/rails/intent-kind.ts";
import {
  bagOfUnits,
  readShippingState,
  unitsOfParts,
  type PartOfOrder,
  type ShippingState,
} from "./read-shipping-state.ts";
import * as arg from "./args.ts";

export const trackingArgs = z.strictObject({
  /** as in Shopify's list of carriers, then the link makes itself; null = not named */
  company: z.string().nullable(),
  numbers: z.array(z.string().min(1)).min(1),
  /** one per number, or none */
  urls: z.array(z.url()),
});
export type TrackingArgs = z.output<typeof trackingArgs>;

export const partArgs = z.strictObject({
  fulfillmentOrderGid: arg.gid("FulfillmentOrder"),
  /** never empty: without lines Shopify takes everything that is left */
  lines: z
    .array(z.strictObject({ gid: arg.gid("FulfillmentOrderLineItem"), quantity: arg.units }))
    .min(1),
});

export const createFulfillmentArgs = z.strictObject({
  orderGid: arg.gid("Order"),
  /** of one place */
  parts: z.array(partArgs).min(1),
  tracking: trackingArgs.nullable(),
  notifyCustomer: arg.notifyCustomer,
});

export const createFulfillment = defineShopifyKind({
  name: "create_fulfillment",
  mutation: "fulfillmentCreate",
  args: createFulfillmentArgs,
  ceiling: "none",
  moneyOf: () => null,
  document: CreateFulfillmentDocument,
  variables: ({ parts, tracking, notifyCustomer }) => ({
    fulfillment: {
      lineItemsByFulfillmentOrder: parts.map(({ fulfillmentOrderGid, lines }) => ({
        fulfillmentOrderId: fulfillmentOrderGid,
        fulfillmentOrderLineItems: lines.map(({ gid, quantity }) => ({ id: gid, quantity })),
      })),
      ...(tracking && { trackingInfo: trackingInput(tracking) }),
      notifyCustomer,
    },
  }),
  readAnswer: (data) => ({
    kind: "done",
    outcome: { fulfillmentGid: data.fulfillmentCreate?.fulfillment?.id ?? null },
  }),
  lookDocument: GetShippingStateDocument,
  lookVariables: ({ orderGid }) => ({ orderId: orderGid }),
  readBefore: (seen) => readShippingState(seen),
  recognise: (seen, { args, before }): Sight =>
    recogniseShipment(before ?? readShippingState(seen), readShippingState(seen), args),
});

function recogniseShipment(
  before: ShippingState,
  now: ShippingState,
  { parts, tracking }: { parts: readonly PartOfOrder[]; tracking: TrackingArgs | null },
): Sight {
  const wanted = bagOfUnits(unitsOfParts(before, parts));
  const numbers = plainNumbers(tracking?.numbers ?? []);
  const known = new Set(before.fulfillments.map(({ gid }) => gid));
  const added = now.fulfillments
    .filter(({ gid }) => !known.has(gid))
    .map(({ gid, lines, trackingNumbers }) => ({
      gid,
      hasOurUnits: arg.isSameBag(wanted, bagOfUnits(lines)),
      hasOurNumbers: arg.isSameBag(numbers, plainNumbers(trackingNumbers)),
    }));
  const ours = added.find(({ hasOurUnits, hasOurNumbers }) => hasOurUnits && hasOurNumbers);
  if (ours) return { kind: "effect", outcome: { fulfillmentGid: ours.gid } };
  // Telling a shopper twice is worse than asking a person once.
  if (added.some(({ hasOurUnits, hasOurNumbers }) => hasOurUnits || hasOurNumbers))
    return { kind: "unsure", why: "A shipment much like this one was made meanwhile." };
  return added.length === 0 || canStillShip(now, parts)
    ? { kind: "nothing" }
    : { kind: "unsure", why: "The units were shipped another way meanwhile." };
}

/** As carriers read them: Shopify may tidy what it stores. */
const plainNumbers = (numbers: readonly string[]) =>
  numbers.map((number) => number.replace(/\s/g, "").toUpperCase());

const canStillShip = ({ fulfillmentOrders }: ShippingState, parts: readonly PartOfOrder[]) =>
  parts.every(({ fulfillmentOrderGid, lines }) => {
    const found = fulfillmentOrders.find(({ gid }) => gid === fulfillmentOrderGid);
    return lines.every(
      ({ gid, quantity }) =>
        (found?.lines.find((line) => line.gid === gid)?.quantity ?? 0) >= quantity,
    );
  });

/** One number or several: Shopify takes the singular or the plural fields, not both. */
export function trackingInput({ company, numbers, urls }: TrackingArgs) {
  const carrier = company === null ? {} : { company };
  const [number] = numbers;
  const [url] = urls;
  if (numbers.length === 1 && number)
    return { ...carrier, number, ...(url !== undefined && { url }) };
  return { ...carrier, numbers: [...numbers], ...(urls.length > 0 && { urls: [...urls] }) };
}
