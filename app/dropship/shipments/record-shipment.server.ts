/**
 * Takes a tracking number for units of a purchase order: checked, once, under the lock that revoking and answering take
 * too. Shopify is told by a job that is enqueued beside the rows. Nothing is called shipped here; only a scan does that.
 */
import { enqueueJob } from "#app/jobs/enqueue.server.ts";
import { appendEntries } from "#app/ledger/append-entries.server.ts";
import type { Clock } from "#app/platform/clock.ts";
import type { ShopTx } from "#app/platform/db.server.ts";
import { accept, refuse, type Result } from "#app/platform/result.ts";
import { MS_PER_SECOND } from "#app/platform/time.ts";
import { movePurchaseOrder } from "#app/dropship/purchase-orders/move-purchase-order.server.ts";
import type { PurchaseOrder } from "#app/dropship/purchase-orders/purchase-order.ts";
import { lockPurchaseOrder } from "#app/dropship/purchase-orders/purchase-orders-store.server.ts";
import {
  evaluateNumber,
  planShipment,
  unitsLeft,
  type PlannedLine,
  type ShippedLine,
} from "./plan-shipment.ts";
import { reportLate } from "./report-late.server.ts";
import type { ShipmentRefusal } from "./shipment-refusals.ts";
import { shipmentEntry, type ShipmentAuthor } from "./shipment-entry.ts";
import { assessTrackingNumber, type TrackingVerdict } from "./tracking-number.ts";

export type ShipmentInput = ShipmentAuthor & {
  readonly shopId: bigint;
  readonly supplierId: bigint;
  readonly purchaseOrderId: bigint;
  /** "all": whatever still needs a number */
  readonly lines: readonly ShippedLine[] | "all";
  /** as written; null = not named */
  readonly carrier: string | null;
  readonly trackingNumber: string;
  /** The person was asked about the number and says that it is right. */
  readonly isConfirmed: boolean;
};

export type RecordedShipment = {
  readonly shipmentId: bigint;
  readonly trackingNumber: string;
  readonly carrier: string | null;
  readonly isNumberValid: boolean;
  /** every unit of the purchase order has a number now */
  readonly isComplete: boolean;
};

/**
 * A refusal is a value and the transaction goes on: a number for a revoked order raises an alert that must be committed.
 */
export async function recordShipment(
  { clock }: { readonly clock: Clock },
  tx: ShopTx,
  input: ShipmentInput,
): Promise<Result<RecordedShipment, ShipmentRefusal>> {
  const { shopId, supplierId, purchaseOrderId, isConfirmed } = input;
  const now = clock.now();
  const verdict = assessTrackingNumber(input.trackingNumber, input.carrier);
  const order = await lockPurchaseOrder(tx, shopId, purchaseOrderId);
  if (order?.supplierId !== supplierId) return refuse({ code: "order_unknown" });
  if (order.state === "revoked") await reportLate(tx, order, verdict.number, now);
  const planned = planShipment(order, input.lines);
  const number = evaluateNumber(verdict, isConfirmed);
  if (!planned.ok) return refuse(await betterRefusal(tx, order, verdict.number, planned.refusal));
  if (!number.ok) return number;
  const carrier = verdict.verdict === "valid" ? verdict.carrier : input.carrier?.trim() || null;
  const parcel = { ...number.value, carrier, verdict };
  const shipmentId = await insertShipment(tx, order, input, parcel, now);
  if (shipmentId === null) return refuse(await numberKnown(tx, order, parcel.number));
  await saveLines(tx, order, shipmentId, planned.value);
  const isComplete = await saveProgress(tx, order, planned.value, now);
  const { orderId, orderGid } = order;
  const facts = { shipmentId, number: parcel.number, carrier, isValid: parcel.isValid };
  const entries = [shipmentEntry("stated", order, input, facts, planned.value, now)];
  await appendEntries(tx, shopId, [{ orderId, orderGid, entries }], now);
  await enqueueReport(tx, { shopId, shipmentId, orderGid });
  await enqueueTracking(tx, shopId, now);
  return accept({
    shipmentId,
    trackingNumber: parcel.number,
    carrier,
    isNumberValid: parcel.isValid,
    isComplete,
  });
}

