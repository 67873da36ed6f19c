/** Parcels and fulfilment orders of the order page. Pure. */
import type { OrderMirror } from "./mirror-rows.ts";
import type { FulfillmentOrderView, FulfillmentView, TrackingView } from "./views.ts";

const iso = (instant: Date | null) => instant?.toISOString() ?? null;

/** Newest first, each with its carrier events newest first. */
export function fulfillmentViews({
  fulfillments,
  fulfillmentLines,
  events,
  lines,
}: OrderMirror): FulfillmentView[] {
  return [...fulfillments]
    .sort((one, other) => other.createdAt.getTime() - one.createdAt.getTime())
    .map((fulfillment) => ({
      fulfillmentId: fulfillment.gid.slice(fulfillment.gid.lastIndexOf("/") + 1),
      name: fulfillment.name,
      status: fulfillment.status,
      shipmentStatus: fulfillment.shipmentStatus,
      createdAt: fulfillment.createdAt.toISOString(),
      inTransitAt: iso(fulfillment.inTransitAt),
      deliveredAt: iso(fulfillment.deliveredAt),
      estimatedDeliveryAt: iso(fulfillment.estimatedDeliveryAt),
      tracking: trackingViews(fulfillment),
      lines: fulfillmentLines
        .filter(({ fulfillmentGid }) => fulfillmentGid === fulfillment.gid)
        .map(({ lineGid, quantity }) => {
          const line = lines.find(({ gid }) => gid === lineGid);
          return { title: line?.title ?? "", sku: line?.sku ?? null, units: quantity };
        }),
      events: events
        .filter(({ fulfillmentGid }) => fulfillmentGid === fulfillment.gid)
        .sort((one, other) => other.happenedAt.getTime() - one.happenedAt.getTime())
        .map((event) => ({
          status: event.status,
          message: event.message,
          place: [event.city, event.province, event.country].filter(Boolean).join(", ") || null,
          happenedAt: event.happenedAt.toISOString(),
        })),
    }));
}

type Tracking = Pick<
  OrderMirror["fulfillments"][number],
  "trackingCompanies" | "trackingNumbers" | "trackingUrls"
>;

/** Numbers, carriers and links come as three lists side by side; a link that is not https is no link. */
function trackingViews({
  trackingCompanies,
  trackingNumbers,
  trackingUrls,
}: Tracking): TrackingView[] {
  const count = Math.max(trackingNumbers.length, trackingUrls.length);
  return Array.from({ length: count }, (_, index) => {
    const url = trackingUrls[index];
    return {
      company: trackingCompanies[index] ?? trackingCompanies[0] ?? null,
      number: trackingNumbers[index] ?? null,
      url: url?.startsWith("https://") ? url : null,
    };
  });
}

export function fulfillmentOrderViews({
  fulfillmentOrders,
  fulfillmentOrderLines,
  holds,
  lines,
}: OrderMirror): FulfillmentOrderView[] {
  return [...fulfillmentOrders]
    .sort((one, other) => (one.gid < other.gid ? -1 : 1))
    .map((fulfillmentOrder) => ({
      fulfillmentOrderId: fulfillmentOrder.gid.slice(fulfillmentOrder.gid.lastIndexOf("/") + 1),
      status: fulfillmentOrder.status,
      requestStatus: fulfillmentOrder.requestStatus,
      locationName: fulfillmentOrder.locationName,
      fulfillAt: iso(fulfillmentOrder.fulfillAt),
      fulfillBy: iso(fulfillmentOrder.fulfillBy),
      deliveryMethod: fulfillmentOrder.deliveryMethod,
      holds: holds
        .filter(({ fulfillmentOrderGid }) => fulfillmentOrderGid === fulfillmentOrder.gid)
        .map(({ reason, notes }) => ({ reason, notes })),
      lines: fulfillmentOrderLines
        .filter(({ fulfillmentOrderGid }) => fulfillmentOrderGid === fulfillmentOrder.gid)
        .map(({ lineGid, totalQuantity, remainingQuantity }) => {
          const line = lines.find(({ gid }) => gid === lineGid);
          return {
            title: line?.title ?? "",
            sku: line?.sku ?? null,
            totalUnits: totalQuantity,
            remainingUnits: remainingQuantity,
          };
        }),
    }));
}
