/**
 * Fulfillment orders and their holds. Ids are gids in `id`; no payload names the order. What the state no longer tells
 * comes in the event's facts.
 */
import type { FulfillmentHold, FulfillmentOrder, Gid, ShopState } from "#sandbox/store/types.ts";
import type { Facts } from "./event-facts.ts";
import { idNumber, timestampOrNull, word, type Payload } from "./payload-values.ts";

export type EntryPayload = (shop: ShopState, entry: FulfillmentOrder, facts: Facts) => Payload;

/** By the part of the topic after `fulfillment_orders/`. */
export const FULFILLMENT_ORDER_PAYLOADS: Record<string, EntryPayload> = {
  order_routing_complete: justStatus,
  hold_released: justStatus,
  scheduled_fulfillment_order_ready: justStatus,
  line_items_prepared_for_pickup: (_, entry) => prepared(entry, "pickup"),
  line_items_prepared_for_local_delivery: (_, entry) => prepared(entry, "local"),
  fulfillment_request_submitted: requestSubmitted,
  fulfillment_request_accepted: answered,
  fulfillment_request_rejected: answered,
  cancellation_request_submitted: cancellationSubmitted,
  cancellation_request_accepted: closedWithMessage,
  cancellation_request_rejected: answered,
  fulfillment_service_failed_to_complete: closedWithMessage,
  cancelled,
  moved,
  split,
  merged,
  placed_on_hold: placedOnHold,
  rescheduled: (shop, entry) => ({
    fulfillment_order: { ...status(entry), fulfill_at: timestampOrNull(shop, entry.fulfillAt) },
  }),
  progress_reported: progressReported,
  manually_reported_progress_stopped: (_shop, entry, facts) => ({
    fulfillment_order: status(entry),
    progress_stopped_by_app: appOf(facts.text("appId")),
    progress_stopped_by_user: null,
  }),
};

/** `fulfillment_holds/added` and `released`. */
export function holdPayload(shop: ShopState, entry: FulfillmentOrder, facts: Facts): Payload {
  const released = facts.hold("hold");
  const hold =
    released ?? entry.holds.find(({ id }) => id === facts.text("holdId")) ?? entry.holds.at(-1);
  return {
    fulfillment_order: { id: entry.id },
    fulfillment_hold: hold ? holdOf(shop, hold) : null,
  };
}

function status(entry: FulfillmentOrder): Payload {
  return { id: entry.id, status: word(entry.status) };
}

function statusWithRequest(entry: FulfillmentOrder): Payload {
  return { ...status(entry), request_status: word(entry.requestStatus) };
}

function statusOfId(shop: ShopState, id: Gid | null): Payload | null {
  const entry = id === null ? undefined : shop.fulfillmentOrders.get(id);
  return entry ? status(entry) : null;
}

function justStatus(_: ShopState, entry: FulfillmentOrder): Payload {
  return { fulfillment_order: status(entry) };
}

function prepared(entry: FulfillmentOrder, method: "pickup" | "local"): Payload {
  return {
    fulfillment_order: {
      ...status(entry),
      preparable: true,
      delivery_method: { method_type: method },
    },
  };
}

function answered(_: ShopState, entry: FulfillmentOrder, facts: Facts): Payload {
  return { fulfillment_order: statusWithRequest(entry), message: facts.text("message") };
}

/** Two topics leave the request status out. */
function closedWithMessage(_: ShopState, entry: FulfillmentOrder, facts: Facts): Payload {
  return { fulfillment_order: status(entry), message: facts.text("message") };
}

function requestSubmitted(shop: ShopState, entry: FulfillmentOrder, facts: Facts): Payload {
  const original = shop.fulfillmentOrders.get(facts.text("originalId") ?? "") ?? entry;
  return {
    original_fulfillment_order: statusWithRequest(original),
    submitted_fulfillment_order: statusWithRequest(entry),
    fulfillment_order_merchant_request: lastRequest(entry),
  };
}

