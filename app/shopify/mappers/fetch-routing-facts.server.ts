/** Reads from Shopify what decides about routing an order, as our own shape. */
import type { AdminClient } from "#app/shopify/admin-client.server.ts";
import {
  GetRoutingFactsDocument,
  type GetRoutingFactsQuery,
} from "#app/shopify/generated/operations.ts";
import type { RoutingFacts } from "./routing-facts.ts";

type OrderNode = NonNullable<GetRoutingFactsQuery["order"]>;

/** Null when Shopify does not show the order. Throws outages. */
export async function fetchRoutingFacts(
  { admin }: { readonly admin: AdminClient },
  shopId: bigint,
  orderGid: string,
): Promise<RoutingFacts | null> {
  const { order } = await admin.run(
    shopId,
    GetRoutingFactsDocument,
    { id: orderGid },
    { withheld: "as_null" },
  );
  return order ? mapRoutingFacts(order) : null;
}

function mapRoutingFacts(order: OrderNode): RoutingFacts {
  const { customer, lineItems, fulfillmentOrders } = order;
  const levels = order.risk.assessments.map(({ riskLevel }) => riskLevel);
  return {
    orderGid: order.id,
    isTest: order.test,
    isEdited: order.edited,
    cancelledAt: order.cancelledAt ? new Date(order.cancelledAt) : null,
    financialStatus: order.displayFinancialStatus,
    isCapturable: order.capturable,
    note: order.note,
    tags: order.tags,
    customer: customer && { gid: customer.id, tags: customer.tags },
    address: mapAddress(order.shippingAddress),
    shippingRate: order.shippingLines.nodes[0]?.title ?? null,
    isHighRisk: order.risk.recommendation === "CANCEL" || levels.includes("HIGH"),
    isRiskPending: levels.includes("PENDING"),
    // Lost or accepted, the buyer has the money already; only a won one is over.
    hasOpenDispute: order.disputes.some(({ status }) => status !== "WON"),
    lines: lineItems.nodes.map((line) => ({
      lineGid: line.id,
      currentUnits: line.currentQuantity,
      unfulfilledUnits: line.unfulfilledQuantity,
      requiresShipping: line.requiresShipping,
      customAttributes: line.customAttributes.map(({ key, value }) => ({
        key,
        value: value ?? "",
      })),
    })),
    fulfillmentOrders: fulfillmentOrders.nodes.map(mapFulfillmentOrder),
    isWhole: [
      lineItems,
      fulfillmentOrders,
      ...fulfillmentOrders.nodes.map((one) => one.lineItems),
    ].every(({ pageInfo }) => !pageInfo.hasNextPage),
  };
}

function mapAddress(address: OrderNode["shippingAddress"]): RoutingFacts["address"] {
  if (!address) return null;
  const { countryCodeV2: countryCode, ...rest } = address;
  const { name, company, address1, address2, city, province, provinceCode, zip, phone } = rest;
  return {
    name,
    company,
    address1,
    address2,
    city,
    province,
    provinceCode,
    zip,
    countryCode,
    phone,
  };
}

type FulfillmentOrderNode = OrderNode["fulfillmentOrders"]["nodes"][number];

const mapFulfillmentOrder = (node: FulfillmentOrderNode) => ({
  gid: node.id,
  status: node.status,
  requestStatus: node.requestStatus,
  deliveryMethod: node.deliveryMethod?.methodType ?? null,
  holds: node.fulfillmentHolds.map(({ reason, handle }) => ({ reason, handle })),
  lines: node.lineItems.nodes.map(({ lineItem, remainingQuantity }) => ({
    lineGid: lineItem.id,
    remainingUnits: remainingQuantity,
  })),
});
