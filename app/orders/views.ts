/**
 * What pages get from orders/: plain JSON (strings for money and instants), ready to be sent to a browser.
 * Instants are ISO 8601 in UTC; the page formats them in the shop's zone.
 */
import type { ExceptionFlag, ExceptionThresholds } from "./exception-flags.ts";

export type { ExceptionFlag, ExceptionThresholds } from "./exception-flags.ts";

/** `amount`: exact decimal string ("20.50"). `text`: as a person reads it ("$20.50"). */
export type MoneyView = {
  readonly amount: string;
  readonly currency: string;
  readonly text: string;
};

/** `all` hides nothing; `exceptions` = any flag; `open` = not cancelled and not closed; `cancelled`. */
export type OrderListView = "exceptions" | "all" | "open" | "cancelled";

/** `worst`: worst flag first, oldest first inside a flag (only in the exceptions view). */
export type OrderSort = "newest" | "oldest" | "worst" | "total_high" | "total_low";

export type OrderListFilters = {
  readonly flag?: ExceptionFlag;
  /** Shopify's words in lower case: paid, pending, partially_refunded … */
  readonly financial?: string;
  /** Shopify's words in lower case: unfulfilled, partially_fulfilled, fulfilled, on_hold … */
  readonly fulfillment?: string;
  /** the line's vendor, exactly as Shopify spells it */
  readonly vendor?: string;
  /** ISO 3166 alpha-2 of the shipping address */
  readonly country?: string;
  readonly tag?: string;
  /** calendar dates `YYYY-MM-DD` in the shop's zone, both inclusive */
  readonly placedFrom?: string;
  readonly placedTo?: string;
};

export type OrderListQuery = {
  readonly view: OrderListView;
  /** matches order name, customer name, e-mail, SKU and tracking number; "" = no search */
  readonly search: string;
  readonly filters: OrderListFilters;
  readonly sort: OrderSort;
  /** opaque; from `nextCursor` or `previousCursor` of a page with the same query; null = first page */
  readonly cursor: string | null;
  /** 1–250 */
  readonly pageSize: number;
};

export type FlagView = {
  readonly flag: ExceptionFlag;
  readonly since: string;
  /** whole days since `since` */
  readonly days: number;
  readonly isProbablyLost: boolean;
};

export type OrderRowView = {
  /** ours, digits */
  readonly orderId: string;
  readonly orderGid: string;
  /** "#1001" */
  readonly name: string;
  readonly placedAt: string;
  /** null when withheld or erased */
  readonly customerName: string | null;
  /** ISO 3166 alpha-2, null when withheld or nothing ships */
  readonly country: string | null;
  readonly total: MoneyView;
  /** lower-case Shopify words; null when Shopify gives none */
  readonly financialStatus: string | null;
  readonly fulfillmentStatus: string;
  readonly lineCount: number;
  /** units as ordered, less those removed by edits */
  readonly units: number;
  readonly vendors: readonly string[];
  readonly tags: readonly string[];
  readonly isCancelled: boolean;
  readonly isTest: boolean;
  readonly isDisputed: boolean;
  readonly flag: FlagView | null;
  readonly adminUrl: string;
};

export type FlagCounts = Readonly<Record<ExceptionFlag, number>> & { readonly total: number };

/** Counts stop here: beyond it a page says "2,000+". Counting further would cost a large shop more than the page itself. */
export const COUNT_LIMIT = 2_000;

export type OrderListPage = {
  readonly rows: readonly OrderRowView[];
  /** null = no such page */
  readonly nextCursor: string | null;
  readonly previousCursor: string | null;
  /** rows that match view, search and filters; `isAtLeast` when counting stopped at COUNT_LIMIT */
  readonly count: { readonly rows: number; readonly isAtLeast: boolean };
  /** of the whole shop, independent of search and filters; equals the unfiltered list of each flag; each stops at COUNT_LIMIT */
  readonly flagCounts: FlagCounts;
  /** choices for the filters, from the newest 5,000 orders, at most 100 each, most frequent first */
  readonly choices: {
    readonly vendors: readonly string[];
    readonly countries: readonly string[];
    readonly tags: readonly string[];
    readonly financialStatuses: readonly string[];
    readonly fulfillmentStatuses: readonly string[];
  };
};

