/** An order as Shopify's order export tells it. Amounts are minor units of `currency`; null: the file does not say. */

export const FINANCIAL_STATUSES = [
  "paid",
  "pending",
  "authorized",
  "partially_paid",
  "partially_refunded",
  "refunded",
  "voided",
  "expired",
] as const;
export const FULFILLMENT_STATUSES = [
  "fulfilled",
  "partial",
  "unfulfilled",
  "restocked",
  "pending",
] as const;

export type ExportedAddress = {
  name: string | null;
  company: string | null;
  address1: string | null;
  address2: string | null;
  city: string | null;
  zip: string | null;
  province: string | null;
  provinceName: string | null;
  country: string | null;
  phone: string | null;
};

export type ExportedLine = {
  line: number;
  name: string;
  sku: string | null;
  vendor: string | null;
  quantity: number;
  unitPriceMinor: number;
  compareAtMinor: number | null;
  /** Of the whole line. */
  discountMinor: number;
  requiresShipping: boolean;
  taxable: boolean;
  fulfillmentStatus: "fulfilled" | "partial" | "pending" | null;
};

export type ExportedOrder = {
  line: number;
  name: string;
  id: string | null;
  email: string | null;
  phone: string | null;
  financialStatus: (typeof FINANCIAL_STATUSES)[number] | null;
  fulfillmentStatus: (typeof FULFILLMENT_STATUSES)[number] | null;
  createdAt: string;
  paidAt: string | null;
  fulfilledAt: string | null;
  cancelledAt: string | null;
  acceptsMarketing: boolean;
  currency: string;
  subtotalMinor: number | null;
  shippingMinor: number;
  taxesMinor: number;
  totalMinor: number | null;
  refundedMinor: number;
  outstandingMinor: number | null;
  dutiesMinor: number;
  discountCode: string | null;
  discountMinor: number;
  shippingMethod: string | null;
  billingAddress: ExportedAddress | null;
  shippingAddress: ExportedAddress | null;
  note: string | null;
  attributes: { key: string; value: string | null }[];
  paymentMethod: string | null;
  paymentReference: string | null;
  tags: string[];
  riskLevel: string | null;
  source: string | null;
  location: string | null;
  taxLines: { title: string; ratePpm: number; amountMinor: number }[];
  lines: ExportedLine[];
  /** True when a row of this order could not be read: its totals no longer describe its lines. */
  isIncomplete: boolean;
};
