/** What the mirror and our own tables know of an order that is to be routed. */
import type { ShopTx } from "#app/platform/db.server.ts";
import { lockOrder } from "#app/dropship/purchase-orders/purchase-orders-store.server.ts";
import { addEarnings } from "./add-earnings.ts";
import type { Allocation } from "./assess-routable.ts";

export type OrderToRoute = {
  readonly orderId: bigint;
  readonly gid: string;
  readonly name: string;
  readonly placedAt: Date;
  readonly isDeleted: boolean;
  readonly currency: string;
  readonly lines: readonly MirroredLine[];
  /** by order line */
  readonly allocations: ReadonlyMap<string, Allocation>;
};

export type MirroredLine = {
  readonly gid: string;
  readonly title: string;
  readonly variantTitle: string | null;
  readonly sku: string | null;
  readonly vendor: string | null;
  readonly variantGid: string | null;
  readonly quantity: number;
  /** of all its units, after discounts, as the shop shows prices */
  readonly totalMinor: bigint;
  /** the same without tax */
  readonly earnedMinor: bigint;
};

/** Locks the order: whoever decides about it waits here. Null: it is not mirrored. */
export async function lockOrderToRoute(
  tx: ShopTx,
  shopId: bigint,
  orderId: bigint,
): Promise<OrderToRoute | null> {
  await lockOrder(tx, shopId, orderId);
  return findOrderToRoute(tx, shopId, orderId);
}

export async function findOrderToRoute(
  tx: ShopTx,
  shopId: bigint,
  orderId: bigint,
): Promise<OrderToRoute | null> {
  const order = await tx.order.findUnique({
    where: { shopId_id: { shopId, id: orderId } },
    select: {
      gid: true,
      name: true,
      placedAt: true,
      deletedAt: true,
      currency: true,
      taxesIncluded: true,
      totalMinor: true,
      currentTotalMinor: true,
      shippingMinor: true,
      taxMinor: true,
    },
  });
  if (!order) return null;
  const lines = await tx.orderLine.findMany({
    where: { shopId, orderId },
    orderBy: { position: "asc" },
    select: {
      gid: true,
      title: true,
      variantTitle: true,
      sku: true,
      vendor: true,
      variantGid: true,
      quantity: true,
      totalMinor: true,
      taxMinor: true,
    },
  });
  const { gid, name, placedAt, deletedAt, currency, ...sums } = order;
  return {
    orderId,
    gid,
    name,
    placedAt,
    isDeleted: deletedAt !== null,
    currency,
    lines: addEarnings(sums, lines),
    allocations: await readAllocations(tx, shopId, orderId),
  };
}

type AllocationRow = Allocation & { readonly lineGid: string };

async function readAllocations(
  tx: ShopTx,
  shopId: bigint,
  orderId: bigint,
): Promise<Map<string, Allocation>> {
  const rows = await tx.$queryRaw<AllocationRow[]>`
    select units.line_gid as "lineGid", units.live as "liveUnits", coalesce(tracked.units, 0)::int as "trackedUnits"
    from (
      select line_gid, count(*)::int as live from purchase_order_units
      where shop_id = ${shopId} and order_id = ${orderId} and is_live group by line_gid
    ) units
    left join (
      select l.line_gid, sum(l.tracked_units)::int as units
      from purchase_order_lines l
      join purchase_orders p on p.shop_id = l.shop_id and p.id = l.purchase_order_id
      where l.shop_id = ${shopId} and l.order_id = ${orderId} and p.state not in ('revoked', 'declined')
      group by l.line_gid
    ) tracked on tracked.line_gid = units.line_gid`;
  return new Map(rows.map(({ lineGid, ...allocation }) => [lineGid, allocation]));
}
