/**
 * A root line of a bulk export with the lines below it → what it says about its order. The export's documents
 * (operations/bulk-*.graphql) select the same fragments as a read of one order, so the same mappers read them.
 */
import type {
  DisputeFieldsFragment,
  FulfillmentEventFieldsFragment,
  FulfillmentFieldsFragment,
  FulfillmentOrderFieldsFragment,
  FulfillmentOrderLineFieldsFragment,
  LineFieldsFragment,
  OrderFieldsFragment,
  RefundFieldsFragment,
  ReturnFieldsFragment,
  ReturnLineFieldsFragment,
  TransactionFieldsFragment,
} from "#app/shopify/generated/operations.ts";
import {
  mapDispute,
  mapFulfillment,
  mapFulfillmentEvent,
  mapFulfillmentOrder,
  mapFulfillmentOrderLine,
  mapLine,
  mapOrder,
  mapRefund,
  mapReturn,
  mapReturnLine,
  mapTransaction,
  UnreadableNode,
} from "./map-order-nodes.ts";
import type { OrderReading, ShopifyFulfillment } from "./shopify-order.ts";

/** One parsed line: whatever the document selected, with Shopify's `__parentId` below the root. */
export type BulkNode = { readonly id: string; readonly __parentId?: string };

export type BulkGroup = {
  readonly root: BulkNode;
  /** by the type in their gid, in the order of the file */
  readonly children: ReadonlyMap<string, readonly BulkNode[]>;
};

type BulkOrder = OrderFieldsFragment & {
  readonly fulfillments: readonly FulfillmentFieldsFragment[];
  readonly transactions: readonly TransactionFieldsFragment[];
  readonly refunds: readonly RefundFieldsFragment[];
  readonly disputes: readonly DisputeFieldsFragment[];
};

/** An order of the first export. Throws UnreadableNode. */
export function mapOrderGroup({ root, children }: BulkGroup, asOf: Date): OrderReading {
  return readable(() => {
    const order = as<BulkOrder>(root);
    const returnLines = [
      ...listOf(children, "ReturnLineItem"),
      ...listOf(children, "UnverifiedReturnLineItem"),
    ];
    return {
      orderGid: order.id,
      asOf,
      isComplete: false,
      words: "exact",
      order: mapOrder(order),
      lines: listOf(children, "LineItem").map((node, index) =>
        mapLine(as<LineFieldsFragment>(node), index),
      ),
      fulfillments: order.fulfillments.map(mapFulfillment),
      transactions: order.transactions.map(mapTransaction),
      refunds: order.refunds.map(mapRefund),
      disputes: order.disputes.map(mapDispute),
      returns: listOf(children, "Return").map((node) => ({
        ...mapReturn(as<ReturnFieldsFragment>(node)),
        lines: below(returnLines, node).map((line) =>
          mapReturnLine(as<ReturnLineFieldsFragment>(line)),
        ),
      })),
    };
  });
}

/** A fulfilment order of the second export, as a reading of its order. Throws UnreadableNode. */
export function mapFulfillmentOrderGroup({ root, children }: BulkGroup, asOf: Date): OrderReading {
  return readable(() => {
    const fulfillmentOrder = as<FulfillmentOrderFieldsFragment & { readonly orderId: string }>(
      root,
    );
    return {
      orderGid: fulfillmentOrder.orderId,
      asOf,
      isComplete: false,
      words: "exact",
      fulfillmentOrders: [
        {
          ...mapFulfillmentOrder(fulfillmentOrder),
          lines: listOf(children, "FulfillmentOrderLineItem").map((node) =>
            mapFulfillmentOrderLine(as<FulfillmentOrderLineFieldsFragment>(node)),
          ),
        },
      ],
      fulfillments: mapFulfillments(children),
    };
  });
}

type FulfillmentLineNode = BulkNode & {
  readonly quantity: number | null;
  readonly lineItem: { readonly id: string };
};

/** A fulfilment that took units from two fulfilment orders is exported under each, with all of its lines. */
function mapFulfillments(children: BulkGroup["children"]): ShopifyFulfillment[] {
  const lines = listOf(children, "FulfillmentLineItem");
  const events = listOf(children, "FulfillmentEvent");
  const unique = new Map(listOf(children, "Fulfillment").map((node) => [node.id, node]));
  return [...unique.values()].map((node) => ({
    ...mapFulfillment(as<FulfillmentFieldsFragment>(node)),
    lines: sumByLine(
      uniqueById(below(lines, node)).map((line) => {
        const { lineItem, quantity } = as<FulfillmentLineNode>(line);
        return { lineGid: lineItem.id, quantity: quantity ?? 0 };
      }),
    ),
    events: uniqueById(below(events, node)).map((event) =>
      mapFulfillmentEvent(as<FulfillmentEventFieldsFragment>(event)),
    ),
  }));
}

/** A fulfilment may name one line twice, once per fulfilment order it took units from. */
export function sumByLine(
  lines: readonly { readonly lineGid: string; readonly quantity: number }[],
) {
  const units = new Map<string, number>();
  for (const { lineGid, quantity } of lines)
    units.set(lineGid, (units.get(lineGid) ?? 0) + quantity);
  return [...units].map(([lineGid, quantity]) => ({ lineGid, quantity }));
}

const listOf = (children: BulkGroup["children"], type: string) => children.get(type) ?? [];
const below = (nodes: readonly BulkNode[], { id }: BulkNode) =>
  nodes.filter(({ __parentId }) => __parentId === id);
const uniqueById = (nodes: readonly BulkNode[]) => [
  ...new Map(nodes.map((node) => [node.id, node])).values(),
];

// The export's document asked for exactly these fields; `readable` catches a file that does not hold them.
const as = <Node>(node: BulkNode) => node as unknown as Node;

/** A line without a selected object makes the mappers stumble over undefined: that too is an unreadable row. */
function readable<Value>(read: () => Value): Value {
  try {
    return read();
  } catch (error) {
    if (error instanceof TypeError) throw new UnreadableNode("unreadable_row", error.message);
    throw error;
  }
}
