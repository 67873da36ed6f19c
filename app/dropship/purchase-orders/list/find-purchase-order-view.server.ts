/** One purchase order as its page shows it: lines, costs, what was sent, each try, and its history. */
import { inShop, type Db, type ShopTx } from "#app/platform/db.server.ts";
import { formatMoney } from "#app/platform/money.ts";
import { findIntent } from "#app/rails/intent-store.server.ts";
import { addressLines } from "#app/dropship/purchase-orders/address-lines.ts";
import type { FileFormat } from "#app/dropship/purchase-orders/sending/compose-transmission.server.ts";
import { renderFile } from "#app/dropship/purchase-orders/sending/compose-transmission.server.ts";
import { readSendingFacts } from "#app/dropship/purchase-orders/sending/read-facts.server.ts";
import type { RenderPdf } from "#app/dropship/purchase-orders/documents/render-pdf.server.ts";
import type { Supplier } from "#app/dropship/suppliers/supplier.ts";
import type { DocumentFile } from "#app/dropship/purchase-orders/documents/document-facts.ts";
import {
  expectedCostMinor,
  type PurchaseOrder,
} from "#app/dropship/purchase-orders/purchase-order.ts";
import { listSentParts } from "./open-sent-file.server.ts";
import { findPurchaseOrder } from "#app/dropship/purchase-orders/purchase-orders-store.server.ts";

type ViewDeps = { readonly db: Pick<Db, "prisma"> };

export type PurchaseOrderView = NonNullable<Awaited<ReturnType<typeof findPurchaseOrderView>>>;

export async function findPurchaseOrderView(
  { db }: ViewDeps,
  shopId: bigint,
  purchaseOrderId: bigint,
) {
  return inShop(db, shopId, async (tx) => {
    const order = await findPurchaseOrder(tx, shopId, purchaseOrderId);
    if (!order) return null;
    const { document, supplier, contact } = await readSendingFacts(tx, order, {
      purpose: "order",
      copy: 0,
      linkOf: null,
    });
    const intent = order.intentId === null ? null : await findIntent(tx, shopId, order.intentId);
    return {
      ...headOf(order),
      orderName: document.orderName,
      supplierName: supplier.name,
      channel: supplier.channelSettings.channel,
      contact: contact && { name: contact.name, email: contact.email, language: contact.language },
      needsYes: isWaitingForYes(order, intent?.state ?? null),
      isUnsent: isUnsent(order),
      /** what the rails say of it while it waits */
      held: intent?.refusal?.message ?? null,
      transmissions: await listTransmissions(tx, order, tableOf(supplier)),
      history: await listHistory(tx, order),
    };
  });
}

function headOf(order: PurchaseOrder) {
  const { currency } = order;
  const money = (amountMinor: bigint) => formatMoney({ amountMinor, currency });
  const total = expectedCostMinor(order);
  const iso = (at: Date | null) => at?.toISOString() ?? null;
  return {
    purchaseOrderId: order.id.toString(),
    orderId: order.orderId.toString(),
    supplierId: order.supplierId.toString(),
    number: order.number,
    revision: order.revision,
    state: order.state,
    service: order.service,
    note: order.note,
    packingNote: order.packingNote,
    address: order.shipTo ? addressLines(order.shipTo) : null,
    phone: order.shipTo?.phone ?? null,
    reason: order.waitReason?.message ?? order.endReason?.message ?? null,
    // What has ended is late with nothing any more.
    breach: order.endedAt === null ? order.breach : null,
    isAddressAsked: order.addressAskedAt !== null,
    times: {
      createdAt: order.createdAt.toISOString(),
      sendAfter: order.sendAfter.toISOString(),
      sentAt: iso(order.sentAt),
      acknowledgeBy: iso(order.acknowledgeBy),
      acknowledgedAt: iso(order.acknowledgedAt),
      shipBy: iso(order.shipBy),
      trackingBy: iso(order.trackingBy),
      shippedAt: iso(order.shippedAt),
      nudgedAt: iso(order.nudgedAt),
      endedAt: iso(order.endedAt),
    },
    costs: {
      goods: money(total - order.dropFeeMinor - order.shippingMinor),
      dropFee: money(order.dropFeeMinor),
      shipping: money(order.shippingMinor),
      total: money(total),
    },
    lines: order.lines.map((line) => ({
      lineId: line.id.toString(),
      title: [line.title, line.variantTitle].filter((part) => part !== null).join(" · "),
      sku: line.supplierSku ?? line.sku,
      imageUrl: line.imageUrl,
      attributes: line.customAttributes.map(({ key, value }) => `${key}: ${value}`),
      note: line.note,
      units: line.units,
      acceptedUnits: line.acceptedUnits,
      declinedUnits: line.declinedUnits,
      declineReason: line.declineReason,
      trackedUnits: line.trackedUnits,
      unitCost: money(line.unitCostMinor),
      statedCost: line.statedCostMinor === null ? null : money(line.statedCostMinor),
    })),
  };
}

