/** What purchase orders know of a shopper: where the goods go, what was engraved, and the documents that said so. */
import type { ShopTx } from "#app/platform/db.server.ts";
import type { PersonalDataStore, PersonTarget } from "#app/platform/personal-data.ts";

export const purchaseOrdersPersonalData: PersonalDataStore = {
  name: "Purchase orders",
  exportCustomer: async (tx, target) => {
    const { shopId } = target;
    const ids = await listPurchaseOrdersOf(tx, target);
    const orders = await tx.purchaseOrder.findMany({ where: { shopId, id: { in: ids } } });
    const lines = await tx.purchaseOrderLine.findMany({
      where: { shopId, purchaseOrderId: { in: ids } },
    });
    const sent = await tx.purchaseOrderTransmission.findMany({
      where: { shopId, purchaseOrderId: { in: ids } },
      omit: { bytes: true },
    });
    return [
      {
        table: "purchase_orders",
        rows: orders.map(({ number, orderGid, shipTo, note, state, createdAt }) => ({
          number,
          order: orderGid,
          ship_to: shipTo,
          note,
          state,
          created_at: createdAt.toISOString(),
        })),
      },
      {
        table: "purchase_order_lines",
        rows: lines.map(({ title, units, customAttributes, note }) => ({
          title,
          units,
          custom_attributes: customAttributes,
          note,
        })),
      },
      {
        table: "purchase_order_transmissions",
        rows: sent.map(({ idempotencyKey, channel, state, settledAt }) => ({
          key: idempotencyKey,
          channel,
          state,
          settled_at: settledAt?.toISOString() ?? null,
        })),
      },
    ].filter(({ rows }) => rows.length > 0);
  },
  eraseCustomer: async (tx, target) => {
    const { shopId, now } = target;
    const ids = await listPurchaseOrdersOf(tx, target);
    const orders = await tx.$executeRaw`
      update purchase_orders set ship_to = null, note = null
      where shop_id = ${shopId} and id = any(${ids}::bigint[]) and (ship_to is not null or note is not null)`;
    const lines = await tx.$executeRaw`
      update purchase_order_lines set custom_attributes = '[]', note = null
      where shop_id = ${shopId} and purchase_order_id = any(${ids}::bigint[])
        and (custom_attributes <> '[]' or note is not null)`;
    const sent = await tx.$executeRaw`
      update purchase_order_transmissions set bytes = null, erased_at = ${now}
      where shop_id = ${shopId} and purchase_order_id = any(${ids}::bigint[]) and erased_at is null`;
    const tries = await tx.$executeRaw`
      update purchase_order_tries try set reply = null
      from purchase_order_transmissions sent
      where try.shop_id = ${shopId} and sent.shop_id = try.shop_id and sent.id = try.transmission_id
        and sent.purchase_order_id = any(${ids}::bigint[]) and try.reply is not null`;
    const report: readonly (readonly [table: string, rows: number])[] = [
      ["purchase_orders", orders],
      ["purchase_order_lines", lines],
      ["purchase_order_transmissions", sent],
      ["purchase_order_tries", tries],
    ];
    return report
      .filter(([, rows]) => rows > 0)
      .map(([table, rows]) => ({ table, rows, outcome: "emptied" as const }));
  },
};

/** Of the person's orders, and those that name the person where the goods go: a gift is somebody else's order. */
export async function listPurchaseOrdersOf(
  tx: ShopTx,
  { shopId, orderGids, words }: PersonTarget,
): Promise<bigint[]> {
  const phones = words.filter((word) => /^\+?\d[\d ]{6,}$/.test(word));
  const rows = await tx.$queryRaw<{ id: bigint }[]>`
    select id from purchase_orders
    where shop_id = ${shopId}
      and (order_gid = any(${[...orderGids]}::text[]) or lower(ship_to ->> 'phone') = any(${phones}::text[]))`;
  return rows.map(({ id }) => id);
}
