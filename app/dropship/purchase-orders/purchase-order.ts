/** A purchase order as the program sees it. Money is minor units of `currency`, the supplier's. */
import type { PurchaseOrderState } from "./purchase-order-states.ts";

/** Where the goods go. Any part may be missing; all of it once it was erased. */
export type ShipTo = {
  readonly name: string | null;
  readonly company: string | null;
  readonly address1: string | null;
  readonly address2: string | null;
  readonly city: string | null;
  /** as the shopper reads it; `provinceCode` is the part after the dash of ISO 3166-2 */
  readonly province: string | null;
  readonly provinceCode: string | null;
  readonly zip: string | null;
  /** ISO 3166 alpha-2 */
  readonly countryCode: string | null;
  readonly phone: string | null;
};

/** `{ key: "Engraving", value: "Ana" }`, as the shopper entered it */
export type CustomAttribute = { readonly key: string; readonly value: string };

/** Why it waits or failed: a code of ours and a sentence for a person. */
export type PurchaseOrderReason = { readonly code: string; readonly message: string };

export type PurchaseOrderLine = {
  readonly id: bigint;
  readonly lineGid: string;
  readonly variantGid: string;
  readonly supplierSku: string | null;
  readonly sku: string | null;
  readonly title: string;
  readonly variantTitle: string | null;
  readonly imageUrl: string | null;
  readonly customAttributes: readonly CustomAttribute[];
  readonly note: string | null;
  readonly hsCode: string | null;
  readonly originCountry: string | null;
  readonly customsValueMinor: bigint | null;
  readonly customsCurrency: string | null;
  readonly units: number;
  readonly acceptedUnits: number;
  readonly declinedUnits: number;
  readonly declineReason: string | null;
  readonly trackedUnits: number;
  readonly unitCostMinor: bigint;
  /** what the supplier says it costs instead; null = as ordered */
  readonly statedCostMinor: bigint | null;
  /** calendar date */
  readonly promisedOn: Date | null;
};

export type PurchaseOrder = {
  readonly shopId: bigint;
  readonly id: bigint;
  readonly orderId: bigint;
  readonly orderGid: string;
  readonly supplierId: bigint;
  readonly routingPlanId: bigint;
  /** `1001-1` */
  readonly number: string;
  readonly sequence: number;
  /** 1, then 2 for R2 … */
  readonly revision: number;
  readonly state: PurchaseOrderState;
  readonly currency: string;
  readonly dropFeeMinor: bigint;
  readonly shippingMinor: bigint;
  /** the supplier's name of the service that the shopper's rate means */
  readonly service: string | null;
  /** null: erased */
  readonly shipTo: ShipTo | null;
  readonly note: string | null;
  readonly packingNote: string | null;
  readonly createdAt: Date;
  /** not before, by the supplier's schedule */
  readonly sendAfter: Date;
  readonly sentAt: Date | null;
  readonly acknowledgeBy: Date | null;
  readonly acknowledgedAt: Date | null;
  readonly promisedOn: Date | null;
  readonly shipBy: Date | null;
  readonly trackingBy: Date | null;
  readonly trackedAt: Date | null;
  readonly shippedAt: Date | null;
  readonly nudgedAt: Date | null;
  readonly nudges: number;
  readonly breach: string | null;
  /** why it waits or failed; null = it does neither */
  readonly waitReason: PurchaseOrderReason | null;
  /** The address was corrected after acceptance and the supplier was asked; null = no question is open. */
  readonly addressAskedAt: Date | null;
  /** the intent that carries the last sending */
  readonly intentId: bigint | null;
  readonly endedAt: Date | null;
  readonly endReason: PurchaseOrderReason | null;
  readonly lines: readonly PurchaseOrderLine[];
};

/** Units that are still to come from the supplier. */
export const openUnits = (line: Pick<PurchaseOrderLine, "units" | "declinedUnits">): number =>
  line.units - line.declinedUnits;

/** Goods, drop fee and shipping as ordered. */
export function expectedCostMinor(
  order: Pick<PurchaseOrder, "dropFeeMinor" | "shippingMinor"> & {
    readonly lines: readonly Pick<PurchaseOrderLine, "units" | "unitCostMinor">[];
  },
): bigint {
  const goods = order.lines.reduce(
    (sum, { units, unitCostMinor }) => sum + BigInt(units) * unitCostMinor,
    0n,
  );
  return goods + order.dropFeeMinor + order.shippingMinor;
}

/** The order's name without `#` and what else cannot stand in a file's name. */
export function numberBase(orderName: string): string {
  const base = orderName.replace(/[^A-Za-z0-9-]+/g, "").replace(/^-+|-+$/g, "");
  return base === "" ? "0" : base;
}

/** As suppliers read it: the number, and from the second revision on which one. */
export const numberWithRevision = ({
  number,
  revision,
}: Pick<PurchaseOrder, "number" | "revision">): string =>
  revision === 1 ? number : `${number} R${revision}`;
