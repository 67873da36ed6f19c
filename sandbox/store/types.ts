/**
 * The state of the local Shopify, as plain data: objects, arrays, strings, integers, booleans, null and Maps, so that
 * `structuredClone` and `v8.serialize` keep it (all but `onEvent` and `schedule`, which the host sets again).
 *
 * How to use it (nobody outside `sandbox/domain/` writes to it):
 *   const world = createWorld();                               // sandbox/store/world.ts
 *   const shop = createShop(world, { domain, name, currency });
 *   createOrder(world, shop, {…})                              // sandbox/domain/*.ts: one function per change of state
 *   atInstant(world, "2026-08-01T09:00:00Z", () => …)          // back-dates whatever runs inside
 *   world.onEvent = (shop, event) => …                         // webhooks: called synchronously, state already changed
 * Domain functions return `Outcome`: `{ ok: true, value }` or `{ ok: false, errors }` with Shopify's user errors.
 *
 * Ids are gids. Instants are ISO strings in UTC with whole seconds. Money is integer minor units of the currency in
 * `shop` (the order's shop currency) and `presentment` (what the buyer paid); unit prices too.
 */
import type { DraftOrder, PaymentTerms } from "./draft-types.ts";

export type Gid = string;
export type Instant = string;

/** Minor units: `shop` in the order's `currency`, `presentment` in its `presentmentCurrency`. */
export type Bag = { shop: number; presentment: number };
/** Minor units of one named currency. */
export type Money = { amountMinor: number; currency: string };

export type UserError = {
  field: readonly string[] | null;
  message: string;
  code?: string | null;
  /** Extra keys some error types have, e.g. `elementIndex`. */
  extra?: Record<string, unknown>;
};
export type Outcome<Value> = { ok: true; value: Value } | { ok: false; errors: UserError[] };

export type World = {
  clock: Clock;
  shops: Map<string, ShopState>;
  /** Webhook hook. Called synchronously after the change; take a snapshot at once. */
  onEvent: ((shop: ShopState, event: DomainEvent) => void) | null;
  /** Runs a task a little later (bulk operations, jobs). Default: a timer that does not keep the process alive. */
  schedule: (delayMs: number, task: () => void) => void;
  /** Id shared by all events of the action that is running; null outside an action. */
  actionEventId: string | null;
  /** Seed of the deterministic generator for uuids and tokens. */
  seed: number;
};

/** Real time + `offsetMs`, or `frozenAtMs` while frozen. */
export type Clock = { offsetMs: number; frozenAtMs: number | null };

export type DomainEvent = {
  /** Webhook topic as in the header, e.g. `orders/updated`. */
  topic: string;
  subject: { type: string; id: Gid };
  /** What the state no longer tells, e.g. removed lines or the previous fulfillment order. */
  facts?: Record<string, unknown>;
  /** Shared by sibling topics of one action. */
  eventId: string;
};

