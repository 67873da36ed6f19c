/**
 * Jobs `dropship.time-due` and `dropship.time`: look for deadlines that suppliers missed. Each purchase order is decided
 * under its lock, so an answer, a tracking number, a second sweep and a fail-over of the same one have one outcome.
 */
import type { Clock } from "#app/platform/clock.ts";
import { inShop, type Db, type ShopTx } from "#app/platform/db.server.ts";
import type { Logger } from "#app/platform/logger.server.ts";
import type { Rails } from "#app/rails/create-rails.server.ts";
import { openUnits, type PurchaseOrder } from "#app/dropship/purchase-orders/purchase-order.ts";
import { lockPurchaseOrder } from "#app/dropship/purchase-orders/purchase-orders-store.server.ts";
import { enqueueForEachShop } from "#app/jobs/each-shop.server.ts";
import { reportAgain } from "#app/dropship/shipments/report-again.server.ts";
import type { Supplier } from "#app/dropship/suppliers/supplier.ts";
import { findSupplier } from "#app/dropship/suppliers/suppliers-store.server.ts";
import { dueTimes } from "./due-times.ts";
import { escalate, failOver, nudge } from "./act-on-breach.server.ts";
import { findBreach, nextTimerStep, type Breach } from "./next-timer-step.ts";

export type TimerDeps = {
  readonly db: Pick<Db, "prisma">;
  readonly clock: Clock;
  readonly rails: Rails;
  readonly logger: Logger;
};

// The longest overdue first; the rest follows five minutes later.
const ORDERS_A_RUN = 500;

export const timeAll = (deps: TimerDeps): Promise<void> =>
  enqueueForEachShop(deps, "dropship.time");

export async function timeShop(deps: TimerDeps, shopId: bigint): Promise<void> {
  const ids = await inShop(deps.db, shopId, async (tx) => {
    await reportAgain(tx, shopId);
    return listSuspects(tx, shopId, deps.clock.now());
  });
  let failed: unknown = null;
  for (const id of ids)
    try {
      await inShop(deps.db, shopId, (tx) => timeOne(deps, tx, shopId, id));
    } catch (error) {
      // One purchase order that cannot be decided must not keep the others waiting.
      failed ??= error;
      deps.logger.warn({ shop: String(shopId), purchaseOrder: String(id) }, "deadline not decided");
    }
  if (failed) throw failed;
}

/** What may be late: judged again under its lock. What a person has been told of is theirs until something happens to it. */
async function listSuspects(tx: ShopTx, shopId: bigint, now: Date): Promise<readonly bigint[]> {
  const rows = await tx.$queryRaw<{ id: bigint }[]>`
    select p.id from purchase_orders p
    where p.shop_id = ${shopId} and (
      (p.state = 'sent' and (p.acknowledge_by is null or p.acknowledge_by < ${now}))
      or (p.state = 'accepted' and (p.ship_by is null or p.ship_by < ${now}
        or p.tracking_by is null or p.tracking_by < ${now}))
      or (p.state = 'shipped' and p.tracked_at is null and p.tracking_by < ${now})
      or exists (select from supplier_breaches b where b.shop_id = p.shop_id
        and b.purchase_order_id = p.id and b.outcome is null))
      and not exists (select from supplier_breaches told where told.shop_id = p.shop_id
        and told.purchase_order_id = p.id and told.kind = p.breach and told.outcome = 'person')
    order by least(p.acknowledge_by, p.ship_by) nulls first, p.id
    limit ${ORDERS_A_RUN}`;
  return rows.map(({ id }) => id);
}

async function timeOne(
  deps: TimerDeps,
  tx: ShopTx,
  shopId: bigint,
  purchaseOrderId: bigint,
): Promise<void> {
  const order = await lockPurchaseOrder(tx, shopId, purchaseOrderId);
  const supplier = order && (await findSupplier(tx, shopId, order.supplierId));
  if (!order || !supplier) return;
  const now = deps.clock.now();
  const due = await saveDueTimes(tx, order, supplier);
  const units = sumUnits(order);
  const breach = findBreach({ ...order, ...due, ...units }, now);
  await settleOthers(tx, order, breach);
  if (!breach) return;
  const record = await tx.supplierBreach.findUnique({
    where: { shopId_purchaseOrderId_kind: { shopId, purchaseOrderId, kind: breach.kind } },
  });
  const { onBreach } = supplier;
  const { trackedUnits } = units;
  const step = nextTimerStep({ breach, record, trackedUnits, onBreach, terms: supplier, now });
  if (step === "nudge") await nudge(deps, tx, { order, supplier, breach });
  if (step === "fail_over") await failOver(deps, tx, { order, supplier, breach });
  if (step === "person") await escalate(deps, tx, { order, supplier, breach });
}

const sumUnits = ({ lines }: PurchaseOrder) => ({
  openUnits: lines.reduce((sum, line) => sum + openUnits(line), 0),
  trackedUnits: lines.reduce((sum, line) => sum + line.trackedUnits, 0),
});

/** Those of an order that was sent before its supplier had terms, or whose answer named no date, are reckoned here. */
async function saveDueTimes(tx: ShopTx, order: PurchaseOrder, supplier: Supplier) {
  const { shopId, id, sentAt, acknowledgeBy, shipBy, trackingBy } = order;
  if (sentAt === null || (acknowledgeBy && shipBy && trackingBy))
    return { acknowledgeBy, shipBy, trackingBy };
  const promisedOn = order.promisedOn?.toISOString().slice(0, 10) ?? null;
  const reckoned = dueTimes({ sentAt, promisedOn }, supplier);
  const due = {
    acknowledgeBy: acknowledgeBy ?? reckoned.acknowledgeBy,
    shipBy: shipBy ?? reckoned.shipBy,
    trackingBy: trackingBy ?? reckoned.trackingBy,
  };
  await tx.purchaseOrder.update({ where: { shopId_id: { shopId, id } }, data: due });
  return due;
}

/** What was late and is not any more. */
async function settleOthers(tx: ShopTx, order: PurchaseOrder, breach: Breach | null) {
  const { shopId, id } = order;
  await tx.supplierBreach.updateMany({
    where: {
      shopId,
      purchaseOrderId: id,
      outcome: null,
      ...(breach ? { kind: { not: breach.kind } } : {}),
    },
    data: { outcome: "settled" },
  });
  if (order.breach !== null && !breach)
    await tx.purchaseOrder.update({
      where: { shopId_id: { shopId, id } },
      data: { breach: null },
    });
}
