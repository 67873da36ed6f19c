/** Reads of the mirror what mail needs: what has happened to an order, whom to tell, and what a text may say. */
import type { ShopTx } from "#app/platform/db.server.ts";
import type { OrderEventFacts, ParcelFacts } from "./list-shopper-events.ts";
import type { LineFacts, MailFacts } from "./template-scope.ts";
import type { ShopperEvent } from "./shopper-events.ts";

export type OrderFacts = {
  readonly orderId: bigint;
  readonly orderGid: string;
  readonly name: string;
  readonly placedAt: Date;
  readonly email: string | null;
  readonly locale: string | null;
  readonly timeZone: string;
  readonly shopName: string;
  readonly events: OrderEventFacts;
  /** The words for one mail of this order. */
  readonly mailFacts: (event: ShopperEvent, subject: string) => MailFacts;
};

/** null: not mirrored, deleted, or its person was erased. */
export async function findOrderFacts(
  tx: ShopTx,
  shopId: bigint,
  orderId: bigint,
): Promise<OrderFacts | null> {
  const order = await tx.order.findUnique({ where: { shopId_id: { shopId, id: orderId } } });
  if (!order || order.deletedAt || order.personalErasedAt) return null;
  const shop = await tx.shop.findUniqueOrThrow({ where: { id: shopId } });
  const where = { shopId, orderId };
  const lines = await tx.orderLine.findMany({ where, orderBy: { position: "asc" } });
  const parcels = await tx.orderFulfillment.findMany({ where, orderBy: { id: "asc" } });
  const parcelLines = await tx.orderFulfillmentLine.findMany({ where });
  const scans = await tx.orderFulfillmentEvent.findMany({ where, orderBy: { happenedAt: "asc" } });
  const refunds = await tx.refund.findMany({ where });
  const returns = await tx.orderReturn.findMany({ where });
  const currency = order.presentmentCurrency;
  const lineFacts = (gid: string, quantity: number): LineFacts[] => {
    const line = lines.find((one) => one.gid === gid);
    return line ? [{ ...line, quantity }] : [];
  };
  return {
    orderId,
    orderGid: order.gid,
    name: order.name,
    placedAt: order.placedAt,
    email: order.email,
    locale: order.locale,
    timeZone: shop.ianaTimezone,
    shopName: shop.name ?? shop.domain,
    events: {
      orderGid: order.gid,
      placedAt: order.placedAt,
      cancelledAt: order.cancelledAt,
      isTest: order.isTest,
      parcels: parcels.map((parcel): ParcelFacts => ({
        ...parcel,
        scans: scans.filter(({ fulfillmentGid }) => fulfillmentGid === parcel.gid),
      })),
      refunds: refunds.map(({ gid, processedAt, presentmentTotalMinor }) => ({
        gid,
        at: processedAt,
        amountMinor: presentmentTotalMinor,
      })),
      returns: returns.map(({ gid, status, createdAt, approvedAt, closedAt }) => ({
        gid,
        status,
        at: status === "open" ? (approvedAt ?? createdAt) : (closedAt ?? createdAt),
      })),
    },
    mailFacts: (_event, subject) => {
      const parcel = parcels.find(({ gid }) => gid === subject);
      const refund = refunds.find(({ gid }) => gid === subject);
      const orderReturn = returns.find(({ gid }) => gid === subject);
      return {
        shopName: shop.name ?? shop.domain,
        customerName: order.customerName ?? order.shipName,
        order: {
          name: order.name,
          placedAt: order.placedAt,
          total: { amountMinor: order.presentmentTotalMinor, currency },
          lines: lines.map((line) => ({ ...line, quantity: line.quantity })),
        },
        parcel: parcel
          ? {
              carrier: parcel.trackingCompanies[0] ?? null,
              trackingNumber: parcel.trackingNumbers[0] ?? null,
              trackingUrl: parcel.trackingUrls[0] ?? null,
              estimatedAt: parcel.estimatedDeliveryAt,
              deliveredAt: parcel.deliveredAt,
              lines: parcelLines
                .filter(({ fulfillmentGid }) => fulfillmentGid === parcel.gid)
                .flatMap(({ lineGid, quantity }) => lineFacts(lineGid, quantity)),
            }
          : null,
        refund: refund ? { amount: { amountMinor: refund.presentmentTotalMinor, currency } } : null,
        orderReturn: orderReturn ? { name: orderReturn.name } : null,
        delay: null,
      };
    },
  };
}
