/** What Shopify says about where an order's units are to be shipped from, and where they could be moved. */

export type PlacedFulfillmentOrder = {
  readonly gid: string;
  readonly status: string;
  /** UNSUBMITTED, SUBMITTED, ACCEPTED …: what a fulfillment service was asked */
  readonly requestStatus: string;
  /** SHIPPING, LOCAL, PICK_UP …; null = not said */
  readonly deliveryMethod: string | null;
  /** MOVE, SPLIT, HOLD … */
  readonly actions: readonly string[];
  readonly isHeld: boolean;
  /** null: the location was deleted */
  readonly locationGid: string | null;
  readonly locationName: string;
  readonly lines: readonly PlacedLine[];
};

export type PlacedLine = {
  /** of the fulfillment order; changes when Shopify moves or splits */
  readonly gid: string;
  /** of the order; stays */
  readonly lineGid: string;
  readonly remainingUnits: number;
};

export type PlacementState = {
  readonly fulfillmentOrders: readonly PlacedFulfillmentOrder[];
  /** Lists longer than one answer were cut off: nothing may be decided on them. */
  readonly isWhole: boolean;
};

/** One fulfillment order and one location: Shopify's `locationsForMove`, and what it stocks. */
export type MoveOption = {
  /** lines that Shopify would move, by their fulfillment order line gid */
  readonly movableLineGids: readonly string[];
  /** Shopify's own words where it would not; null = it says nothing */
  readonly message: string | null;
  /** by fulfillment order line gid; a line without a product is missing */
  readonly items: Readonly<
    Record<string, { readonly inventoryItemGid: string; readonly isStocked: boolean }>
  >;
};
