/** After a try: what it proved, on the try, on what was sent, and on the purchase order. */
import { Prisma } from "@prisma/client";
import type { Clock } from "#app/platform/clock.ts";
import { inShop, type Db, type ShopTx } from "#app/platform/db.server.ts";
import { MS_PER_HOUR } from "#app/platform/time.ts";
import { raiseAlert } from "#app/shops/alerts/raise-alert.server.ts";
import { findSupplier } from "#app/dropship/suppliers/suppliers-store.server.ts";
import { acknowledgeBy } from "#app/dropship/timers/due-times.ts";
import {
  movePurchaseOrder,
  tellHistory,
} from "#app/dropship/purchase-orders/move-purchase-order.server.ts";
import {
  numberWithRevision,
  type PurchaseOrder,
  type PurchaseOrderReason,
} from "#app/dropship/purchase-orders/purchase-order.ts";
import { lockPurchaseOrder } from "#app/dropship/purchase-orders/purchase-orders-store.server.ts";
import {
  findTransmission,
  type Transmission,
  type TransmissionName,
} from "./transmissions-store.server.ts";

export type EndDeps = { readonly db: Pick<Db, "prisma">; readonly clock: Clock };

export type TryName = {
  readonly shopId: bigint;
  readonly transmissionId: bigint;
  readonly attempt: number;
};

export type Ended =
  | { readonly outcome: "accepted"; readonly reply: string }
  | {
      readonly outcome: "refused" | "not_sent" | "lost";
      readonly reply: string | null;
      readonly failure: PurchaseOrderReason;
    };

export const MAX_REPLY = 500;
// With the engine's growing waits this is about half a working day of a server that does not answer.
const MOST_TRIES = 18;
const LONGEST_MS = 6 * MS_PER_HOUR;
const LEAST_TRIES = 3;

/** True: it is over and a person has been told; no further try is made by itself. */
export function endTry(deps: EndDeps, name: TryName, ended: Ended): Promise<boolean> {
  const { shopId, transmissionId, attempt } = name;
  return inShop(deps.db, shopId, async (tx) => {
    const seen = await findTransmission(tx, shopId, { id: transmissionId });
    const order = seen && (await lockPurchaseOrder(tx, shopId, seen.purchaseOrderId));
    const transmission = seen && (await findTransmission(tx, shopId, { id: transmissionId }));
    if (!order || !transmission) return true;
    const now = deps.clock.now();
    await tx.purchaseOrderTry.updateMany({
      where: { shopId, transmissionId, attempt },
      data: {
        outcome: ended.outcome,
        endedAt: now,
        reply: ended.reply?.slice(0, MAX_REPLY) ?? null,
      },
    });
    if (ended.outcome === "accepted") {
      await settleTaken(tx, order, transmission, now);
      return true;
    }
    const isOver = ended.outcome === "refused" || (await isExhausted(tx, transmission, now));
    if (isOver && transmission.state === "waiting")
      await settleFailed(tx, order, transmission, { ...ended, now });
    return isOver;
  });
}

/** What is not to leave, or cannot: the first is put aside, the second a person hears of. */
export function closeUnsent(
  { db, clock }: EndDeps,
  shopId: bigint,
  name: TransmissionName,
  failure: PurchaseOrderReason,
): Promise<void> {
  return inShop(db, shopId, async (tx) => {
    const seen = await findTransmission(tx, shopId, name);
    const order = seen && (await lockPurchaseOrder(tx, shopId, seen.purchaseOrderId));
    const transmission = seen && (await findTransmission(tx, shopId, { id: seen.id }));
    if (!order || transmission?.state !== "waiting") return;
    const now = clock.now();
    if (failure.code !== "superseded")
      return settleFailed(tx, order, transmission, { failure, now });
    await tx.purchaseOrderTransmission.update({
      where: { shopId_id: { shopId, id: transmission.id } },
      data: { state: "superseded", settledAt: now },
    });
  });
}

