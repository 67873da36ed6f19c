/** Why an act on a purchase order was refused: status and sentence for each code. Pure. */
import type { PurchaseOrderState } from "./purchase-order-states.ts";

export type ActRefusal =
  | { readonly code: "unknown_purchase_order" }
  | { readonly code: "wrong_state"; readonly state: PurchaseOrderState }
  | { readonly code: "already_tracked" }
  | { readonly code: "already_ended"; readonly state: PurchaseOrderState }
  | { readonly code: "on_its_way" }
  | { readonly code: "nudged_lately" }
  | { readonly code: "no_contact" }
  | { readonly code: "not_lost" }
  /** The rails said no; the sentence is theirs. */
  | { readonly code: "held_by_rails"; readonly message: string };

export type ActRefusalCode = ActRefusal["code"];

export const ACT_STATUS = {
  unknown_purchase_order: 404,
  wrong_state: 409,
  already_tracked: 409,
  already_ended: 409,
  on_its_way: 409,
  nudged_lately: 409,
  no_contact: 422,
  not_lost: 409,
  held_by_rails: 409,
} as const satisfies Record<ActRefusalCode, number>;

const STATE_WORDS: Readonly<Record<PurchaseOrderState, string>> = {
  approval: "waits for approval",
  queued: "has not been sent yet",
  sending: "is being sent",
  sent: "has been sent",
  accepted: "is accepted",
  shipped: "is shipped",
  closed: "is closed",
  declined: "is declined",
  revoked: "is revoked",
  failed: "could not be sent",
};

export function describeActRefusal(refusal: ActRefusal): string {
  switch (refusal.code) {
    case "unknown_purchase_order":
      return "There is no such purchase order. Go back to the list.";
    case "wrong_state":
      return `This purchase order ${STATE_WORDS[refusal.state]}. Reload the page to see what can be done.`;
    case "already_tracked":
      return "Parcels of it are on their way, so it cannot be taken back. Ask the supplier to stop them.";
    case "already_ended":
      return `This purchase order ${STATE_WORDS[refusal.state]} already. Nothing was changed.`;
    case "on_its_way":
      return "It is being sent right now. Wait a minute, then revoke it if you do not want it.";
    case "nudged_lately":
      return "The supplier was nudged in the last 24 hours. Try again tomorrow.";
    case "no_contact":
      return "No contact of this supplier gets orders by mail. Add one to the supplier first.";
    case "not_lost":
      return "It has not been sent yet. Send it instead of sending it again.";
    case "held_by_rails":
      return refusal.message;
  }
}