export type AddressView = {
  readonly name: string | null;
  readonly company: string | null;
  readonly lines: readonly string[];
  readonly city: string | null;
  readonly province: string | null;
  readonly zip: string | null;
  readonly country: string | null;
  readonly phone: string | null;
};

export type OrderLineView = {
  readonly lineId: string;
  readonly lineGid: string;
  readonly title: string;
  readonly variantTitle: string | null;
  readonly sku: string | null;
  readonly vendor: string | null;
  readonly units: number;
  /** less units removed by edits or refunds */
  readonly currentUnits: number;
  readonly unfulfilledUnits: number;
  readonly fulfilledUnits: number;
  readonly refundedUnits: number;
  readonly returnedUnits: number;
  readonly requiresShipping: boolean;
  readonly isGiftCard: boolean;
  readonly unitPrice: MoneyView;
  readonly total: MoneyView;
};

export type TrackingView = {
  readonly company: string | null;
  readonly number: string | null;
  /** https only, otherwise null */
  readonly url: string | null;
};

export type FulfillmentEventView = {
  readonly status: string;
  readonly message: string | null;
  readonly place: string | null;
  readonly happenedAt: string;
};

export type FulfillmentView = {
  readonly fulfillmentId: string;
  readonly name: string | null;
  /** success, cancelled, error, failure … */
  readonly status: string;
  /** label_printed, in_transit, delivered …; null when the carrier says nothing */
  readonly shipmentStatus: string | null;
  readonly createdAt: string;
  readonly inTransitAt: string | null;
  readonly deliveredAt: string | null;
  readonly estimatedDeliveryAt: string | null;
  readonly tracking: readonly TrackingView[];
  readonly lines: readonly {
    readonly title: string;
    readonly sku: string | null;
    readonly units: number;
  }[];
  /** newest first */
  readonly events: readonly FulfillmentEventView[];
};

export type FulfillmentOrderView = {
  readonly fulfillmentOrderId: string;
  readonly status: string;
  readonly requestStatus: string | null;
  readonly locationName: string | null;
  readonly fulfillAt: string | null;
  readonly fulfillBy: string | null;
  readonly deliveryMethod: string | null;
  readonly holds: readonly { readonly reason: string; readonly notes: string | null }[];
  readonly lines: readonly {
    readonly title: string;
    readonly sku: string | null;
    readonly totalUnits: number;
    readonly remainingUnits: number;
  }[];
};

export type RefundView = {
  readonly refundId: string;
  readonly processedAt: string;
  readonly note: string | null;
  readonly total: MoneyView;
  readonly lines: readonly {
    readonly title: string;
    readonly units: number;
    readonly subtotal: MoneyView;
  }[];
};

export type TransactionView = {
  readonly kind: string;
  readonly status: string;
  readonly gateway: string | null;
  readonly amount: MoneyView;
  readonly processedAt: string | null;
};

export type DisputeView = {
  /** inquiry or chargeback */
  readonly kind: string;
  readonly status: string;
  readonly reason: string | null;
  readonly amount: MoneyView | null;
  readonly evidenceDueBy: string | null;
  readonly initiatedAt: string | null;
  readonly finalizedOn: string | null;
};

export type ReturnView = {
  readonly returnId: string;
  readonly name: string | null;
  /** requested, open, closed, declined, canceled */
  readonly status: string;
  readonly units: number;
  readonly createdAt: string | null;
  readonly closedAt: string | null;
};

