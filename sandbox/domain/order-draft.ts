/** What an order is made from: by `orderCreate`, the seed and the CSV importer alike. */
import type {
  Address,
  Attribute,
  Bag,
  DiscountApplication,
  Gid,
  Instant,
  Order,
  RiskAssessment,
  TaxLine,
  Transaction,
} from "#sandbox/store/types.ts";

export type OrderDraft = {
  /** `#1001` is made from the shop's counter when left out. */
  name?: string;
  processedAt?: Instant;
  closedAt?: Instant | null;
  email?: string | null;
  phone?: string | null;
  currency?: string;
  presentmentCurrency?: string;
  customerId?: Gid;
  /** Found by e-mail or made, when `customerId` is left out. */
  customer?: {
    email?: string | null;
    firstName?: string | null;
    lastName?: string | null;
    phone?: string | null;
  };
  customerLocale?: string | null;
  shippingAddress?: Partial<Address> | null;
  billingAddress?: Partial<Address> | null;
  note?: string | null;
  tags?: readonly string[];
  customAttributes?: Attribute[];
  sourceName?: string | null;
  sourceIdentifier?: string | null;
  poNumber?: string | null;
  test?: boolean;
  taxesIncluded?: boolean;
  taxLines?: TaxLine[];
  lineItems: LineDraft[];
  shippingLines?: ShippingDraft[];
  discounts?: DiscountDraft[];
  transactions?: TransactionDraft[];
  /** What the buyer gave on top at checkout. */
  tip?: Bag;
  customerAcceptsMarketing?: boolean;
  financialStatus?: Order["financialStatusHint"];
  risk?: RiskAssessment[];
  appId?: Gid | null;
  /** `DECREMENT` commits stock at the assigned location; `BYPASS` (default) leaves it. */
  inventory?: "BYPASS" | "DECREMENT";
  /** All lines to this location, whatever the routing says. */
  locationId?: Gid;
  /** Promise shown at checkout; goes to the delivery method of each fulfillment order. */
  delivery?: { minAt: Instant | null; maxAt: Instant | null };
  fulfillAt?: Instant;
  fulfillBy?: Instant | null;
};
export type LineDraft = {
  variantId?: Gid | null;
  productId?: Gid | null;
  title?: string | null;
  variantTitle?: string | null;
  sku?: string | null;
  vendor?: string | null;
  quantity: number;
  /** Default: the variant's price, converted to the order's currencies. */
  unitPrice?: Bag;
  taxable?: boolean;
  requiresShipping?: boolean;
  isGiftCard?: boolean;
  weightGrams?: number;
  customAttributes?: Attribute[];
  taxLines?: TaxLine[];
  fulfillmentServiceHandle?: string;
};
export type ShippingDraft = {
  title: string;
  code?: string | null;
  source?: string | null;
  price: Bag;
  taxLines?: TaxLine[];
};
export type DiscountDraft = {
  kind: DiscountApplication["kind"];
  /** Code or title. */
  title: string;
  value: DiscountApplication["value"];
  target?: "LINE_ITEM" | "SHIPPING_LINE";
  /** Lines it applies to by index; all when left out. */
  lineIndexes?: number[];
};
export type TransactionDraft = {
  kind: Transaction["kind"];
  status?: Transaction["status"];
  gateway?: string;
  amount: Bag;
  processedAt?: Instant;
  /** Index in `transactions` of the parent. */
  parentIndex?: number;
  test?: boolean;
  authorizationCode?: string | null;
};
