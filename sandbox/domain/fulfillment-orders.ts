/**
 * Changes of fulfillment orders at the merchant's hand: hold, release, move, split, merge, progress, open, cancel,
 * schedule, deadline. Requests to services: fulfillment-requests.ts. Messages and codes as observed.
 */
import { parseInstant } from "#sandbox/store/clock.ts";
import { emit } from "#sandbox/store/events.ts";
import type {
  FulfillmentOrder,
  Gid,
  Instant,
  Outcome,
  ShopState,
  World,
} from "#sandbox/store/types.ts";
import { moveUnits, openBeside, orderOf, remainingOf } from "./fulfillment-order-parts.ts";
import { remainingUnits } from "./fulfillment-order-rules.ts";
import { done, refuse } from "./outcome.ts";
import { touchOrder } from "./touch.ts";
import { stamp } from "./fulfillment-holds.ts";

export * from "./fulfillment-holds.ts";
export * from "./fulfillment-order-moves.ts";
export * from "./fulfillment-order-splits.ts";

export function reportProgress(
  world: World,
  shop: ShopState,
  entry: FulfillmentOrder,
  report: { reasonNotes?: string | null; appId?: Gid | null } = {},
): Outcome<FulfillmentOrder> {
  if (entry.status !== "OPEN" && entry.status !== "IN_PROGRESS") {
    return refuse(
      null,
      "Cannot report progress on a fulfillment order in this state.",
      "FULFILLMENT_ORDER_STATUS_INVALID",
    );
  }
  const initialStatus = entry.status;
  entry.status = "IN_PROGRESS";
  entry.progressReported = true;
  stamp(world, entry);
  emit(world, shop, {
    topic: "fulfillment_orders/progress_reported",
    id: entry.id,
    facts: { reasonNotes: report.reasonNotes ?? null, appId: report.appId ?? null, initialStatus },
  });
  touchOrder(world, shop, orderOf(shop, entry));
  return done(entry);
}

/** IN_PROGRESS or SCHEDULED back to OPEN. */
export function openFulfillmentOrder(
  world: World,
  shop: ShopState,
  entry: FulfillmentOrder,
  appId: Gid | null = null,
): Outcome<FulfillmentOrder> {
  if (entry.status !== "IN_PROGRESS" && entry.status !== "SCHEDULED") {
    const status = entry.status.toLowerCase();
    return refuse(null, `Expected fulfillment order status to be valid but it was ${status}.`);
  }
  const hadProgress = entry.progressReported;
  entry.status = "OPEN";
  entry.progressReported = false;
  stamp(world, entry);
  if (hadProgress) {
    emit(world, shop, {
      topic: "fulfillment_orders/manually_reported_progress_stopped",
      id: entry.id,
      facts: { appId },
    });
  } else {
    emit(world, shop, {
      topic: "fulfillment_orders/scheduled_fulfillment_order_ready",
      id: entry.id,
    });
  }
  touchOrder(world, shop, orderOf(shop, entry));
  return done(entry);
}

/** Closes it and hands its lines, ids kept, to a replacement (observed). */
export function cancelFulfillmentOrder(
  world: World,
  shop: ShopState,
  entry: FulfillmentOrder,
): Outcome<{ entry: FulfillmentOrder; replacement: FulfillmentOrder | null }> {
  if (entry.progressReported) {
    return refuse(
      ["id"],
      "Cannot cancel fulfillment order that has had progress reported. Mark as unfulfilled first.",
      "FULFILLMENT_ORDER_HAS_MANUALLY_REPORTED_PROGRESS",
    );
  }
  const isCancelable =
    ["OPEN", "SCHEDULED", "ON_HOLD"].includes(entry.status) &&
    ["UNSUBMITTED", "REJECTED", "CANCELLATION_ACCEPTED", "SUBMITTED"].includes(entry.requestStatus);
  if (!isCancelable || remainingUnits(entry) === 0) {
    return refuse(
      null,
      "Fulfillment order is not in cancelable request state and can't be canceled.",
    );
  }
  const replacement = openBeside(world, shop, entry);
  moveUnits(shop, entry, replacement, remainingOf(entry), true);
  entry.status = "CLOSED";
  entry.holds = [];
  stamp(world, entry);
  emit(world, shop, {
    topic: "fulfillment_orders/cancelled",
    id: entry.id,
    facts: { replacementId: replacement.id },
  });
  touchOrder(world, shop, orderOf(shop, entry));
  return done({ entry, replacement });
}

export function rescheduleFulfillmentOrder(
  world: World,
  shop: ShopState,
  entry: FulfillmentOrder,
  fulfillAt: string,
): Outcome<FulfillmentOrder> {
  if (entry.status !== "SCHEDULED") return refuse(null, "Fulfillment order must be scheduled.");
  entry.fulfillAt = parseInstant(fulfillAt) ?? entry.fulfillAt;
  stamp(world, entry);
  emit(world, shop, { topic: "fulfillment_orders/rescheduled", id: entry.id });
  touchOrder(world, shop, orderOf(shop, entry));
  return done(entry);
}

export function setDeadline(
  world: World,
  shop: ShopState,
  entries: readonly FulfillmentOrder[],
  deadline: Instant,
): void {
  for (const entry of entries) {
    entry.fulfillBy = deadline;
    stamp(world, entry);
  }
}
