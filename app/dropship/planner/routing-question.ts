/**
 * What the planner is asked: one order, the suppliers that exist, what each offers, and the rule that chooses. Plain
 * facts of one moment; nothing in here is read from anywhere else. Money is minor units of the shop's currency.
 */

export type RoutingLine = {
  readonly lineGid: string;
  readonly variantGid: string;
  /** Units still to be routed; a positive integer. */
  readonly units: number;
  /** What the shopper pays for one unit after discounts, as the shop shows prices: with tax where they contain it. */
  readonly unitPriceMinor: bigint;
  /** What these units earn together: after discounts, without tax. Absent: their prices. */
  readonly earnedMinor?: bigint;
  /** null = Shopify knows none. */
  readonly unitWeightGrams: number | null;
};

export type RoutingOrder = {
  readonly orderGid: string;
  readonly destination: { readonly countryCode: string; readonly provinceCode: string | null };
  readonly lines: readonly RoutingLine[];
};

/** What a parcel to one region costs with this supplier. */
export type ShippingTariff = {
  /** `*` = everywhere else; `US` or `US-CA`. The narrowest that fits the destination counts. */
  readonly region: string;
  readonly parcelMinor: bigint;
  /** Added per kilogram of goods, each unit rounded up to a whole minor unit; 0n = weight does not matter. */
  readonly kilogramMinor: bigint;
};

export type RoutingSupplier = {
  readonly supplierId: bigint;
  readonly isActive: boolean;
  /** 1 is asked first. */
  readonly priority: number;
  /** 0 to 100, higher is better; null = too few shipments to say. */
  readonly score: number | null;
  /** Paid once per purchase order. */
  readonly dropFeeMinor: bigint;
  /** Goods below this sum are not accepted in one purchase order; 0n = no minimum. */
  readonly minimumOrderMinor: bigint;
  readonly tariffs: readonly ShippingTariff[];
  /** Orders it may still get today (trial, holiday); null = no limit. */
  readonly ordersLeft: number | null;
};

export type Offer = {
  readonly supplierId: bigint;
  readonly variantGid: string;
  /** null = not known, or in a currency without a rate: never guessed. */
  readonly unitCostMinor: bigint | null;
  /** null = not known. */
  readonly stockUnits: number | null;
  /** Fewer units of this variant are not accepted in one purchase order; at least 1. */
  readonly minimumUnits: number;
  /** Working days until it ships; null = not known. */
  readonly leadTimeDays: number | null;
  /** The shop may not sell below this price; null = no such agreement. */
  readonly minimumAdvertisedMinor: bigint | null;
  /** Expected cost of lateness and defects of one unit, from the scorecard, and from how many shipments. */
  readonly risk: { readonly unitCostMinor: bigint; readonly samples: number } | null;
};

export type RankCriterion = "cost" | "parcels" | "lead_time" | "priority" | "score";

/** One published version of the shop's rule, already narrowed to this order. */
export type RoutingRule = {
  readonly version: number;
  /** Suppliers a condition of the rule excludes for a variant, with the condition's own words. */
  readonly exclusions: readonly {
    readonly variantGid: string;
    readonly supplierId: bigint;
    readonly because: string;
  }[];
  /** Compared in this order; the next one decides only between equals. Cost is compared last when not named. */
  readonly rank: readonly RankCriterion[];
  readonly parcels: "any" | "single_preferred" | "single_required";
  /** Part of the price that must be left after the goods' cost, 0–1. */
  readonly marginFloorRatio: number;
  /** Longer lead times are dropped; null = any. An unknown lead time passes only where this is null. */
  readonly maxLeadTimeDays: number | null;
};

export type RoutingQuestion = {
  readonly order: RoutingOrder;
  readonly suppliers: readonly RoutingSupplier[];
  readonly offers: readonly Offer[];
  readonly rule: RoutingRule;
};
