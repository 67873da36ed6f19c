/** What the pages of a supplier show, read in one transaction. Reads only. */
import { inShop, type ShopTx } from "#app/platform/db.server.ts";
import { listQuestionsOf } from "#app/dropship/acknowledgements/questions.server.ts";
import type { PurchaseOrder } from "#app/dropship/purchase-orders/purchase-order.ts";
import {
  findPurchaseOrder,
  listOpenPurchaseOrders,
} from "#app/dropship/purchase-orders/purchase-orders-store.server.ts";
import type { PageDeps, Visit } from "./open-link.server.ts";
import type { ParcelView } from "./parts/order-page.tsx";
import type { QuestionView } from "./parts/question-part.tsx";
import type { PriceState, PriceStates } from "./today-view.ts";

export type TodayFacts = {
  readonly orders: readonly PurchaseOrder[];
  readonly prices: PriceStates;
  readonly questions: readonly QuestionView[];
};

export const loadToday = (deps: PageDeps, visit: Visit): Promise<TodayFacts> =>
  inShop(deps.db, visit.shopId, async (tx) => {
    const orders = await listOpen(tx, visit);
    return {
      orders,
      prices: await readPrices(
        tx,
        visit.shopId,
        orders.map(({ id }) => id),
      ),
      questions: await listQuestionsOf(tx, { ...ownerOf(visit), purchaseOrderId: null }),
    };
  });

const ownerOf = ({ shopId, supplier }: Visit) => ({ shopId, supplierId: supplier.supplierId });

export const listOpen = (tx: ShopTx, { shopId, supplier }: Visit): Promise<PurchaseOrder[]> =>
  listOpenPurchaseOrders(tx, shopId, supplier.supplierId);

export type OrderFacts = {
  readonly order: PurchaseOrder;
  readonly prices: PriceStates;
  readonly parcels: readonly ParcelView[];
  readonly questions: readonly QuestionView[];
};

/** Null: there is none of this number, or it is not this supplier's, or it has never left. */
export const loadOrder = (
  deps: PageDeps,
  visit: Visit,
  number: string,
): Promise<OrderFacts | null> =>
  inShop(deps.db, visit.shopId, async (tx) => {
    const order = await findByNumber(tx, visit, number);
    if (!order) return null;
    const { shopId } = visit;
    const parcels = await tx.shipment.findMany({
      where: { shopId, purchaseOrderId: order.id },
      orderBy: { id: "asc" },
      select: { trackingNumber: true, carrier: true },
    });
    return {
      order,
      prices: await readPrices(tx, shopId, [order.id]),
      parcels: parcels.map(({ trackingNumber, carrier }) => ({ number: trackingNumber, carrier })),
      questions: await listQuestionsOf(tx, { ...ownerOf(visit), purchaseOrderId: order.id }),
    };
  });

export async function findByNumber(
  tx: ShopTx,
  { shopId, supplier }: Visit,
  number: string,
): Promise<PurchaseOrder | null> {
  if (number === "" || number.length > 80) return null;
  const row = await tx.purchaseOrder.findUnique({
    where: { shopId_number: { shopId, number } },
    select: { id: true, supplierId: true, state: true, sentAt: true },
  });
  if (row?.supplierId !== supplier.supplierId) return null;
  const hasNeverLeft = row.sentAt === null && ["approval", "queued"].includes(row.state);
  return hasNeverLeft ? null : findPurchaseOrder(tx, shopId, row.id);
}

async function readPrices(
  tx: ShopTx,
  shopId: bigint,
  orderIds: readonly bigint[],
): Promise<PriceStates> {
  const rows = await tx.supplierStatedCost.findMany({
    where: { shopId, purchaseOrderId: { in: [...orderIds] } },
    select: { purchaseOrderLineId: true, verdict: true },
  });
  return new Map(
    rows.map(({ purchaseOrderLineId, verdict }): [bigint, PriceState] => [
      purchaseOrderLineId,
      // Held to these words by the table.
      (verdict as PriceState | null) ?? "waiting",
    ]),
  );
}
