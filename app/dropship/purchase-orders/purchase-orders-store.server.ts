/** Purchase orders as stored. Whoever changes one locks it first, always the order before the purchase order. */
import type { PurchaseOrder as Row, PurchaseOrderLine as LineRow } from "@prisma/client";
import { z } from "zod";
import type { ShopTx } from "#app/platform/db.server.ts";
import type { PurchaseOrderState } from "./purchase-order-states.ts";
import type { PurchaseOrder, PurchaseOrderLine } from "./purchase-order.ts";

export async function findPurchaseOrder(
  tx: ShopTx,
  shopId: bigint,
  purchaseOrderId: bigint,
): Promise<PurchaseOrder | null> {
  const row = await tx.purchaseOrder.findUnique({
    where: { shopId_id: { shopId, id: purchaseOrderId } },
  });
  if (!row) return null;
  const [found] = await withLines(tx, shopId, [row]);
  return found ?? null;
}

/** Locks the order, then the purchase order, and reads it. Everybody locks in this order. Null: there is none. */
export async function lockPurchaseOrder(
  tx: ShopTx,
  shopId: bigint,
  purchaseOrderId: bigint,
): Promise<PurchaseOrder | null> {
  const [named] = await tx.$queryRaw<{ orderId: bigint }[]>`
    select order_id as "orderId" from purchase_orders
    where shop_id = ${shopId} and id = ${purchaseOrderId}`;
  if (!named) return null;
  await lockOrder(tx, shopId, named.orderId);
  await tx.$queryRaw`
    select 1 from purchase_orders where shop_id = ${shopId} and id = ${purchaseOrderId} for update`;
  return findPurchaseOrder(tx, shopId, purchaseOrderId);
}

/** Two decisions about one order queue up here. */
export const lockOrder = (tx: ShopTx, shopId: bigint, orderId: bigint): Promise<unknown> =>
  tx.$queryRaw`select 1 from orders where shop_id = ${shopId} and id = ${orderId} for update`;

/**
 * What a supplier still has to do something about, oldest first, then what has all its numbers, the latest first: however
 * much of that is on its way, it hides nothing. What has not left yet is not theirs to see.
 */
export async function listOpenPurchaseOrders(
  tx: ShopTx,
  shopId: bigint,
  supplierId: bigint,
): Promise<PurchaseOrder[]> {
  const rows = await tx.purchaseOrder.findMany({
    where: { shopId, supplierId, state: { in: [...OPEN_TO_SUPPLIER] } },
    orderBy: [{ trackedAt: { sort: "desc", nulls: "first" } }, { createdAt: "asc" }, { id: "asc" }],
    take: MOST_OPEN,
  });
  return withLines(tx, shopId, rows);
}

// One that failed may have arrived all the same.
const OPEN_TO_SUPPLIER: readonly PurchaseOrderState[] = [
  "sending",
  "sent",
  "accepted",
  "shipped",
  "failed",
];
const MOST_OPEN = 2_000;

/** All purchase orders of one order, first to last. */
export async function listPurchaseOrdersOfOrder(
  tx: ShopTx,
  shopId: bigint,
  orderId: bigint,
): Promise<PurchaseOrder[]> {
  const rows = await tx.purchaseOrder.findMany({
    where: { shopId, orderId },
    orderBy: { sequence: "asc" },
  });
  return withLines(tx, shopId, rows);
}

export async function withLines(
  tx: ShopTx,
  shopId: bigint,
  rows: readonly Row[],
): Promise<PurchaseOrder[]> {
  if (rows.length === 0) return [];
  const lines = await tx.purchaseOrderLine.findMany({
    where: { shopId, purchaseOrderId: { in: rows.map(({ id }) => id) } },
    orderBy: { id: "asc" },
  });
  return joinLines(rows, lines);
}

/** `lines` by id. */
export function joinLines(rows: readonly Row[], lines: readonly LineRow[]): PurchaseOrder[] {
  const linesOf = new Map<bigint, PurchaseOrderLine[]>(rows.map(({ id }) => [id, []]));
  for (const line of lines) linesOf.get(line.purchaseOrderId)?.push(toLine(line));
  return rows.map((row) => ({ ...toFields(row), lines: linesOf.get(row.id) ?? [] }));
}

const text = z.string().nullable().default(null);
const shipToSchema = z
  .object({
    name: text,
    company: text,
    address1: text,
    address2: text,
    city: text,
    province: text,
    provinceCode: text,
    zip: text,
    countryCode: text,
    phone: text,
  })
  .nullable();
const reasonSchema = z.object({ code: z.string(), message: z.string() }).nullable();
const attributesSchema = z.array(z.object({ key: z.string(), value: z.string() }));

function toFields(row: Row): Omit<PurchaseOrder, "lines"> {
  return {
    ...row,
    // Held to these words by the table.
    state: row.state as PurchaseOrderState,
    shipTo: shipToSchema.parse(row.shipTo),
    waitReason: reasonSchema.parse(row.waitReason),
    endReason: reasonSchema.parse(row.endReason),
  };
}

function toLine(row: LineRow): PurchaseOrderLine {
  return { ...row, customAttributes: attributesSchema.parse(row.customAttributes) };
}
