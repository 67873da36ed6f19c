/** What the planner answers: who ships which units, what waits and why, and what every other choice would have been. */

export type DropReason =
  | { readonly code: "no_offer" }
  | { readonly code: "inactive" }
  | { readonly code: "region_not_served" }
  | { readonly code: "cost_unknown" }
  | { readonly code: "stock_unknown" }
  | { readonly code: "out_of_stock" }
  | { readonly code: "weight_unknown" }
  | { readonly code: "below_minimum_quantity"; readonly minimumUnits: number }
  | { readonly code: "below_minimum_order"; readonly minimumOrderMinor: bigint }
  | {
      readonly code: "below_margin_floor";
      readonly marginRatio: number;
      readonly floorRatio: number;
    }
  | { readonly code: "below_advertised_price"; readonly minimumAdvertisedMinor: bigint }
  | { readonly code: "lead_time_unknown" }
  | { readonly code: "lead_time_too_long"; readonly leadTimeDays: number; readonly maxDays: number }
  | { readonly code: "no_orders_left" }
  | { readonly code: "excluded_by_rule"; readonly because: string };

export type HoldReason =
  /** Nobody is left for this line; `dropped` of its trace says why, supplier by supplier. */
  | { readonly code: "no_supplier" }
  /** Some units found a supplier, these did not. */
  | { readonly code: "not_enough_stock"; readonly availableUnits: number }
  /** Each rest would fall below a supplier's minimum. */
  | { readonly code: "minimums_not_met" }
  | { readonly code: "no_single_supplier" }
  /** The numbers are beyond what can be compared exactly (about 90 trillion). */
  | { readonly code: "too_large" };

export type Assignment = {
  readonly lineGid: string;
  readonly supplierId: bigint;
  readonly units: number;
  readonly unitCostMinor: bigint;
};

export type HeldUnits = {
  readonly lineGid: string;
  readonly units: number;
  readonly reason: HoldReason;
};

/** Every sum in minor units. `riskMinor` is expected, not paid: shown apart. */
export type PlanCost = {
  readonly goodsMinor: bigint;
  readonly shippingMinor: bigint;
  readonly dropFeesMinor: bigint;
  readonly riskMinor: bigint;
  readonly totalMinor: bigint;
};

/** One supplier looked at for one line. */
export type Considered = {
  readonly lineGid: string;
  readonly supplierId: bigint;
  readonly verdict:
    | { readonly kind: "dropped"; readonly reason: DropReason }
    /** `wholeLineMinor`: goods, shipping, fee and risk if it shipped the line alone in a parcel of its own. */
    | {
        readonly kind: "possible";
        readonly wholeLineMinor: bigint;
        readonly stockUnits: number;
        readonly assignedUnits: number;
      };
};

export type RoutingPlan = {
  readonly orderGid: string;
  readonly ruleVersion: number;
  readonly assignments: readonly Assignment[];
  readonly held: readonly HeldUnits[];
  readonly cost: PlanCost;
  readonly parcels: number;
  readonly considered: readonly Considered[];
  /** false: the search was cut off and a better plan may exist. */
  readonly isProvenBest: boolean;
};
