/** What parcels know of a shopper: the number by which anybody can see where a parcel went, and what its carrier said. */
import { listPurchaseOrdersOf } from "#app/dropship/purchase-orders/purchase-orders-personal-data.server.ts";
import type { ShopTx } from "#app/platform/db.server.ts";
import type { PersonalDataStore, PersonTarget } from "#app/platform/personal-data.ts";

export const shipmentsPersonalData: PersonalDataStore = {
  name: "Parcels",
  exportCustomer: async (tx, target) => {
    const { shopId } = target;
    const parcels = await listParcels(tx, target);
    const ids = parcels.map(({ id }) => id);
    const events = await tx.shipmentEvent.findMany({
      where: { shopId, shipmentId: { in: ids } },
      orderBy: [{ shipmentId: "asc" }, { happenedAt: "asc" }],
    });
    const numbers = new Map(parcels.map(({ id, trackingNumber }) => [id, trackingNumber]));
    return [
      {
        table: "shipments",
        rows: parcels.map(({ carrier, trackingNumber, status, statedAt, deliveredAt }) => ({
          carrier,
          tracking_number: trackingNumber,
          status,
          stated_at: statedAt.toISOString(),
          delivered_at: deliveredAt?.toISOString() ?? null,
        })),
      },
      {
        table: "shipment_events",
        rows: events.map(({ shipmentId, code, happenedAt, detail }) => ({
          tracking_number: numbers.get(shipmentId),
          code,
          happened_at: happenedAt.toISOString(),
          detail,
        })),
      },
    ].filter(({ rows }) => rows.length > 0);
  },
  eraseCustomer: async (tx, target) => {
    const { shopId, now } = target;
    const ids = (await listParcels(tx, target)).map(({ id }) => id);
    // A shop's numbers are told apart, so each gets one that says nothing. What is erased is followed and reported no more.
    const parcels = await tx.$executeRaw`
      update shipments set tracking_number = 'ERASED' || id, tracking_url = null, trouble = null,
        reported_number = case when reported_number is not null then 'ERASED' || id end, erased_at = ${now}
      where shop_id = ${shopId} and id = any(${ids}::bigint[]) and erased_at is null`;
    const events = await tx.$executeRaw`
      update shipment_events set detail = '{}'
      where shop_id = ${shopId} and shipment_id = any(${ids}::bigint[]) and detail <> '{}'`;
    const report: readonly (readonly [table: string, rows: number])[] = [
      ["shipments", parcels],
      ["shipment_events", events],
    ];
    return report
      .filter(([, rows]) => rows > 0)
      .map(([table, rows]) => ({ table, rows, outcome: "emptied" as const }));
  },
};

async function listParcels(tx: ShopTx, target: PersonTarget) {
  const { shopId } = target;
  const purchaseOrderId = { in: await listPurchaseOrdersOf(tx, target) };
  return tx.shipment.findMany({ where: { shopId, purchaseOrderId }, orderBy: { id: "asc" } });
}
