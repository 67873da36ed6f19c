/**
 * Measures, for one order, the instants from which each flag of the exception board counts. Pure; thresholds and "now"
 * come later (exception-flags.ts), so these are columns that lists can filter by.
 *
 * An order is out of the board when it is cancelled, deleted, a test, ships nothing, or was refunded in full; of the
 * last only an open return still shows: goods are on their way. Unpaid orders count (cash on delivery ships unpaid)
 * unless the payment was voided or expired. Units on hold or scheduled for later are waiting for somebody, not late.
 */
import type { FlagFacts } from "./exception-flags.ts";
import type { ChildRows, EventRow, FulfillmentRow, OrderRow } from "./mirror-rows.ts";

export type AssessedOrder = Pick<
  OrderRow,
  | "placedAt"
  | "closedAt"
  | "cancelledAt"
  | "deletedAt"
  | "isTest"
  | "requiresShipping"
  | "financialStatus"
  | "totalMinor"
  | "refundedMinor"
>;

export type AssessedRows = Pick<
  ChildRows,
  "lines" | "fulfillments" | "events" | "fulfillmentOrders" | "fulfillmentOrderLines" | "returns"
>;

const NOTHING: FlagFacts = {
  returnedAt: null,
  exceptionAt: null,
  unfulfilledSince: null,
  noTrackingSince: null,
  labelWithoutScanSince: null,
  undeliveredSince: null,
};

const DELIVERED = new Set(["delivered", "picked_up", "ready_for_pickup"]);
const SCANNED = new Set([
  "carrier_picked_up",
  "in_transit",
  "out_for_delivery",
  "attempted_delivery",
  "delayed",
  "failure",
  "not_delivered",
]);
const CARRIER_PROBLEM = new Set(["attempted_delivery", "delayed", "failure"]);
const LIVE_FULFILLMENT = new Set(["success", "open", "pending"]);
const WAITING = new Set(["on_hold", "scheduled"]);
const CLOSED_FULFILLMENT_ORDER = new Set(["closed", "cancelled", "incomplete"]);
const WITHOUT_CARRIER = new Set(["local", "pick_up", "none", "retail"]);
const NO_PAYMENT_COMES = new Set(["voided", "expired", "refunded"]);

/** The facts of the order as it stands. */
export function assessShipmentFacts(order: AssessedOrder, rows: AssessedRows): FlagFacts {
  if (order.cancelledAt || order.deletedAt || order.isTest || !order.requiresShipping)
    return NOTHING;
  const openReturnAt = earliest(
    rows.returns
      .filter(({ status }) => status === "open")
      .map((one) => one.approvedAt ?? one.createdAt),
  );
  if (isFullyRefunded(order)) return { ...NOTHING, returnedAt: openReturnAt };
  const parcels = rows.fulfillments
    .filter(({ status }) => LIVE_FULFILLMENT.has(status))
    .map((fulfillment) => assessParcel(fulfillment, rows.events));
  const onTheWay = parcels.filter(({ isDelivered }) => !isDelivered);
  const carried = hasCarrier(rows) ? onTheWay : [];
  return {
    returnedAt: earliest([openReturnAt, ...onTheWay.map(({ returnedAt }) => returnedAt)]),
    exceptionAt: earliest([
      ...onTheWay.map(({ problemAt }) => problemAt),
      ...rows.fulfillments
        .filter(({ status }) => status === "error" || status === "failure")
        .map(({ createdAt }) => createdAt),
    ]),
    unfulfilledSince: unfulfilledSince(order, rows),
    noTrackingSince: earliest(
      carried
        .filter(({ isTracked, scannedAt }) => !isTracked && !scannedAt)
        .map(({ createdAt }) => createdAt),
    ),
    labelWithoutScanSince: earliest(
      carried
        .filter(({ isTracked, scannedAt }) => isTracked && !scannedAt)
        .map(({ createdAt }) => createdAt),
    ),
    undeliveredSince: earliest(onTheWay.map(({ scannedAt }) => scannedAt)),
  };
}

function assessParcel(fulfillment: FulfillmentRow, allEvents: readonly EventRow[]) {
  const { createdAt, shipmentStatus, inTransitAt, deliveredAt, trackingNumbers } = fulfillment;
  const events = allEvents.filter(({ fulfillmentGid }) => fulfillmentGid === fulfillment.gid);
  const at = (isWanted: (status: string) => boolean) =>
    earliest(events.filter(({ status }) => isWanted(status)).map(({ happenedAt }) => happenedAt));
  const latest = (wanted: string) =>
    events
      .filter(({ status }) => status === wanted)
      .reduce<Date | null>(
        (last, { happenedAt }) => (last && last > happenedAt ? last : happenedAt),
        null,
      );
  const status = shipmentStatus ?? "";
  const statusAt = latest(status) ?? fulfillment.updatedAt ?? createdAt;
  const scannedAt =
    earliest([inTransitAt, at((one) => SCANNED.has(one))]) ??
    (SCANNED.has(status) ? statusAt : null);
  return {
    createdAt,
    isTracked: trackingNumbers.length > 0,
    isDelivered: deliveredAt !== null || DELIVERED.has(status),
    scannedAt,
    // Shopify's word for a parcel that the carrier takes back to the sender.
    returnedAt: status === "not_delivered" ? statusAt : null,
    problemAt: CARRIER_PROBLEM.has(status) ? statusAt : null,
  };
}

/** Since when somebody should have shipped; null when nothing is left or all that is left waits. */
function unfulfilledSince(order: AssessedOrder, rows: AssessedRows): Date | null {
  if (order.closedAt || NO_PAYMENT_COMES.has(order.financialStatus ?? "")) return null;
  const isLeft = rows.lines.some(
    ({ requiresShipping, unfulfilledQuantity }) => requiresShipping && unfulfilledQuantity > 0,
  );
  if (!isLeft) return null;
  const open = rows.fulfillmentOrders.filter(
    ({ gid, status }) => !CLOSED_FULFILLMENT_ORDER.has(status) && hasUnitsLeft(rows, gid),
  );
  if (open.length === 0) return order.placedAt;
  const due = open.filter(({ status }) => !WAITING.has(status));
  const starts = due.map(({ fulfillAt }) =>
    fulfillAt && fulfillAt > order.placedAt ? fulfillAt : order.placedAt,
  );
  return earliest(starts);
}

function hasUnitsLeft({ fulfillmentOrderLines }: AssessedRows, gid: string) {
  const lines = fulfillmentOrderLines.filter(
    ({ fulfillmentOrderGid }) => fulfillmentOrderGid === gid,
  );
  return lines.length === 0 || lines.some(({ remainingQuantity }) => remainingQuantity > 0);
}

/** False when all of the order is collected or brought by the shop itself: no tracking is to be expected. */
function hasCarrier({ fulfillmentOrders }: AssessedRows) {
  return (
    fulfillmentOrders.length === 0 ||
    fulfillmentOrders.some(({ deliveryMethod }) => !WITHOUT_CARRIER.has(deliveryMethod ?? ""))
  );
}

function isFullyRefunded({ financialStatus, totalMinor, refundedMinor }: AssessedOrder) {
  return financialStatus === "refunded" || (totalMinor > 0n && refundedMinor >= totalMinor);
}

function earliest(instants: readonly (Date | null)[]): Date | null {
  return instants.reduce((first, instant) => {
    if (!instant) return first;
    return first && first <= instant ? first : instant;
  }, null);
}
