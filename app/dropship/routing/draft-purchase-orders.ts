/** The purchase orders that a plan comes to, with everything a supplier must know. Pure. */
import { findTariff } from "#app/dropship/planner/assess-candidates.ts";
import type { RoutingPlan } from "#app/dropship/planner/routing-plan.ts";
import type {
  PurchaseOrderDraft,
  PurchaseOrderLineDraft,
} from "#app/dropship/purchase-orders/issue-purchase-orders.server.ts";
import { findService, type Supplier } from "#app/dropship/suppliers/supplier.ts";
import type { RoutingFacts } from "#app/shopify/mappers/routing-facts.ts";
import { invariant } from "#app/platform/invariant.ts";
import { offerKey, type OfferFacts } from "./build-supply.ts";
import type { MirroredLine } from "./find-order-to-route.server.ts";
import type { VariantFacts } from "./narrow-order.ts";

type Drafting = {
  readonly plan: RoutingPlan;
  readonly facts: RoutingFacts;
  readonly currency: string;
  readonly lines: readonly MirroredLine[];
  readonly variants: ReadonlyMap<string, VariantFacts>;
  readonly suppliers: readonly Supplier[];
  readonly offers: readonly OfferFacts[];
};

/** One a supplier, suppliers in the order in which the plan names them. */
export function draftPurchaseOrders(drafting: Drafting): PurchaseOrderDraft[] {
  const ids = [...new Set(drafting.plan.assignments.map(({ supplierId }) => supplierId))];
  return ids.map((supplierId) => {
    const supplier = drafting.suppliers.find((one) => one.supplierId === supplierId);
    invariant(supplier, "a plan names suppliers that were offered to it");
    return draftOne(drafting, supplier);
  });
}

function draftOne(drafting: Drafting, supplier: Supplier): PurchaseOrderDraft {
  const { plan, facts } = drafting;
  const lines = plan.assignments
    .filter(({ supplierId }) => supplierId === supplier.supplierId)
    .map(({ lineGid, units }) => draftLine(drafting, supplier, lineGid, units));
  return {
    supplierId: supplier.supplierId,
    service: findService(supplier.services, facts.shippingRate),
    dropFeeMinor: supplier.dropFeeMinor,
    shippingMinor: sumShipping(drafting, supplier, lines),
    approvalReason: null,
    lines,
  };
}

function draftLine(
  { facts, lines, variants, offers, currency }: Drafting,
  { supplierId }: Supplier,
  lineGid: string,
  units: number,
): PurchaseOrderLineDraft {
  const line = lines.find(({ gid }) => gid === lineGid);
  const fresh = facts.lines.find((one) => one.lineGid === lineGid);
  invariant(line?.variantGid && fresh, "a plan names lines of its order");
  const variant = variants.get(line.variantGid);
  const offer = offers.find(
    (one) =>
      offerKey(one.supplierId, one.variantGid) === offerKey(supplierId, line.variantGid ?? ""),
  );
  invariant(offer && offer.costMinor !== null, "a plan uses offers whose cost is known");
  return {
    lineGid,
    variantGid: line.variantGid,
    supplierSku: offer.supplierSku,
    sku: line.sku,
    title: line.title,
    variantTitle: line.variantTitle,
    imageUrl: variant?.imageUrl ?? null,
    customAttributes: fresh.customAttributes.filter(isForSupplier),
    note: null,
    hsCode: variant?.hsCode ?? null,
    originCountry: variant?.originCountry ?? null,
    customsValueMinor: line.quantity > 0 ? line.totalMinor / BigInt(line.quantity) : null,
    customsCurrency: currency,
    units,
    orderedUnits: Math.max(line.quantity, fresh.currentUnits),
    unitCostMinor: offer.costMinor,
  };
}

/** Keys that begin with an underscore are apps' own bookkeeping, hidden from shoppers. */
const isForSupplier = ({ key, value }: { readonly key: string; readonly value: string }) =>
  !key.startsWith("_") && value !== "";

const GRAMS_PER_KILOGRAM = 1_000n;

/** In the supplier's currency, as the planner counts it: a parcel, and each unit's weight rounded up. */
function sumShipping(
  { facts, variants }: Drafting,
  { tariffs }: Supplier,
  lines: readonly PurchaseOrderLineDraft[],
): bigint {
  const { countryCode, provinceCode } = facts.address ?? { countryCode: null, provinceCode: null };
  const tariff = findTariff(tariffs, { countryCode: countryCode ?? "", provinceCode });
  if (!tariff) return 0n;
  return lines.reduce((sum, { variantGid, units }) => {
    const grams = BigInt(variants.get(variantGid)?.weightGrams ?? 0);
    const each = (tariff.kilogramMinor * grams + GRAMS_PER_KILOGRAM - 1n) / GRAMS_PER_KILOGRAM;
    return sum + each * BigInt(units);
  }, tariff.parcelMinor);
}