export type ShopState = {
  domain: string;
  id: Gid;
  name: string;
  email: string;
  contactEmail: string;
  ownerName: string;
  currency: string;
  ianaTimezone: string;
  countryCode: string;
  planName: string;
  partnerDevelopment: boolean;
  primaryLocale: string;
  weightUnit: "KILOGRAMS" | "GRAMS" | "POUNDS" | "OUNCES";
  taxesIncluded: boolean;
  enabledPresentmentCurrencies: string[];
  address: Address;
  createdAt: Instant;
  orderNamePrefix: string;
  nextOrderNumber: number;
  nextDraftNumber: number;
  /** Next number per gid type. */
  nextIds: Record<string, number>;

  orders: Map<Gid, Order>;
  lineItemOrder: Map<Gid, Gid>;
  fulfillmentOrders: Map<Gid, FulfillmentOrder>;
  fulfillments: Map<Gid, Fulfillment>;
  refunds: Map<Gid, Refund>;
  returns: Map<Gid, Return>;
  reverseFulfillmentOrders: Map<Gid, ReverseFulfillmentOrder>;
  reverseDeliveries: Map<Gid, ReverseDelivery>;
  disputes: Map<Gid, Dispute>;
  customers: Map<Gid, Customer>;
  storeCreditAccounts: Map<Gid, StoreCreditAccount>;
  products: Map<Gid, Product>;
  variants: Map<Gid, Variant>;
  inventoryItems: Map<Gid, InventoryItem>;
  /** Key: `${inventoryItemId} ${locationId}`. */
  inventoryLevels: Map<string, InventoryLevel>;
  locations: Map<Gid, Location>;
  fulfillmentServices: Map<Gid, FulfillmentService>;
  /** Owner gid → metafields in order of creation. */
  metafields: Map<Gid, Metafield[]>;
  bulkOperations: Map<Gid, BulkOperation>;
  jobs: Map<Gid, Job>;
  calculatedOrders: Map<Gid, CalculatedOrder>;
  draftOrders: Map<Gid, DraftOrder>;
  paymentTerms: Map<Gid, PaymentTerms>;
  webhookSubscriptions: Map<Gid, WebhookSubscription>;
  returnReasonDefinitions: Map<Gid, ReturnReasonDefinition>;
  stagedUploads: Map<string, StagedUpload>;
  appSubscriptions: Map<Gid, AppSubscription>;
  /** Key: `${appId} ${key}`; kept 24 hours. */
  idempotency: Map<string, IdempotencyRecord>;
  /** Installed apps by app gid. One app is the rule. */
  installations: Map<Gid, AppInstallation>;
  /** Cost bucket by app gid. */
  buckets: Map<Gid, Bucket>;
  /** Which personal fields the app may not see (protected customer data, level 2). */
  withholdPersonalData: { name: boolean; email: boolean; phone: boolean; address: boolean };
  /** Points a second: 100, 200, 1000 or 2000 by plan; the bucket holds 20 s of it. */
  restoreRate: number;
};

export type Bucket = { available: number; atMs: number };

export type AppInstallation = {
  id: Gid;
  appId: Gid;
  appTitle: string;
  apiKey: string;
  scopes: string[];
  /** Access tokens that work, with their own expiry (null: never) and scopes (null: the installation's). */
  tokens: Map<string, AccessToken>;
  installedAt: Instant;
  uninstalledAt: Instant | null;
};
export type AccessToken = {
  expiresAt: Instant | null;
  scopes: string[] | null;
  revoked: boolean;
  userId: string | null;
};

export type Address = {
  firstName: string | null;
  lastName: string | null;
  company: string | null;
  address1: string | null;
  address2: string | null;
  city: string | null;
  province: string | null;
  provinceCode: string | null;
  country: string | null;
  countryCode: string | null;
  zip: string | null;
  phone: string | null;
  latitude: number | null;
  longitude: number | null;
};
export type Attribute = { key: string; value: string | null };
/** `ratePpm`: millionths, so 0.0825 is 82500. */
export type TaxLine = { title: string; ratePpm: number; price: Bag; channelLiable: boolean };

