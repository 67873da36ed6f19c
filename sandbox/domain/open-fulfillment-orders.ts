/** Opens the fulfillment orders of a new order, or of lines added to one: one per location, shippable lines and others apart. */
import { now, nowMs } from "#sandbox/store/clock.ts";
import { newGid } from "#sandbox/store/ids.ts";
import type {
  FulfillmentOrder,
  Gid,
  Instant,
  LineItem,
  Order,
  ShopState,
  World,
} from "#sandbox/store/types.ts";
import { emptyAddress } from "#sandbox/store/world.ts";
import { commitUnits } from "./fulfillment-order-parts.ts";
import { routeOrder } from "./route-order.ts";

export type OpenOptions = {
  inventory?: "BYPASS" | "DECREMENT";
  locationId?: Gid;
  delivery?: { minAt: Instant | null; maxAt: Instant | null };
  fulfillAt?: Instant;
  fulfillBy?: Instant | null;
};

export function openFulfillmentOrders(
  world: World,
  shop: ShopState,
  order: Order,
  options: OpenOptions,
  lines: readonly LineItem[] = order.lineItems,
): FulfillmentOrder[] {
  const opened: FulfillmentOrder[] = [];
  for (const requiresShipping of [true, false]) {
    const batch = lines.filter(
      (line) => line.requiresShipping === requiresShipping && !line.isGiftCard,
    );
    const groups = options.locationId
      ? [{ locationId: options.locationId, lines: batch }]
      : routeOrder(shop, batch, order.shippingAddress);
    for (const group of groups) {
      if (group.lines.length === 0) continue;
      opened.push(openOne(world, shop, order, options, group.locationId, group.lines));
    }
  }
  return opened;
}

/** The name and address of a location as a fulfillment order keeps them. */
export function snapshotLocation(shop: ShopState, locationId: Gid) {
  const location = shop.locations.get(locationId);
  return {
    name: location?.name ?? "",
    address: emptyAddress(location?.address),
  };
}

function openOne(
  world: World,
  shop: ShopState,
  order: Order,
  options: OpenOptions,
  locationId: Gid,
  lines: readonly LineItem[],
): FulfillmentOrder {
  const stamp = now(world);
  const isScheduled =
    options.fulfillAt !== undefined && Date.parse(options.fulfillAt) > nowMs(world);
  const entry: FulfillmentOrder = {
    id: newGid(shop, "FulfillmentOrder"),
    orderId: order.id,
    status: isScheduled ? "SCHEDULED" : "OPEN",
    requestStatus: "UNSUBMITTED",
    assignedLocationId: locationId,
    assignedLocation: snapshotLocation(shop, locationId),
    createdAt: stamp,
    updatedAt: stamp,
    // Observed: the hour in which the order was made.
    fulfillAt: options.fulfillAt ?? `${stamp.slice(0, 13)}:00:00Z`,
    fulfillBy: options.fulfillBy ?? null,
    lineItems: lines.map((line) => ({
      id: newGid(shop, "FulfillmentOrderLineItem"),
      lineItemId: line.id,
      totalQuantity: line.quantity,
      remainingQuantity: line.quantity,
      committedQuantity: 0,
    })),
    holds: [],
    merchantRequests: [],
    fulfillmentIds: [],
    deliveryMethod: {
      id: newGid(shop, "DeliveryMethod"),
      methodType: lines.some((line) => line.requiresShipping) ? "SHIPPING" : "NONE",
      presentedName: order.shippingLines[0]?.title ?? null,
      serviceCode: order.shippingLines[0]?.code ?? null,
      minDeliveryAt: options.delivery?.minAt ?? null,
      maxDeliveryAt: options.delivery?.maxAt ?? null,
    },
    progressReported: false,
    heldApartFromId: null,
  };
  shop.fulfillmentOrders.set(entry.id, entry);
  order.fulfillmentOrderIds.push(entry.id);
  if (options.inventory === "DECREMENT") {
    for (const line of entry.lineItems) commitUnits(world, shop, entry, line, line.totalQuantity);
  }
  return entry;
}
