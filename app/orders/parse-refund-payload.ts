/** Reads `refunds/create`, `order_transactions/create` and `disputes/*` payloads, and the refunds inside an order. Pure. */
import { z } from "zod";
import type {
  ShopifyDispute,
  ShopifyRefund,
  ShopifyTransaction,
} from "#app/shopify/mappers/shopify-order.ts";
import {
  count,
  gidOf,
  id,
  instant,
  moneySet,
  plainAmount,
  readBoth,
  readMoney,
  text,
} from "./payload-fields.ts";

export const transactionSchema = z.object({
  id,
  order_id: id,
  admin_graphql_api_id: text,
  kind: text,
  status: text,
  gateway: text,
  parent_id: id,
  processed_at: instant,
  created_at: instant,
  amount: plainAmount,
  currency: text,
});

export const refundSchema = z.object({
  id,
  order_id: id,
  admin_graphql_api_id: text,
  created_at: instant,
  processed_at: instant,
  note: text,
  return: z.object({ id, admin_graphql_api_id: text }).nullish(),
  refund_line_items: z
    .array(
      z.object({
        line_item_id: id,
        line_item: z.object({ admin_graphql_api_id: text }).nullish(),
        quantity: count,
        restock_type: text,
        subtotal: plainAmount,
        subtotal_set: moneySet,
        total_tax: plainAmount,
        total_tax_set: moneySet,
      }),
    )
    .nullish(),
  transactions: z.array(transactionSchema).nullish(),
});

type RefundPayload = z.output<typeof refundSchema>;

export function readRefund(payload: RefundPayload, shopCurrency: string): ShopifyRefund | null {
  const gid = gidOf("Refund", payload.admin_graphql_api_id, payload.id);
  const processedAt = payload.processed_at ?? payload.created_at;
  if (!gid || !processedAt) return null;
  const total = refundedTotals([payload], shopCurrency);
  return {
    gid,
    processedAt,
    note: payload.note,
    ...(payload.return === undefined
      ? {}
      : {
          returnGid:
            payload.return &&
            gidOf("Return", payload.return.admin_graphql_api_id, payload.return.id),
        }),
    ...(total === null ? {} : { totalMinor: total, presentmentTotalMinor: total }),
    lines: (payload.refund_line_items ?? []).flatMap((line, index) => {
      const lineGid = gidOf(
        "LineItem",
        line.line_item?.admin_graphql_api_id ?? null,
        line.line_item_id,
      );
      if (!lineGid) return [];
      const field = `refund_line_items.${index}`;
      const subtotal = readBoth(
        line.subtotal_set,
        { value: line.subtotal, currency: shopCurrency },
        `${field}.subtotal`,
      );
      const tax = readBoth(
        line.total_tax_set,
        { value: line.total_tax, currency: shopCurrency },
        `${field}.total_tax`,
      );
      return [
        {
          lineGid,
          quantity: line.quantity,
          restockType: line.restock_type ?? "no_restock",
          subtotalMinor: subtotal.shop,
          presentmentSubtotalMinor: subtotal.presentment,
          taxMinor: tax.shop,
          presentmentTaxMinor: tax.presentment,
        },
      ];
    }),
  };
}

/** Money that went back, when all of it moved in the shop's currency; null when it did not: then only a read knows. */
export function refundedTotals(
  refunds: readonly RefundPayload[],
  shopCurrency: string,
): bigint | null {
  const moved = refunds
    .flatMap(({ transactions }) => transactions ?? [])
    .filter(({ kind, status }) => kind === "refund" && status === "success");
  if (moved.some(({ currency }) => currency !== null && currency !== shopCurrency)) return null;
  return moved.reduce(
    (sum, { amount }) => sum + readMoney(amount, shopCurrency, "refunds.transactions.amount"),
    0n,
  );
}

export const readRefundTransactions = (payload: RefundPayload): ShopifyTransaction[] =>
  (payload.transactions ?? []).flatMap((transaction) => readTransaction(transaction) ?? []);

export function readTransaction(
  payload: z.output<typeof transactionSchema>,
): ShopifyTransaction | null {
  const gid = gidOf("OrderTransaction", payload.admin_graphql_api_id, payload.id);
  if (!gid || !payload.currency) return null;
  return {
    gid,
    kind: payload.kind ?? "sale",
    status: payload.status ?? "success",
    gateway: payload.gateway,
    parentGid: gidOf("OrderTransaction", null, payload.parent_id),
    processedAt: payload.processed_at ?? payload.created_at,
    currency: payload.currency,
    amountMinor: readMoney(payload.amount, payload.currency, "amount"),
  };
}

export const disputeSchema = z.object({
  id,
  order_id: id,
  type: text,
  amount: plainAmount,
  currency: text,
  reason: text,
  status: text,
  evidence_due_by: instant,
  finalized_on: instant,
  initiated_at: instant,
});

export function readDispute(payload: z.output<typeof disputeSchema>): ShopifyDispute | null {
  if (payload.id === null) return null;
  return {
    gid: `gid://shopify/ShopifyPaymentsDispute/${payload.id}`,
    kind: payload.type ?? "chargeback",
    status: payload.status ?? "needs_response",
    reason: payload.reason,
    currency: payload.currency,
    amountMinor: payload.currency ? readMoney(payload.amount, payload.currency, "amount") : null,
    evidenceDueBy: payload.evidence_due_by,
    initiatedAt: payload.initiated_at,
    finalizedOn: payload.finalized_on,
  };
}