export type TimelineEntryView = {
  readonly seq: string;
  /** past tense: order.imported, order.cancelled, fulfillment.created … */
  readonly kind: string;
  /** shopify, import, reconcile, merchant, shopper, supplier, system */
  readonly actor: string;
  readonly occurredAt: string;
  readonly recordedAt: string;
  /** null = about the order as a whole */
  readonly line: { readonly title: string; readonly sku: string | null } | null;
  /** small facts of the entry, codes and numbers in words of the ledger; no personal facts */
  readonly facts: Readonly<Record<string, string | number | boolean | null>>;
};

export type OrderDetailView = OrderRowView & {
  readonly adminUrl: string;
  /** Shopify's status page for the shopper */
  readonly cancelledAt: string | null;
  readonly cancelReason: string | null;
  readonly closedAt: string | null;
  readonly isEdited: boolean;
  readonly isDeleted: boolean;
  readonly note: string | null;
  readonly email: string | null;
  readonly phone: string | null;
  readonly customerGid: string | null;
  readonly shippingAddress: AddressView | null;
  /** true when Shopify withholds names, e-mails or addresses from us, or they were erased */
  readonly isPersonalWithheld: boolean;
  /** shop currency */
  readonly money: {
    readonly total: MoneyView;
    readonly currentTotal: MoneyView;
    readonly shipping: MoneyView;
    readonly tax: MoneyView;
    readonly discounts: MoneyView;
    readonly refunded: MoneyView;
    readonly outstanding: MoneyView;
    /** what the shopper paid, when in another currency */
    readonly presentmentTotal: MoneyView | null;
  };
  readonly lines: readonly OrderLineView[];
  readonly fulfillments: readonly FulfillmentView[];
  readonly fulfillmentOrders: readonly FulfillmentOrderView[];
  readonly refunds: readonly RefundView[];
  readonly transactions: readonly TransactionView[];
  readonly disputes: readonly DisputeView[];
  readonly returns: readonly ReturnView[];
  /** newest first, at most 500 */
  readonly timeline: readonly TimelineEntryView[];
  /** when we last heard of this order */
  readonly fetchedAt: string;
};

export type ImportState =
  | "waiting" // asked for, export not started
  | "exporting" // Shopify writes the file
  | "reading" // we read the file
  | "finished"
  | "failed";

export type ImportProgressView = {
  readonly importId: string;
  readonly state: ImportState;
  /** orders committed so far */
  readonly ordersRead: number;
  /** orders the shop had when the import began; null until counted */
  readonly ordersTotal: number | null;
  /** counting stopped at this total: the shop has at least so many */
  readonly isTotalAtLeast: boolean;
  /** true = Shopify shares only orders of the last 60 days with us */
  readonly isWindowed: boolean;
  /** rows of the export we could not read, kept with a reason */
  readonly rowsRefused: number;
  /** a code with a sentence when failed: export_failed, export_refused, access_denied, result_expired */
  readonly reason: string | null;
  readonly startedAt: string;
  readonly finishedAt: string | null;
};

export type DataAgeView = {
  /** the newest moment at which something arrived from Shopify; null = never */
  readonly freshAt: string | null;
  /** deliveries that wait to be applied */
  readonly waitingDeliveries: number;
  /** deliveries put aside with a reason */
  readonly parkedDeliveries: number;
};

/** A named query of the list. Shared by all staff of the shop. */
export type SavedView = {
  readonly savedViewId: string;
  readonly name: string;
  readonly query: Omit<OrderListQuery, "cursor" | "pageSize">;
};

export type SavedViewRefusal =
  | { readonly code: "name_taken" }
  | { readonly code: "name_empty" }
  | { readonly code: "view_gone" }
  | { readonly code: "too_many"; readonly limit: number };

export type ThresholdsRefusal = {
  readonly code: "threshold_out_of_range";
  readonly field: keyof ExceptionThresholds;
  readonly minDays: number;
  readonly maxDays: number;
};