export type Order = {
  id: Gid;
  number: number;
  name: string;
  confirmationNumber: string;
  poNumber: string | null;
  sourceName: string | null;
  sourceIdentifier: string | null;
  cartToken: string | null;
  checkoutToken: string | null;
  statusToken: string;
  createdAt: Instant;
  processedAt: Instant;
  updatedAt: Instant;
  closedAt: Instant | null;
  cancelledAt: Instant | null;
  cancelReason: "CUSTOMER" | "DECLINED" | "FRAUD" | "INVENTORY" | "OTHER" | "STAFF" | null;
  cancelStaffNote: string | null;
  test: boolean;
  confirmed: boolean;
  edited: boolean;
  taxesIncluded: boolean;
  taxExempt: boolean;
  currency: string;
  presentmentCurrency: string;
  email: string | null;
  phone: string | null;
  customerId: Gid | null;
  customerLocale: string | null;
  customerAcceptsMarketing: boolean;
  shippingAddress: Address | null;
  billingAddress: Address | null;
  note: string | null;
  /** Sorted as Shopify answers them. */
  tags: string[];
  customAttributes: Attribute[];
  localizedFields: {
    key: string;
    value: string;
    purpose: string;
    countryCode: string;
    title: string;
  }[];
  /** What `orderCreate` was told when no transaction says better; null when neither. */
  financialStatusHint:
    | "AUTHORIZED"
    | "EXPIRED"
    | "PAID"
    | "PARTIALLY_PAID"
    | "PARTIALLY_REFUNDED"
    | "PENDING"
    | "REFUNDED"
    | "VOIDED"
    | null;
  lineItems: LineItem[];
  shippingLines: ShippingLine[];
  discountApplications: DiscountApplication[];
  discountCodes: string[];
  /** Order-level tax lines, used when no line says its own. */
  taxLines: TaxLine[];
  transactions: Transaction[];
  risk: RiskAssessment[];
  fulfillmentOrderIds: Gid[];
  fulfillmentIds: Gid[];
  refundIds: Gid[];
  returnIds: Gid[];
  disputeIds: Gid[];
  /** Edits committed, newest last. */
  agreements: { id: Gid; happenedAt: Instant; reason: string }[];
  events: { id: Gid; createdAt: Instant; message: string; action: string; subjectId: Gid }[];
  totalTip: Bag;
  /** Gid of the app that made it; null: web checkout or staff. */
  appId: Gid | null;
};

export type LineItem = {
  id: Gid;
  orderId: Gid;
  productId: Gid | null;
  variantId: Gid | null;
  title: string;
  variantTitle: string | null;
  sku: string | null;
  vendor: string | null;
  /** As ordered; still counts removed units. */
  quantity: number;
  /** Units taken off the order by refunds or edits. */
  removedQuantity: number;
  unitPrice: Bag;
  taxable: boolean;
  requiresShipping: boolean;
  isGiftCard: boolean;
  weightGrams: number;
  customAttributes: Attribute[];
  taxLines: TaxLine[];
  discountAllocations: DiscountAllocation[];
  fulfillmentServiceHandle: string;
  /** Set on lines that an exchange or edit added. */
  addedBy: "ORDER" | "EDIT" | "EXCHANGE";
};
export type DiscountAllocation = {
  applicationIndex: number;
  amount: Bag;
  /** Given by an order edit, so no part of the original totals. */
  isFromEdit?: true;
};
export type DiscountApplication = {
  index: number;
  kind: "CODE" | "MANUAL" | "AUTOMATIC" | "SCRIPT";
  /** Code or title. */
  title: string;
  description: string | null;
  value: { percentage: number } | { amount: Bag };
  targetType: "LINE_ITEM" | "SHIPPING_LINE";
  targetSelection: "ALL" | "ENTITLED" | "EXPLICIT";
  allocationMethod: "ACROSS" | "EACH" | "ONE";
};
export type ShippingLine = {
  id: Gid;
  title: string;
  code: string | null;
  source: string | null;
  carrierIdentifier: string | null;
  deliveryCategory: string | null;
  phone: string | null;
  price: Bag;
  taxLines: TaxLine[];
  discountAllocations: DiscountAllocation[];
  isRemoved: boolean;
  /** Added or taken off by an order edit: the original totals do not follow. */
  edited?: "ADDED" | "REMOVED";
};
export type Transaction = {
  id: Gid;
  orderId: Gid;
  kind:
    | "SALE"
    | "AUTHORIZATION"
    | "CAPTURE"
    | "REFUND"
    | "VOID"
    | "CHANGE"
    | "EMV_AUTHORIZATION"
    | "SUGGESTED_REFUND";
  status: "SUCCESS" | "PENDING" | "FAILURE" | "ERROR" | "AWAITING_RESPONSE" | "UNKNOWN";
  gateway: string;
  amount: Bag;
  parentId: Gid | null;
  refundId: Gid | null;
  createdAt: Instant;
  processedAt: Instant;
  test: boolean;
  authorizationCode: string | null;
  authorizationExpiresAt: Instant | null;
  paymentId: string | null;
  errorCode: string | null;
  accountNumber: string | null;
  manualPaymentGateway: boolean;
};
export type RiskAssessment = {
  riskLevel: "HIGH" | "MEDIUM" | "LOW" | "NONE" | "PENDING";
  facts: { description: string; sentiment: "NEGATIVE" | "NEUTRAL" | "POSITIVE" }[];
  provider: string | null;
};
export type Dispute = {
  id: Gid;
  orderId: Gid;
  type: "CHARGEBACK" | "INQUIRY";
  status:
    | "ACCEPTED"
    | "CHARGE_REFUNDED"
    | "LOST"
    | "NEEDS_RESPONSE"
    | "PREVENTED"
    | "UNDER_REVIEW"
    | "WON";
  reason: string;
  amount: Money;
  initiatedAt: Instant;
  evidenceDueBy: Instant | null;
  evidenceSentOn: Instant | null;
  finalizedOn: Instant | null;
};

