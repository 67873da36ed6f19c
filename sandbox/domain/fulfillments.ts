/** Shipments: create, tracking, events, cancel. Called by mutations and by the seed. */
import { now, parseInstant } from "#sandbox/store/clock.ts";
import { asOneAction, emit } from "#sandbox/store/events.ts";
import { newGid } from "#sandbox/store/ids.ts";
import type {
  Address,
  Fulfillment,
  FulfillmentEvent,
  FulfillmentLine,
  FulfillmentOrder,
  Gid,
  Outcome,
  ShopState,
  World,
} from "#sandbox/store/types.ts";
import { emptyAddress } from "#sandbox/store/world.ts";
import {
  orderOf,
  openBeside,
  releaseUnits,
  remainingOf,
  type UnitsOfLine,
} from "./fulfillment-order-parts.ts";
import { remainingUnits, serviceOf } from "./fulfillment-order-rules.ts";
import { refuseFulfillment, type Group } from "./fulfillment-errors.ts";
import { done } from "./outcome.ts";
import { fulfillmentStatus } from "./order-status.ts";
import { touchOrder } from "./touch.ts";
import { trackingUrlFor } from "./tracking-url.ts";

export * from "./fulfillment-status.ts";

export type TrackingDraft = {
  company?: string | null;
  number?: string | null;
  numbers?: readonly string[] | null;
  url?: string | null;
  urls?: readonly string[] | null;
};
export type FulfillmentDraft = {
  groups: { entry: FulfillmentOrder; units?: readonly UnitsOfLine[] | null }[];
  tracking?: TrackingDraft | null;
  message?: string | null;
  notifyCustomer?: boolean;
  originAddress?: Partial<Address> | null;
};

/** Fulfils units of fulfillment orders of one order at one location. */
export function createFulfillment(
  world: World,
  shop: ShopState,
  draft: FulfillmentDraft,
): Outcome<Fulfillment> {
  const groups = draft.groups.map(({ entry, units }) => ({
    entry,
    units: units && units.length > 0 ? [...units] : remainingOf(entry),
  }));
  const refusal = refuseFulfillment(groups);
  if (refusal) return refusal;
  return asOneAction(world, () => done(ship(world, shop, draft, groups)));
}

function ship(
  world: World,
  shop: ShopState,
  draft: FulfillmentDraft,
  groups: Group[],
): Fulfillment {
  const first = groups[0]?.entry;
  if (!first) throw new Error("a fulfillment needs a fulfillment order");
  const order = orderOf(shop, first);
  const stamp = now(world);
  const fulfillment: Fulfillment = {
    id: newGid(shop, "Fulfillment"),
    orderId: order.id,
    name: `${order.name}-F${order.fulfillmentIds.length + 1}`,
    status: "SUCCESS",
    createdAt: stamp,
    updatedAt: stamp,
    locationId: first.assignedLocationId,
    serviceHandle: serviceOf(shop, first)?.handle ?? "manual",
    fulfillmentOrderIds: groups.map((group) => group.entry.id),
    lines: [],
    trackingInfo: toTracking(draft.tracking),
    originAddress: draft.originAddress ? emptyAddress(draft.originAddress) : null,
    events: [],
    estimatedDeliveryAt: null,
    message: draft.message ?? null,
    notifyCustomer: draft.notifyCustomer ?? false,
  };
  for (const group of groups) takeUnits(world, shop, fulfillment, group);
  shop.fulfillments.set(fulfillment.id, fulfillment);
  order.fulfillmentIds.push(fulfillment.id);
  emit(world, shop, { topic: "fulfillments/create", id: fulfillment.id });
  const isWhole = fulfillmentStatus(shop, order) === "FULFILLED";
  touchOrder(world, shop, order, [isWhole ? "orders/fulfilled" : "orders/partially_fulfilled"]);
  return fulfillment;
}

/** Units of one line item become one fulfillment line, whatever number of fulfillment orders they come from (observed). */
function takeUnits(
  world: World,
  shop: ShopState,
  fulfillment: Fulfillment,
  { entry, units }: Group,
): void {
  for (const unit of units) {
    const line = entry.lineItems.find((item) => item.id === unit.id);
    if (!line) continue;
    releaseUnits(world, shop, entry, line, unit.quantity, "shipped");
    line.remainingQuantity -= unit.quantity;
    const same = fulfillment.lines.find((item) => item.lineItemId === line.lineItemId);
    if (same) same.quantity += unit.quantity;
    else fulfillment.lines.push(toLine(shop, line.lineItemId, line.id, unit.quantity));
  }
  entry.fulfillmentIds.push(fulfillment.id);
  if (remainingUnits(entry) === 0) {
    entry.status = "CLOSED";
    entry.progressReported = false;
  } else entry.status = "IN_PROGRESS";
  // Observed: a partly fulfilled one of the merchant's own shows IN_PROGRESS; its request status does not move.
  entry.updatedAt = now(world);
}

