/** What is asked of Shopify just before an order's suppliers are chosen. */

export type RoutingAddress = {
  readonly name: string | null;
  readonly company: string | null;
  readonly address1: string | null;
  readonly address2: string | null;
  readonly city: string | null;
  readonly province: string | null;
  readonly provinceCode: string | null;
  readonly zip: string | null;
  readonly countryCode: string | null;
  readonly phone: string | null;
};

export type RoutingFacts = {
  readonly orderGid: string;
  readonly isTest: boolean;
  readonly isEdited: boolean;
  readonly cancelledAt: Date | null;
  /** as Shopify says it: PAID, AUTHORIZED, PENDING …; null = none */
  readonly financialStatus: string | null;
  readonly isCapturable: boolean;
  readonly note: string | null;
  readonly tags: readonly string[];
  /** null: nobody, or not ours to see */
  readonly customer: { readonly gid: string; readonly tags: readonly string[] } | null;
  readonly address: RoutingAddress | null;
  /** title of the shipping rate the shopper chose; null = none */
  readonly shippingRate: string | null;
  readonly isHighRisk: boolean;
  /** a risk assessment still runs */
  readonly isRiskPending: boolean;
  readonly hasOpenDispute: boolean;
  readonly lines: readonly RoutingFactLine[];
  readonly fulfillmentOrders: readonly RoutingFulfillmentOrder[];
  /** Lists longer than one answer were cut off: nothing may be decided on them. */
  readonly isWhole: boolean;
};

export type RoutingFactLine = {
  readonly lineGid: string;
  readonly currentUnits: number;
  readonly unfulfilledUnits: number;
  readonly requiresShipping: boolean;
  readonly customAttributes: readonly { readonly key: string; readonly value: string }[];
};

export type RoutingFulfillmentOrder = {
  readonly gid: string;
  readonly status: string;
  /** UNSUBMITTED, SUBMITTED, ACCEPTED …: what a fulfillment service was asked */
  readonly requestStatus: string;
  /** SHIPPING, LOCAL, PICK_UP, NONE …; null = not said */
  readonly deliveryMethod: string | null;
  readonly holds: readonly { readonly reason: string; readonly handle: string | null }[];
  readonly lines: readonly { readonly lineGid: string; readonly remainingUnits: number }[];
};
