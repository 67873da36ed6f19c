/** What stops a refund. Messages as observed where the reference has them; others are marked. */
import type { Gid, Order, RefundLine, ShopState, UserError } from "#sandbox/store/types.ts";
import { maximumRefundable } from "./order-money.ts";
import { userError } from "./outcome.ts";
import { refundableQuantity, shippingLeft } from "./refund-quote.ts";
import { runningTotal } from "./running-total.ts";

export type RefundDraft = {
  lines?: {
    lineItemId: Gid;
    quantity: number;
    restockType?: RefundLine["restockType"];
    locationId?: Gid | null;
  }[];
  /** Presentment minor units, or all that is left. */
  shipping?: { amountMinor?: number | null; fullRefund?: boolean | null } | null;
  /** Amounts in presentment minor units. */
  transactions?: { parentId?: Gid | null; amountMinor: number; kind?: string; gateway?: string }[];
  storeCredit?: { amountMinor: number; expiresAt?: string | null }[];
  note?: string | null;
  processedAt?: string | null;
  allowOverRefunding?: boolean;
  discrepancyReason?: string | null;
  returnId?: Gid | null;
};

/** What stops a refund; the first error counts. */
export function findRefundErrors(shop: ShopState, order: Order, draft: RefundDraft): UserError[] {
  const badLine = lineError(order, draft.lines ?? []);
  if (badLine) return [badLine];
  for (const entry of draft.transactions ?? []) {
    const kind = entry.kind ?? "REFUND";
    if (kind !== "REFUND") {
      return [userError(null, `Kind ${kind.toLowerCase()} is not a valid transaction`)];
    }
    const parent = order.transactions.find((item) => item.id === entry.parentId);
    if (!parent || (parent.kind !== "SALE" && parent.kind !== "CAPTURE")) {
      return [
        userError(["transactions"], "Transactions require a parent_id associated with the order"),
      ];
    }
  }
  const amounts = [
    ...(draft.transactions ?? []).map((entry) => entry.amountMinor),
    ...(draft.storeCredit ?? []).map((entry) => entry.amountMinor),
    draft.shipping?.amountMinor ?? 0,
  ];
  if (amounts.some((amountMinor) => amountMinor < 0))
    return [userError(null, "Amount must be greater than or equal to 0")]; // guess
  return findOverRefund(shop, order, draft);
}

/** Rows of one line count together. */
function lineError(order: Order, lines: NonNullable<RefundDraft["lines"]>): UserError | null {
  const asked = runningTotal();
  for (const [at, line] of lines.entries()) {
    const field = ["refundLineItems", String(at)];
    const item = order.lineItems.find((entry) => entry.id === line.lineItemId);
    if (!item) return userError([...field, "lineItemId"], "Line item does not exist"); // guess
    if (line.quantity < 0) {
      const message = "Quantity must be greater than or equal to 0"; // guess
      return userError([...field, "quantity"], message);
    }
    if (asked(item.id, line.quantity) <= refundableQuantity(item)) continue;
    const message = "Quantity cannot refund more items than were purchased";
    return userError([...field, "quantity"], message);
  }
  return null;
}

function findOverRefund(shop: ShopState, order: Order, draft: RefundDraft): UserError[] {
  const byParent = new Map<Gid, number>();
  for (const entry of draft.transactions ?? []) {
    const parentId = entry.parentId ?? "";
    byParent.set(parentId, (byParent.get(parentId) ?? 0) + entry.amountMinor);
  }
  for (const [parentId, asked] of byParent) {
    const parent = order.transactions.find((entry) => entry.id === parentId);
    if (!parent || asked <= maximumRefundable(order, parent)) continue;
    if (draft.allowOverRefunding) continue;
    return [userError(null, "Refund amount is greater than net payment received")]; // guess: text
  }
  const credit = (draft.storeCredit ?? []).reduce((sum, entry) => sum + entry.amountMinor, 0);
  if (credit > 0 && !order.customerId) {
    return [userError(["refundMethods"], "Order must have a customer to refund to store credit")]; // guess
  }
  const ship = draft.shipping?.amountMinor ?? 0;
  if (ship > shippingLeft(shop, order).presentment) {
    return [
      userError(
        ["shipping", "amount"],
        "Shipping amount cannot be greater than the maximum refundable",
      ),
    ]; // guess
  }
  return [];
}