function toLine(shop: ShopState, lineItemId: Gid, lineId: Gid, quantity: number): FulfillmentLine {
  return {
    id: newGid(shop, "FulfillmentLineItem"),
    lineItemId,
    fulfillmentOrderLineId: lineId,
    quantity,
  };
}

/** Replaces the tracking numbers; cancelled fulfillments accept it too (observed). */
export function updateTracking(
  world: World,
  shop: ShopState,
  fulfillment: Fulfillment,
  tracking: TrackingDraft,
): Outcome<Fulfillment> {
  fulfillment.trackingInfo = toTracking(tracking);
  return finish(world, shop, fulfillment);
}

export type EventDraft = Partial<
  Omit<FulfillmentEvent, "id" | "status" | "createdAt" | "happenedAt">
> & {
  status: FulfillmentEvent["status"];
  happenedAt?: string | null;
};

/** Adds a carrier scan. Cancelled fulfillments accept it too (observed). */
export function addFulfillmentEvent(
  world: World,
  shop: ShopState,
  fulfillment: Fulfillment,
  draft: EventDraft,
): FulfillmentEvent {
  const stamp = now(world);
  const event: FulfillmentEvent = {
    id: newGid(shop, "FulfillmentEvent"),
    status: draft.status,
    happenedAt: (draft.happenedAt && parseInstant(draft.happenedAt)) || stamp,
    createdAt: stamp,
    estimatedDeliveryAt: draft.estimatedDeliveryAt ?? null,
    message: draft.message ?? null,
    address1: draft.address1 ?? null,
    city: draft.city ?? null,
    province: draft.province ?? null,
    country: draft.country ?? null,
    zip: draft.zip ?? null,
    latitude: draft.latitude ?? null,
    longitude: draft.longitude ?? null,
  };
  fulfillment.events.push(event);
  if (event.estimatedDeliveryAt) fulfillment.estimatedDeliveryAt = event.estimatedDeliveryAt;
  fulfillment.updatedAt = stamp;
  asOneAction(world, () => {
    emit(world, shop, {
      topic: "fulfillment_events/create",
      id: event.id,
      facts: { fulfillmentId: fulfillment.id },
    });
    emit(world, shop, { topic: "fulfillments/update", id: fulfillment.id });
  });
  return event;
}

/** Puts the units back into a fulfillment order: the closed one opens again (guess). Repeating it changes nothing (observed). */
export function cancelFulfillment(
  world: World,
  shop: ShopState,
  fulfillment: Fulfillment,
): Outcome<Fulfillment> {
  if (fulfillment.status === "CANCELLED") return done(fulfillment);
  return asOneAction(world, () => {
    fulfillment.status = "CANCELLED";
    for (const id of fulfillment.fulfillmentOrderIds) giveBack(world, shop, fulfillment, id);
    return finish(world, shop, fulfillment);
  });
}

function giveBack(world: World, shop: ShopState, fulfillment: Fulfillment, entryId: Gid): void {
  const entry = shop.fulfillmentOrders.get(entryId);
  const order = shop.orders.get(fulfillment.orderId);
  if (!entry || !order || order.cancelledAt) return;
  const shipped = entry.lineItems.filter((line) => line.totalQuantity > line.remainingQuantity);
  const back = shipped.flatMap((line) => {
    const units =
      fulfillment.lines.find((item) => item.lineItemId === line.lineItemId)?.quantity ?? 0;
    return units > 0
      ? [{ line, units: Math.min(units, line.totalQuantity - line.remainingQuantity) }]
      : [];
  });
  if (back.length === 0) return;
  const fresh = entry.status === "CLOSED" ? openBeside(world, shop, entry) : entry;
  for (const { line, units } of back) {
    if (fresh === entry) line.remainingQuantity += units;
    else {
      fresh.lineItems.push({
        ...line,
        id: newGid(shop, "FulfillmentOrderLineItem"),
        totalQuantity: units,
        remainingQuantity: units,
        committedQuantity: 0,
      });
    }
  }
}

function toTracking(draft: TrackingDraft | null | undefined): Fulfillment["trackingInfo"] {
  if (!draft) return [];
  const numbers = draft.numbers ?? (draft.number ? [draft.number] : []);
  const urls = draft.urls ?? (draft.url ? [draft.url] : []);
  const company = draft.company ?? null;
  const length = Math.max(numbers.length, urls.length, company ? 1 : 0);
  return Array.from({ length }, (_, at) => {
    const number = numbers[at] ?? null;
    return { company, number, url: urls[at] ?? trackingUrlFor(company, number) };
  });
}

function finish(world: World, shop: ShopState, fulfillment: Fulfillment): Outcome<Fulfillment> {
  fulfillment.updatedAt = now(world);
  const order = shop.orders.get(fulfillment.orderId);
  emit(world, shop, { topic: "fulfillments/update", id: fulfillment.id });
  if (order) touchOrder(world, shop, order);
  return done(fulfillment);
}
