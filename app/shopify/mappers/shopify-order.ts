/**
 * What one source (a webhook, a read, an export) says about one order, in our own shape: flat, typed, money as integer
 * minor units in the shop's currency and beside it the buyer's (`presentment…`). Status words are Shopify's in lower case.
 * A key that is absent was not told by the source; null was told to be empty.
 */

export type ShopifyOrder = {
  readonly gid: string;
  readonly name: string;
  readonly createdAt: Date;
  readonly placedAt: Date;
  readonly updatedAt: Date;
  readonly closedAt: Date | null;
  readonly cancelledAt: Date | null;
  readonly cancelReason: string | null;
  readonly isTest: boolean;
  readonly isEdited?: boolean;
  readonly requiresShipping: boolean;
  readonly financialStatus: string | null;
  readonly fulfillmentStatus: string;
  readonly returnStatus?: string | null;
  readonly sourceName: string | null;
  readonly tags: readonly string[];
  readonly currency: string;
  readonly presentmentCurrency: string;
  readonly totalMinor: bigint;
  readonly presentmentTotalMinor: bigint;
  readonly currentTotalMinor: bigint;
  readonly presentmentCurrentTotalMinor: bigint;
  readonly shippingMinor: bigint;
  readonly presentmentShippingMinor: bigint;
  /** prices contain their tax; null = not said */
  readonly taxesIncluded?: boolean | null;
  readonly taxMinor: bigint;
  readonly presentmentTaxMinor: bigint;
  readonly discountsMinor: bigint;
  readonly presentmentDiscountsMinor: bigint;
  readonly refundedMinor?: bigint;
  readonly presentmentRefundedMinor?: bigint;
  readonly outstandingMinor?: bigint;
  readonly presentmentOutstandingMinor?: bigint;
  readonly customerGid?: string | null;
  readonly customerName?: string | null;
  readonly email?: string | null;
  readonly phone?: string | null;
  readonly locale?: string | null;
  readonly note?: string | null;
  readonly shipName?: string | null;
  readonly shipCompany?: string | null;
  readonly shipAddress1?: string | null;
  readonly shipAddress2?: string | null;
  readonly shipCity?: string | null;
  readonly shipProvince?: string | null;
  readonly shipZip?: string | null;
  readonly shipPhone?: string | null;
  readonly shipCountry?: string | null;
};

export type ShopifyLine = {
  readonly gid: string;
  readonly position: number;
  readonly title: string;
  readonly variantTitle: string | null;
  readonly sku: string | null;
  readonly vendor: string | null;
  readonly productGid: string | null;
  readonly variantGid: string | null;
  /** as ordered: still counts units removed later */
  readonly quantity: number;
  readonly currentQuantity: number;
  readonly unfulfilledQuantity: number;
  readonly requiresShipping: boolean;
  readonly isGiftCard: boolean;
  readonly unitPriceMinor: bigint;
  readonly presentmentUnitPriceMinor: bigint;
  /** all units as ordered, after all discounts */
  readonly totalMinor: bigint;
  readonly presentmentTotalMinor: bigint;
  /** of all units as ordered, in the shop's currency, whether the price contains it or not; null = not said */
  readonly taxMinor?: bigint | null;
};

export type ShopifyFulfillmentLine = { readonly lineGid: string; readonly quantity: number };

export type ShopifyFulfillmentEvent = {
  readonly gid: string;
  readonly status: string;
  readonly message: string | null;
  readonly city: string | null;
  readonly province: string | null;
  readonly country: string | null;
  readonly happenedAt: Date;
  readonly estimatedDeliveryAt: Date | null;
};

export type ShopifyFulfillment = {
  readonly gid: string;
  readonly name: string | null;
  readonly status: string;
  /** the carrier's word; null when there is none */
  readonly shipmentStatus: string | null;
  readonly createdAt: Date;
  readonly updatedAt?: Date | null;
  readonly inTransitAt?: Date | null;
  readonly deliveredAt?: Date | null;
  readonly estimatedDeliveryAt?: Date | null;
  readonly locationGid?: string | null;
  readonly trackingCompanies: readonly string[];
  readonly trackingNumbers: readonly string[];
  readonly trackingUrls: readonly string[];
  /** all of its lines */
  readonly lines?: readonly ShopifyFulfillmentLine[];
  /** all of its events */
  readonly events?: readonly ShopifyFulfillmentEvent[];
};

