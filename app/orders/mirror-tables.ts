/**
 * The mirror's tables as data: which column holds which field, of which type, what is personal, what a row's key is.
 * Loading, saving, copying, comparing and erasing are written once against this.
 */
import type {
  ChildName,
  ChildRows,
  DisputeRow,
  EventRow,
  FulfillmentLineRow,
  FulfillmentOrderLineRow,
  FulfillmentOrderRow,
  FulfillmentRow,
  HoldRow,
  LineRow,
  OrderRow,
  RefundLineRow,
  RefundRow,
  ReturnLineRow,
  ReturnRow,
  TransactionRow,
} from "./mirror-rows.ts";

export type PgType = "text" | "int4" | "int8" | "bool" | "timestamptz" | "text[]";

export type MirrorTable<Row> = {
  readonly table: string;
  readonly columns: { readonly [Field in keyof Row]-?: PgType };
  /** with the shop these name a row */
  readonly key: readonly (keyof Row & string)[];
  /** erased for a person; in the ledger they go to the erasable part */
  readonly personal: readonly (keyof Row & string)[];
  /** how the ledger names it */
  readonly noun: string;
  /** bookkeeping: a change of these alone is no change */
  readonly silent: readonly (keyof Row & string)[];
};

const gidKey = ["gid"] as const;

export const ORDER_TABLE: MirrorTable<OrderRow> = {
  table: "orders",
  noun: "order",
  key: gidKey,
  columns: {
    gid: "text",
    name: "text",
    createdAt: "timestamptz",
    placedAt: "timestamptz",
    updatedAt: "timestamptz",
    closedAt: "timestamptz",
    cancelledAt: "timestamptz",
    cancelReason: "text",
    isTest: "bool",
    isEdited: "bool",
    requiresShipping: "bool",
    financialStatus: "text",
    fulfillmentStatus: "text",
    returnStatus: "text",
    sourceName: "text",
    tags: "text[]",
    currency: "text",
    presentmentCurrency: "text",
    totalMinor: "int8",
    presentmentTotalMinor: "int8",
    currentTotalMinor: "int8",
    presentmentCurrentTotalMinor: "int8",
    shippingMinor: "int8",
    presentmentShippingMinor: "int8",
    taxesIncluded: "bool",
    taxMinor: "int8",
    presentmentTaxMinor: "int8",
    discountsMinor: "int8",
    presentmentDiscountsMinor: "int8",
    refundedMinor: "int8",
    presentmentRefundedMinor: "int8",
    outstandingMinor: "int8",
    presentmentOutstandingMinor: "int8",
    customerGid: "text",
    customerName: "text",
    email: "text",
    phone: "text",
    locale: "text",
    note: "text",
    shipName: "text",
    shipCompany: "text",
    shipAddress1: "text",
    shipAddress2: "text",
    shipCity: "text",
    shipProvince: "text",
    shipZip: "text",
    shipPhone: "text",
    shipCountry: "text",
    lineCount: "int4",
    units: "int4",
    vendors: "text[]",
    isDisputed: "bool",
    returnedAt: "timestamptz",
    exceptionAt: "timestamptz",
    unfulfilledSince: "timestamptz",
    noTrackingSince: "timestamptz",
    labelWithoutScanSince: "timestamptz",
    undeliveredSince: "timestamptz",
    asOf: "timestamptz",
    fetchedAt: "timestamptz",
    source: "text",
    sourceVersion: "text",
    deletedAt: "timestamptz",
    personalErasedAt: "timestamptz",
  },
  personal: [
    "customerGid",
    "customerName",
    "email",
    "phone",
    "locale",
    "note",
    // A merchant's own words: "call Mrs Smith first".
    "tags",
    "shipName",
    "shipCompany",
    "shipAddress1",
    "shipAddress2",
    "shipCity",
    "shipProvince",
    "shipZip",
    "shipPhone",
  ],
  silent: [
    "updatedAt",
    "taxesIncluded",
    "asOf",
    "fetchedAt",
    "source",
    "sourceVersion",
    // derived from what has entries of its own
    "lineCount",
    "units",
    "vendors",
    "returnedAt",
    "exceptionAt",
    "unfulfilledSince",
    "noTrackingSince",
    "labelWithoutScanSince",
    "undeliveredSince",
    "isDisputed",
  ],
};

