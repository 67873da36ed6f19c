/** What the steps of a parcel's report share: its lock, its rule, and the words of a refusal. */
import type { Clock } from "#app/platform/clock.ts";
import type { Db, ShopTx } from "#app/platform/db.server.ts";
import { findIntent } from "#app/rails/intent-store.server.ts";
import type { recordIntent, RecordDeps } from "#app/rails/record-intent.server.ts";
import type { AdminClient } from "#app/shopify/admin-client.server.ts";
import { lockPurchaseOrder } from "#app/dropship/purchase-orders/purchase-orders-store.server.ts";

export type ReportDeps = {
  readonly db: Pick<Db, "prisma">;
  readonly clock: Clock;
  readonly admin: AdminClient;
  readonly rails: RecordDeps;
};

/** The version of the rule by which a supplier's number becomes a fulfillment. */
export const REPORT_RULE = { kind: "rule", name: "supplier_tracking", version: 1 } as const;

export type Named = { readonly shopId: bigint; readonly shipmentId: bigint };

export type LockedParcel = NonNullable<Awaited<ReturnType<typeof lockParcel>>>;

/** The parcel under the lock of its order, with what came of its intents. Null: there is none, or it was erased. */
export async function lockParcel(tx: ShopTx, { shopId, shipmentId }: Named) {
  const where = { shopId_id: { shopId, id: shipmentId } };
  const found = await tx.shipment.findUnique({ where, select: { purchaseOrderId: true } });
  const order = found && (await lockPurchaseOrder(tx, shopId, found.purchaseOrderId));
  if (!order) return null;
  const shipment = await tx.shipment.findUniqueOrThrow({ where });
  if (shipment.erasedAt !== null) return null;
  const intent =
    shipment.intentId === null ? null : await findIntent(tx, shopId, shipment.intentId);
  const { correctionIntentId } = shipment;
  const correction =
    correctionIntentId === null ? null : await findIntent(tx, shopId, correctionIntentId);
  const made = intent?.state === "done" ? intent.outcome?.["fulfillmentGid"] : null;
  if (shipment.fulfillmentGid !== null || typeof made !== "string")
    return { shipment, order, intent, correction };
  const known = await tx.shipment.update({ where, data: { fulfillmentGid: made } });
  return { shipment: known, order, intent, correction };
}

type RecordRefusal = Extract<Awaited<ReturnType<typeof recordIntent>>, { ok: false }>["refusal"];

export const describeHeld = (refusal: RecordRefusal) =>
  refusal.code === "may_not_act"
    ? { code: refusal.refusal.code, message: refusal.refusal.message }
    : { code: refusal.code, message: "Shopify was to be told something else of this parcel." };
