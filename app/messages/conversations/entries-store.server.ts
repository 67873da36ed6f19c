/** What was said about an order, one row each, and the state of the conversation that follows from it. */
import { appendEntries } from "#app/ledger/append-entries.server.ts";
import type { ShopTx } from "#app/platform/db.server.ts";
import type { ParkCode } from "./assess-robot.ts";
import type { ReadFile } from "./read-mail.ts";

/** Whose channel it is said in. A supplier never sees the shopper's, nor another supplier's. */
export type Channel =
  | { readonly kind: "shopper" }
  | { readonly kind: "supplier"; readonly supplierId: bigint; readonly contactId: bigint };

export type OrderName = { readonly orderId: bigint; readonly orderGid: string };

export type NewEntry = {
  readonly order: OrderName;
  readonly channel: Channel;
  readonly direction: "in" | "out";
  readonly via: "mail" | "form" | "app";
  readonly staffId: string | null;
  /** lower case */
  readonly address: string | null;
  readonly subject: string | null;
  readonly words: string;
  readonly quoted: string | null;
  readonly parkCode: ParkCode | null;
  readonly dedupe: Uint8Array<ArrayBuffer>;
  readonly mailId: string | null;
  readonly outboxId: bigint | null;
  readonly files: readonly ReadFile[];
};

/** The order's row first, as every writer of its history does: what is counted after it is still so when it is written. */
export const lockOrder = (tx: ShopTx, shopId: bigint, orderId: bigint): Promise<unknown> =>
  tx.$queryRaw`select 1 from orders where shop_id = ${shopId} and id = ${orderId} for update`;

/** The row's id; null: it was there already. */
export async function saveEntry(
  tx: ShopTx,
  shopId: bigint,
  entry: NewEntry,
  now: Date,
): Promise<bigint | null> {
  const { order, channel, files, ...row } = entry;
  const { direction, parkCode, dedupe } = row;
  const { orderId, orderGid } = order;
  await lockOrder(tx, shopId, orderId);
  const known = await tx.conversationEntry.findUnique({
    where: { shopId_dedupe: { shopId, dedupe } },
    select: { id: true },
  });
  if (known) return null;
  await tx.conversation.createMany({
    data: [{ shopId, orderId, orderGid, lastAt: now }],
    skipDuplicates: true,
  });
  const { id } = await tx.conversationEntry.create({
    data: {
      ...row,
      shopId,
      orderId,
      channel: channel.kind,
      supplierId: channel.kind === "supplier" ? channel.supplierId : null,
      contactId: channel.kind === "supplier" ? channel.contactId : null,
      state: parkCode ? "parked" : "shown",
      saidAt: now,
    },
    select: { id: true },
  });
  if (files.length > 0)
    await tx.conversationFile.createMany({
      data: files.map((file) => ({
        shopId,
        orderId,
        entryId: id,
        name: file.name,
        kind: file.kind,
        refusal: file.refusal,
        byteLength: file.byteLength,
        content: file.content && Uint8Array.from(file.content),
      })),
    });
  if (!parkCode) await noteNews(tx, shopId, orderId, { direction, now });
  await tellLedger(tx, shopId, entry, id, now);
  return id;
}

/** Something was said: who is spoken to opens it again, and an answer ends the waiting of its channel. */
export async function noteNews(
  tx: ShopTx,
  shopId: bigint,
  orderId: bigint,
  { direction, now }: { readonly direction: "in" | "out"; readonly now: Date },
): Promise<void> {
  const data = direction === "in" ? { lastAt: now, state: "open" } : { lastAt: now };
  await tx.conversation.update({ where: { shopId_orderId: { shopId, orderId } }, data });
  await saveWaiting(tx, shopId, orderId);
}

/** Since when somebody waits: the first word of a channel that the team has not answered. Nobody waits in what is done. */
export async function saveWaiting(tx: ShopTx, shopId: bigint, orderId: bigint): Promise<void> {
  await tx.$executeRaw`
    update conversations c set waits_since = case when c.state = 'open' then (
      select min(e.said_at) from conversation_entries e
      where e.shop_id = ${shopId} and e.order_id = ${orderId} and e.direction = 'in' and e.state = 'shown'
        and e.id > coalesce((
          select max(o.id) from conversation_entries o
          where o.shop_id = ${shopId} and o.order_id = ${orderId} and o.direction = 'out'
            and o.channel = e.channel and o.supplier_id is not distinct from e.supplier_id), 0)
        and e.said_at > coalesce(c.settled_at, '-infinity')
    ) end
    where c.shop_id = ${shopId} and c.order_id = ${orderId}`;
}

/** That something was said, by whom and in which channel; its words stay out of the history, which is never erased. */
async function tellLedger(
  tx: ShopTx,
  shopId: bigint,
  { order, channel, direction, via, staffId, parkCode }: NewEntry,
  id: bigint,
  now: Date,
): Promise<void> {
  const entry = {
    kind: direction === "in" ? "conversation.received" : "conversation.replied",
    actor: direction === "in" ? channel.kind : ("merchant" as const),
    lineGid: null,
    facts: {
      channel: channel.kind,
      via,
      entry: id.toString(),
      ...(channel.kind === "supplier" ? { supplier: channel.supplierId.toString() } : {}),
      ...(staffId ? { person: staffId } : {}),
      ...(parkCode ? { putAside: parkCode } : {}),
    },
    personal: null,
    occurredAt: now,
  };
  await appendEntries(tx, shopId, [{ ...order, entries: [entry] }], now);
}