const lines: MirrorTable<LineRow> = {
  table: "order_lines",
  noun: "line",
  key: gidKey,
  columns: {
    gid: "text",
    position: "int4",
    title: "text",
    variantTitle: "text",
    sku: "text",
    vendor: "text",
    productGid: "text",
    variantGid: "text",
    quantity: "int4",
    currentQuantity: "int4",
    unfulfilledQuantity: "int4",
    requiresShipping: "bool",
    isGiftCard: "bool",
    unitPriceMinor: "int8",
    presentmentUnitPriceMinor: "int8",
    totalMinor: "int8",
    presentmentTotalMinor: "int8",
    taxMinor: "int8",
  },
  personal: [],
  silent: ["position", "taxMinor"],
};

const fulfillments: MirrorTable<FulfillmentRow> = {
  table: "order_fulfillments",
  noun: "fulfillment",
  key: gidKey,
  columns: {
    gid: "text",
    name: "text",
    status: "text",
    shipmentStatus: "text",
    createdAt: "timestamptz",
    updatedAt: "timestamptz",
    inTransitAt: "timestamptz",
    deliveredAt: "timestamptz",
    estimatedDeliveryAt: "timestamptz",
    locationGid: "text",
    trackingCompanies: "text[]",
    trackingNumbers: "text[]",
    trackingUrls: "text[]",
    asOf: "timestamptz",
  },
  // A tracking number leads to a person's address.
  personal: ["trackingNumbers", "trackingUrls"],
  silent: ["updatedAt", "asOf"],
};

const fulfillmentLines: MirrorTable<FulfillmentLineRow> = {
  table: "order_fulfillment_lines",
  noun: "fulfillment_line",
  key: ["fulfillmentGid", "lineGid"],
  columns: { fulfillmentGid: "text", lineGid: "text", quantity: "int4" },
  personal: [],
  silent: [],
};

const events: MirrorTable<EventRow> = {
  table: "order_fulfillment_events",
  noun: "shipment_event",
  key: gidKey,
  columns: {
    gid: "text",
    fulfillmentGid: "text",
    status: "text",
    message: "text",
    city: "text",
    province: "text",
    country: "text",
    happenedAt: "timestamptz",
    estimatedDeliveryAt: "timestamptz",
  },
  // The last scan is at the shopper's door, and carriers write the receiver's name into messages.
  personal: ["message", "city"],
  silent: [],
};

const fulfillmentOrders: MirrorTable<FulfillmentOrderRow> = {
  table: "fulfillment_orders",
  noun: "fulfillment_order",
  key: gidKey,
  columns: {
    gid: "text",
    status: "text",
    requestStatus: "text",
    locationGid: "text",
    locationName: "text",
    deliveryMethod: "text",
    fulfillAt: "timestamptz",
    fulfillBy: "timestamptz",
    updatedAt: "timestamptz",
    asOf: "timestamptz",
  },
  personal: [],
  silent: ["updatedAt", "asOf"],
};

const fulfillmentOrderLines: MirrorTable<FulfillmentOrderLineRow> = {
  table: "fulfillment_order_lines",
  noun: "fulfillment_order_line",
  key: gidKey,
  columns: {
    gid: "text",
    fulfillmentOrderGid: "text",
    lineGid: "text",
    totalQuantity: "int4",
    remainingQuantity: "int4",
  },
  personal: [],
  silent: [],
};

