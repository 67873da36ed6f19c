/** Reads one order from Shopify with everything below it, following every list to its end, as our own shape. */
import type { AdminClient } from "#app/shopify/admin-client.server.ts";
import {
  FindOrderOfPartDocument,
  GetFulfillmentOrdersBesideDocument,
  GetFulfillmentOrdersDocument,
  GetOrderDocument,
  ListFulfillmentEventsDocument,
  ListFulfillmentLinesDocument,
  ListFulfillmentOrderLinesDocument,
  ListOrderFulfillmentOrdersDocument,
  ListOrderLinesDocument,
  ListOrderReturnsDocument,
  ListRefundLinesDocument,
  ListReturnLinesDocument,
  type GetOrderQuery,
} from "#app/shopify/generated/operations.ts";
import { sumByLine } from "./map-bulk-groups.ts";
import {
  mapDispute,
  mapFulfillment,
  mapFulfillmentEvent,
  mapFulfillmentOrder,
  mapFulfillmentOrderLine,
  mapFulfillmentStatus,
  mapLine,
  mapOrder,
  mapRefund,
  mapRefundLine,
  mapReturn,
  mapReturnLine,
  mapTransaction,
} from "./map-order-nodes.ts";
import type {
  OrderReading,
  ShopifyFulfillment,
  ShopifyFulfillmentOrder,
  ShopifyRefund,
  ShopifyReturn,
} from "./shopify-order.ts";

type FetchDeps = { readonly admin: AdminClient };
type Page<Node> = {
  readonly nodes: readonly Node[];
  readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string | null };
};
type OrderNode = NonNullable<GetOrderQuery["order"]>;

// Fields we may not see are null in the answer; the mirror and its pages live with that.
const OPTIONS = { withheld: "as_null" } as const;

/** The order as it was at some moment after `asOf`, or null when Shopify does not show it. Throws outages. */
export async function fetchOrder(
  deps: FetchDeps,
  shopId: bigint,
  orderGid: string,
  asOf: Date,
): Promise<OrderReading | null> {
  const { order } = await deps.admin.run(shopId, GetOrderDocument, { id: orderGid }, OPTIONS);
  if (!order) return null;
  const read = createReader(deps, shopId);
  const lines = await read.rest(order.lineItems, async (after) => {
    const next = await read.run(ListOrderLinesDocument, { id: orderGid, after });
    return next.order?.lineItems ?? null;
  });
  return {
    orderGid: order.id,
    asOf,
    isComplete: true,
    words: "exact",
    order: mapOrder(order),
    lines: lines.map(mapLine),
    fulfillments: await fetchFulfillments(read, order),
    fulfillmentOrders: await readFulfillmentOrders(read, order),
    refunds: await fetchRefunds(read, order),
    returns: await fetchReturns(read, order),
    transactions: order.transactions.map(mapTransaction),
    disputes: order.disputes.map(mapDispute),
  };
}

/**
 * The order's fulfilment orders alone, as they were at some moment after `asOf`; null when Shopify does not show it. `gid`
 * names the order or one of its fulfilment orders.
 */
export async function fetchFulfillmentOrders(
  deps: FetchDeps,
  shopId: bigint,
  gid: string,
  asOf: Date,
): Promise<OrderReading | null> {
  const read = createReader(deps, shopId);
  const order = gid.startsWith("gid://shopify/Order/")
    ? (await read.run(GetFulfillmentOrdersDocument, { id: gid })).order
    : (await read.run(GetFulfillmentOrdersBesideDocument, { id: gid })).fulfillmentOrder?.order;
  if (!order) return null;
  return {
    orderGid: order.id,
    asOf,
    isComplete: true,
    words: "exact",
    fulfillmentStatus: mapFulfillmentStatus(order),
    fulfillmentOrders: await readFulfillmentOrders(read, order),
  };
}

/** The order that a fulfilment order or a return belongs to; null when Shopify does not show it. */
export async function findOrderOfPart(
  deps: FetchDeps,
  shopId: bigint,
  gid: string,
): Promise<string | null> {
  const { node } = await deps.admin.run(shopId, FindOrderOfPartDocument, { id: gid });
  if (!node) return null;
  if ("orderId" in node) return node.orderId;
  return "order" in node ? node.order.id : null;
}