/** As it stands now nothing of it has left: an earlier revision may have. */
const isUnsent = ({ state }: PurchaseOrder): boolean => state === "approval" || state === "queued";

const tableOf = ({ channelSettings }: Supplier): "csv" | "xlsx" =>
  channelSettings.channel === "email" ? channelSettings.attachment : "csv";

const isWaitingForYes = ({ state }: PurchaseOrder, intent: string | null): boolean =>
  state === "approval" || (state === "queued" && intent === "dropped");

function sentenceOf(refusal: unknown): string | null {
  const { message } = Object(refusal) as { readonly message?: unknown };
  return typeof message === "string" ? message : null;
}

async function listTransmissions(
  tx: ShopTx,
  { shopId, id: purchaseOrderId }: PurchaseOrder,
  table: "csv" | "xlsx",
) {
  const sent = await tx.purchaseOrderTransmission.findMany({
    where: { shopId, purchaseOrderId },
    omit: { bytes: true },
    orderBy: { id: "desc" },
    take: 50,
  });
  const kept = new Set(
    (
      await tx.purchaseOrderTransmission.findMany({
        where: { shopId, purchaseOrderId, bytes: { not: null } },
        select: { id: true },
      })
    ).map(({ id }) => id),
  );
  const tries = await tx.purchaseOrderTry.findMany({
    where: { shopId, transmissionId: { in: sent.map(({ id }) => id) } },
    orderBy: { attempt: "asc" },
  });
  return sent.map((one) => ({
    transmissionId: one.id.toString(),
    purpose: one.purpose,
    revision: one.revision,
    copy: one.copy,
    channel: one.channel,
    target: one.target,
    key: one.idempotencyKey,
    state: one.state,
    createdAt: one.createdAt.toISOString(),
    failure: sentenceOf(one.failure),
    parts: kept.has(one.id) ? listSentParts(one.channel, one.purpose, table) : [],
    tries: tries
      .filter(({ transmissionId }) => transmissionId === one.id)
      .map(({ attempt, beganAt, outcome, reply }) => ({
        attempt,
        beganAt: beganAt.toISOString(),
        outcome,
        reply,
      })),
  }));
}

const MOST_ENTRIES = 100;

/** The entries of the order's chain that name this purchase order, newest first. */
async function listHistory(tx: ShopTx, { shopId, orderId, id }: PurchaseOrder) {
  const rows = await tx.$queryRaw<
    { seq: number; kind: string; actor: string; person: string | null; occurredAt: Date }[]
  >`
    select entry.seq, entry.kind, entry.actor, staff.name as person, entry.occurred_at as "occurredAt"
    from ledger_entries entry
    left join staff_members staff on staff.shop_id = entry.shop_id and staff.id = entry.facts ->> 'person'
    where entry.shop_id = ${shopId} and entry.order_id = ${orderId}
      and entry.facts ->> 'purchaseOrder' = ${id.toString()}
    order by entry.seq desc limit ${MOST_ENTRIES}`;
  return rows.map(({ occurredAt, ...row }) => ({ ...row, occurredAt: occurredAt.toISOString() }));
}

/** A document as it would be sent now, marked as long as it was not; null: there is no such purchase order. */
export async function renderDocument(
  { db, renderPdf }: ViewDeps & { readonly renderPdf: RenderPdf },
  shopId: bigint,
  { purchaseOrderId, format }: { readonly purchaseOrderId: bigint; readonly format: FileFormat },
): Promise<DocumentFile | null> {
  const facts = await inShop(db, shopId, async (tx) => {
    const order = await findPurchaseOrder(tx, shopId, purchaseOrderId);
    return order && readSendingFacts(tx, order, { purpose: "order", copy: 0, linkOf: null });
  });
  if (!facts) return null;
  const isPreview = isUnsent(facts.document.order);
  const file = await renderFile(renderPdf, { ...facts.document, isPreview }, format);
  return isPreview ? { ...file, name: `not-sent-yet-${file.name}` } : file;
}
