/** Draft orders and payment terms, as plain data. Money as everywhere: minor units, shop and presentment side by side. */
import type { Address, Attribute, Bag, Gid, Instant } from "./types.ts";

export type DraftOrder = {
  id: Gid;
  /** `#D1`. */
  name: string;
  status: "OPEN" | "INVOICE_SENT" | "COMPLETED";
  createdAt: Instant;
  updatedAt: Instant;
  completedAt: Instant | null;
  invoiceSentAt: Instant | null;
  invoiceToken: string;
  orderId: Gid | null;
  currency: string;
  presentmentCurrency: string;
  email: string | null;
  phone: string | null;
  customerId: Gid | null;
  shippingAddress: Address | null;
  billingAddress: Address | null;
  note: string | null;
  poNumber: string | null;
  tags: string[];
  customAttributes: Attribute[];
  taxExempt: boolean;
  lines: DraftLine[];
  discount: DraftDiscount | null;
  discountCodes: string[];
  shippingLine: { title: string; price: Bag; handle: string | null } | null;
  reserveInventoryUntil: Instant | null;
  visibleToCustomer: boolean;
  acceptAutomaticDiscounts: boolean | null;
  allowDiscountCodesInCheckout: boolean;
  sourceName: string | null;
};
export type DraftLine = {
  id: Gid;
  uuid: string;
  productId: Gid | null;
  variantId: Gid | null;
  title: string;
  variantTitle: string | null;
  sku: string | null;
  vendor: string | null;
  quantity: number;
  unitPrice: Bag;
  isPriceOverridden: boolean;
  taxable: boolean;
  requiresShipping: boolean;
  weightGrams: number;
  customAttributes: Attribute[];
  discount: DraftDiscount | null;
};
/** Of a line, an amount is per unit (guess); of the draft, for the whole. */
export type DraftDiscount = {
  title: string | null;
  description: string;
  valueType: "FIXED_AMOUNT" | "PERCENTAGE";
  /** As sent: a percentage, or a decimal amount of the shop's currency. */
  value: number;
  /** Of a fixed amount: what it is. */
  amount: Bag | null;
};

export type PaymentTerms = {
  id: Gid;
  /** Gid of an order or a draft order. */
  ownerId: Gid;
  templateId: Gid;
  schedules: PaymentSchedule[];
};
export type PaymentSchedule = {
  id: Gid;
  issuedAt: Instant | null;
  dueAt: Instant | null;
  completedAt: Instant | null;
};
