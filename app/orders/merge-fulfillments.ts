/**
 * Fulfilments with their lines and carrier events after a source has spoken. An event is told alone
 * (`fulfillment_events/create`) or with its fulfilment; the newest event names the shipment's status unless the
 * fulfilment itself was told later. Pure.
 */
import type { OrderReading, ShopifyFulfillment } from "#app/shopify/mappers/shopify-order.ts";
import { goneGids, isLaterWord } from "./is-later-word.ts";
import type { ChildRows, EventRow, FulfillmentRow } from "./mirror-rows.ts";

type FulfillmentRows = Pick<ChildRows, "fulfillments" | "fulfillmentLines" | "events">;

export function mergeFulfillments(known: ChildRows, reading: OrderReading): FulfillmentRows {
  const { fulfillments: told = [], asOf } = reading;
  const later = told.filter((one) =>
    isLaterWord(known.fulfillments.find(({ gid }) => gid === one.gid) ?? null, {
      updatedAt: one.updatedAt ?? null,
      asOf,
    }),
  );
  const gone = new Set(
    reading.isComplete && reading.fulfillments ? goneGids(known.fulfillments, told, asOf) : [],
  );
  const isKept = ({ fulfillmentGid }: { fulfillmentGid: string }) => !gone.has(fulfillmentGid);
  const events = mergeEvents(known.events.filter(isKept), later, reading);
  const rows = new Map(
    known.fulfillments.filter(({ gid }) => !gone.has(gid)).map((row) => [row.gid, row]),
  );
  for (const fulfillment of later)
    rows.set(fulfillment.gid, mergeFulfillment(rows.get(fulfillment.gid), fulfillment, asOf));
  const relined = new Set(later.filter(({ lines }) => lines).map(({ gid }) => gid));
  return {
    fulfillments: [...rows.values()].map((row) =>
      reading.words === "exact" && later.some(({ gid }) => gid === row.gid)
        ? row
        : withNewestEvent(row, events),
    ),
    fulfillmentLines: [
      ...known.fulfillmentLines.filter((line) => isKept(line) && !relined.has(line.fulfillmentGid)),
      ...later.flatMap(({ gid, lines = [] }) =>
        lines.map((line) => ({ ...line, fulfillmentGid: gid })),
      ),
    ],
    events,
  };
}

function mergeFulfillment(
  known: FulfillmentRow | undefined,
  { lines: _lines, events: _events, ...told }: ShopifyFulfillment,
  asOf: Date,
): FulfillmentRow {
  const untold = {
    updatedAt: null,
    inTransitAt: null,
    deliveredAt: null,
    estimatedDeliveryAt: null,
    locationGid: null,
  };
  return { ...(known ?? untold), ...told, asOf };
}

/** A complete list of events replaces those of its fulfilment; one event alone is added to them. */
function mergeEvents(
  known: readonly EventRow[],
  later: readonly ShopifyFulfillment[],
  { events: single = [] }: OrderReading,
): EventRow[] {
  const replaced = new Set(later.filter(({ events }) => events).map(({ gid }) => gid));
  const rows = new Map(
    known
      .filter(({ fulfillmentGid }) => !replaced.has(fulfillmentGid))
      .map((row) => [row.gid, row]),
  );
  for (const { gid: fulfillmentGid, events = [] } of later)
    for (const event of events) rows.set(event.gid, { ...event, fulfillmentGid });
  for (const event of single) rows.set(event.gid, event);
  return [...rows.values()];
}

function withNewestEvent(row: FulfillmentRow, allEvents: readonly EventRow[]): FulfillmentRow {
  const events = allEvents
    .filter(({ fulfillmentGid }) => fulfillmentGid === row.gid)
    .sort(
      (one, other) =>
        one.happenedAt.getTime() - other.happenedAt.getTime() || (one.gid < other.gid ? -1 : 1),
    );
  const newest = events.at(-1);
  if (!newest) return row;
  const isToldLater =
    row.shipmentStatus !== null && row.updatedAt !== null && row.updatedAt > newest.happenedAt;
  const first = (status: string) =>
    events.find((event) => event.status === status)?.happenedAt ?? null;
  const estimate = events.findLast(
    ({ estimatedDeliveryAt }) => estimatedDeliveryAt,
  )?.estimatedDeliveryAt;
  return {
    ...row,
    shipmentStatus: isToldLater ? row.shipmentStatus : newest.status,
    inTransitAt: row.inTransitAt ?? first("in_transit"),
    deliveredAt: row.deliveredAt ?? first("delivered"),
    estimatedDeliveryAt: estimate ?? row.estimatedDeliveryAt,
  };
}
