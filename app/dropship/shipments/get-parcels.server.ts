/** The parcels of one purchase order as its page shows them: who gave which number, and what the carrier said. */
import { z } from "zod";
import { inShop, type Db } from "#app/platform/db.server.ts";
import { findPurchaseOrder } from "#app/dropship/purchase-orders/purchase-orders-store.server.ts";
import type { PurchaseOrder } from "#app/dropship/purchase-orders/purchase-order.ts";
import { OPEN_STATES, unitsLeft } from "./plan-shipment.ts";

export type ParcelEventView = {
  readonly eventId: string;
  readonly code: string;
  /** ISO instant */
  readonly at: string;
  readonly source: string;
  readonly author: string;
  readonly place: string | null;
  readonly message: string | null;
};

export type ParcelView = {
  readonly shipmentId: string;
  readonly carrier: string | null;
  readonly trackingNumber: string;
  readonly url: string | null;
  readonly isNumberValid: boolean;
  readonly source: string;
  readonly statedAt: string;
  readonly scannedAt: string | null;
  readonly deliveredAt: string | null;
  /** why Shopify does not know it yet */
  readonly trouble: string | null;
  /** why no carrier's words come; null: they may */
  readonly watchRefusal: string | null;
  readonly isInShopify: boolean;
  readonly units: readonly string[];
  readonly events: readonly ParcelEventView[];
};

export type ParcelsView = {
  readonly purchaseOrderId: string;
  readonly number: string;
  readonly supplierId: string;
  readonly canAdd: boolean;
  readonly lines: readonly {
    readonly lineId: string;
    readonly title: string;
    readonly leftUnits: number;
  }[];
  readonly parcels: readonly ParcelView[];
};

const troubleSchema = z.object({ message: z.string() });
const detailSchema = z.object({
  city: z.string().nullish(),
  country: z.string().nullish(),
  message: z.string().nullish(),
});

/** Null: there is no such purchase order. */
export function getParcels(
  { db }: { readonly db: Pick<Db, "prisma"> },
  shopId: bigint,
  purchaseOrderId: bigint,
): Promise<ParcelsView | null> {
  return inShop(db, shopId, async (tx) => {
    const order = await findPurchaseOrder(tx, shopId, purchaseOrderId);
    if (!order) return null;
    const parcels = await tx.shipment.findMany({
      where: { shopId, purchaseOrderId },
      orderBy: { id: "asc" },
    });
    const among = { shopId, shipmentId: { in: parcels.map(({ id }) => id) } };
    const lines = await tx.shipmentLine.findMany({ where: among });
    const events = await tx.shipmentEvent.findMany({
      where: among,
      orderBy: [{ happenedAt: "desc" }, { id: "desc" }],
    });
    const left = order.lines.map((line) => ({
      lineId: line.id.toString(),
      title: titleOf(line),
      leftUnits: unitsLeft(line),
    }));
    return {
      purchaseOrderId: purchaseOrderId.toString(),
      number: order.number,
      supplierId: order.supplierId.toString(),
      canAdd: OPEN_STATES.has(order.state) && left.some(({ leftUnits }) => leftUnits > 0),
      lines: left.filter(({ leftUnits }) => leftUnits > 0),
      parcels: parcels.map((parcel) => ({
        shipmentId: parcel.id.toString(),
        carrier: parcel.carrier,
        trackingNumber: parcel.trackingNumber,
        url: parcel.trackingUrl,
        isNumberValid: parcel.isNumberValid,
        source: parcel.source,
        statedAt: parcel.statedAt.toISOString(),
        scannedAt: parcel.scannedAt?.toISOString() ?? null,
        deliveredAt: parcel.deliveredAt?.toISOString() ?? null,
        trouble: readTrouble(parcel.trouble),
        watchRefusal: parcel.watchRefusal,
        isInShopify: parcel.fulfillmentGid !== null,
        units: lines
          .filter(({ shipmentId }) => shipmentId === parcel.id)
          .map(
            ({ purchaseOrderLineId, units }) => `${units} × ${nameOf(order, purchaseOrderLineId)}`,
          ),
        events: events.filter(({ shipmentId }) => shipmentId === parcel.id).map(viewEvent),
      })),
    };
  });
}

const titleOf = ({ title, variantTitle }: PurchaseOrder["lines"][number]): string =>
  variantTitle === null ? title : `${title}, ${variantTitle}`;

function nameOf(order: PurchaseOrder, lineId: bigint): string {
  const line = order.lines.find(({ id }) => id === lineId);
  return line ? titleOf(line) : "a line";
}

function readTrouble(stored: unknown): string | null {
  const parsed = troubleSchema.safeParse(stored);
  return parsed.success ? parsed.data.message : null;
}

type EventRow = {
  readonly id: bigint;
  readonly code: string;
  readonly happenedAt: Date;
  readonly source: string;
  readonly author: string;
  readonly detail: unknown;
};

function viewEvent({ id, code, happenedAt, source, author, detail }: EventRow): ParcelEventView {
  const parsed = detailSchema.safeParse(detail);
  const { city, country, message } = parsed.success ? parsed.data : {};
  return {
    eventId: id.toString(),
    code,
    at: happenedAt.toISOString(),
    source,
    author,
    place: [city, country].filter(Boolean).join(", ") || null,
    message: message ?? null,
  };
}
