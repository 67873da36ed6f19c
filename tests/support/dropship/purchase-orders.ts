/** Orders and purchase orders for tests, straight into the tables. */
import type { Prisma } from "@prisma/client";
import type { ShopTx } from "#app/platform/db.server.ts";
import type { PurchaseOrder, ShipTo } from "#app/dropship/purchase-orders/purchase-order.ts";
import { findPurchaseOrder } from "#app/dropship/purchase-orders/purchase-orders-store.server.ts";

const LONG_AGO = new Date("2026-01-05T09:00:00Z");

export const SHIP_TO: ShipTo = {
  name: "Ana Lima",
  company: null,
  address1: "1 Pier Road",
  address2: null,
  city: "Boston",
  province: "Massachusetts",
  provinceCode: "MA",
  zip: "02110",
  countryCode: "US",
  phone: "+16175550100",
};

export type AddedOrder = { readonly id: bigint; readonly gid: string; readonly name: string };

/** A paid order without lines in the mirror: purchase orders carry their own. */
export async function addOrder(
  tx: ShopTx,
  shopId: bigint,
  fields: Partial<Prisma.OrderUncheckedCreateInput> = {},
): Promise<AddedOrder> {
  const count = await tx.order.count({ where: { shopId } });
  const number = 1_001 + count;
  return tx.order.create({
    data: {
      gid: `gid://shopify/Order/${5_000_000 + count}`,
      name: `#${number}`,
      createdAt: LONG_AGO,
      placedAt: LONG_AGO,
      updatedAt: LONG_AGO,
      fulfillmentStatus: "UNFULFILLED",
      financialStatus: "PAID",
      currency: "USD",
      presentmentCurrency: "USD",
      totalMinor: 5_000n,
      presentmentTotalMinor: 5_000n,
      currentTotalMinor: 5_000n,
      presentmentCurrentTotalMinor: 5_000n,
      shippingMinor: 0n,
      presentmentShippingMinor: 0n,
      taxMinor: 0n,
      presentmentTaxMinor: 0n,
      discountsMinor: 0n,
      presentmentDiscountsMinor: 0n,
      asOf: LONG_AGO,
      fetchedAt: LONG_AGO,
      source: "webhook",
      ...fields,
      shopId,
    },
    select: { id: true, gid: true, name: true },
  });
}

/** A row of routing_plans, as the planner would have left it. */
export async function addRoutingPlan(tx: ShopTx, shopId: bigint, orderId: bigint): Promise<bigint> {
  const version = (await tx.routingPlanRow.count({ where: { shopId, orderId } })) + 1;
  const { id } = await tx.routingPlanRow.create({
    data: {
      shopId,
      orderId,
      version,
      ruleVersion: 0,
      cause: "person",
      actor: {},
      question: {},
      plan: {},
      decidedAt: LONG_AGO,
    },
    select: { id: true },
  });
  return id;
}

type AddedLine = Partial<Omit<Prisma.PurchaseOrderLineUncheckedCreateInput, "shopId">>;
type AddedPurchaseOrder = Partial<
  Omit<Prisma.PurchaseOrderUncheckedCreateInput, "shopId" | "supplierId">
> & {
  readonly supplierId: bigint;
  readonly order?: AddedOrder;
  /** default: one line of two units at 10.00 */
  readonly lines?: readonly AddedLine[];
};

/** A purchase order that has been sent, with its units taken, unless other fields say otherwise. */
export async function addPurchaseOrder(
  tx: ShopTx,
  shopId: bigint,
  { supplierId, order: given, lines = [{}], ...fields }: AddedPurchaseOrder,
): Promise<PurchaseOrder> {
  const order = given ?? (await addOrder(tx, shopId));
  const routingPlanId = fields.routingPlanId ?? (await addRoutingPlan(tx, shopId, order.id));
  const sequence = (await tx.purchaseOrder.count({ where: { shopId, orderId: order.id } })) + 1;
  const { id } = await tx.purchaseOrder.create({
    data: {
      number: `${order.name.replace("#", "")}-${sequence}`,
      sequence,
      state: "sent",
      currency: "USD",
      shipTo: { ...SHIP_TO },
      service: "standard",
      createdAt: LONG_AGO,
      sendAfter: LONG_AGO,
      sentAt: LONG_AGO,
      ...fields,
      supplierId,
      shopId,
      orderId: order.id,
      orderGid: order.gid,
      routingPlanId,
    },
    select: { id: true },
  });
  const owner = { shopId, purchaseOrderId: id, orderId: order.id };
  for (const [index, line] of lines.entries()) {
    const at = Number(order.id) * 10 + index;
    const row = await tx.purchaseOrderLine.create({
      data: {
        lineGid: `gid://shopify/LineItem/${at}`,
        variantGid: `gid://shopify/ProductVariant/${at}`,
        supplierSku: `S-${at}`,
        sku: `SKU-${at}`,
        title: `Product ${at}`,
        units: 2,
        unitCostMinor: 1_000n,
        ...line,
        ...owner,
      },
    });
    await takeLowestUnits(tx, owner, row);
  }
  const added = await findPurchaseOrder(tx, shopId, id);
  if (!added) throw new Error("A purchase order that was just added is gone.");
  return added;
}

const takeLowestUnits = (
  tx: ShopTx,
  owner: { readonly shopId: bigint; readonly purchaseOrderId: bigint; readonly orderId: bigint },
  { lineGid, units }: { readonly lineGid: string; readonly units: number },
): Promise<unknown> =>
  tx.$executeRaw`
    insert into purchase_order_units (shop_id, line_gid, unit, purchase_order_id, order_id)
    select ${owner.shopId}, ${lineGid}, free.unit, ${owner.purchaseOrderId}, ${owner.orderId}
    from generate_series(1, 999) as free(unit)
    where not exists (
      select from purchase_order_units live where live.shop_id = ${owner.shopId}
        and live.line_gid = ${lineGid} and live.unit = free.unit and live.is_live)
    order by free.unit limit ${units}::int`;
