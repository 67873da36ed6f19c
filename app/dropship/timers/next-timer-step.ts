/**
 * Decides what a missed deadline of a supplier leads to: first a nudge, after a second term what the merchant chose for
 * that supplier. Pure. Goods that may be on their way are never routed elsewhere by a machine: then a person decides.
 */
import { secondTerm, type SupplierTerms } from "./due-times.ts";

export const BREACHES = ["acknowledge", "ship", "tracking", "scan"] as const;
export type BreachKind = (typeof BREACHES)[number];

export type TimedOrder = {
  readonly state: string;
  readonly acknowledgeBy: Date | null;
  readonly shipBy: Date | null;
  readonly trackingBy: Date | null;
  /** units the supplier still has to ship or has shipped */
  readonly openUnits: number;
  readonly trackedUnits: number;
};

export type Breach = { readonly kind: BreachKind; readonly dueAt: Date };

/** The deadline that is missed now; the earliest duty first. Null: none. */
export function findBreach(order: TimedOrder, now: Date): Breach | null {
  const { state, acknowledgeBy, shipBy, trackingBy, openUnits, trackedUnits } = order;
  if (state === "sent") return missed("acknowledge", acknowledgeBy, now);
  if (state === "shipped")
    return trackedUnits < openUnits ? missed("tracking", trackingBy, now) : null;
  if (state !== "accepted" || openUnits === 0) return null;
  if (trackedUnits === 0) return missed("ship", shipBy, now);
  // A number is a promise; only the carrier's scan keeps it.
  return missed(trackedUnits < openUnits ? "tracking" : "scan", trackingBy, now);
}

const missed = (kind: BreachKind, dueAt: Date | null, now: Date): Breach | null =>
  dueAt !== null && now > dueAt ? { kind, dueAt } : null;

/** What has been done about this deadline of this purchase order. */
export type BreachRecord = { readonly nudgedAt: Date | null; readonly escalatedAt: Date | null };

export type TimerStep = "nudge" | "fail_over" | "person" | "wait";

export type TimerQuestion = {
  readonly breach: Breach;
  /** null: it has just been found */
  readonly record: BreachRecord | null;
  readonly trackedUnits: number;
  readonly onBreach: "person" | "fail_over";
  readonly terms: SupplierTerms;
  readonly now: Date;
};

export function nextTimerStep(asked: TimerQuestion): TimerStep {
  const { breach, record, now } = asked;
  if (!record?.nudgedAt) return record?.escalatedAt ? "wait" : "nudge";
  if (record.escalatedAt || now < secondTermOf(breach.kind, record.nudgedAt, asked.terms))
    return "wait";
  const canRouteElsewhere = breach.kind === "acknowledge" || breach.kind === "ship";
  return asked.onBreach === "fail_over" && canRouteElsewhere && asked.trackedUnits === 0
    ? "fail_over"
    : "person";
}

/** Until when a nudge has to have helped. */
export const secondTermOf = (kind: BreachKind, nudgedAt: Date, terms: SupplierTerms): Date =>
  secondTerm(
    nudgedAt,
    kind === "acknowledge" ? terms.acknowledgeHours : terms.trackingHours,
    terms,
  );

export const BREACH_WORDS = {
  acknowledge: { late: "has not answered", reason: "It was not answered in time." },
  ship: { late: "has not shipped", reason: "It was not shipped in time." },
  tracking: {
    late: "has not given all tracking numbers",
    reason: "Tracking numbers were not given in time.",
  },
  scan: {
    late: "gave a tracking number that no carrier has scanned",
    reason: "No carrier has scanned its parcel in time.",
  },
} as const satisfies Record<BreachKind, { late: string; reason: string }>;