export type FulfillmentOrder = {
  id: Gid;
  orderId: Gid;
  status: "OPEN" | "IN_PROGRESS" | "CANCELLED" | "INCOMPLETE" | "CLOSED" | "SCHEDULED" | "ON_HOLD";
  requestStatus:
    | "UNSUBMITTED"
    | "SUBMITTED"
    | "ACCEPTED"
    | "REJECTED"
    | "CANCELLATION_REQUESTED"
    | "CANCELLATION_ACCEPTED"
    | "CANCELLATION_REJECTED"
    | "CLOSED";
  /** The location it is assigned to; null once that location is deleted. */
  assignedLocationId: Gid | null;
  /** Snapshot taken when assigned. */
  assignedLocation: { name: string; address: Address };
  createdAt: Instant;
  updatedAt: Instant;
  fulfillAt: Instant | null;
  fulfillBy: Instant | null;
  lineItems: FulfillmentOrderLine[];
  holds: FulfillmentHold[];
  merchantRequests: MerchantRequest[];
  fulfillmentIds: Gid[];
  deliveryMethod: DeliveryMethod | null;
  /** True after `fulfillmentOrderReportProgress`, until it is opened again. */
  progressReported: boolean;
  /** Set on the rest that a partial hold left over: the held one it goes back to when the hold is released. */
  heldApartFromId: Gid | null;
};
export type FulfillmentOrderLine = {
  id: Gid;
  lineItemId: Gid;
  totalQuantity: number;
  remainingQuantity: number;
  /** Units of this line that `committed` counts at the assigned location; 0 when the order bypassed inventory. */
  committedQuantity: number;
};
export type DeliveryMethod = {
  id: Gid;
  methodType: "LOCAL" | "NONE" | "PICKUP_POINT" | "PICK_UP" | "RETAIL" | "SHIPPING";
  presentedName: string | null;
  serviceCode: string | null;
  minDeliveryAt: Instant | null;
  maxDeliveryAt: Instant | null;
};
export type FulfillmentHold = {
  id: Gid;
  reason: string;
  reasonNotes: string | null;
  handle: string | null;
  externalId: string | null;
  /** Null: Shopify or staff placed it. */
  appId: Gid | null;
};
export type MerchantRequest = {
  id: Gid;
  kind: "FULFILLMENT_REQUEST" | "CANCELLATION_REQUEST" | "LEGACY_FULFILL_REQUEST";
  message: string | null;
  requestOptions: Record<string, unknown> | null;
  responseData: Record<string, unknown> | null;
  sentAt: Instant;
};

