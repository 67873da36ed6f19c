/**
 * The filter: which supplier may ship which line, and what dropped the others. Missing cost or stock drops a supplier;
 * nothing is guessed. The order of the reasons is the order in which a merchant would mend them.
 */
import { marginOf } from "./earned.ts";
import type { DropReason } from "./routing-plan.ts";
import type {
  Offer,
  RoutingLine,
  RoutingOrder,
  RoutingQuestion,
  RoutingSupplier,
  ShippingTariff,
} from "./routing-question.ts";

/** Below this the scorecard's estimate says nothing and counts nothing. */
export const FEWEST_RISK_SAMPLES = 20;

const GRAMS_PER_KILOGRAM = 1_000n;

export type Candidate = {
  readonly line: RoutingLine;
  readonly supplier: RoutingSupplier;
  readonly offer: Offer;
  readonly tariff: ShippingTariff;
  readonly unitCostMinor: bigint;
  readonly unitShippingMinor: bigint;
  readonly unitRiskMinor: bigint;
  readonly stockUnits: number;
};

export type Judgement =
  | { readonly kind: "candidate"; readonly candidate: Candidate }
  | {
      readonly kind: "dropped";
      readonly lineGid: string;
      readonly supplierId: bigint;
      readonly reason: DropReason;
    };

/** Offers by variant, then by supplier. Orders of a batch share one. */
export type OfferIndex = ReadonlyMap<string, ReadonlyMap<bigint, Offer>>;

export function indexOffers(offers: readonly Offer[]): OfferIndex {
  const index = new Map<string, Map<bigint, Offer>>();
  for (const offer of offers) {
    const known = index.get(offer.variantGid);
    if (known) known.set(offer.supplierId, offer);
    else index.set(offer.variantGid, new Map([[offer.supplierId, offer]]));
  }
  return index;
}

/** One judgement per line and supplier, lines and suppliers in the order given. */
export function assessCandidates(question: RoutingQuestion, offers: OfferIndex): Judgement[] {
  return question.order.lines.flatMap((line) => {
    const ofVariant = offers.get(line.variantGid);
    return question.suppliers.map((supplier) =>
      judge(question, line, supplier, ofVariant?.get(supplier.supplierId)),
    );
  });
}

function judge(
  question: RoutingQuestion,
  line: RoutingLine,
  supplier: RoutingSupplier,
  offer: Offer | undefined,
): Judgement {
  const judged = findCandidate(question, line, supplier, offer);
  if (!("code" in judged)) return { kind: "candidate", candidate: judged };
  const { lineGid } = line;
  const { supplierId } = supplier;
  return { kind: "dropped", lineGid, supplierId, reason: judged };
}

function findCandidate(
  question: RoutingQuestion,
  line: RoutingLine,
  supplier: RoutingSupplier,
  offer: Offer | undefined,
): Candidate | DropReason {
  if (!offer) return { code: "no_offer" };
  const refusal = findSupplierRefusal(question, line, supplier);
  if (refusal) return refusal;
  const tariff = findTariff(supplier.tariffs, question.order.destination);
  if (!tariff) return { code: "region_not_served" };
  const { unitCostMinor, stockUnits } = offer;
  if (unitCostMinor === null) return { code: "cost_unknown" };
  if (stockUnits === null) return { code: "stock_unknown" };
  if (stockUnits <= 0) return { code: "out_of_stock" };
  const unitShippingMinor = unitShipping(tariff, line.unitWeightGrams);
  if (unitShippingMinor === null) return { code: "weight_unknown" };
  const offerRefusal = findOfferRefusal(question, line, offer, unitCostMinor);
  if (offerRefusal) return offerRefusal;
  const { risk } = offer;
  const unitRiskMinor = risk && risk.samples >= FEWEST_RISK_SAMPLES ? risk.unitCostMinor : 0n;
  return {
    line,
    supplier,
    offer,
    tariff,
    unitCostMinor,
    unitShippingMinor,
    unitRiskMinor,
    stockUnits,
  };
}

function findSupplierRefusal(
  { rule }: RoutingQuestion,
  { variantGid }: RoutingLine,
  { supplierId, isActive, ordersLeft }: RoutingSupplier,
): DropReason | null {
  if (!isActive) return { code: "inactive" };
  const exclusion = rule.exclusions.find(
    (one) => one.variantGid === variantGid && one.supplierId === supplierId,
  );
  if (exclusion) return { code: "excluded_by_rule", because: exclusion.because };
  return ordersLeft !== null && ordersLeft <= 0 ? { code: "no_orders_left" } : null;
}

function findOfferRefusal(
  { rule, order }: RoutingQuestion,
  line: RoutingLine,
  offer: Offer,
  unitCostMinor: bigint,
): DropReason | null {
  const { minimumUnits, leadTimeDays, minimumAdvertisedMinor } = offer;
  const { maxLeadTimeDays, marginFloorRatio } = rule;
  if (minimumUnits > 1 && countWanted(order, line.variantGid) < minimumUnits)
    return { code: "below_minimum_quantity", minimumUnits };
  if (maxLeadTimeDays !== null) {
    if (leadTimeDays === null) return { code: "lead_time_unknown" };
    if (leadTimeDays > maxLeadTimeDays)
      return { code: "lead_time_too_long", leadTimeDays, maxDays: maxLeadTimeDays };
  }
  if (minimumAdvertisedMinor !== null && line.unitPriceMinor < minimumAdvertisedMinor)
    return { code: "below_advertised_price", minimumAdvertisedMinor };
  if (marginFloorRatio <= 0) return null;
  const marginRatio = marginOf(line, unitCostMinor);
  if (marginRatio >= marginFloorRatio) return null;
  return { code: "below_margin_floor", marginRatio, floorRatio: marginFloorRatio };
}

const countWanted = ({ lines }: RoutingOrder, variantGid: string): number =>
  lines.reduce((sum, line) => sum + (line.variantGid === variantGid ? line.units : 0), 0);

/** The narrowest tariff that covers the destination: province, then country, then everywhere. */
export function findTariff(
  tariffs: readonly ShippingTariff[],
  { countryCode, provinceCode }: RoutingQuestion["order"]["destination"],
): ShippingTariff | null {
  const province = provinceCode === null ? null : `${countryCode}-${provinceCode}`;
  let widest: ShippingTariff | null = null;
  let ofCountry: ShippingTariff | null = null;
  for (const tariff of tariffs) {
    if (tariff.region === province) return tariff;
    if (tariff.region === countryCode) ofCountry ??= tariff;
    if (tariff.region === "*") widest ??= tariff;
  }
  return ofCountry ?? widest;
}

function unitShipping({ kilogramMinor }: ShippingTariff, grams: number | null): bigint | null {
  if (kilogramMinor === 0n) return 0n;
  if (grams === null) return null;
  const product = kilogramMinor * BigInt(Math.ceil(grams));
  return (product + GRAMS_PER_KILOGRAM - 1n) / GRAMS_PER_KILOGRAM;
}
