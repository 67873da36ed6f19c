/**
 * An address that was corrected reaches every purchase order of the order. What has not left simply changes; what has, and
 * is not accepted, becomes the next revision and voids the one before; after acceptance the supplier is asked.
 */
import type { Prisma } from "@prisma/client";
import type { ShopTx } from "#app/platform/db.server.ts";
import type { IntentActor } from "#app/rails/intent.ts";
import { findSupplier } from "#app/dropship/suppliers/suppliers-store.server.ts";
import { calendarOf, nextSendAt } from "#app/dropship/suppliers/work-calendar.ts";
import { sendWhenDue } from "./issue-purchase-orders.server.ts";
import { movePurchaseOrder, tellHistory } from "./move-purchase-order.server.ts";
import type { PurchaseOrder, ShipTo } from "./purchase-order.ts";
import {
  findPurchaseOrder,
  listPurchaseOrdersOfOrder,
  lockOrder,
  lockPurchaseOrder,
} from "./purchase-orders-store.server.ts";
import { requestSending, type SendingDeps } from "./request-sending.server.ts";
import { mayHaveArrived } from "./sending/transmissions-store.server.ts";

export type AddressChange = {
  readonly shopId: bigint;
  readonly orderId: bigint;
  readonly shipTo: ShipTo;
  readonly actor: IntentActor;
};

export type AddressOutcome = "changed" | "revised" | "asked" | "too_late";

/** What became of each purchase order whose address differs; run again it finds none. */
export async function reviseAddress(
  deps: SendingDeps,
  tx: ShopTx,
  { shopId, orderId, shipTo, actor }: AddressChange,
): Promise<readonly { readonly number: string; readonly outcome: AddressOutcome }[]> {
  await lockOrder(tx, shopId, orderId);
  const outcomes: { number: string; outcome: AddressOutcome }[] = [];
  for (const { id } of await listPurchaseOrdersOfOrder(tx, shopId, orderId)) {
    const order = await lockPurchaseOrder(tx, shopId, id);
    // An erased address stays erased.
    if (!order?.shipTo || isSameAddress(order.shipTo, shipTo)) continue;
    const outcome = await reviseOne(deps, tx, order, { shipTo, actor });
    if (outcome) outcomes.push({ number: order.number, outcome });
  }
  return outcomes;
}

const PARTS = [
  "name",
  "company",
  "address1",
  "address2",
  "city",
  "province",
  "provinceCode",
  "zip",
  "countryCode",
  "phone",
] as const satisfies readonly (keyof ShipTo)[];

const isSameAddress = (one: ShipTo, other: ShipTo): boolean =>
  PARTS.every((part) => (one[part] ?? "").trim() === (other[part] ?? "").trim());

type Change = { readonly shipTo: ShipTo; readonly actor: IntentActor };

async function reviseOne(
  deps: SendingDeps,
  tx: ShopTx,
  order: PurchaseOrder,
  change: Change,
): Promise<AddressOutcome | null> {
  switch (order.state) {
    case "approval":
      return changeInPlace(tx, order, change);
    case "queued":
      return (await mayHaveArrived(tx, { ...order, purchaseOrderId: order.id }, order.revision))
        ? revise(deps, tx, order, change)
        : changeInPlace(tx, order, change);
    case "sending":
    case "sent":
    case "failed":
      return revise(deps, tx, order, change);
    case "accepted":
      return askSupplier(deps, tx, order, change);
    case "shipped":
      return "too_late";
    case "declined":
    case "revoked":
    case "closed":
      return null;
  }
}

/** Nothing has left: what was drawn already is drawn anew. */
async function changeInPlace(
  tx: ShopTx,
  { shopId, id, revision }: PurchaseOrder,
  { shipTo }: Change,
): Promise<AddressOutcome> {
  await saveShipTo(tx, { shopId, id }, shipTo);
  await tx.purchaseOrderTransmission.updateMany({
    where: { shopId, purchaseOrderId: id, revision, state: "waiting" },
    data: { bytes: null, frozenAt: null },
  });
  return "changed";
}

async function revise(
  deps: SendingDeps,
  tx: ShopTx,
  order: PurchaseOrder,
  { shipTo, actor }: Change,
): Promise<AddressOutcome> {
  const { shopId, id } = order;
  const now = deps.clock.now();
  const supplier = await findSupplier(tx, shopId, order.supplierId);
  await tx.purchaseOrderTransmission.updateMany({
    where: { shopId, purchaseOrderId: id, purpose: "order", state: { in: ["waiting", "failed"] } },
    data: { state: "superseded", settledAt: now },
  });
  await saveShipTo(tx, order, shipTo);
  const revision = order.revision + 1;
  const sendAfter = supplier ? nextSendAt(supplier.sendSchedule, calendarOf(supplier), now) : now;
  const data = { revision, sendAfter, intentId: null, acknowledgeBy: null };
  await movePurchaseOrder(tx, order, { move: "revise", now, data });
  const revised = await findPurchaseOrder(tx, shopId, id);
  if (!revised) return "too_late";
  await tellHistory(tx, revised, { kind: "revised", facts: { cause: "address" } }, { actor, now });
  await sendWhenDue(deps, tx, revised, actor);
  return "revised";
}

/** The answer decides; until it comes a person sees that the question is open. */
async function askSupplier(
  deps: SendingDeps,
  tx: ShopTx,
  order: PurchaseOrder,
  { shipTo, actor }: Change,
): Promise<AddressOutcome> {
  const { shopId, id: purchaseOrderId, revision } = order;
  const now = deps.clock.now();
  await saveShipTo(tx, order, shipTo);
  const asked = await tx.purchaseOrderTransmission.count({
    where: { shopId, purchaseOrderId, purpose: "address", revision },
  });
  const sending = { purpose: "address", copy: asked, actor } as const;
  const requested = await requestSending(deps, tx, { ...order, shipTo }, sending);
  const reason = requested.ok ? ADDRESS_ASKED : requested.refusal;
  await tx.purchaseOrder.update({
    where: { shopId_id: { shopId, id: purchaseOrderId } },
    data: { addressAskedAt: now, waitReason: { ...reason } },
  });
  await tellHistory(tx, order, { kind: "address_asked" }, { actor, now });
  return "asked";
}

const ADDRESS_ASKED = {
  code: "address_asked",
  message: "The address was corrected after acceptance. The supplier has been asked.",
};

const saveShipTo = (
  tx: ShopTx,
  { shopId, id }: Pick<PurchaseOrder, "shopId" | "id">,
  shipTo: ShipTo,
): Promise<unknown> =>
  tx.purchaseOrder.update({
    where: { shopId_id: { shopId, id } },
    data: { shipTo: { ...shipTo } satisfies Prisma.InputJsonObject },
  });
