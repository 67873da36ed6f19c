/**
 * Decides whether an order may be routed now and which units of it, from what Shopify says at this moment and from what is
 * with suppliers already. Units with a supplier, shipped, refunded, removed or on hold are never planned (again). Pure.
 */
import type { RoutingFacts, RoutingFulfillmentOrder } from "#app/shopify/mappers/routing-facts.ts";
import type { LineReason, OrderReason } from "./hold-reasons.ts";

/** What suppliers have of a line: `liveUnits` are theirs to ship, of these `trackedUnits` are on their way. */
export type Allocation = { readonly liveUnits: number; readonly trackedUnits: number };

export type RoutableLine = { readonly lineGid: string; readonly units: number };

export type Routable = {
  /** null: may be planned; else why the whole order waits */
  readonly verdict: { readonly state: WaitState; readonly reason: OrderReason } | null;
  readonly lines: readonly RoutableLine[];
  readonly lineReasons: readonly LineReason[];
  /** Units with suppliers that the order no longer asks for and no parcel carries yet. */
  readonly surplus: readonly RoutableLine[];
  /** Units that nobody has shipped yet. */
  readonly openUnits: number;
};

export type WaitState = "waiting" | "held" | "done" | "before_aftercare" | "not_ours";

export type RoutableQuestion = {
  readonly facts: RoutingFacts;
  readonly allocations: ReadonlyMap<string, Allocation>;
  readonly routesOnAuthorisation: boolean;
  readonly placedAt: Date;
  /** null: routing was never live */
  readonly goLiveAt: Date | null;
  /** A person decides about this order: go-live, payment on authorisation and risk are theirs to judge. */
  readonly isPerson: boolean;
};

export function assessRoutable(question: RoutableQuestion): Routable {
  const { facts, allocations } = question;
  const judged = facts.lines
    .filter(({ requiresShipping }) => requiresShipping)
    .map((line) => judgeLine(facts, line, allocations.get(line.lineGid) ?? NOTHING));
  const lines = judged.flatMap(({ lineGid, units }) => (units > 0 ? [{ lineGid, units }] : []));
  const gone = [...allocations]
    .filter(([lineGid]) => !facts.lines.some((line) => line.lineGid === lineGid))
    .map(([lineGid, { liveUnits, trackedUnits }]) => ({
      lineGid,
      units: liveUnits - trackedUnits,
    }));
  const surplus = facts.cancelledAt
    ? listUntracked(allocations)
    : [...judged.map((one) => ({ lineGid: one.lineGid, units: one.surplusUnits })), ...gone];
  return {
    verdict: assessOrder(question, lines.length > 0 || judged.some((one) => one.reason)),
    lines: facts.cancelledAt ? [] : lines,
    lineReasons: facts.cancelledAt ? [] : judged.flatMap(({ reason }) => reason ?? []),
    surplus: surplus.filter(({ units }) => units > 0),
    openUnits: facts.lines.reduce((sum, line) => sum + line.unfulfilledUnits, 0),
  };
}

const NOTHING: Allocation = { liveUnits: 0, trackedUnits: 0 };

const listUntracked = (allocations: RoutableQuestion["allocations"]): RoutableLine[] =>
  [...allocations].map(([lineGid, { liveUnits, trackedUnits }]) => ({
    lineGid,
    units: liveUnits - trackedUnits,
  }));

type Judged = RoutableLine & {
  readonly surplusUnits: number;
  readonly reason: LineReason | null;
};

/**
 * What is fulfilled beyond what our parcels carry was shipped by somebody else. A parcel of ours that Shopify has not heard
 * of yet counts as ours, so that for a moment too few units are planned rather than too many.
 */
