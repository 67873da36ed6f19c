/** Transmissions as stored: found by what they are, opened with what it takes to hand them over. */
import type { PurchaseOrderTransmission as Row } from "@prisma/client";
import type { Clock } from "#app/platform/clock.ts";
import { inShop, type Db, type ShopTx } from "#app/platform/db.server.ts";
import type { Env } from "#app/platform/env.server.ts";
import type { Channel, Supplier } from "#app/dropship/suppliers/supplier.ts";
import { findChannelSecret, findSupplier } from "#app/dropship/suppliers/suppliers-store.server.ts";
import type { Frozen, HandoverContext } from "#app/dropship/purchase-orders/channels/channel.ts";
import type { Purpose } from "#app/dropship/purchase-orders/transmission.ts";

export type StoreDeps = {
  readonly db: Pick<Db, "prisma">;
  readonly clock: Clock;
  readonly env: Pick<Env, "ENCRYPTION_KEYS">;
};

/** What an intent's arguments name. */
export type TransmissionName =
  | { readonly id: bigint }
  | {
      readonly purchaseOrderId: bigint;
      readonly purpose: Purpose;
      readonly revision: number;
      readonly copy: number;
    };

export type Transmission = Omit<Row, "purpose" | "channel"> & {
  readonly purpose: Purpose;
  readonly channel: Channel;
};

export async function findTransmission(
  tx: ShopTx,
  shopId: bigint,
  name: TransmissionName,
): Promise<Transmission | null> {
  const row = await tx.purchaseOrderTransmission.findUnique({
    where:
      "id" in name
        ? { shopId_id: { shopId, id: name.id } }
        : { shopId_purchaseOrderId_purpose_revision_copy: { shopId, ...name } },
  });
  // Held to these words by the table.
  return row && { ...row, purpose: row.purpose as Purpose, channel: row.channel as Channel };
}

/** Its key when it is known to have arrived. */
export const isHandedOver = (
  { db }: Pick<StoreDeps, "db">,
  shopId: bigint,
  name: TransmissionName,
): Promise<string | null> =>
  inShop(db, shopId, async (tx) => {
    const row = await findTransmission(tx, shopId, name);
    return row?.state === "sent" ? row.idempotencyKey : null;
  });

export type OpenHandover = {
  readonly transmissionId: bigint;
  /** the last try */
  readonly attempt: number;
  readonly channel: Channel;
  readonly frozen: Frozen;
  readonly context: Omit<HandoverContext, "signal">;
};

/** Null: nothing has been fixed, or it was erased. */
export const openHandover = (
  deps: StoreDeps,
  shopId: bigint,
  name: TransmissionName,
): Promise<OpenHandover | null> =>
  inShop(deps.db, shopId, async (tx) => {
    const row = await findTransmission(tx, shopId, name);
    if (!row) return null;
    const frozen = await readFrozen(tx, row);
    const order = await tx.purchaseOrder.findUniqueOrThrow({
      where: { shopId_id: { shopId, id: row.purchaseOrderId } },
      select: { supplierId: true },
    });
    const supplier = await findSupplier(tx, shopId, order.supplierId);
    if (!frozen || !supplier) return null;
    return {
      transmissionId: row.id,
      attempt: await countTries(tx, shopId, row.id),
      channel: row.channel,
      frozen,
      context: await readContext(deps, tx, shopId, supplier),
    };
  });

export async function readFrozen(tx: ShopTx, row: Transmission): Promise<Frozen | null> {
  const { shopId, bytes, target, purchaseOrderId } = row;
  if (!bytes || target === null) return null;
  const { number } = await tx.purchaseOrder.findUniqueOrThrow({
    where: { shopId_id: { shopId, id: purchaseOrderId } },
    select: { number: true },
  });
  const { idempotencyKey, envelopeFrom, messageId, fileName } = row;
  return { idempotencyKey, target, envelopeFrom, messageId, fileName, number, bytes };
}

export async function readContext(
  deps: StoreDeps,
  tx: ShopTx,
  shopId: bigint,
  { supplierId, channelSettings: settings }: Supplier,
): Promise<Omit<HandoverContext, "signal">> {
  const needsSecret = settings.channel === "sftp" || settings.channel === "https";
  const secret = needsSecret ? await findChannelSecret(deps.env, tx, { shopId, supplierId }) : null;
  return { shopId, supplierId, channel: { settings, secret }, now: deps.clock.now() };
}

export const countTries = (tx: ShopTx, shopId: bigint, transmissionId: bigint): Promise<number> =>
  tx.purchaseOrderTry.count({ where: { shopId, transmissionId } });

/** Whether bytes of it may be with the supplier: a try that ended well, without an answer, or not at all. */
export async function mayHaveArrived(
  tx: ShopTx,
  { shopId, purchaseOrderId }: { readonly shopId: bigint; readonly purchaseOrderId: bigint },
  revision: number | "any" = "any",
): Promise<boolean> {
  const ofRevision = revision === "any" ? {} : { revision };
  const left = await tx.purchaseOrderTransmission.findMany({
    where: { shopId, purchaseOrderId, ...ofRevision },
    select: { id: true },
  });
  const tries = await tx.purchaseOrderTry.count({
    where: {
      shopId,
      transmissionId: { in: left.map(({ id }) => id) },
      OR: [{ outcome: null }, { outcome: { in: ["accepted", "lost"] } }],
    },
  });
  return tries > 0;
}