type Reader = ReturnType<typeof createReader>;

function createReader({ admin }: FetchDeps, shopId: bigint) {
  const run: <Data, Variables extends Record<string, unknown>>(
    document: Parameters<typeof admin.run<Data, Variables>>[1],
    variables: Variables,
  ) => Promise<Data> = (document, variables) => admin.run(shopId, document, variables, OPTIONS);
  /** The first page's nodes and those of all pages after it. A parent that vanishes meanwhile ends the list. */
  async function rest<Node>(
    first: Page<Node>,
    fetchPage: (after: string | null) => Promise<Page<Node> | null>,
  ): Promise<Node[]> {
    const nodes = [...first.nodes];
    for (let { pageInfo } = first; pageInfo.hasNextPage;) {
      const next = await fetchPage(pageInfo.endCursor);
      if (!next) break;
      nodes.push(...next.nodes);
      pageInfo = next.pageInfo;
    }
    return nodes;
  }
  return { run, rest };
}

async function fetchFulfillments(read: Reader, order: OrderNode): Promise<ShopifyFulfillment[]> {
  const fulfillments: ShopifyFulfillment[] = [];
  for (const node of order.fulfillments) {
    const lines = await read.rest(node.fulfillmentLineItems, async (after) => {
      const next = await read.run(ListFulfillmentLinesDocument, { id: node.id, after });
      return next.fulfillment?.fulfillmentLineItems ?? null;
    });
    const events = await read.rest(node.events, async (after) => {
      const next = await read.run(ListFulfillmentEventsDocument, { id: node.id, after });
      return next.fulfillment?.events ?? null;
    });
    fulfillments.push({
      ...mapFulfillment(node),
      lines: sumByLine(
        lines.map(({ lineItem, quantity }) => ({ lineGid: lineItem.id, quantity: quantity ?? 0 })),
      ),
      events: events.map(mapFulfillmentEvent),
    });
  }
  return fulfillments;
}

async function readFulfillmentOrders(
  read: Reader,
  order: Pick<OrderNode, "id" | "fulfillmentOrders">,
): Promise<ShopifyFulfillmentOrder[]> {
  const nodes = await read.rest(order.fulfillmentOrders, async (after) => {
    const next = await read.run(ListOrderFulfillmentOrdersDocument, { id: order.id, after });
    return next.order?.fulfillmentOrders ?? null;
  });
  const fulfillmentOrders: ShopifyFulfillmentOrder[] = [];
  for (const node of nodes) {
    const lines = await read.rest(node.lineItems, async (after) => {
      const next = await read.run(ListFulfillmentOrderLinesDocument, { id: node.id, after });
      return next.fulfillmentOrder?.lineItems ?? null;
    });
    fulfillmentOrders.push({
      ...mapFulfillmentOrder(node),
      lines: lines.map(mapFulfillmentOrderLine),
    });
  }
  return fulfillmentOrders;
}

async function fetchRefunds(read: Reader, order: OrderNode): Promise<ShopifyRefund[]> {
  const refunds: ShopifyRefund[] = [];
  for (const node of order.refunds) {
    const lines = await read.rest(node.refundLineItems, async (after) => {
      const next = await read.run(ListRefundLinesDocument, { id: node.id, after });
      return next.refund?.refundLineItems ?? null;
    });
    refunds.push({ ...mapRefund(node), lines: lines.map(mapRefundLine) });
  }
  return refunds;
}

async function fetchReturns(read: Reader, order: OrderNode): Promise<ShopifyReturn[]> {
  const nodes = await read.rest(order.returns, async (after) => {
    const next = await read.run(ListOrderReturnsDocument, { id: order.id, after });
    return next.order?.returns ?? null;
  });
  const returns: ShopifyReturn[] = [];
  for (const node of nodes) {
    const lines = await read.rest(node.returnLineItems, async (after) => {
      const next = await read.run(ListReturnLinesDocument, { id: node.id, after });
      return next.return?.returnLineItems ?? null;
    });
    returns.push({ ...mapReturn(node), lines: lines.map(mapReturnLine) });
  }
  return returns;
}