export type Fulfillment = {
  id: Gid;
  orderId: Gid;
  name: string;
  status: "SUCCESS" | "CANCELLED" | "ERROR" | "FAILURE" | "OPEN" | "PENDING";
  createdAt: Instant;
  updatedAt: Instant;
  locationId: Gid | null;
  serviceHandle: string;
  fulfillmentOrderIds: Gid[];
  lines: FulfillmentLine[];
  trackingInfo: { company: string | null; number: string | null; url: string | null }[];
  originAddress: Address | null;
  events: FulfillmentEvent[];
  estimatedDeliveryAt: Instant | null;
  message: string | null;
  notifyCustomer: boolean;
};
export type FulfillmentLine = {
  id: Gid;
  lineItemId: Gid;
  fulfillmentOrderLineId: Gid;
  quantity: number;
};
export type FulfillmentEventStatus =
  | "ATTEMPTED_DELIVERY"
  | "CARRIER_PICKED_UP"
  | "CONFIRMED"
  | "DELAYED"
  | "DELIVERED"
  | "FAILURE"
  | "IN_TRANSIT"
  | "LABEL_PRINTED"
  | "LABEL_PURCHASED"
  | "OUT_FOR_DELIVERY"
  | "READY_FOR_PICKUP";
export type FulfillmentEvent = {
  id: Gid;
  status: FulfillmentEventStatus;
  happenedAt: Instant;
  createdAt: Instant;
  estimatedDeliveryAt: Instant | null;
  message: string | null;
  address1: string | null;
  city: string | null;
  province: string | null;
  country: string | null;
  zip: string | null;
  latitude: number | null;
  longitude: number | null;
};

export type Refund = {
  id: Gid;
  orderId: Gid;
  returnId: Gid | null;
  createdAt: Instant;
  processedAt: Instant;
  updatedAt: Instant;
  note: string | null;
  lines: RefundLine[];
  shippingLines: { id: Gid; shippingLineId: Gid; subtotal: Bag; tax: Bag }[];
  adjustments: {
    id: Gid;
    kind: "REFUND_DISCREPANCY" | "SHIPPING_REFUND";
    reason: string | null;
    amount: Bag;
    tax: Bag;
  }[];
  transactionIds: Gid[];
  total: Bag;
};
export type RefundLine = {
  id: Gid;
  lineItemId: Gid;
  quantity: number;
  restockType: "CANCEL" | "NO_RESTOCK" | "RETURN" | "LEGACY_RESTOCK";
  restocked: boolean;
  locationId: Gid | null;
  price: Bag;
  subtotal: Bag;
  tax: Bag;
};

export type Return = {
  id: Gid;
  orderId: Gid;
  name: string;
  status: "REQUESTED" | "OPEN" | "CLOSED" | "DECLINED" | "CANCELED";
  createdAt: Instant;
  requestApprovedAt: Instant | null;
  closedAt: Instant | null;
  decline: { reason: string; note: string | null } | null;
  lines: ReturnLine[];
  exchangeLines: ExchangeLine[];
  shippingFees: { id: Gid; amount: Bag }[];
  reverseFulfillmentOrderIds: Gid[];
  refundIds: Gid[];
  /** Transactions made by processing. */
  transactionIds: Gid[];
};
export type ReturnLine = {
  id: Gid;
  fulfillmentId: Gid;
  fulfillmentLineId: Gid;
  lineItemId: Gid;
  quantity: number;
  processedQuantity: number;
  refundedQuantity: number;
  removedQuantity: number;
  reason: string;
  reasonDefinitionId: Gid | null;
  reasonNote: string;
  customerNote: string | null;
  restockingFee: { id: Gid; percentage: number; amount: Bag } | null;
};
export type ExchangeLine = {
  id: Gid;
  variantId: Gid | null;
  quantity: number;
  processedQuantity: number;
  /** Null until processed. */
  lineItemIds: Gid[];
  unitPrice: Bag;
  discount: { description: string | null; amount: Bag } | null;
};
export type ReverseFulfillmentOrder = {
  id: Gid;
  orderId: Gid;
  returnId: Gid;
  status: "OPEN" | "CLOSED" | "CANCELED";
  lines: ReverseFulfillmentOrderLine[];
  deliveryIds: Gid[];
};
export type ReverseFulfillmentOrderLine = {
  id: Gid;
  returnLineId: Gid;
  fulfillmentLineId: Gid | null;
  lineItemId: Gid;
  totalQuantity: number;
  dispositions: Disposition[];
};
export type Disposition = {
  id: Gid;
  type: "MISSING" | "NOT_RESTOCKED" | "PROCESSING_REQUIRED" | "RESTOCKED";
  quantity: number;
  locationId: Gid | null;
  createdAt: Instant;
  reverseDeliveryLineId: Gid | null;
};
export type ReverseDelivery = {
  id: Gid;
  reverseFulfillmentOrderId: Gid;
  lines: { id: Gid; reverseLineId: Gid; quantity: number }[];
  label: { publicFileUrl: string; createdAt: Instant; updatedAt: Instant } | null;
  tracking: { carrierName: string | null; number: string | null; url: string | null } | null;
};
export type ReturnReasonDefinition = { id: Gid; handle: string; name: string; deleted: boolean };

