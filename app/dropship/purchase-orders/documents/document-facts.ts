/** What a document about a purchase order says, whatever its form. Pure. */
import type { SupplierLanguage } from "#app/dropship/suppliers/supplier.ts";
import type { PurchaseOrder } from "#app/dropship/purchase-orders/purchase-order.ts";
import type { Purpose } from "#app/dropship/purchase-orders/transmission.ts";

export type DocumentFacts = {
  readonly purpose: Purpose;
  /** 0 = the first; from 1 on it is marked as a copy */
  readonly copy: number;
  /** for the eyes of the shop: nothing has left */
  readonly isPreview?: boolean;
  readonly order: PurchaseOrder;
  /** as the shop writes it, `#1001` */
  readonly orderName: string;
  readonly shop: {
    readonly name: string;
    readonly domain: string;
    /** `#rrggbb` of the merchant's brand */
    readonly colour: string;
  };
  /** IANA zone of the supplier, for dates that a person reads */
  readonly timeZone: string;
  readonly language: SupplierLanguage;
  /** the supplier's page; null = there is nobody to give one to */
  readonly link: string | null;
};

export type DocumentFile = {
  readonly name: string;
  readonly contentType: string;
  readonly bytes: Uint8Array;
};

/** Lines that are still asked for; of what is taken back, none is. */
export const unitsOf = (
  { purpose }: Pick<DocumentFacts, "purpose">,
  line: { readonly units: number; readonly declinedUnits: number },
): number => (purpose === "revoked" ? 0 : line.units - line.declinedUnits);