export type ShopifyFulfillmentOrderLine = {
  readonly gid: string;
  readonly lineGid: string;
  readonly totalQuantity: number;
  readonly remainingQuantity: number;
};

export type ShopifyHold = {
  readonly gid: string;
  readonly reason: string;
  readonly notes: string | null;
  readonly handle: string | null;
  readonly isOurs: boolean;
};

export type ShopifyFulfillmentOrder = {
  readonly gid: string;
  readonly status: string;
  readonly requestStatus: string | null;
  readonly locationGid: string | null;
  readonly locationName: string | null;
  readonly deliveryMethod: string | null;
  readonly fulfillAt: Date | null;
  readonly fulfillBy: Date | null;
  readonly updatedAt: Date | null;
  readonly lines: readonly ShopifyFulfillmentOrderLine[];
  readonly holds: readonly ShopifyHold[];
};

export type ShopifyRefundLine = {
  readonly lineGid: string;
  readonly quantity: number;
  readonly restockType: string;
  readonly subtotalMinor: bigint;
  readonly presentmentSubtotalMinor: bigint;
  readonly taxMinor: bigint;
  readonly presentmentTaxMinor: bigint;
};

export type ShopifyRefund = {
  readonly gid: string;
  readonly processedAt: Date;
  readonly note: string | null;
  readonly returnGid?: string | null;
  /** absent when the source tells it in one currency only */
  readonly totalMinor?: bigint;
  readonly presentmentTotalMinor?: bigint;
  readonly lines?: readonly ShopifyRefundLine[];
};

export type ShopifyTransaction = {
  readonly gid: string;
  readonly kind: string;
  readonly status: string;
  readonly gateway: string | null;
  readonly parentGid: string | null;
  readonly processedAt: Date | null;
  /** the buyer's currency: what the payment provider moved */
  readonly currency: string;
  readonly amountMinor: bigint;
};

export type ShopifyDispute = {
  readonly gid: string;
  readonly kind: string;
  readonly status: string;
  readonly reason?: string | null;
  readonly currency?: string | null;
  readonly amountMinor?: bigint | null;
  readonly evidenceDueBy?: Date | null;
  readonly initiatedAt?: Date | null;
  readonly finalizedOn?: Date | null;
};

export type ShopifyReturnLine = {
  readonly gid: string;
  readonly lineGid: string | null;
  readonly quantity: number;
  readonly processedQuantity: number;
  readonly refundedQuantity: number;
  readonly reason: string | null;
  readonly customerNote: string | null;
};

export type ShopifyReturn = {
  readonly gid: string;
  readonly name: string | null;
  readonly status: string;
  readonly totalQuantity: number;
  readonly createdAt: Date | null;
  readonly approvedAt: Date | null;
  readonly closedAt: Date | null;
  readonly declineReason: string | null;
  readonly lines: readonly ShopifyReturnLine[];
};

export type OrderReading = {
  readonly orderGid: string;
  /**
   * The instant at which this was true: when our request or export began, or when the webhook was triggered.
   * A later word never loses to an earlier one.
   */
  readonly asOf: Date;
  /** true for a complete read: what it does not name of the lists it has is gone */
  readonly isComplete: boolean;
  /** webhooks say "unfulfilled" where a read says "on_hold" or "in_progress": coarse words do not replace exact ones */
  readonly words: "exact" | "coarse";
  readonly order?: ShopifyOrder;
  /** the order's exact word, told beside its fulfilment orders where the order itself is not */
  readonly fulfillmentStatus?: string;
  /** all lines, whenever given */
  readonly lines?: readonly ShopifyLine[];
  readonly fulfillments?: readonly ShopifyFulfillment[];
  /** events told one by one, beside those in `fulfillments` */
  readonly events?: readonly (ShopifyFulfillmentEvent & { readonly fulfillmentGid: string })[];
  readonly fulfillmentOrders?: readonly ShopifyFulfillmentOrder[];
  readonly refunds?: readonly ShopifyRefund[];
  readonly transactions?: readonly ShopifyTransaction[];
  readonly disputes?: readonly ShopifyDispute[];
  readonly returns?: readonly ShopifyReturn[];
};
