/** What deciding about an order's fulfillment orders needs to know, and what it comes to. Pure. */
import type { PlacedFulfillmentOrder } from "#app/shopify/mappers/placement-facts.ts";

/** What one purchase order has of one line. Ids of ours are digits: this is stored as JSON. */
export type Demand = {
  readonly purchaseOrderId: string;
  readonly lineGid: string;
  /** the supplier's location */
  readonly locationGid: string;
  /** the supplier's to ship, and in no fulfillment yet */
  readonly openUnits: number;
  /** of these, in no parcel, and not moved for this purchase order before: a person may have moved them elsewhere since */
  readonly unplacedUnits: number;
};

/** Units that were moved for a purchase order, and where they came from at first. */
export type MovedUnits = {
  readonly purchaseOrderId: string;
  readonly lineGid: string;
  readonly atGid: string;
  readonly homeGid: string;
  readonly units: number;
};

export type PlacementQuestion = {
  readonly demands: readonly Demand[];
  readonly moved: readonly MovedUnits[];
  /** Units of a line that are on their way to a supplier who has not got them yet: nobody sends those home. */
  readonly sendingUnits: Readonly<Record<string, number>>;
  readonly fulfillmentOrders: readonly PlacedFulfillmentOrder[];
};

/** Units of one fulfillment order that belong at another location, all for one purchase order. */
export type Transfer = {
  readonly purchaseOrderId: string;
  readonly fulfillmentOrderGid: string;
  readonly fromGid: string | null;
  readonly toGid: string;
  /** back to where they came from */
  readonly isReturn: boolean;
  readonly lines: readonly TransferLine[];
};

export type TransferLine = {
  /** of the fulfillment order */
  readonly gid: string;
  /** of the order */
  readonly lineGid: string;
  readonly units: number;
};

export type StayCode =
  | "held"
  | "scheduled"
  | "in_progress"
  | "with_service"
  | "picked_up"
  /** Shopify does not let it be moved there */
  | "not_offered"
  | "not_stocked"
  | "stocking_not_granted"
  /** Shopify, or a person of the shop, said no to this very step */
  | "refused"
  /** Watching, before go-live */
  | "may_not_act"
  | "too_many_lines";

/** Why units of a purchase order stay where they are: the first reason met. All of its units stay with them. */
export type Stay = {
  readonly purchaseOrderId: string;
  readonly toGid: string;
  readonly isReturn: boolean;
  readonly code: StayCode;
  /** null: about all of it */
  readonly lineGid: string | null;
  /** somebody else's words; null = the code says all */
  readonly message: string | null;
};
