/** Puts a wrong tracking number right, as long as no carrier has scanned it. Shopify gets the new one by the parcel's job. */
import { appendEntries } from "#app/ledger/append-entries.server.ts";
import type { Clock } from "#app/platform/clock.ts";
import type { ShopTx } from "#app/platform/db.server.ts";
import { accept, refuse, type Result } from "#app/platform/result.ts";
import { lockPurchaseOrder } from "#app/dropship/purchase-orders/purchase-orders-store.server.ts";
import { writeOrTaken } from "#app/platform/or-taken.server.ts";
import { evaluateNumber } from "./plan-shipment.ts";
import { enqueueReport, enqueueTracking, numberKnown } from "./record-shipment.server.ts";
import { shipmentEntry, type ShipmentAuthor } from "./shipment-entry.ts";
import type { ShipmentRefusal } from "./shipment-refusals.ts";
import { assessTrackingNumber } from "./tracking-number.ts";

export type Correction = ShipmentAuthor & {
  readonly shopId: bigint;
  readonly supplierId: bigint;
  readonly shipmentId: bigint;
  readonly carrier: string | null;
  readonly trackingNumber: string;
  readonly isConfirmed: boolean;
};

export async function correctShipment(
  { clock }: { readonly clock: Clock },
  tx: ShopTx,
  input: Correction,
): Promise<Result<{ readonly trackingNumber: string }, ShipmentRefusal>> {
  const { shopId, shipmentId, supplierId } = input;
  const where = { shopId_id: { shopId, id: shipmentId } };
  const named = await tx.shipment.findUnique({ where, select: { purchaseOrderId: true } });
  const order = named && (await lockPurchaseOrder(tx, shopId, named.purchaseOrderId));
  if (order?.supplierId !== supplierId) return refuse({ code: "order_unknown" });
  const before = await tx.shipment.findUniqueOrThrow({ where });
  if (before.scannedAt) return refuse({ code: "already_scanned", number: before.trackingNumber });
  const verdict = assessTrackingNumber(input.trackingNumber, input.carrier);
  const evaluated = evaluateNumber(verdict, input.isConfirmed);
  if (!evaluated.ok) return evaluated;
  const { number, isValid } = evaluated.value;
  const carrier = verdict.verdict === "valid" ? verdict.carrier : input.carrier?.trim() || null;
  const trackingUrl = verdict.verdict === "valid" ? verdict.url : null;
  const data = { trackingNumber: number, carrier, trackingUrl, isNumberValid: isValid };
  // Two people put the same thing right: the second one finds it done. Where Shopify refused it, once more is meant.
  const isDone = before.trackingNumber === number && before.carrier === carrier;
  if (isDone && before.isNumberValid === isValid && before.trouble === null)
    return accept({ trackingNumber: number });
  const isOurs = await writeOrTaken(tx, () =>
    tx.shipment.update({ where, data: { ...data, ...NOT_TOLD_YET } }),
  );
  if (!isOurs) return refuse(await numberKnown(tx, order, number));
  // What was heard of the wrong number is another parcel's story.
  if (before.trackingNumber !== number)
    await tx.shipmentEvent.deleteMany({ where: { shopId, shipmentId, intentId: null } });
  const now = clock.now();
  const { orderId, orderGid } = order;
  const facts = { shipmentId, number, carrier, isValid };
  const entries = [shipmentEntry("corrected", order, input, facts, [], now)];
  await appendEntries(tx, shopId, [{ orderId, orderGid, entries }], now);
  await enqueueReport(tx, { shopId, shipmentId, orderGid });
  await enqueueTracking(tx, shopId, now);
  return accept({ trackingNumber: number });
}

const NOT_TOLD_YET = {
  watchedAt: null,
  watchRefusal: null,
  checkedAt: null,
  correctionAttempts: 0,
};
