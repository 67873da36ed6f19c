/** A supplier's reply by mail becomes a proposal that waits for a person of the shop. */
import type { Clock } from "#app/platform/clock.ts";
import type { ShopTx } from "#app/platform/db.server.ts";
import { calendarDate } from "#app/platform/time.ts";
import { raiseAlert } from "#app/shops/alerts/raise-alert.server.ts";
import { listOpenPurchaseOrders } from "#app/dropship/purchase-orders/purchase-orders-store.server.ts";
import { findSupplier } from "#app/dropship/suppliers/suppliers-store.server.ts";
import { proposeFromReply } from "./propose-from-reply.ts";
import { readTable } from "./read-table.server.ts";
import { findByNumber } from "./tracking-rows.ts";

export type SupplierReply = {
  readonly shopId: bigint;
  readonly supplierId: bigint;
  /** who wrote; absent or null = not known */
  readonly contactId?: bigint | null;
  /** that the mail answered; null = not known */
  readonly purchaseOrderNumber: string | null;
  /** their own words, without what they quoted */
  readonly text: string;
  readonly attachments: readonly { readonly name: string | null; readonly bytes: Uint8Array }[];
  /** names the mail: heard twice it is one proposal */
  readonly messageId: string;
  readonly receivedAt: Date;
};

const MOST_TABLES = 5;
const MOST_TEXT = 10_000;

/** The proposal's id; null when the reply says nothing that could be proposed, or was heard before. */
export async function receiveSupplierReply(
  { clock }: { readonly clock: Clock },
  tx: ShopTx,
  reply: SupplierReply,
): Promise<bigint | null> {
  const { shopId, supplierId, messageId } = reply;
  const supplier = await findSupplier(tx, shopId, supplierId);
  if (!supplier) return null;
  const orders = await listOpenPurchaseOrders(tx, shopId, supplierId);
  const tables = await readTables(reply);
  const text = reply.text.slice(0, MOST_TEXT);
  const today = calendarDate(clock.now(), supplier.timeZone);
  const asked = { ...reply, text, tables, today };
  const rows = proposeFromReply(asked, orders);
  if (rows.length === 0) return null;
  const { count } = await tx.supplierProposal.createMany({
    data: [
      {
        shopId,
        supplierId,
        contactId: reply.contactId ?? null,
        messageId,
        text,
        rows: rows.map((row) => ({ ...row })),
        receivedAt: reply.receivedAt,
      },
    ],
    skipDuplicates: true,
  });
  if (count === 0) return null;
  const { id } = await tx.supplierProposal.findUniqueOrThrow({
    where: { shopId_messageId: { shopId, messageId } },
    select: { id: true },
  });
  const found = rows.flatMap(({ order }) => {
    const one = findByNumber(order, orders);
    return typeof one === "string" ? [] : [one];
  });
  const about = [...new Map(found.map((order) => [order.id, order])).values()];
  await tx.supplierProposalOrder.createMany({
    data: about.map((order) => ({ shopId, purchaseOrderId: order.id, proposalId: id })),
  });
  const [first] = about;
  await raiseAlert(tx, {
    shopId,
    event: "supplier_trouble",
    key: `proposal:${id}`,
    title: `${supplier.name} has answered by mail`,
    sentence: "Look at what the mail seems to say, and confirm or dismiss it.",
    path: first ? `/app/supplier-answers/${first.id}` : `/app/suppliers/${supplierId}`,
    forStaffId: null,
    raisedAt: clock.now(),
  });
  return id;
}

/** Files that are no tables (pictures, papers) say nothing here; they stand in the conversation. */
async function readTables({ attachments }: SupplierReply): Promise<string[][][]> {
  const tables: string[][][] = [];
  for (const { bytes } of attachments.slice(0, MOST_TABLES)) {
    const table = await readTable(bytes);
    if (table.ok) tables.push(table.value);
  }
  return tables;
}
