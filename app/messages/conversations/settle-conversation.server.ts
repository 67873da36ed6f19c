/** A person calls a conversation done, opens it again, or shows a mail that was put aside. */
import { appendEntries } from "#app/ledger/append-entries.server.ts";
import type { Clock } from "#app/platform/clock.ts";
import { inShop, type Db, type ShopTx } from "#app/platform/db.server.ts";
import { accept, refuse, type Result } from "#app/platform/result.ts";
import { lockOrder, noteNews, saveWaiting } from "./entries-store.server.ts";
import type { ConversationRefusal } from "./reply-views.ts";

type SettleDeps = { readonly db: Pick<Db, "prisma">; readonly clock: Clock };

type Asked = { readonly shopId: bigint; readonly orderId: bigint; readonly staffId: string };

export function settleConversation(
  { db, clock }: SettleDeps,
  { shopId, orderId, staffId, to }: Asked & { readonly to: "open" | "done" },
): Promise<Result<null, ConversationRefusal>> {
  return inShop(db, shopId, async (tx) => {
    const found = await lock(tx, shopId, orderId);
    if (!found) return refuse({ code: "nothing_said" });
    if (found.state === to) return accept(null);
    const now = clock.now();
    await tx.conversation.update({
      where: { shopId_orderId: { shopId, orderId } },
      data:
        to === "done"
          ? { state: to, settledAt: now, settledBy: staffId, waitsSince: null }
          : { state: to },
    });
    await saveWaiting(tx, shopId, orderId);
    const kind = to === "done" ? "conversation.done" : "conversation.reopened";
    await tellLedger(
      tx,
      { shopId, orderId, orderGid: found.orderGid },
      kind,
      { person: staffId },
      now,
    );
    return accept(null);
  });
}

/** What was put aside is a person's after all: it is shown and waits for an answer from now on. */
export function showParked(
  { db, clock }: SettleDeps,
  { shopId, orderId, staffId, entryId }: Asked & { readonly entryId: bigint },
): Promise<Result<null, ConversationRefusal>> {
  return inShop(db, shopId, async (tx) => {
    const found = await lock(tx, shopId, orderId);
    if (!found) return refuse({ code: "nothing_said" });
    const { count } = await tx.conversationEntry.updateMany({
      where: { shopId, orderId, id: entryId, state: "parked" },
      data: { state: "shown", parkCode: null },
    });
    if (count === 0) return refuse({ code: "no_such_entry" });
    const now = clock.now();
    await noteNews(tx, shopId, orderId, { direction: "in", now });
    // It may be older than the last answer, or than when the conversation was done.
    await tx.conversation.updateMany({
      where: { shopId, orderId, waitsSince: null },
      data: { waitsSince: now },
    });
    const facts = { person: staffId, entry: entryId.toString() };
    await tellLedger(
      tx,
      { shopId, orderId, orderGid: found.orderGid },
      "conversation.shown",
      facts,
      now,
    );
    return accept(null);
  });
}

async function lock(tx: ShopTx, shopId: bigint, orderId: bigint) {
  await lockOrder(tx, shopId, orderId);
  return tx.conversation.findUnique({ where: { shopId_orderId: { shopId, orderId } } });
}

type Chain = { readonly shopId: bigint; readonly orderId: bigint; readonly orderGid: string };

async function tellLedger(
  tx: ShopTx,
  { shopId, orderId, orderGid }: Chain,
  kind: string,
  facts: Readonly<Record<string, string>>,
  now: Date,
): Promise<void> {
  const actor = "merchant" as const;
  const entry = { kind, actor, lineGid: null, facts, personal: null, occurredAt: now };
  await appendEntries(tx, shopId, [{ orderId, orderGid, entries: [entry] }], now);
}