export type Customer = {
  id: Gid;
  firstName: string | null;
  lastName: string | null;
  email: string | null;
  phone: string | null;
  emailMarketingState: string;
  smsMarketingState: string | null;
  locale: string;
  state: "DISABLED" | "ENABLED" | "INVITED" | "DECLINED";
  note: string | null;
  tags: string[];
  taxExempt: boolean;
  verifiedEmail: boolean;
  addresses: (Address & { id: Gid })[];
  createdAt: Instant;
  updatedAt: Instant;
};
export type StoreCreditAccount = {
  id: Gid;
  ownerId: Gid;
  currency: string;
  transactions: {
    id: Gid;
    kind: "CREDIT" | "DEBIT" | "EXPIRATION" | "DEBIT_REVERT";
    /** Positive for credits, negative for debits. */
    amountMinor: number;
    balanceAfterMinor: number;
    createdAt: Instant;
    expiresAt: Instant | null;
    /** Of a credit: what is left of it. */
    remainingMinor: number;
    event: string;
    orderTransactionId: Gid | null;
  }[];
};

export type Product = {
  id: Gid;
  title: string;
  handle: string;
  vendor: string;
  productType: string;
  status: "ACTIVE" | "ARCHIVED" | "DRAFT" | "UNLISTED";
  tags: string[];
  descriptionHtml: string;
  imageUrl: string | null;
  options: { id: Gid; name: string; values: string[] }[];
  variantIds: Gid[];
  createdAt: Instant;
  updatedAt: Instant;
  publishedAt: Instant | null;
};
export type Variant = {
  id: Gid;
  productId: Gid;
  inventoryItemId: Gid;
  title: string;
  sku: string | null;
  barcode: string | null;
  /** Minor units of the shop's currency. */
  priceMinor: number;
  compareAtPriceMinor: number | null;
  position: number;
  taxable: boolean;
  inventoryPolicy: "DENY" | "CONTINUE";
  selectedOptions: { name: string; value: string }[];
  createdAt: Instant;
  updatedAt: Instant;
};
export type InventoryItem = {
  id: Gid;
  variantId: Gid;
  sku: string | null;
  tracked: boolean;
  requiresShipping: boolean;
  unitCostMinor: number | null;
  weightGrams: number;
  countryCodeOfOrigin: string | null;
  harmonizedSystemCode: string | null;
  createdAt: Instant;
  updatedAt: Instant;
};
export type QuantityName =
  | "available"
  | "on_hand"
  | "committed"
  | "incoming"
  | "reserved"
  | "damaged"
  | "safety_stock"
  | "quality_control";
