/** Search filters and sort keys of orders. */
import type { Order } from "#sandbox/store/types.ts";
import { orderTotal } from "#sandbox/domain/order-money.ts";
import { financialStatus, fulfillmentStatus, returnStatus } from "#sandbox/domain/order-status.ts";
import { displayName } from "#sandbox/domain/customers.ts";
import type { Context } from "#sandbox/graphql/context.ts";
import { adminSchema } from "#sandbox/graphql/schema.ts";
import type { SearchPlan } from "#sandbox/graphql/search.ts";

/** Words of `fulfillment_status` that differ from the shown status. */
const SHIPPED: Record<string, string[]> = {
  FULFILLED: ["shipped", "fulfilled"],
  PARTIALLY_FULFILLED: ["partial", "unfulfilled"],
  UNFULFILLED: ["unshipped", "unfulfilled"],
  ON_HOLD: ["on_hold", "unfulfilled"],
  SCHEDULED: ["scheduled", "unfulfilled"],
  IN_PROGRESS: ["in_progress", "unfulfilled"],
};

export function ordersPlan(context: Context): SearchPlan<Order> {
  const { shop } = context;
  return {
    filters: {
      id: { type: "id", read: (order) => order.id },
      name: { type: "text", read: (order) => [order.name, order.name.replace(/^#/, "")] },
      email: { type: "text", read: (order) => order.email },
      tag: { type: "text", read: (order) => order.tags },
      created_at: { type: "time", read: (order) => order.createdAt },
      updated_at: { type: "time", read: (order) => order.updatedAt },
      processed_at: { type: "time", read: (order) => order.processedAt },
      customer_id: { type: "id", read: (order) => order.customerId },
      financial_status: {
        type: "exact",
        read: (order) => financialStatus(order, shop) ?? "pending",
      },
      fulfillment_status: {
        type: "exact",
        read: (order) => {
          const status = fulfillmentStatus(shop, order);
          return [status, ...(SHIPPED[status] ?? [])];
        },
      },
      return_status: { type: "exact", read: (order) => returnStatus(shop, order) },
      status: {
        type: "exact",
        read: (order) => [
          "any",
          ...(order.cancelledAt ? ["cancelled"] : []),
          order.closedAt ? "closed" : "not_closed",
          ...(!order.cancelledAt && !order.closedAt ? ["open"] : []),
        ],
      },
      test: { type: "boolean", read: (order) => order.test },
      po_number: { type: "text", read: (order) => order.poNumber },
      source_name: { type: "text", read: (order) => order.sourceName },
      source_identifier: { type: "text", read: (order) => order.sourceIdentifier },
      confirmation_number: { type: "text", read: (order) => order.confirmationNumber },
      cart_token: { type: "text", read: (order) => order.cartToken },
      checkout_token: { type: "text", read: (order) => order.checkoutToken },
      gateway: { type: "text", read: (order) => order.transactions.map((entry) => entry.gateway) },
      payment_id: {
        type: "text",
        read: (order) => order.transactions.map((entry) => entry.paymentId),
      },
      sku: { type: "text", read: (order) => order.lineItems.map((line) => line.sku) },
      discount_code: { type: "text", read: (order) => order.discountCodes },
      risk_level: { type: "exact", read: (order) => order.risk.map((entry) => entry.riskLevel) },
      current_total_price: { type: "number", read: (order) => orderTotal(order).shop / 100 },
      chargeback_status: {
        type: "exact",
        read: (order) => order.disputeIds.flatMap((id) => shop.disputes.get(id)?.status ?? []),
      },
      subtotal_line_items_quantity: {
        type: "number",
        read: (order) => order.lineItems.reduce((sum, line) => sum + line.quantity, 0),
      },
      fulfillment_location_id: {
        type: "id",
        read: (order) =>
          shop.fulfillmentOrders.get(order.fulfillmentOrderIds[0] ?? "")?.assignedLocationId ??
          null,
      },
      tag_not: { type: "notText", read: (order) => order.tags },
    },
    text: (order) => [
      order.name,
      order.email,
      order.customerId ? displayName(shop.customers.get(order.customerId) ?? ({} as never)) : null, // a customer that is gone shows no name
      ...order.lineItems.map((line) => line.title),
    ],
    known: new Set(adminSchema().searchFilters.get("QueryRoot.orders")?.keys()),
  };
}

type Sorted = { items: Order[]; value: (order: Order) => unknown };

/** Ascending by the key, ties by id. */
export function sortOrders(items: Order[], key: string): Sorted {
  const read = KEYS[key] ?? KEYS.PROCESSED_AT ?? ((order: Order) => order.processedAt);
  const values = new Map(items.map((order) => [order.id, read(order)]));
  const sorted = [...items].sort((a, b) => {
    const left = values.get(a.id) ?? "";
    const right = values.get(b.id) ?? "";
    if (left !== right) return left < right ? -1 : 1;
    return a.number - b.number;
  });
  return { items: sorted, value: (order) => values.get(order.id) };
}

const KEYS: Record<string, (order: Order) => string | number> = {
  ID: (order) => order.number,
  ORDER_NUMBER: (order) => order.number,
  CREATED_AT: (order) => order.createdAt,
  UPDATED_AT: (order) => order.updatedAt,
  PROCESSED_AT: (order) => order.processedAt,
  CUSTOMER_NAME: (order) => order.email ?? "",
  FINANCIAL_STATUS: (order) => financialStatus(order) ?? "",
  FULFILLMENT_STATUS: (order) => String(order.fulfillmentIds.length > 0),
  TOTAL_PRICE: (order) => orderTotal(order).shop,
  TOTAL_ITEMS_QUANTITY: (order) => order.lineItems.reduce((sum, line) => sum + line.quantity, 0),
  DESTINATION: (order) => order.shippingAddress?.countryCode ?? "",
  PO_NUMBER: (order) => order.poNumber ?? "",
  RELEVANCE: (order) => order.number,
};
