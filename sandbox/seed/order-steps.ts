/** Small questions and moves that every part of an order's life shares. */
import { atInstant, toInstant } from "#sandbox/store/clock.ts";
import type { Fulfillment, FulfillmentOrder, Order } from "#sandbox/store/types.ts";
import { DAY_MS, HOUR_MS, type Stage } from "./stage.ts";

/** Runs a step in the past; a step of the future does not happen. */
export function at<Value>(stage: Stage, ms: number, task: () => Value): Value | null {
  return ms > stage.nowMs ? null : atInstant(stage.world, toInstant(ms), task);
}

export function openEntries({ shop }: Stage, order: Order): FulfillmentOrder[] {
  return order.fulfillmentOrderIds
    .flatMap((id) => shop.fulfillmentOrders.get(id) ?? [])
    .filter(({ status }) => status === "OPEN" || status === "IN_PROGRESS");
}

export function placedMs(order: Order): number {
  return Date.parse(order.createdAt);
}

export function afterLastEvent({ shop, nowMs }: Stage, order: Order, days: number): number {
  const parcels = order.fulfillmentIds.flatMap((id) => shop.fulfillments.get(id) ?? []);
  return Math.min(Math.max(placedMs(order), latestMs(parcels)) + days * DAY_MS, nowMs - HOUR_MS);
}

export function latestMs(parcels: readonly Fulfillment[]): number {
  return Math.max(0, ...parcels.map(({ updatedAt }) => Date.parse(updatedAt)));
}
