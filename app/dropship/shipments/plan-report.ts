/**
 * Decides what Shopify still has to be told of one parcel, and with which parts of its fulfillment orders. Pure: the
 * order's state was read from Shopify a moment ago.
 */
import type { Intent } from "#app/rails/intent.ts";
import type { PartOfOrder, ShippingState } from "#app/rails/kinds/read-shipping-state.ts";
import { accept, refuse, type Result } from "#app/platform/result.ts";
import type { CarrierCode } from "./carrier-event.ts";

export type ReportedParcel = {
  readonly trackingNumber: string;
  /** the number that Shopify has; null = none yet */
  readonly reportedNumber: string | null;
  readonly fulfillmentGid: string | null;
  readonly attempts: number;
  /** how often Shopify was to be given this number, after another */
  readonly correctionAttempts: number;
};

export type ReportStep =
  | { readonly step: "create" }
  | { readonly step: "correct"; readonly fulfillmentGid: string }
  | { readonly step: "tell_events"; readonly fulfillmentGid: string }
  /** an intent is under way, or waits for a person who has been asked */
  | { readonly step: "wait" }
  | { readonly step: "give_up"; readonly message: string }
  /** Shopify keeps another number; what the carrier says is told all the same */
  | { readonly step: "give_up_number"; readonly fulfillmentGid: string; readonly message: string };

// A fulfillment that Shopify refuses three times over, each time after a fresh look, is not for a machine.
const MOST_ATTEMPTS = 3;

type Outcome = Pick<Intent, "state" | "refusal">;

/** `intent`: the last one that was to make the fulfillment, `correction`: to correct its number; null = none was recorded. */
export function nextReport(
  parcel: ReportedParcel,
  intent: Outcome | null,
  correction: Outcome | null,
): ReportStep {
  const { fulfillmentGid } = parcel;
  if (fulfillmentGid !== null) return nextOfKnown({ ...parcel, fulfillmentGid }, correction);
  if (intent === null) return { step: "create" };
  if (intent.state !== "failed" && intent.state !== "dropped") return { step: "wait" };
  if (intent.state === "dropped")
    return { step: "give_up", message: "A person decided not to tell Shopify of this parcel." };
  return parcel.attempts < MOST_ATTEMPTS
    ? { step: "create" }
    : { step: "give_up", message: intent.refusal?.message ?? "Shopify refused the shipment." };
}

function nextOfKnown(
  parcel: ReportedParcel & { readonly fulfillmentGid: string },
  correction: Outcome | null,
): ReportStep {
  const { fulfillmentGid, trackingNumber, reportedNumber, correctionAttempts } = parcel;
  if (reportedNumber !== null && reportedNumber !== trackingNumber)
    return { step: "correct", fulfillmentGid };
  const giveUp = (message: string): ReportStep => ({
    step: "give_up_number",
    fulfillmentGid,
    message,
  });
  if (correction?.state === "dropped")
    return giveUp("A person decided not to tell Shopify of the corrected number.");
  if (correction?.state !== "failed") return { step: "tell_events", fulfillmentGid };
  return correctionAttempts < MOST_ATTEMPTS
    ? { step: "correct", fulfillmentGid }
    : giveUp(
        `Shopify refused the corrected number: ${correction.refusal?.message ?? "it gave no reason."} Enter it in Shopify, or correct it here once more.`,
      );
}

export type PartsRefusal =
  /** no open fulfillment order has the units: shipped another way, cancelled or refunded meanwhile */
  | { readonly code: "units_gone" }
  /** a hold or a schedule keeps them */
  | { readonly code: "units_held" }
  /** they wait in more than one place; one shipment leaves from one */
  | { readonly code: "several_places" };