const holds: MirrorTable<HoldRow> = {
  table: "fulfillment_holds",
  noun: "hold",
  key: gidKey,
  columns: {
    gid: "text",
    fulfillmentOrderGid: "text",
    reason: "text",
    notes: "text",
    handle: "text",
    isOurs: "bool",
  },
  personal: ["notes"],
  silent: [],
};

const refunds: MirrorTable<RefundRow> = {
  table: "refunds",
  noun: "refund",
  key: gidKey,
  columns: {
    gid: "text",
    processedAt: "timestamptz",
    note: "text",
    returnGid: "text",
    totalMinor: "int8",
    presentmentTotalMinor: "int8",
  },
  personal: ["note"],
  silent: [],
};

const refundLines: MirrorTable<RefundLineRow> = {
  table: "refund_lines",
  noun: "refund_line",
  key: ["refundGid", "position"],
  columns: {
    refundGid: "text",
    position: "int4",
    lineGid: "text",
    quantity: "int4",
    restockType: "text",
    subtotalMinor: "int8",
    presentmentSubtotalMinor: "int8",
    taxMinor: "int8",
    presentmentTaxMinor: "int8",
  },
  personal: [],
  silent: [],
};

const transactions: MirrorTable<TransactionRow> = {
  table: "order_transactions",
  noun: "transaction",
  key: gidKey,
  columns: {
    gid: "text",
    kind: "text",
    status: "text",
    gateway: "text",
    parentGid: "text",
    processedAt: "timestamptz",
    currency: "text",
    amountMinor: "int8",
  },
  personal: [],
  silent: [],
};

const disputes: MirrorTable<DisputeRow> = {
  table: "disputes",
  noun: "dispute",
  key: gidKey,
  columns: {
    gid: "text",
    kind: "text",
    status: "text",
    reason: "text",
    currency: "text",
    amountMinor: "int8",
    evidenceDueBy: "timestamptz",
    initiatedAt: "timestamptz",
    finalizedOn: "timestamptz",
    asOf: "timestamptz",
  },
  personal: [],
  silent: ["asOf"],
};

const returns: MirrorTable<ReturnRow> = {
  table: "order_returns",
  noun: "return",
  key: gidKey,
  columns: {
    gid: "text",
    name: "text",
    status: "text",
    totalQuantity: "int4",
    createdAt: "timestamptz",
    approvedAt: "timestamptz",
    closedAt: "timestamptz",
    declineReason: "text",
    asOf: "timestamptz",
  },
  personal: [],
  silent: ["asOf"],
};

const returnLines: MirrorTable<ReturnLineRow> = {
  table: "order_return_lines",
  noun: "return_line",
  key: gidKey,
  columns: {
    gid: "text",
    returnGid: "text",
    lineGid: "text",
    quantity: "int4",
    processedQuantity: "int4",
    refundedQuantity: "int4",
    reason: "text",
    customerNote: "text",
  },
  personal: ["customerNote"],
  silent: [],
};

export const CHILD_TABLES: { readonly [Name in ChildName]: MirrorTable<ChildRows[Name][number]> } =
  {
    lines,
    fulfillments,
    fulfillmentLines,
    events,
    fulfillmentOrders,
    fulfillmentOrderLines,
    holds,
    refunds,
    refundLines,
    transactions,
    disputes,
    returns,
    returnLines,
  };

/** Parents before children: the ledger tells of a fulfilment before its lines. */
export const CHILD_NAMES: readonly ChildName[] = [
  "lines",
  "fulfillmentOrders",
  "fulfillmentOrderLines",
  "holds",
  "fulfillments",
  "fulfillmentLines",
  "events",
  "transactions",
  "refunds",
  "refundLines",
  "disputes",
  "returns",
  "returnLines",
];

/** The column of a field: `unitPriceMinor` → `unit_price_minor`, `shipAddress1` → `ship_address1`. */
export const columnOf = (field: string): string =>
  field.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
