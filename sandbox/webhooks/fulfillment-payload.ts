/** Fulfillments and the carrier's events on them. */
import type { Fulfillment, FulfillmentEvent, Order, ShopState } from "#sandbox/store/types.ts";
import { addressPayload } from "./address-payload.ts";
import { embeddedLineItem } from "./line-item-payload.ts";
import {
  idNumber,
  idNumberOrNull,
  timestamp,
  timestampOrNull,
  word,
  type Payload,
} from "./payload-values.ts";

export function fulfillmentPayload(
  shop: ShopState,
  order: Order,
  fulfillment: Fulfillment,
): Payload {
  const [tracking] = fulfillment.trackingInfo;
  const numbers = fulfillment.trackingInfo.flatMap(({ number }) => number ?? []);
  const urls = fulfillment.trackingInfo.flatMap(({ url }) => url ?? []);
  return {
    id: idNumber(fulfillment.id),
    order_id: idNumber(order.id),
    status: word(fulfillment.status),
    created_at: timestamp(shop, fulfillment.createdAt),
    service: fulfillment.serviceHandle,
    updated_at: timestamp(shop, fulfillment.updatedAt),
    tracking_company: tracking?.company ?? null,
    shipment_status: shipmentStatus(fulfillment),
    location_id: idNumberOrNull(fulfillment.locationId),
    origin_address: fulfillment.originAddress ? addressPayload(fulfillment.originAddress) : null,
    email: order.email ?? "",
    destination: order.shippingAddress ? addressPayload(order.shippingAddress) : null,
    line_items: fulfillment.lines.flatMap(({ lineItemId, quantity }) => {
      const line = order.lineItems.find(({ id }) => id === lineItemId);
      return line ? [embeddedLineItem(shop, order, line, quantity)] : [];
    }),
    tracking_number: numbers[0] ?? null,
    tracking_numbers: numbers,
    tracking_url: urls[0] ?? null,
    tracking_urls: urls,
    receipt: {},
    name: fulfillment.name,
    admin_graphql_api_id: fulfillment.id,
  };
}

export function fulfillmentEventPayload(
  shop: ShopState,
  fulfillment: Fulfillment,
  event: FulfillmentEvent,
): Payload {
  return {
    id: idNumber(event.id),
    fulfillment_id: idNumber(fulfillment.id),
    status: word(event.status),
    message: event.message,
    happened_at: timestamp(shop, event.happenedAt),
    city: event.city,
    province: event.province,
    country: event.country,
    zip: event.zip,
    address1: event.address1,
    latitude: event.latitude,
    longitude: event.longitude,
    shop_id: idNumber(shop.id),
    created_at: timestamp(shop, event.createdAt),
    updated_at: timestamp(shop, event.createdAt),
    estimated_delivery_at: timestampOrNull(shop, event.estimatedDeliveryAt),
    order_id: idNumber(fulfillment.orderId),
    admin_graphql_api_id: event.id,
  };
}

/** The status of the event that happened last; null before the first. */
function shipmentStatus({ events }: Fulfillment): string | null {
  const last = [...events]
    .sort((one, other) => one.happenedAt.localeCompare(other.happenedAt))
    .at(-1);
  return last ? word(last.status) : null;
}