function judgeLine(
  { fulfillmentOrders }: RoutingFacts,
  { lineGid, currentUnits, unfulfilledUnits }: RoutingFacts["lines"][number],
  { liveUnits, trackedUnits }: Allocation,
): Judged {
  const fulfilledUnits = Math.max(0, currentUnits - unfulfilledUnits);
  const othersUnits = Math.max(0, fulfilledUnits - trackedUnits);
  const needed = currentUnits - othersUnits - liveUnits;
  const untracked = liveUnits - trackedUnits;
  const surplusUnits = Math.max(0, Math.min(-needed, untracked));
  if (needed <= 0) return { lineGid, units: 0, surplusUnits, reason: null };
  if (fulfillmentOrders.length === 0) return { lineGid, units: needed, surplusUnits, reason: null };
  const open = sumUnits(fulfillmentOrders.filter(isShippable), lineGid);
  const units = Math.max(0, Math.min(needed, open - untracked));
  const rest = needed - units;
  const why = rest > 0 ? findLineReason(fulfillmentOrders, lineGid) : null;
  return { lineGid, units, surplusUnits, reason: why && { code: why, lineGid, units: rest } };
}

const sumUnits = (orders: readonly RoutingFulfillmentOrder[], lineGid: string): number =>
  orders
    .flatMap(({ lines }) => lines)
    .filter((line) => line.lineGid === lineGid)
    .reduce((sum, { remainingUnits }) => sum + remainingUnits, 0);

const SHIPPABLE_STATUSES = new Set(["OPEN", "IN_PROGRESS", "INCOMPLETE"]);
const OWN_METHODS = new Set(["PICK_UP", "LOCAL", "RETAIL", "PICKUP_POINT_LOCAL"]);
const WITH_SERVICE = new Set([
  "SUBMITTED",
  "ACCEPTED",
  "CANCELLATION_REQUESTED",
  "CANCELLATION_REJECTED",
]);

const isShippable = (order: RoutingFulfillmentOrder): boolean =>
  SHIPPABLE_STATUSES.has(order.status) &&
  order.holds.length === 0 &&
  !WITH_SERVICE.has(order.requestStatus) &&
  !OWN_METHODS.has(order.deliveryMethod ?? "");

function findLineReason(orders: readonly RoutingFulfillmentOrder[], lineGid: string) {
  const own = orders.filter(
    ({ status, lines }) =>
      status !== "CLOSED" &&
      status !== "CANCELLED" &&
      lines.some((line) => line.lineGid === lineGid && line.remainingUnits > 0),
  );
  if (own.some(({ status, holds }) => status === "ON_HOLD" || holds.length > 0))
    return "held_in_shopify" as const;
  if (own.some(({ status }) => status === "SCHEDULED")) return "scheduled" as const;
  if (own.some(({ requestStatus }) => WITH_SERVICE.has(requestStatus)))
    return "with_fulfillment_service" as const;
  if (own.some(({ deliveryMethod }) => OWN_METHODS.has(deliveryMethod ?? "")))
    return "picked_up" as const;
  return null;
}

function assessOrder(question: RoutableQuestion, hasUnits: boolean): Routable["verdict"] {
  const { facts, placedAt, goLiveAt, isPerson } = question;
  const stop = (state: WaitState, code: OrderReason["code"]) => ({ state, reason: { code } });
  if (facts.cancelledAt) return stop("done", "cancelled");
  if (facts.isTest) return stop("not_ours", "test_order");
  if (!facts.isWhole) return isPerson ? null : stop("held", "too_many_lines");
  if (!hasUnits) return stop("done", "nothing_to_ship");
  if (!isPerson && goLiveAt && placedAt < goLiveAt)
    return stop("before_aftercare", "before_go_live");
  if (!facts.address?.countryCode) return stop("held", "no_address");
  const payment = assessPayment(question);
  if (payment) return stop(payment.state, payment.code);
  if (isPerson) return null;
  if (facts.hasOpenDispute) return stop("held", "disputed");
  if (facts.isHighRisk) return stop("held", "high_risk");
  if (facts.isRiskPending) return stop("waiting", "risk_pending");
  return null;
}

function assessPayment({ facts, routesOnAuthorisation, isPerson }: RoutableQuestion) {
  const wait = (code: OrderReason["code"]) => ({ state: "waiting", code }) as const;
  switch (facts.financialStatus) {
    case "PAID":
    case "PARTIALLY_REFUNDED":
      return null;
    case "AUTHORIZED":
      return routesOnAuthorisation || isPerson ? null : wait("payment_authorised");
    case "PARTIALLY_PAID":
      return wait("payment_incomplete");
    case "VOIDED":
    case "EXPIRED":
    case "REFUNDED":
      return { state: "held", code: "payment_lost" } as const;
    default:
      return wait("payment_pending");
  }
}
