/** What a plan asks of one supplier, before it has a number. Pure. */
import type { CustomAttribute, PurchaseOrderReason } from "./purchase-order.ts";

export type PurchaseOrderLineDraft = {
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
  /** units of the whole order line: the numbers that its units have */
  readonly orderedUnits: number;
  /** in the supplier's currency */
  readonly unitCostMinor: bigint;
};

export type PurchaseOrderDraft = {
  readonly supplierId: bigint;
  readonly service: string | null;
  /** in the supplier's currency */
  readonly dropFeeMinor: bigint;
  readonly shippingMinor: bigint;
  /** Why a person is to look first, beside what the supplier's own setting says; null = nobody has to. */
  readonly approvalReason: PurchaseOrderReason | null;
  readonly lines: readonly PurchaseOrderLineDraft[];
};
