/**
 * Hears from the mirror what Shopify knows of our parcels: scans that it, or another app, has written. Our own words that
 * come back are not heard again. Runs after every change of an order.
 */
import { inShop, type Db, type ShopTx } from "#app/platform/db.server.ts";
import type { Clock } from "#app/platform/clock.ts";
import { isCarrierCode, isScan, type CarrierEvent } from "./carrier-event.ts";
import { recordCarrierEvents } from "./record-carrier-events.server.ts";
import { enqueueReport } from "./record-shipment.server.ts";

/** Safe to run any number of times. */
export function hearShopify(
  deps: { readonly db: Pick<Db, "prisma">; readonly clock: Clock },
  { shopId, orderId }: { readonly shopId: bigint; readonly orderId: bigint },
): Promise<void> {
  return inShop(deps.db, shopId, async (tx) => {
    const parcels = await tx.shipment.findMany({
      where: { shopId, orderId },
      select: { id: true, intentId: true, fulfillmentGid: true, deliveredAt: true },
    });
    if (parcels.length === 0) return;
    const order = await tx.order.findUnique({
      where: { shopId_id: { shopId, id: orderId } },
      select: { gid: true },
    });
    if (!order) return;
    for (const { id: shipmentId, fulfillmentGid, deliveredAt } of parcels) {
      // Units freed from a hold, or a fulfillment that has just been made: its job looks.
      if (fulfillmentGid === null)
        await enqueueReport(tx, { shopId, shipmentId, orderGid: order.gid });
      else if (deliveredAt === null) {
        const events = await listForeign(tx, { shopId, shipmentId, fulfillmentGid });
        const heard = { shopId, shipmentId, events, source: "carrier", author: "shopify" } as const;
        await recordCarrierEvents(deps, tx, heard);
      }
    }
  });
}

type Named = {
  readonly shopId: bigint;
  readonly shipmentId: bigint;
  readonly fulfillmentGid: string;
};

/** Events of the fulfillment that no intent of ours has made. */
async function listForeign(
  tx: ShopTx,
  { shopId, shipmentId, fulfillmentGid }: Named,
): Promise<CarrierEvent[]> {
  const seen = await tx.orderFulfillmentEvent.findMany({ where: { shopId, fulfillmentGid } });
  const fulfillment = await tx.orderFulfillment.findUnique({
    where: { shopId_gid: { shopId, gid: fulfillmentGid } },
    select: { inTransitAt: true, deliveredAt: true },
  });
  const heard = await tx.shipmentEvent.findMany({ where: { shopId, shipmentId } });
  const impliedEvents = fulfillment ? listImplied(fulfillmentGid, fulfillment, heard) : [];
  if (seen.length === 0) return impliedEvents;
  const ours = await tx.$queryRaw<{ eventGid: string | null; code: string; second: bigint }[]>`
    select intent.outcome ->> 'eventGid' as "eventGid", event.code,
      floor(extract(epoch from event.happened_at))::bigint as second
    from shipment_events event
    join intents intent on intent.shop_id = event.shop_id and intent.id = event.intent_id
    where event.shop_id = ${shopId} and event.shipment_id = ${shipmentId}`;
  const known = new Set(ours.flatMap(({ eventGid }) => eventGid ?? []));
  // The answer that names the event may be lost, or later than the webhook: status and second tell it, too.
  const written = new Set(ours.map(({ code, second }) => `${code} ${second}`));
  const foreign = seen.flatMap((event): CarrierEvent[] => {
    const code = event.status.toUpperCase();
    const second = Math.floor(event.happenedAt.getTime() / 1_000);
    if (!isCarrierCode(code) || known.has(event.gid) || written.has(`${code} ${second}`)) return [];
    const { happenedAt, message, city, province, country, estimatedDeliveryAt } = event;
    return [
      {
        messageId: `shopify|${event.gid}`,
        code,
        happenedAt,
        message,
        city,
        province,
        country,
        estimatedDeliveryAt,
      },
    ];
  });
  return foreign.length > 0 ? foreign : impliedEvents;
}

type Implied = { readonly inTransitAt: Date | null; readonly deliveredAt: Date | null };

/** Shopify dates the first move and the arrival even where it shows no event. What we said ourselves makes it do so, too. */
function listImplied(
  gid: string,
  { inTransitAt, deliveredAt }: Implied,
  heard: readonly { readonly code: string }[],
): CarrierEvent[] {
  const implied = (code: "IN_TRANSIT" | "DELIVERED", happenedAt: Date): CarrierEvent => ({
    messageId: `shopify|${gid}|${code}`,
    code,
    happenedAt,
    message: null,
    city: null,
    province: null,
    country: null,
    estimatedDeliveryAt: null,
  });
  const hasScan = heard.some(({ code }) => isScan(code));
  const hasArrival = heard.some(({ code }) => code === "DELIVERED");
  return [
    ...(inTransitAt && !hasScan ? [implied("IN_TRANSIT", inTransitAt)] : []),
    ...(deliveredAt && !hasArrival ? [implied("DELIVERED", deliveredAt)] : []),
  ];
}
