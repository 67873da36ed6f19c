/** Reads from Shopify where an order's units are to be shipped from, and whether they could be moved. */
import type { AdminClient } from "#app/shopify/admin-client.server.ts";
import {
  GetMoveOptionDocument,
  GetPlacementStateDocument,
  type GetPlacementStateQuery,
} from "#app/shopify/generated/operations.ts";
import type { MoveOption, PlacedFulfillmentOrder, PlacementState } from "./placement-facts.ts";

type Deps = { readonly admin: AdminClient };

/** Null when Shopify does not show the order. Throws outages. */
export async function fetchPlacementState(
  { admin }: Deps,
  shopId: bigint,
  orderGid: string,
): Promise<PlacementState | null> {
  const { order } = await admin.run(shopId, GetPlacementStateDocument, { orderId: orderGid });
  if (!order) return null;
  const { nodes, pageInfo } = order.fulfillmentOrders;
  return {
    fulfillmentOrders: nodes.map(mapFulfillmentOrder),
    isWhole: [pageInfo, ...nodes.map(({ lineItems }) => lineItems.pageInfo)].every(
      ({ hasNextPage }) => !hasNextPage,
    ),
  };
}

/** Null: Shopify does not offer this location for it. Throws outages. */
export async function fetchMoveOption(
  { admin }: Deps,
  shopId: bigint,
  asked: { readonly fulfillmentOrderGid: string; readonly locationGid: string },
): Promise<MoveOption | null> {
  const { fulfillmentOrderGid: id, locationGid: locationId } = asked;
  const { fulfillmentOrder } = await admin.run(shopId, GetMoveOptionDocument, { id, locationId });
  const offered = fulfillmentOrder?.locationsForMove.nodes.find(
    ({ location }) => location.id === locationId,
  );
  if (!fulfillmentOrder || !offered) return null;
  const items = fulfillmentOrder.lineItems.nodes.flatMap(({ id: gid, variant }) => {
    const item = variant?.inventoryItem;
    const isStocked = item?.inventoryLevel?.isActive === true;
    return item ? [[gid, { inventoryItemGid: item.id, isStocked }] as const] : [];
  });
  return {
    movableLineGids: offered.movable
      ? offered.availableLineItems.nodes.map(({ id: gid }) => gid)
      : [],
    message: offered.message ?? null,
    items: Object.fromEntries(items),
  };
}

type Node = NonNullable<GetPlacementStateQuery["order"]>["fulfillmentOrders"]["nodes"][number];

const mapFulfillmentOrder = (node: Node): PlacedFulfillmentOrder => ({
  gid: node.id,
  status: node.status,
  requestStatus: node.requestStatus,
  deliveryMethod: node.deliveryMethod?.methodType ?? null,
  actions: node.supportedActions.map(({ action }) => action),
  isHeld: node.fulfillmentHolds.length > 0,
  locationGid: node.assignedLocation.location?.id ?? null,
  locationName: node.assignedLocation.name,
  lines: node.lineItems.nodes.map(({ id, remainingQuantity, lineItem }) => ({
    gid: id,
    lineGid: lineItem.id,
    remainingUnits: remainingQuantity,
  })),
});
