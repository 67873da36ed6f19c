/** What the order's history remembers of parcels. Pure. */
import type { Actor, NewEntry } from "#app/ledger/next-entry.ts";
import type { PurchaseOrder } from "#app/dropship/purchase-orders/purchase-order.ts";
import type { ShippedLine } from "./plan-shipment.ts";

/** Who says so, and by which way it came. */
export type ShipmentAuthor = {
  readonly source: "link" | "file" | "mail" | "api" | "hand";
  /** contact id, staff id or name of a system; no name of a person */
  readonly author: string;
};

export type ParcelFacts = {
  readonly shipmentId: bigint;
  readonly number: string;
  readonly carrier: string | null;
  readonly isValid: boolean;
};

type OrderNamed = Pick<PurchaseOrder, "id" | "number" | "supplierId">;

export const shipmentEntry = (
  kind: "stated" | "corrected",
  order: OrderNamed,
  { source, author }: ShipmentAuthor,
  { shipmentId, number, carrier, isValid }: ParcelFacts,
  lines: readonly ShippedLine[],
  now: Date,
): NewEntry => ({
  kind: `shipment.${kind}`,
  actor: source === "hand" ? "merchant" : "supplier",
  lineGid: null,
  facts: {
    ...namesOf(order),
    shipment: shipmentId.toString(),
    trackingNumber: number,
    carrier,
    isNumberValid: isValid,
    source,
    author,
    lines: lines.map(({ lineId, units }) => ({ line: lineId.toString(), units })),
  },
  personal: null,
  occurredAt: now,
});

/** A carrier's word about a parcel, or that its number came too late. */
export const parcelEntry = (
  kind: "scanned" | "delivered" | "reported_late",
  order: OrderNamed,
  {
    actor,
    facts,
    at,
  }: { readonly actor: Actor; readonly facts: NewEntry["facts"]; readonly at: Date },
): NewEntry => ({
  kind: `shipment.${kind}`,
  actor,
  lineGid: null,
  facts: { ...namesOf(order), ...facts },
  personal: null,
  occurredAt: at,
});

const namesOf = ({ id, number, supplierId }: OrderNamed) => ({
  purchaseOrder: id.toString(),
  number,
  supplier: supplierId.toString(),
});
