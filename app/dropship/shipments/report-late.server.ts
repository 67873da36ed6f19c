/** A number for a purchase order that was taken back: refused, and never in silence, for the parcel may be on its way. */
import { appendEntries } from "#app/ledger/append-entries.server.ts";
import type { ShopTx } from "#app/platform/db.server.ts";
import { raiseAlert } from "#app/shops/alerts/raise-alert.server.ts";
import type { PurchaseOrder } from "#app/dropship/purchase-orders/purchase-order.ts";
import { parcelEntry } from "./shipment-entry.ts";

/** Once per purchase order and number, however often the supplier tries. */
export async function reportLate(
  tx: ShopTx,
  order: PurchaseOrder,
  trackingNumber: string | null,
  now: Date,
): Promise<void> {
  const { shopId, id, orderId, orderGid, number } = order;
  const raised = await raiseAlert(tx, {
    shopId,
    event: "supplier_trouble",
    key: `late-shipment:${id}:${trackingNumber ?? ""}`,
    title: `A supplier says that ${number} has shipped, but it was taken back`,
    sentence: `${trackingNumber ? `Tracking number ${trackingNumber}. ` : ""}Find out whether a parcel has left. If it has, stop the new purchase order before it ships twice.`,
    path: `/app/purchase-orders/${id}`,
    forStaffId: null,
    raisedAt: now,
  });
  if (raised === null) return;
  const facts = { trackingNumber };
  const entries = [parcelEntry("reported_late", order, { actor: "supplier", facts, at: now })];
  await appendEntries(tx, shopId, [{ orderId, orderGid, entries }], now);
}