export const PARTS_REFUSAL_WORDS = {
  units_gone:
    "Shopify has no open units of these lines left: they were shipped another way, cancelled or refunded. Compare the parcel with the order.",
  units_held:
    "A hold in Shopify keeps these units. Release it; the tracking number follows by itself.",
  several_places:
    "In Shopify the units wait at more than one location. Move them to one; the tracking number follows by itself.",
} as const satisfies Record<PartsRefusal["code"], string>;

type Units = { readonly lineGid: string; readonly units: number };

const OPEN = new Set(["OPEN", "IN_PROGRESS", "INCOMPLETE"]);
const HELD = new Set(["ON_HOLD", "SCHEDULED"]);

/** The parts to ship, all of one place: the supplier's own where it has the units, else the first that has them all. */
export function planParts(
  { fulfillmentOrders }: ShippingState,
  wanted: readonly Units[],
  locationGid: string | null,
): Result<readonly PartOfOrder[], PartsRefusal> {
  const open = fulfillmentOrders.filter(({ status }) => OPEN.has(status));
  const places = [...new Set(open.map((one) => one.locationGid))].sort(
    (one, other) => Number(other === locationGid) - Number(one === locationGid),
  );
  for (const place of places) {
    const parts = takeUnits(
      open.filter((one) => one.locationGid === place),
      wanted,
    );
    if (parts) return accept(parts);
  }
  if (takeUnits(open, wanted)) return refuse({ code: "several_places" });
  const all = fulfillmentOrders.filter(({ status }) => OPEN.has(status) || HELD.has(status));
  return refuse({ code: takeUnits(all, wanted) ? "units_held" : "units_gone" });
}

/** Null when the fulfillment orders do not hold them all. */
function takeUnits(
  orders: ShippingState["fulfillmentOrders"],
  wanted: readonly Units[],
): PartOfOrder[] | null {
  const left = new Map<string, number>();
  for (const { lineGid, units } of wanted) left.set(lineGid, (left.get(lineGid) ?? 0) + units);
  const parts = orders.flatMap(({ gid, lines }): PartOfOrder[] => {
    const taken = lines.flatMap((line) => {
      const quantity = Math.min(line.quantity, left.get(line.lineGid) ?? 0);
      if (quantity <= 0) return [];
      left.set(line.lineGid, (left.get(line.lineGid) ?? 0) - quantity);
      return [{ gid: line.gid, quantity }];
    });
    return taken.length === 0 ? [] : [{ fulfillmentOrderGid: gid, lines: taken }];
  });
  return [...left.values()].every((units) => units === 0) ? parts : null;
}

/** The fulfillment that carries the number already: made by hand, or by another app, before we came to it. */
export const findByNumber = (
  { fulfillments }: ShippingState,
  trackingNumber: string,
): string | null =>
  fulfillments.find(({ trackingNumbers }) =>
    trackingNumbers.some((one) => plain(one) === trackingNumber),
  )?.gid ?? null;

const plain = (number: string) => number.toUpperCase().replace(/[^A-Z0-9]/g, "");

type Heard = {
  readonly id: bigint;
  readonly code: CarrierCode;
  readonly happenedAt: Date;
  readonly author: string;
  readonly intentId: bigint | null;
};

type SeenByShopify = { readonly status: string; readonly happenedAt: Date };

// Two readers of one carrier round times differently.
const SAME_MS = 90_000;

/**
 * The messages that Shopify should show: those that change where the parcel is said to be. What came from Shopify is not
 * sent back, and what it knows already is not said twice.
 */
export function listToTell(
  events: readonly Heard[],
  seen: readonly SeenByShopify[],
): readonly Heard[] {
  const byTime = [...events].sort((one, other) => +one.happenedAt - +other.happenedAt);
  return byTime.filter((event, at) => {
    if (event.intentId !== null || event.author === "shopify") return false;
    if (byTime[at - 1]?.code === event.code) return false;
    return !seen.some(
      ({ status, happenedAt }) =>
        status.toUpperCase() === event.code && Math.abs(+happenedAt - +event.happenedAt) < SAME_MS,
    );
  });
}
