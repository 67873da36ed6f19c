/** What a fulfillment shows, read from its events. Pure. */
import type { Fulfillment, FulfillmentEvent } from "#sandbox/store/types.ts";

/** The shown status: the newest event by time, else what the fulfillment itself says. */
export function displayStatus(fulfillment: Fulfillment): string {
  if (fulfillment.status === "CANCELLED") return "CANCELED";
  const latest = latestEvent(fulfillment);
  if (latest) return latest.status;
  return fulfillment.status === "SUCCESS" ? "FULFILLED" : fulfillment.status;
}

export function latestEvent(fulfillment: Fulfillment): FulfillmentEvent | null {
  return (
    [...fulfillment.events].sort((a, b) => (a.happenedAt < b.happenedAt ? -1 : 1)).pop() ?? null
  );
}

/** When the first event of this status happened; null while none did. */
export function firstEventAt(
  fulfillment: Fulfillment,
  status: FulfillmentEvent["status"],
): string | null {
  const times = fulfillment.events
    .filter((event) => event.status === status)
    .map((event) => event.happenedAt);
  return times.sort()[0] ?? null;
}
