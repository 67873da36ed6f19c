/**
 * The ledger's entries as sentences: who, about what, and which belong together. Of the facts only those a person acts on
 * are shown; the evidence file holds all of them. Pure.
 */
import type { TimelineEntryView } from "#app/orders/views.ts";
import { moneyToDecimal } from "#app/platform/money.ts";
import { describeCode } from "#app/ui/describe-code.ts";

const ACTORS: Readonly<Record<string, string>> = {
  shopify: "Shopify",
  import: "First import",
  reconcile: "Check against Shopify",
  merchant: "Your team",
  shopper: "The shopper",
  supplier: "The supplier",
  system: "Aftercare",
};

/** Entries that only spell out the one they came with; the page folds a run of them. */
const DETAILS = /^(line|fulfillment_line|fulfillment_order_line|refund_line|return_line)\./;

const FACTS: Readonly<Record<string, string>> = {
  financialStatus: "Payment",
  fulfillmentStatus: "Fulfillment",
  returnStatus: "Return",
  cancelReason: "Reason",
  kind: "Kind",
  status: "Status",
  shipmentStatus: "Parcel",
  requestStatus: "Request",
  locationName: "From",
  message: "Carrier says",
  city: "Place",
  reason: "Reason",
  declineReason: "Reason",
  gateway: "By",
  quantity: "Units",
  totalQuantity: "Units",
  currentQuantity: "Units now",
  unfulfilledQuantity: "To ship",
  remainingQuantity: "Left to ship",
  currentTotalMinor: "Total now",
  refundedMinor: "Refunded",
  outstandingMinor: "Still to be paid",
  subtotalMinor: "Amount",
  amountMinor: "Amount",
};

/** Of what suppliers do. A mail has a number, too, that says nothing to anybody. */
const SUPPLY_FACTS: Readonly<Record<string, string>> = {
  number: "Purchase order",
  location: "Location",
  units: "Units",
  trackingNumber: "Tracking number",
  carrier: "Carrier",
  acceptedUnits: "Units accepted",
  declinedUnits: "Units declined",
  promisedOn: "Promised for",
};

export const describeActor = (actor: string) => ACTORS[actor] ?? describeCode(actor);

/** The person behind an act where the entry names one: "Noa Whitcomb"; otherwise the kind of actor. */
export function describeWho(
  { actor, facts }: Pick<TimelineEntryView, "actor" | "facts">,
  names: Names,
): string {
  const person = facts["person"];
  if (typeof person !== "string" || person === "") return describeActor(actor);
  // Rules and older entries may name somebody otherwise than by number.
  return names[person] ?? (/^\d+$/.test(person) ? `Staff member ${person}` : person);
}

/** To whom an order was given. */
export function describeAssignment({ kind, facts }: TimelineEntryView, names: Names): string {
  if (kind !== "case.assigned") return "";
  const to = facts["to"];
  return typeof to === "string" ? `To ${names[to] ?? `staff member ${to}`}` : "To nobody";
}

type Names = Readonly<Record<string, string>>;

const isDetail = (kind: string) => DETAILS.test(kind);

type Facts = TimelineEntryView["facts"];

/** "Units: 2 · Reason: customer changed mind". An import repeats the whole order, so it has nothing to add. */
export function describeFacts(kind: string, facts: Facts, shopCurrency: string): string {
  if (kind === "order.imported" || kind === "order.supplemented") return "";
  const currency = typeof facts["currency"] === "string" ? facts["currency"] : shopCurrency;
  const isSupply = /^(purchase_order|shipment)\./.test(kind);
  return Object.entries(isSupply ? { ...SUPPLY_FACTS, ...FACTS } : FACTS)
    .flatMap(([name, label]) => {
      const value = facts[name];
      if (value === undefined || value === null || value === "") return [];
      // The sentence says what an intent is about.
      if (name === "kind" && kind.startsWith("intent.")) return [];
      return [
        `${label}: ${name.endsWith("Minor") ? describeMoney(value, currency) : describeFact(value)}`,
      ];
    })
    .join(" · ");
}

function describeMoney(value: string | number | boolean, currency: string) {
  const digits = String(value);
  if (!/^-?\d+$/.test(digits)) return digits;
  return `${moneyToDecimal({ amountMinor: BigInt(digits), currency })} ${currency}`;
}

function describeFact(value: string | number | boolean) {
  if (typeof value === "boolean") return value ? "yes" : "no";
  // A code is words with underscores; anything else is somebody's own text and stays as it is.
  return String(value).replace(/^[a-zA-Z]+(_[a-zA-Z]+)+$/, (code) =>
    describeCode(code).toLowerCase(),
  );
}

export type TimelineGroup = {
  readonly entry: TimelineEntryView;
  /** what belongs to it, newest first */
  readonly details: readonly TimelineEntryView[];
};

/** Folds details recorded together under the entry they came with, and what an import read later under the reading. */
export function groupTimeline(entries: readonly TimelineEntryView[]): TimelineGroup[] {
  const groups: { entry: TimelineEntryView; details: TimelineEntryView[] }[] = [];
  for (const entry of [...entries].reverse()) {
    const last = groups.at(-1);
    if (last && belongsTo(last.entry, entry)) last.details.unshift(entry);
    else groups.push({ entry, details: [] });
  }
  return groups.reverse();
}

function belongsTo(head: TimelineEntryView, entry: TimelineEntryView) {
  if (entry.kind === "order.supplemented") return head.kind === "order.imported";
  return isDetail(entry.kind) && head.recordedAt === entry.recordedAt;
}
