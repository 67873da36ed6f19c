/** Jobs `dropship.track-due` and `dropship.track`: ask the tracking service about parcels that have not arrived. */
import type { Clock } from "#app/platform/clock.ts";
import { inShop, type Db, type ShopTx } from "#app/platform/db.server.ts";
import { addDays } from "#app/platform/time.ts";
import { enqueueForEachShop } from "#app/jobs/each-shop.server.ts";
import type { CarrierSource } from "./carrier-event.ts";
import { slugOf } from "./tracking-number.ts";
import { recordCarrierEvents } from "./record-carrier-events.server.ts";

export type TrackDeps = {
  readonly db: Pick<Db, "prisma">;
  readonly clock: Clock;
  /** null: no service is set up */
  readonly carriers: CarrierSource | null;
};

// What has not arrived by then never will; the exception board says so long before.
const FOLLOW_DAYS = 90;
// One run stays within the queue's time; the rest is asked next time, the longest unasked first.
const PARCELS_A_RUN = 500;

export async function trackAll(deps: TrackDeps): Promise<void> {
  if (deps.carriers) await enqueueForEachShop(deps, "dropship.track");
}

export async function trackShop(deps: TrackDeps, shopId: bigint): Promise<void> {
  const { db, clock, carriers } = deps;
  if (!carriers) return;
  const now = clock.now();
  const parcels = await inShop(db, shopId, (tx) =>
    tx.shipment.findMany({
      where: {
        shopId,
        deliveredAt: null,
        erasedAt: null,
        statedAt: { gte: addDays(now, -FOLLOW_DAYS) },
      },
      orderBy: [{ checkedAt: { sort: "asc", nulls: "first" } }, { id: "asc" }],
      take: PARCELS_A_RUN,
    }),
  );
  const fresh = parcels.filter(({ watchedAt }) => watchedAt === null);
  for (const { id, trackingNumber, carrier } of fresh) {
    const watchRefusal = await carriers.watch(shopId, { trackingNumber, slug: slugOf(carrier) });
    // A number that was corrected meanwhile is asked about by itself.
    await inShop(db, shopId, (tx) =>
      tx.shipment.updateMany({
        where: { shopId, id, trackingNumber },
        data: { watchedAt: now, watchRefusal },
      }),
    );
  }
  if (parcels.length === 0) return;
  const numbers = parcels.map(({ trackingNumber }) => trackingNumber);
  const found = await carriers.listEvents(numbers, null);
  const ids = parcels.map(({ id }) => id);
  const known = await inShop(db, shopId, (tx) => listKnown(tx, shopId, ids));
  for (const { id: shipmentId, trackingNumber } of parcels) {
    const events = (found.get(trackingNumber) ?? []).filter(
      ({ messageId }) => !known.has(`${shipmentId} ${messageId}`),
    );
    if (events.length === 0) continue;
    const heard = { shopId, shipmentId, events, source: "carrier", author: carriers.name } as const;
    await inShop(db, shopId, (tx) => recordCarrierEvents(deps, tx, heard));
  }
  await inShop(db, shopId, (tx) =>
    tx.shipment.updateMany({ where: { shopId, id: { in: ids } }, data: { checkedAt: now } }),
  );
}

/** Most answers say again what is known: their orders need no lock. */
async function listKnown(tx: ShopTx, shopId: bigint, shipmentIds: readonly bigint[]) {
  const rows = await tx.shipmentEvent.findMany({
    where: { shopId, shipmentId: { in: [...shipmentIds] } },
    select: { shipmentId: true, messageId: true },
  });
  return new Set(rows.map(({ shipmentId, messageId }) => `${shipmentId} ${messageId}`));
}