/** Tells Shopify what we know of the parcel; waiting ones of the same parcel become one. */
export const enqueueReport = (
  tx: ShopTx,
  parcel: { readonly shopId: bigint; readonly shipmentId: bigint; readonly orderGid: string },
  runAt?: Date,
): Promise<unknown> =>
  enqueueJob(tx, {
    name: "dropship.report-shipment",
    payload: { shopId: parcel.shopId.toString(), shipmentId: parcel.shipmentId.toString() },
    queue: `order:${parcel.shopId}:${parcel.orderGid}`,
    key: `report-shipment:${parcel.shopId}:${parcel.shipmentId}`,
    ...(runAt ? { runAt } : {}),
  });

// A file of a hundred rows is one question to the tracking service.
const GATHER_MS = 10 * MS_PER_SECOND;

/** Has the tracking service follow what is new, without waiting for the next look. */
export const enqueueTracking = (tx: ShopTx, shopId: bigint, now: Date): Promise<unknown> =>
  enqueueJob(tx, {
    name: "dropship.track",
    payload: { shopId: shopId.toString() },
    key: `dropship.track:${shopId}`,
    whenWaiting: "keep",
    runAt: new Date(now.getTime() + GATHER_MS),
  });

type Parcel = {
  readonly number: string;
  readonly isValid: boolean;
  readonly carrier: string | null;
  readonly verdict: TrackingVerdict;
};

async function insertShipment(
  tx: ShopTx,
  order: PurchaseOrder,
  { source, author }: ShipmentAuthor,
  { number, isValid, carrier, verdict }: Parcel,
  now: Date,
): Promise<bigint | null> {
  const url = verdict.verdict === "valid" ? verdict.url : null;
  const rows = await tx.$queryRaw<{ id: bigint }[]>`
    insert into shipments (shop_id, purchase_order_id, order_id, supplier_id, carrier, tracking_number,
      tracking_url, is_number_valid, source, author, stated_at)
    values (${order.shopId}, ${order.id}, ${order.orderId}, ${order.supplierId}, ${carrier}, ${number},
      ${url}, ${isValid}, ${source}, ${author}, ${now})
    on conflict (shop_id, tracking_number) do nothing returning id`;
  return rows[0]?.id ?? null;
}

/** The same file sent twice says of each row that it is known, not that nothing is left. */
async function betterRefusal(
  tx: ShopTx,
  order: PurchaseOrder,
  number: string | null,
  refusal: ShipmentRefusal,
): Promise<ShipmentRefusal> {
  if (number === null || (refusal.code !== "nothing_left" && refusal.code !== "too_many_units"))
    return refusal;
  const known = await numberKnown(tx, order, number);
  return known.isSameOrder ? known : refusal;
}

/** The refusal that names whose number it is. */
export async function numberKnown(tx: ShopTx, { shopId, id }: PurchaseOrder, number: string) {
  const known = await tx.shipment.findUnique({
    where: { shopId_trackingNumber: { shopId, trackingNumber: number } },
    select: { purchaseOrderId: true },
  });
  return { code: "number_known", number, isSameOrder: known?.purchaseOrderId === id } as const;
}

async function saveLines(
  tx: ShopTx,
  { shopId }: PurchaseOrder,
  shipmentId: bigint,
  lines: readonly PlannedLine[],
): Promise<void> {
  await tx.shipmentLine.createMany({
    data: lines.map(({ lineId, lineGid, units }) => ({
      shopId,
      shipmentId,
      purchaseOrderLineId: lineId,
      lineGid,
      units,
    })),
  });
  for (const { lineId, units } of lines)
    await tx.$executeRaw`
      update purchase_order_lines set tracked_units = tracked_units + ${units},
        accepted_units = greatest(accepted_units, tracked_units + ${units})
      where shop_id = ${shopId} and id = ${lineId}`;
}

/** Whoever gives a number has said yes. Returns whether every unit has one now. */
async function saveProgress(
  tx: ShopTx,
  order: PurchaseOrder,
  lines: readonly PlannedLine[],
  now: Date,
): Promise<boolean> {
  const left = order.lines.reduce((sum, line) => sum + unitsLeft(line), 0);
  const isComplete = left === lines.reduce((sum, { units }) => sum + units, 0);
  const isAnswer = order.state !== "accepted" && order.state !== "shipped";
  const data = {
    ...(isComplete ? { trackedAt: now } : {}),
    ...(order.acknowledgedAt ? {} : { acknowledgedAt: now }),
    breach: null,
  };
  if (isAnswer) await movePurchaseOrder(tx, order, { move: "accept", now, data });
  else
    await tx.purchaseOrder.update({
      where: { shopId_id: { shopId: order.shopId, id: order.id } },
      data,
    });
  return isComplete;
}
