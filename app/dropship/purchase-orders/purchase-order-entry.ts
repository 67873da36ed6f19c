/** What the order's history remembers of a purchase order. Pure. Nothing of it is about a person. */
import type { Facts } from "#app/ledger/canonical-json.ts";
import type { Actor, NewEntry } from "#app/ledger/next-entry.ts";
import type { PurchaseOrder } from "./purchase-order.ts";

export type PurchaseOrderEvent = {
  /** ledger kind after `purchase_order.`, e.g. `issued` */
  readonly kind:
    | "issued"
    | "approved"
    | "held"
    | "tried_again"
    | "sent"
    | "sent_again"
    | "failed"
    | "revised"
    | "address_asked"
    | "nudged"
    | "revoked"
    | "closed"
    /** its units in Shopify: moved to the supplier's location, back from there, or left */
    | "placed"
    | "put_back"
    | "not_placed";
  readonly facts?: Facts;
};

/** Who did it; a person is named by staff id, a rule by name and version. */
export type EntryActor =
  | { readonly kind: "person"; readonly name: string }
  | { readonly kind: "rule"; readonly name: string; readonly version: number }
  | { readonly kind: "system" };

export function purchaseOrderEntry(
  order: Pick<PurchaseOrder, "id" | "number" | "revision" | "supplierId">,
  { kind, facts = {} }: PurchaseOrderEvent,
  { actor, now }: { readonly actor: EntryActor; readonly now: Date },
): NewEntry {
  return {
    kind: `purchase_order.${kind}`,
    actor: ledgerActor(actor),
    lineGid: null,
    facts: {
      purchaseOrder: order.id.toString(),
      number: order.number,
      revision: order.revision,
      supplier: order.supplierId.toString(),
      ...(actor.kind === "person" ? { person: actor.name } : {}),
      ...(actor.kind === "rule" ? { rule: actor.name, ruleVersion: actor.version } : {}),
      ...facts,
    },
    personal: null,
    occurredAt: now,
  };
}

const ledgerActor = ({ kind }: EntryActor): Actor => (kind === "person" ? "merchant" : "system");
