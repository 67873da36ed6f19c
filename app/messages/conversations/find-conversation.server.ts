/** One order's conversation as the pages show it: each channel's words, files, and who can be written to. */
import { inShop, type Db, type ShopTx } from "#app/platform/db.server.ts";
import { FILE_REFUSALS, isFileRefusal } from "./assess-file.ts";
import { isParkCode, PARK_WORDS } from "./assess-robot.ts";
import type { SupplierContact } from "./find-addressee.server.ts";
import type { ConversationView, EntryView, FileView, RecipientView } from "./reply-views.ts";

/** The contacts of the suppliers who work on an order. */
export type ListContacts = (
  tx: ShopTx,
  shopId: bigint,
  orderId: bigint,
) => Promise<readonly SupplierContact[]>;

type FindDeps = { readonly db: Pick<Db, "prisma">; readonly listContacts: ListContacts };

const MOST_SHOWN = 200;

/** null: no such order. */
export function findConversation(
  { db, listContacts }: FindDeps,
  shopId: bigint,
  orderId: bigint,
): Promise<ConversationView | null> {
  return inShop(db, shopId, async (tx) => {
    const key = { shopId_id: { shopId, id: orderId } };
    const order = await tx.order.findUnique({ where: key });
    if (!order) return null;
    const conversation = await tx.conversation.findUnique({
      where: { shopId_orderId: { shopId, orderId } },
    });
    const rows = await tx.conversationEntry.findMany({
      where: { shopId, orderId },
      orderBy: { id: "desc" },
      take: MOST_SHOWN + 1,
    });
    const contacts = await listContacts(tx, shopId, orderId);
    const known = [order.email, ...contacts.map(({ email }) => email)];
    const entries = rows.slice(0, MOST_SHOWN).reverse();
    const files = await listFiles(tx, shopId, orderId);
    const mails = await tx.message.findMany({
      where: { shopId, id: { in: entries.flatMap(({ outboxId }) => outboxId ?? []) } },
      select: { id: true, state: true, failure: true },
    });
    return {
      orderId: orderId.toString(),
      orderName: order.name,
      customerName: order.customerName,
      state: conversation ? (conversation.state === "done" ? "done" : "open") : "none",
      waitsSince: conversation?.waitsSince?.toISOString() ?? null,
      entries: entries.map((row) => ({
        ...toView(row, known),
        mail: mailOf(mails, row.outboxId),
        files: files.filter(({ entryId }) => entryId === row.id).map(({ view }) => view),
      })),
      hasEarlier: rows.length > MOST_SHOWN,
      recipients: listRecipients(order, contacts),
    };
  });
}

type EntryRow = Awaited<ReturnType<ShopTx["conversationEntry"]["findMany"]>>[number];

/** The columns' checks keep these words to their lists. */
function toView(
  row: EntryRow,
  known: readonly (string | null)[],
): Omit<EntryView, "mail" | "files"> {
  const { direction, channel, via, parkCode, address, supplierId } = row;
  const isIn = direction === "in";
  return {
    entryId: row.id.toString(),
    channel: channel === "supplier" ? "supplier" : "shopper",
    supplierId: supplierId?.toString() ?? null,
    direction: isIn ? "in" : "out",
    via: via === "form" || via === "app" ? via : "mail",
    staffId: row.staffId,
    address,
    subject: row.subject,
    words: row.words,
    quoted: row.quoted,
    parked: parkCode === null ? null : isParkCode(parkCode) ? PARK_WORDS[parkCode] : parkCode,
    isStranger:
      isIn && address !== null && !known.some((one) => one?.trim().toLowerCase() === address),
    saidAt: row.saidAt.toISOString(),
  };
}

function mailOf(
  mails: readonly { id: bigint; state: string; failure: unknown }[],
  outboxId: bigint | null,
): EntryView["mail"] {
  const mail = outboxId === null ? undefined : mails.find(({ id }) => id === outboxId);
  if (!mail) return null;
  const { message } = Object(mail.failure) as { message?: unknown };
  return { state: mail.state, failure: typeof message === "string" ? message : null };
}

async function listFiles(
  tx: ShopTx,
  shopId: bigint,
  orderId: bigint,
): Promise<{ entryId: bigint; view: FileView }[]> {
  const rows = await tx.conversationFile.findMany({
    where: { shopId, orderId },
    select: { id: true, entryId: true, name: true, refusal: true, erasedAt: true },
    orderBy: { id: "asc" },
  });
  return rows.map(({ id, entryId, name, refusal, erasedAt }) => ({
    entryId,
    view: {
      fileId: id.toString(),
      name: name ?? "File",
      refusal: erasedAt
        ? "This file was erased."
        : refusal && (isFileRefusal(refusal) ? FILE_REFUSALS[refusal] : refusal),
    },
  }));
}

function listRecipients(
  order: { email: string | null; customerName: string | null; personalErasedAt: Date | null },
  contacts: readonly SupplierContact[],
): RecipientView[] {
  const shopper = {
    to: "shopper",
    label: order.customerName ? `${order.customerName} (shopper)` : "The shopper",
    email: order.personalErasedAt ? null : order.email,
    supplierId: null,
  };
  return [
    shopper,
    ...contacts.map(({ contactId, supplierId, supplierName, name, email }) => ({
      to: contactId.toString(),
      label: `${supplierName}: ${name}`,
      email,
      supplierId: supplierId.toString(),
    })),
  ];
}