export type InventoryLevel = {
  id: Gid;
  inventoryItemId: Gid;
  locationId: Gid;
  isActive: boolean;
  /** `on_hand` is computed: available + committed + reserved + damaged + safety_stock + quality_control. */
  quantities: Record<Exclude<QuantityName, "on_hand">, number>;
  createdAt: Instant;
  updatedAt: Instant;
};
export type Location = {
  id: Gid;
  name: string;
  address: Address;
  isActive: boolean;
  fulfillsOnlineOrders: boolean;
  shipsInventory: boolean;
  fulfillmentServiceId: Gid | null;
  isPrimary: boolean;
  /** Lower is asked first when an order is routed. */
  routingRank: number;
  createdAt: Instant;
  updatedAt: Instant;
  deactivatedAt: Instant | null;
  /** Stock of a removed fulfillment service is still on its way here until then; null: none. */
  transferUntilMs: number | null;
};
export type FulfillmentService = {
  /** With its query part, e.g. `gid://shopify/FulfillmentService/1?id=true`. */
  id: Gid;
  handle: string;
  serviceName: string;
  callbackUrl: string | null;
  locationId: Gid;
  type: "GIFT_CARD" | "MANUAL" | "THIRD_PARTY";
  trackingSupport: boolean;
  inventoryManagement: boolean;
  requiresShippingMethod: boolean;
  /** The app that registered it. */
  appId: Gid | null;
};
export type Metafield = {
  id: Gid;
  ownerId: Gid;
  namespace: string;
  key: string;
  type: string;
  value: string;
  createdAt: Instant;
  updatedAt: Instant;
};

export type BulkOperation = {
  id: Gid;
  type: "QUERY" | "MUTATION";
  status: "CREATED" | "RUNNING" | "COMPLETED" | "FAILED" | "CANCELING" | "CANCELED" | "EXPIRED";
  errorCode: "ACCESS_DENIED" | "INTERNAL_SERVER_ERROR" | "TIMEOUT" | null;
  query: string;
  groupObjects: boolean;
  createdAt: Instant;
  completedAt: Instant | null;
  objectCount: number;
  rootObjectCount: number;
  fileSize: number | null;
  /** Result text, one JSON object a line; null: none. */
  result: string | null;
  apiVersion: string;
  appId: Gid;
  scopes: string[];
  stagedUploadPath: string | null;
  /** Reads since the status last changed; the second one finds the next status. */
  reads: number;
};
export type Job = { id: Gid; done: boolean; doneAtMs: number };
/** What an order edit has staged so far; nothing of it shows on the order before the commit. */
export type CalculatedOrder = {
  id: Gid;
  orderId: Gid;
  additions: EditAddition[];
  /** Line item gid → how many units it shall have. */
  quantities: Record<string, { quantity: number; restock: boolean }>;
  discounts: EditDiscount[];
  /** Indexes of the order's own discount applications that shall go. */
  removedDiscounts: number[];
  shippingLines: { id: Gid; title: string; price: Bag }[];
  /** Gids of the order's own shipping lines that shall go. */
  removedShipping: Gid[];
};
export type EditAddition = {
  /** `CalculatedLineItem` gid. */
  id: Gid;
  variantId: Gid | null;
  title: string;
  quantity: number;
  unitPrice: Bag;
  taxable: boolean | null;
  requiresShipping: boolean | null;
};
export type EditDiscount = {
  /** `CalculatedManualDiscountApplication` gid. */
  id: Gid;
  /** `LineItem` gid, or the `CalculatedLineItem` gid of an addition. */
  lineId: Gid;
  description: string | null;
  /** An amount is per unit (guess). */
  value: { percentage: number } | { amount: Bag };
};
export type WebhookSubscription = {
  id: Gid;
  topic: string;
  uri: string;
  format: "JSON" | "XML";
  filter: string | null;
  includeFields: string[];
  metafieldNamespaces: string[];
  name: string | null;
  apiVersion: string;
  appId: Gid;
  createdAt: Instant;
  updatedAt: Instant;
};
export type StagedUpload = { key: string; resource: string; filename: string; body: string | null };
export type AppSubscription = {
  id: Gid;
  name: string;
  status: "PENDING" | "ACTIVE" | "CANCELLED" | "DECLINED" | "EXPIRED" | "FROZEN";
  test: boolean;
  trialDays: number;
  returnUrl: string;
  lineItems: { id: Gid; priceMinor: number; currency: string; interval: string }[];
  createdAt: Instant;
  currentPeriodEnd: Instant | null;
};
export type IdempotencyRecord = {
  fingerprint: string;
  field: string;
  state: "RUNNING" | "DONE" | "FAILED";
  /** Gids the first attempt answered with, by payload key; the replay reads them again. */
  answer: unknown;
  atMs: number;
};
