/** What stops the money step of a return. Rules without a recording are marked guess in docs/sandbox.md. */
import type { Gid, Order, Return, ShopState, UserError } from "#sandbox/store/types.ts";
import { zeroBag } from "./money.ts";
import { maximumRefundable } from "./order-money.ts";
import { userError } from "./outcome.ts";
import { findRefundErrors, type RefundDraft } from "./refund-errors.ts";
import { planTransactions, shippingLeft } from "./refund-quote.ts";
import type { DispositionDraft } from "./reverse-logistics.ts";
import { runningTotal } from "./running-total.ts";

export type ProcessDraft = {
  lines: { id: Gid; quantity: number; dispositions: DispositionDraft[] }[];
  exchangeLines: { id: Gid; quantity: number }[];
  refund: {
    transactions: { parentId: Gid; amountMinor: number }[];
    storeCredit: { amountMinor: number; expiresAt?: string | null }[];
    allowOverRefunding: boolean;
  } | null;
  shipping: RefundDraft["shipping"];
  note: string | null;
};

/** What stops processing; the first error counts. Nothing has changed yet. */
export function findProcessErrors(
  shop: ShopState,
  order: Order,
  entry: Return,
  draft: ProcessDraft,
): UserError[] {
  const input = ["input", "returnLineItems"];
  if (entry.status !== "OPEN")
    return [userError(["input", "returnId"], "Return status is invalid.", "INVALID_STATE")]; // guess
  const asked = runningTotal();
  for (const [at, part] of draft.lines.entries()) {
    const line = entry.lines.find((item) => item.id === part.id);
    if (!line)
      return [
        userError([...input, String(at), "id"], "Return line item was not found.", "NOT_FOUND"),
      ];
    if (
      part.quantity <= 0 ||
      asked(line.id, part.quantity) > line.quantity - line.processedQuantity
    ) {
      return [
        userError(
          [...input, String(at), "quantity"],
          "Return line item has an invalid quantity.",
          "INVALID",
        ),
      ]; // guess: text
    }
  }
  for (const [at, part] of draft.exchangeLines.entries()) {
    const line = entry.exchangeLines.find((item) => item.id === part.id);
    const field = ["input", "exchangeLineItems", String(at)];
    if (!line)
      return [userError([...field, "id"], "Exchange line item was not found.", "NOT_FOUND")]; // guess: text
    if (
      part.quantity <= 0 ||
      asked(line.id, part.quantity) > line.quantity - line.processedQuantity
    ) {
      return [
        userError([...field, "quantity"], "Exchange line item has an invalid quantity.", "INVALID"),
      ]; // guess: text
    }
  }
  const money = findMoneyErrors(shop, order, draft);
  return money.length > 0
    ? money
    : findRefundErrors(shop, order, toRefundDraft(entry, draft)).map(inInput);
}

/** The refund's own refusals, at the place of this mutation's input (guess). */
const inInput = (error: UserError): UserError => ({
  ...error,
  field: ["input"],
  code: error.code ?? "INVALID",
});

/** What leaves the order, and the money that goes with it. */
export function toRefundDraft(entry: Return, draft: ProcessDraft): RefundDraft {
  return {
    lines: draft.lines.flatMap((part) => {
      const line = entry.lines.find((item) => item.id === part.id);
      return line
        ? [{ lineItemId: line.lineItemId, quantity: part.quantity, restockType: "NO_RESTOCK" }]
        : [];
    }),
    shipping: draft.shipping ?? null,
    transactions: draft.refund?.transactions ?? [],
    storeCredit: draft.refund?.storeCredit ?? [],
    allowOverRefunding: draft.refund?.allowOverRefunding ?? false,
    note: draft.note,
    returnId: entry.id,
  };
}

function findMoneyErrors(shop: ShopState, order: Order, draft: ProcessDraft): UserError[] {
  const field = ["input", "financialTransfer", "issueRefund"];
  if (!draft.refund) return [];
  const asked = runningTotal();
  for (const [at, part] of draft.refund.transactions.entries()) {
    const parent = order.transactions.find((item) => item.id === part.parentId);
    const where = [...field, "orderTransactions", String(at)];
    if (!parent || (parent.kind !== "SALE" && parent.kind !== "CAPTURE")) {
      return [userError([...where, "parentId"], "Transaction was not found.", "NOT_FOUND")]; // guess: text
    }
    const total = asked(parent.id, part.amountMinor);
    if (total > maximumRefundable(order, parent) && !draft.refund.allowOverRefunding) {
      return [
        userError(
          [...where, "transactionAmount"],
          "Refund amount exceeds the maximum refundable amount.",
          "INVALID",
        ),
      ]; // guess: text
    }
  }
  const credit = draft.refund.storeCredit.reduce((sum, part) => sum + part.amountMinor, 0);
  if (credit > 0 && !order.customerId) {
    return [
      userError(
        [...field, "refundMethods"],
        "Order must have a customer to refund to store credit.",
        "INVALID",
      ),
    ]; // guess: text
  }
  const total = credit + draft.refund.transactions.reduce((sum, part) => sum + part.amountMinor, 0);
  const most = planTransactions(order, zeroBag()).maximumMinor;
  if (total > most && !draft.refund.allowOverRefunding) {
    return [userError(field, "Refund amount exceeds the maximum refundable amount.", "INVALID")]; // guess: text
  }
  const shipping = draft.shipping?.amountMinor ?? 0;
  if (shipping > shippingLeft(shop, order).presentment) {
    return [
      userError(
        ["input", "refundShipping", "shippingRefundAmount"],
        "Shipping refund amount exceeds what can be refunded.",
        "INVALID",
      ),
    ]; // guess: text
  }
  return [];
}
