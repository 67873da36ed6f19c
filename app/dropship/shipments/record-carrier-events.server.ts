/**
 * Writes down what a carrier said of a parcel, each message once, and what follows: the parcel is scanned, the purchase
 * order shipped, and at the end closed. Shopify is told by the parcel's own job.
 */
import { appendEntries } from "#app/ledger/append-entries.server.ts";
import type { NewEntry } from "#app/ledger/next-entry.ts";
import type { Clock } from "#app/platform/clock.ts";
import type { ShopTx } from "#app/platform/db.server.ts";
import { movePurchaseOrder } from "#app/dropship/purchase-orders/move-purchase-order.server.ts";
import { openUnits, type PurchaseOrder } from "#app/dropship/purchase-orders/purchase-order.ts";
import { lockPurchaseOrder } from "#app/dropship/purchase-orders/purchase-orders-store.server.ts";
import {
  assessParcel,
  isCarrierCode,
  type CarrierEvent,
  type EventSource,
  type ParcelProgress,
} from "./carrier-event.ts";
import { enqueueReport } from "./record-shipment.server.ts";
import { parcelEntry } from "./shipment-entry.ts";

export type HeardEvents = {
  readonly shopId: bigint;
  readonly shipmentId: bigint;
  readonly events: readonly CarrierEvent[];
  readonly source: EventSource;
  /** the tracking service, `shopify`, or a staff id */
  readonly author: string;
};

/** How many of the messages were new. */
export async function recordCarrierEvents(
  { clock }: { readonly clock: Clock },
  tx: ShopTx,
  { shopId, shipmentId, events, source, author }: HeardEvents,
): Promise<number> {
  if (events.length === 0) return 0;
  const named = await tx.shipment.findUnique({
    where: { shopId_id: { shopId, id: shipmentId } },
    select: { purchaseOrderId: true },
  });
  const order = named && (await lockPurchaseOrder(tx, shopId, named.purchaseOrderId));
  if (!order) return 0;
  const now = clock.now();
  const added = await tx.shipmentEvent.createMany({
    skipDuplicates: true,
    data: events.map(({ messageId, code, happenedAt, ...detail }) => ({
      shopId,
      shipmentId,
      messageId,
      code,
      // A carrier's clock that runs ahead must not make a parcel arrive tomorrow.
      happenedAt: happenedAt > now ? now : happenedAt,
      heardAt: now,
      source,
      author,
      detail: {
        ...detail,
        estimatedDeliveryAt: detail.estimatedDeliveryAt?.toISOString() ?? null,
      },
    })),
  });
  if (added.count === 0) return 0;
  await saveProgress(tx, order, shipmentId, { events, author, now });
  await enqueueReport(tx, { shopId, shipmentId, orderGid: order.orderGid });
  return added.count;
}

type Hearing = {
  readonly events: readonly CarrierEvent[];
  readonly author: string;
  readonly now: Date;
};

async function saveProgress(
  tx: ShopTx,
  order: PurchaseOrder,
  shipmentId: bigint,
  { events, author, now }: Hearing,
): Promise<void> {
  const { shopId } = order;
  const before = await tx.shipment.findUniqueOrThrow({
    where: { shopId_id: { shopId, id: shipmentId } },
  });
  const heard = await tx.shipmentEvent.findMany({ where: { shopId, shipmentId } });
  const progress = assessParcel(
    heard.flatMap(({ code, happenedAt, source }) =>
      // The table lists the words of `source`.
      isCarrierCode(code) ? [{ code, happenedAt, source: source as EventSource }] : [],
    ),
  );
  const estimate = events.findLast((event) => event.estimatedDeliveryAt)?.estimatedDeliveryAt;
  await tx.shipment.update({
    where: { shopId_id: { shopId, id: shipmentId } },
    data: {
      scannedAt: progress.scannedAt,
      deliveredAt: progress.deliveredAt,
      ...(progress.status === null ? {} : { status: progress.status, statusAt: progress.statusAt }),
      ...(estimate ? { estimatedDeliveryAt: estimate } : {}),
    },
  });
  const entries = newsOf(order, before, progress, author);
  const { orderId, orderGid } = order;
  await appendEntries(tx, shopId, [{ orderId, orderGid, entries }], now);
  if (progress.scannedAt) await saveShipped(tx, order, now);
}

function newsOf(
  order: PurchaseOrder,
  before: {
    readonly id: bigint;
    readonly trackingNumber: string;
    readonly scannedAt: Date | null;
    readonly deliveredAt: Date | null;
  },
  progress: ParcelProgress,
  author: string,
): NewEntry[] {
  const facts = {
    shipment: before.id.toString(),
    trackingNumber: before.trackingNumber,
    author,
  };
  const isScanned = progress.scannedAt && !before.scannedAt ? progress.scannedAt : null;
  const isDelivered = progress.deliveredAt && !before.deliveredAt ? progress.deliveredAt : null;
  return [
    ...(isScanned
      ? [parcelEntry("scanned", order, { actor: "system", facts, at: isScanned })]
      : []),
    ...(isDelivered
      ? [parcelEntry("delivered", order, { actor: "system", facts, at: isDelivered })]
      : []),
  ];
}

/** `shipped` with the first scan; closed once every unit has a parcel and every parcel has arrived. */
async function saveShipped(tx: ShopTx, order: PurchaseOrder, now: Date): Promise<void> {
  const { shopId, id: purchaseOrderId } = order;
  const parcels = await tx.shipment.findMany({ where: { shopId, purchaseOrderId } });
  const scans = parcels.flatMap(({ scannedAt }) => (scannedAt ? [+scannedAt] : []));
  if (scans.length === 0) return;
  const shippedAt = new Date(Math.min(...scans));
  const data = { shippedAt, breach: null };
  const state = await movePurchaseOrder(tx, order, { move: "ship", now, data });
  if (state === null) return;
  const isTracked = order.lines.every((line) => line.trackedUnits >= openUnits(line));
  if (!isTracked || parcels.some(({ deliveredAt }) => deliveredAt === null)) return;
  const reason = { code: "delivered", message: "Every parcel has arrived." };
  await movePurchaseOrder(tx, { ...order, state }, { move: "close", now, reason });
}
