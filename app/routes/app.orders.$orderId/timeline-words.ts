/**
 * The ledger's entries as sentences. An entry without words of its own is shown as its code reads, never hidden: the
 * timeline is the proof. Of its facts only those a person acts on are shown; the evidence file holds all of them. Pure.
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

const KINDS: Readonly<Record<string, string>> = {
  "order.created": "Order placed",
  "order.imported": "Order read from Shopify",
  "order.supplemented": "More read from Shopify",
  "order.closed": "Order archived",
  "order.reopened": "Order taken out of the archive",
  "order.erased": "Personal data erased",
  "fulfillment.added": "Parcel created",
  "fulfillment.changed": "Parcel changed",
  "fulfillment_line.added": "Put into a parcel",
  "fulfillment_order.added": "Assigned to be shipped",
  "fulfillment_order.changed": "Shipping assignment changed",
  "fulfillment_order_line.added": "Assigned to be shipped",
  "fulfillment_order_line.changed": "Units left to ship changed",
  "shipment_event.added": "News from the carrier",
  "hold.added": "Put on hold",
  "hold.removed": "Hold released",
  "refund.added": "Refund made",
  "refund_line.added": "Refunded",
  "transaction.added": "Payment recorded",
  "dispute.added": "Dispute opened",
  "return.added": "Return opened",
  "case.assigned": "Given to somebody of your team",
  "note.added": "Note written",
  "conversation.received": "Message received",
  "conversation.replied": "Message sent",
  "conversation.done": "Conversation done",
  "conversation.reopened": "Conversation opened again",
  "conversation.shown": "Message shown that was put aside",
  "note.erased": "Note removed",
  "intent.asked": "Waits for somebody's yes",
  "intent.confirmed": "Confirmed",
  "intent.planned": "Decided",
  "intent.given_to_person": "Given to a person",
  "intent.done": "Done",
  "intent.failed": "Refused",
  "intent.dropped": "Not done",
  "notice.failed": "A legal notice could not be delivered",
  "routing.planned": "Suppliers chosen",
  "routing.waiting": "Routing waits",
  "routing.held": "Held: no supplier can ship it as it is",
  "routing.partly": "A part is held",
  "routing.routed": "All of it is with suppliers",
  "routing.done": "Routing is done",
  "routing.before_aftercare": "Left to your team: placed before go-live",
  "routing.not_ours": "Not for suppliers",
  "message.failed": "A mail could not be sent",
  "message.bounced": "A mail came back",
  "return_line.added": "Part of a return",
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

export const describeKind = (kind: string) => KINDS[kind] ?? describeCode(kind);

const isDetail = (kind: string) => DETAILS.test(kind);

type Facts = TimelineEntryView["facts"];

/** "Units: 2 · Reason: customer changed mind". An import repeats the whole order, so it has nothing to add. */
export function describeFacts(kind: string, facts: Facts, shopCurrency: string): string {
  if (kind === "order.imported" || kind === "order.supplemented") return "";
  const currency = typeof facts["currency"] === "string" ? facts["currency"] : shopCurrency;
  return Object.entries(FACTS)
    .flatMap(([name, label]) => {
      const value = facts[name];
      if (value === undefined || value === null || value === "") return [];
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
