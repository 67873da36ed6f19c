/** Reads `fulfillments/*` and `fulfillment_events/*` payloads, and the fulfilments inside an order. Pure. */
import { z } from "zod";
import type {
  ShopifyFulfillment,
  ShopifyFulfillmentEvent,
} from "#app/shopify/mappers/shopify-order.ts";
import { cleanText, count, gidOf, id, instant, text } from "./payload-fields.ts";

const texts = z
  .array(z.string())
  .nullish()
  .transform((values) => (values ?? []).map(cleanText).filter(Boolean));

export const fulfillmentSchema = z.object({
  id,
  order_id: id,
  admin_graphql_api_id: text,
  name: text,
  status: text,
  shipment_status: text,
  created_at: instant,
  updated_at: instant,
  location_id: id,
  tracking_company: text,
  tracking_number: text,
  tracking_numbers: texts,
  tracking_url: text,
  tracking_urls: texts,
  line_items: z.array(z.object({ id, admin_graphql_api_id: text, quantity: count })).nullish(),
});

/** The fulfilment; null without an id or a date. */
export function readFulfillment(
  payload: z.output<typeof fulfillmentSchema>,
): ShopifyFulfillment | null {
  const gid = gidOf("Fulfillment", payload.admin_graphql_api_id, payload.id);
  const createdAt = payload.created_at ?? payload.updated_at;
  if (!gid || !createdAt) return null;
  const numbers =
    payload.tracking_numbers.length > 0
      ? payload.tracking_numbers
      : [payload.tracking_number].flatMap((one) => one ?? []);
  const urls =
    payload.tracking_urls.length > 0
      ? payload.tracking_urls
      : [payload.tracking_url].flatMap((one) => one ?? []);
  return {
    gid,
    name: payload.name,
    status: payload.status ?? "success",
    shipmentStatus: payload.shipment_status,
    createdAt,
    updatedAt: payload.updated_at,
    locationGid: gidOf("Location", null, payload.location_id),
    // A webhook names one carrier for all numbers, a read names it with each.
    trackingCompanies: payload.tracking_company
      ? numbers.map(() => payload.tracking_company ?? "")
      : [],
    trackingNumbers: numbers,
    trackingUrls: urls,
    ...(payload.line_items
      ? {
          lines: payload.line_items.flatMap((line) => {
            const lineGid = gidOf("LineItem", line.admin_graphql_api_id, line.id);
            return lineGid ? [{ lineGid, quantity: line.quantity }] : [];
          }),
        }
      : {}),
  };
}

export const fulfillmentEventSchema = z.object({
  id,
  order_id: id,
  fulfillment_id: id,
  admin_graphql_api_id: text,
  status: text,
  message: text,
  city: text,
  province: text,
  country: text,
  happened_at: instant,
  created_at: instant,
  estimated_delivery_at: instant,
});

export function readFulfillmentEvent(
  payload: z.output<typeof fulfillmentEventSchema>,
): (ShopifyFulfillmentEvent & { readonly fulfillmentGid: string }) | null {
  const gid = gidOf("FulfillmentEvent", payload.admin_graphql_api_id, payload.id);
  const fulfillmentGid = gidOf("Fulfillment", null, payload.fulfillment_id);
  const happenedAt = payload.happened_at ?? payload.created_at;
  if (!gid || !fulfillmentGid || !happenedAt || !payload.status) return null;
  return {
    gid,
    fulfillmentGid,
    status: payload.status,
    message: payload.message,
    city: payload.city,
    province: payload.province,
    country: payload.country,
    happenedAt,
    estimatedDeliveryAt: payload.estimated_delivery_at,
  };
}