/** Put aside or given up while it was on its way, it arrived all the same. */
async function settleTaken(
  tx: ShopTx,
  order: PurchaseOrder,
  { shopId, id, state, purpose, copy, revision, channel }: Transmission,
  now: Date,
): Promise<void> {
  if (state === "sent") return;
  await tx.purchaseOrderTransmission.update({
    where: { shopId_id: { shopId, id } },
    data: { state: "sent", settledAt: now, failure: Prisma.DbNull },
  });
  if (purpose !== "order" || revision !== order.revision) return;
  const facts = { channel, copy };
  const kind = copy === 0 ? "sent" : "sent_again";
  await tellHistory(tx, order, { kind, facts }, { actor: { kind: "system" }, now });
  const isFirst = copy === 0 || order.state === "failed";
  const data = isFirst ? await timesOf(tx, order, now) : {};
  await movePurchaseOrder(tx, order, { move: "taken", now, data });
}

async function timesOf(tx: ShopTx, order: PurchaseOrder, now: Date) {
  if (order.acknowledgedAt !== null) return { sentAt: now };
  const supplier = await findSupplier(tx, order.shopId, order.supplierId);
  return { sentAt: now, ...(supplier ? { acknowledgeBy: acknowledgeBy(now, supplier) } : {}) };
}

/** Counted from the last decision to send it. */
async function isExhausted(
  tx: ShopTx,
  { shopId, id: transmissionId, askedAt, createdAt }: Transmission,
  now: Date,
): Promise<boolean> {
  const since = askedAt ?? createdAt;
  const where = { shopId, transmissionId, beganAt: { gte: since } };
  const tries = await tx.purchaseOrderTry.count({ where });
  const first = await tx.purchaseOrderTry.aggregate({ where, _min: { beganAt: true } });
  const ageMs = now.getTime() - (first._min.beganAt ?? now).getTime();
  return tries >= MOST_TRIES || (tries >= LEAST_TRIES && ageMs > LONGEST_MS);
}

/** The caller holds the lock and knows that it has not failed before. */
export async function settleFailed(
  tx: ShopTx,
  order: PurchaseOrder,
  transmission: Transmission,
  { failure, now }: { readonly failure: PurchaseOrderReason; readonly now: Date },
): Promise<void> {
  const { shopId, id, purpose, copy } = transmission;
  const reason = { ...failure, message: await explain(tx, transmission, failure) };
  await tx.purchaseOrderTransmission.update({
    where: { shopId_id: { shopId, id } },
    data: { state: "failed", settledAt: now, failure: { ...reason } },
  });
  if (await isLast(tx, order, transmission))
    await movePurchaseOrder(tx, order, { move: "give_up", now, reason });
  const facts = { purpose, copy, reason: failure.code };
  await tellHistory(tx, order, { kind: "failed", facts }, { actor: { kind: "system" }, now });
  await raiseAlert(tx, {
    shopId,
    event: "supplier_trouble",
    key: `transmission:${id}:${transmission.asked}`,
    title: TITLES[purpose](numberWithRevision(order)),
    sentence: reason.message,
    path: `/app/purchase-orders/${order.id}`,
    forStaffId: null,
    raisedAt: now,
  });
}

/** Whether nothing else of what the supplier is asked now has arrived, or may still. */
async function isLast(
  tx: ShopTx,
  order: PurchaseOrder,
  { shopId, id, purpose, revision, purchaseOrderId }: Transmission,
): Promise<boolean> {
  if (purpose !== "order" || revision !== order.revision) return false;
  const state = { in: ["waiting", "sent"] };
  const where = { shopId, purchaseOrderId, purpose, revision, state, id: { not: id } };
  return (await tx.purchaseOrderTransmission.count({ where })) === 0;
}

const TITLES: Readonly<Record<Transmission["purpose"], (number: string) => string>> = {
  order: (number) => `Purchase order ${number} could not be sent`,
  revoked: (number) => `The supplier was not told that ${number} is revoked`,
  nudge: (number) => `A nudge about ${number} could not be sent`,
  address: (number) => `The new address of ${number} could not be sent`,
};

/** Whether it may have arrived is what a person needs to know first. */
async function explain(
  tx: ShopTx,
  { shopId, id: transmissionId }: Transmission,
  { message }: PurchaseOrderReason,
): Promise<string> {
  const lost = await tx.purchaseOrderTry.count({
    where: { shopId, transmissionId, outcome: "lost" },
  });
  return lost > 0
    ? `${message} It may have arrived all the same: ask the supplier before you send it elsewhere.`
    : `${message} It has not arrived. Repair the channel and try again, or revoke it.`;
}
