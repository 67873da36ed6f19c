/**
 * Turns what is stored of suppliers and their offers into what the planner asks for: the shop's currency, stock that is
 * still free, orders a supplier still takes today, lead times around its holidays. Pure.
 */
import type {
  Offer,
  RoutingSupplier,
  ShippingTariff,
} from "#app/dropship/planner/routing-question.ts";
import type { Supplier } from "#app/dropship/suppliers/supplier.ts";
import { toShopCurrency, type Rates } from "#app/dropship/suppliers/to-shop-currency.ts";
import { calendarOf, takenUpOn } from "#app/dropship/suppliers/work-calendar.ts";
import { isWorkingDay, moveDate, nextWorkingDay } from "#app/platform/business-days.ts";
import { addDays, calendarDate } from "#app/platform/time.ts";

/** A trial ends with this many parcels that carriers have taken. */
export const TRIAL_SHIPMENTS = 30;

export type OfferFacts = {
  readonly supplierId: bigint;
  readonly variantGid: string;
  readonly supplierSku: string | null;
  /** in the supplier's currency */
  readonly costMinor: bigint | null;
  readonly stockUnits: number | null;
  readonly leadTimeDays: number | null;
  readonly minimumUnits: number;
  /** in the shop's currency */
  readonly minimumAdvertisedMinor: bigint | null;
  /** units ordered from the supplier since it last told its stock */
  readonly orderedUnits: number;
};

export type SupplierUse = {
  /** orders it was given since its day began */
  readonly ordersToday: number;
  readonly shipments: number;
  readonly score: number | null;
};

export type SupplyFacts = {
  readonly suppliers: readonly Supplier[];
  readonly offers: readonly OfferFacts[];
  readonly uses: ReadonlyMap<bigint, SupplierUse>;
  readonly risks: ReadonlyMap<string, { readonly unitCostMinor: bigint; readonly samples: number }>;
  readonly rates: Rates;
  readonly now: Date;
};

export type Supply = {
  readonly suppliers: readonly RoutingSupplier[];
  readonly offers: readonly Offer[];
};

export const offerKey = (supplierId: bigint, variantGid: string): string =>
  `${supplierId} ${variantGid}`;

export function buildSupply(facts: SupplyFacts): Supply {
  const { suppliers, offers } = facts;
  const byId = new Map(suppliers.map((supplier) => [supplier.supplierId, supplier]));
  const offering = new Set(offers.map(({ supplierId }) => supplierId));
  return {
    suppliers: suppliers
      .filter(({ supplierId }) => offering.has(supplierId))
      .map((supplier) => toRoutingSupplier(supplier, facts)),
    offers: offers.flatMap((offer) => {
      const supplier = byId.get(offer.supplierId);
      return supplier ? [toOffer(offer, supplier, facts)] : [];
    }),
  };
}

function toRoutingSupplier(supplier: Supplier, { uses, rates }: SupplyFacts): RoutingSupplier {
  const { supplierId, state, priority, currency, trialDailyOrders } = supplier;
  const use = uses.get(supplierId);
  const isTrial = trialDailyOrders !== null && (use?.shipments ?? 0) < TRIAL_SHIPMENTS;
  // Without a rate every cost is unknown and none of these sums is ever looked at.
  const money = (minor: bigint) => toShopCurrency(minor, currency, rates) ?? 0n;
  return {
    supplierId,
    isActive: state === "active",
    priority,
    score: use?.score ?? null,
    dropFeeMinor: money(supplier.dropFeeMinor),
    minimumOrderMinor: money(supplier.minimumOrderMinor),
    tariffs: supplier.tariffs.map((tariff): ShippingTariff => ({
      region: tariff.region,
      parcelMinor: money(tariff.parcelMinor),
      kilogramMinor: money(tariff.kilogramMinor),
    })),
    ordersLeft: isTrial ? Math.max(0, trialDailyOrders - (use?.ordersToday ?? 0)) : null,
  };
}

function toOffer(offer: OfferFacts, supplier: Supplier, facts: SupplyFacts): Offer {
  const { supplierId, variantGid, costMinor, stockUnits, leadTimeDays } = offer;
  return {
    supplierId,
    variantGid,
    unitCostMinor:
      costMinor === null ? null : toShopCurrency(costMinor, supplier.currency, facts.rates),
    stockUnits: stockUnits === null ? null : Math.max(0, stockUnits - offer.orderedUnits),
    minimumUnits: offer.minimumUnits,
    leadTimeDays: leadTimeDays === null ? null : leadTimeDays + closedDays(supplier, facts.now),
    minimumAdvertisedMinor: offer.minimumAdvertisedMinor,
    risk: facts.risks.get(offerKey(supplierId, variantGid)) ?? null,
  };
}

/** Days on which the supplier would work if they were no holidays, from now until it takes an order up. */
export function closedDays(supplier: Supplier, now: Date): number {
  if (!hasHolidayNear(supplier, now)) return 0;
  const calendar = calendarOf(supplier);
  const usual = { ...calendar, holidays: new Set<string>() };
  const until = takenUpOn(now, calendar);
  let day = nextWorkingDay(calendarDate(now, calendar.timeZone), usual);
  let closed = 0;
  while (day < until) {
    if (!isWorkingDay(day, calendar)) closed += 1;
    day = nextWorkingDay(moveDate(day, 1), usual);
  }
  return closed;
}

/** False: it takes an order up on the day it usually would, at most a day and six free weekdays ahead in any zone. */
function hasHolidayNear({ holidays }: Supplier, now: Date): boolean {
  if (holidays.length === 0) return false;
  const from = dateOf(addDays(now, -1));
  const to = dateOf(addDays(now, MOST_DAYS_TO_TAKE_UP + 1));
  return holidays.some((day) => day >= from && day <= to);
}

const MOST_DAYS_TO_TAKE_UP = 7;

const dateOf = (instant: Date): string => instant.toISOString().slice(0, "YYYY-MM-DD".length);