function cancellationSubmitted(_: ShopState, entry: FulfillmentOrder): Payload {
  return {
    fulfillment_order: statusWithRequest(entry),
    fulfillment_order_merchant_request: lastRequest(entry),
  };
}

function lastRequest(entry: FulfillmentOrder): Payload | null {
  const request = entry.merchantRequests.at(-1);
  return request ? { id: request.id, message: request.message } : null;
}

function cancelled(shop: ShopState, entry: FulfillmentOrder, facts: Facts): Payload {
  return {
    fulfillment_order: status(entry),
    replacement_fulfillment_order: statusOfId(shop, facts.text("replacementId")),
  };
}

function moved(shop: ShopState, entry: FulfillmentOrder, facts: Facts): Payload {
  const original = shop.fulfillmentOrders.get(facts.text("originalId") ?? "") ?? entry;
  return {
    original_fulfillment_order: {
      ...status(original),
      assigned_location_id: original.assignedLocationId,
    },
    moved_fulfillment_order: { ...status(entry), assigned_location_id: entry.assignedLocationId },
    destination_location_id: facts.text("locationId") ?? entry.assignedLocationId,
    fulfillment_order_line_items_requested: facts.units("units"),
    source_location: { id: facts.text("sourceLocationId") },
  };
}

function split(shop: ShopState, entry: FulfillmentOrder, facts: Facts): Payload {
  return {
    split_line_items: facts.units("units"),
    fulfillment_order: status(entry),
    remaining_fulfillment_order: statusOfId(shop, facts.text("remainingId")),
    // Only where the original could not be split in place.
    replacement_fulfillment_order: statusOfId(shop, facts.text("replacementId")),
  };
}

/** The one topic with numbers for ids. The intents are what was asked, so they come with the event. */
function merged(_shop: ShopState, entry: FulfillmentOrder, facts: Facts): Payload {
  return {
    merge_intents: facts.intents("intents").map((intent) => ({
      fulfillment_order_id: idNumber(intent.id),
      fulfillment_order_line_items: intent.units.map(({ id, quantity }) => ({
        id: idNumber(id),
        quantity,
      })),
    })),
    fulfillment_order_merges: { fulfillment_order: status(entry) },
  };
}

function placedOnHold(shop: ShopState, entry: FulfillmentOrder, facts: Facts): Payload {
  const created = entry.holds.find(({ id }) => id === facts.text("holdId")) ?? entry.holds.at(-1);
  const asked = facts.units("units");
  const all = entry.lineItems.map(({ id, remainingQuantity }) => ({
    id,
    quantity: remainingQuantity,
  }));
  return {
    fulfillment_order: {
      ...status(entry),
      fulfillment_holds: entry.holds.map((hold) => holdOf(shop, hold)),
    },
    remaining_fulfillment_order: statusOfId(shop, facts.text("remainingId")),
    held_fulfillment_order_line_items: asked.length > 0 ? asked : all,
    created_fulfillment_hold: created ? holdOf(shop, created) : null,
  };
}

function progressReported(_shop: ShopState, entry: FulfillmentOrder, facts: Facts): Payload {
  return {
    fulfillment_order: status(entry),
    progress_report: {
      reason_notes: facts.text("reasonNotes"),
      progress_reported_by_app: appOf(facts.text("appId")),
      progress_reported_by_user: null,
    },
    initial_status: word(facts.text("initialStatus") ?? "OPEN"),
  };
}

function holdOf(shop: ShopState, hold: FulfillmentHold): Payload {
  return {
    id: hold.id,
    reason: word(hold.reason),
    reason_notes: hold.reasonNotes,
    held_by_requesting_app: hold.appId !== null && shop.installations.has(hold.appId),
    handle: hold.handle,
    held_by_app: hold.appId ? { id: hold.appId } : null,
  };
}

/** Null: nobody's app, as when staff did it. */
const appOf = (appId: Gid | null): Payload | null => (appId ? { id: appId } : null);
