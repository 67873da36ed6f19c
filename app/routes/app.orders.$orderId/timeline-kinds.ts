/**
 * What each kind of ledger entry is called on the timeline. An entry without words of its own is shown as its code reads,
 * never hidden: the timeline is the proof. Pure.
 */
import type { TimelineEntryView } from "#app/orders/views.ts";
import { describeCode } from "#app/ui/describe-code.ts";

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
  "intent.answered": "A person decided what was left open",
  "purchase_order.issued": "Purchase order written",
  "purchase_order.approved": "The purchase order was approved",
  "purchase_order.held": "Purchase order held back",
  "purchase_order.tried_again": "Purchase order to be sent again after a failure",
  "purchase_order.sent": "Purchase order sent to the supplier",
  "purchase_order.sent_again": "Purchase order sent to the supplier once more",
  "purchase_order.failed": "Purchase order could not be sent",
  "purchase_order.revised": "Purchase order changed",
  "purchase_order.address_asked": "The supplier was asked for the new address",
  "purchase_order.nudged": "The supplier was reminded",
  "purchase_order.revoked": "Purchase order taken back",
  "purchase_order.closed": "Purchase order finished",
  "purchase_order.placed": "Moved to the supplier's location in Shopify",
  "purchase_order.put_back": "Moved back from the supplier's location in Shopify",
  "purchase_order.not_placed": "Not moved to another location in Shopify",
  "purchase_order.accepted": "The supplier accepted the purchase order",
  "purchase_order.declined": "The supplier declined the purchase order",
  "purchase_order.line_answered": "The supplier answered",
  "purchase_order.cost_agreed": "The supplier's price was agreed to",
  "purchase_order.cost_refused": "The supplier's price was refused",
  "shipment.stated": "Tracking number given",
  "shipment.corrected": "Tracking number corrected",
  "shipment.scanned": "The carrier has the parcel",
  "shipment.delivered": "Parcel delivered",
  "shipment.reported_late": "Tracking number given for what was taken back",
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

/** What an intent is about: as something to do, and once it is done. */
const ACTS: Readonly<Record<string, readonly [toDo: string, done: string]>> = {
  refund: ["refund", "Refund made"],
  process_return: ["process the return", "Return processed"],
  credit_store_credit: ["give store credit", "Store credit given"],
  cancel_order: ["cancel the order", "Order cancelled"],
  create_order: ["send a replacement", "Replacement ordered"],
  send_purchase_order: ["send a purchase order", "Purchase order handed over"],
  tell_supplier: ["tell the supplier", "Supplier told"],
  send_mail: ["send a mail", "Mail sent"],
  request_return: ["ask for a return", "Return asked for"],
  create_return: ["open a return", "Return opened in Shopify"],
  create_fulfillment: ["mark as shipped in Shopify", "Shopify knows the parcel"],
  create_fulfillment_event: [
    "tell Shopify what the carrier said",
    "Shopify knows what the carrier said",
  ],
  save_fulfillment_tracking: [
    "correct the tracking number in Shopify",
    "Shopify knows the corrected number",
  ],
  hold_fulfillment_order: ["put on hold in Shopify", "Put on hold in Shopify"],
  release_holds: ["release the hold in Shopify", "Hold released in Shopify"],
  move_fulfillment_order: ["move to another location", "Moved to another location"],
  split_fulfillment_order: ["split the shipping assignment", "Shipping assignment split"],
  activate_inventory: [
    "stock a product at the supplier's location",
    "Product stocked at the supplier's location",
  ],
  add_tags: ["add tags in Shopify", "Tags added in Shopify"],
  save_order_note: ["save the order's note", "Order's note saved"],
};

const ACT_STATES: Readonly<Record<string, (toDo: string) => string>> = {
  "intent.asked": (toDo) => `Waits for somebody's yes: ${toDo}`,
  "intent.confirmed": (toDo) => `Somebody said yes: ${toDo}`,
  "intent.planned": (toDo) => `Next step: ${toDo}`,
  "intent.given_to_person": (toDo) => `A person has to decide: ${toDo}`,
  "intent.failed": (toDo) => `Refused: ${toDo}`,
  "intent.dropped": (toDo) => `Will not be done: ${toDo}`,
};

export function describeKind({ kind, facts }: Pick<TimelineEntryView, "kind" | "facts">): string {
  return KINDS[kind] ?? describeAct(kind, facts["kind"]) ?? describeCode(kind);
}

/** Null for what is no intent. A kind of intent without words reads as its code. */
function describeAct(state: string, act: unknown): string | null {
  const sentence = ACT_STATES[state];
  if (typeof act !== "string" || !(sentence || state === "intent.done")) return null;
  const [toDo, done] = ACTS[act] ?? [describeCode(act).toLowerCase(), `${describeCode(act)}: done`];
  return sentence ? sentence(toDo) : done;
}
