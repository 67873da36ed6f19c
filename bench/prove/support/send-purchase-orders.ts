/** Stands in for routing and sending: two units of an order's only line for each supplier of the shop. Safe to run twice. */
import { inShop, type Db } from "#app/platform/db.server.ts";
import { addPurchaseOrder } from "#tests/support/dropship/purchase-orders.ts";

export const UNITS_A_SUPPLIER = 2;

export async function sendPurchaseOrders(
  { db }: { readonly db: Pick<Db, "prisma"> },
  shopId: bigint,
  orderGid: string,
): Promise<void> {
  await inShop(db, shopId, async (tx) => {
    const order = await tx.order.findUniqueOrThrow({
      where: { shopId_gid: { shopId, gid: orderGid } },
      select: { id: true, gid: true, name: true },
    });
    await tx.$queryRaw`select from orders where shop_id = ${shopId} and id = ${order.id} for update`;
    if ((await tx.purchaseOrder.count({ where: { shopId, orderId: order.id } })) > 0) return;
    const { gid: lineGid } = await tx.orderLine.findFirstOrThrow({
      where: { shopId, orderId: order.id },
      select: { gid: true },
    });
    const suppliers = await tx.supplier.findMany({
      where: { shopId },
      orderBy: { id: "asc" },
      select: { id: true },
    });
    for (const { id: supplierId } of suppliers) {
      const lines = [{ lineGid, units: UNITS_A_SUPPLIER }];
      const fields = { supplierId, order, lines, state: "sending", sentAt: null };
      const { id } = await addPurchaseOrder(tx, shopId, fields);
      await tx.purchaseOrder.update({
        where: { shopId_id: { shopId, id } },
        data: { state: "sent", sentAt: new Date() },
      });
    }
  });
}
