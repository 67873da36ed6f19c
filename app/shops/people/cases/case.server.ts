/**
 * How the team works on one order: who takes care of it and what they tell each other. The order's ledger names who did
 * what; the words of a note stand beside it and can be erased.
 */
import { appendEntries } from "#app/ledger/append-entries.server.ts";
import type { Facts } from "#app/ledger/canonical-json.ts";
import type { Clock } from "#app/platform/clock.ts";
import { inShop, type Db, type ShopTx } from "#app/platform/db.server.ts";
import { accept, refuse, type Result } from "#app/platform/result.ts";
import { raiseAlert } from "#app/shops/alerts/raise-alert.server.ts";
import { listStaffIn, nameOf, type Staff } from "#app/shops/people/staff-store.server.ts";
import { findMentions } from "./find-mentions.ts";
import type { CaseRefusal, CaseView } from "./views.ts";

type CaseDeps = { readonly db: Pick<Db, "prisma">; readonly clock: Clock };
type Asked = { readonly shopId: bigint; readonly orderId: bigint; readonly staff: Staff };

const MAX_NOTE_LENGTH = 5_000;
const MOST_SHOWN = 100;

export function findCase(
  { db }: Pick<CaseDeps, "db">,
  shopId: bigint,
  orderId: bigint,
): Promise<CaseView> {
  return inShop(db, shopId, async (tx) => {
    const people = await listStaffIn(tx, shopId);
    // Who was taken off the list still has written what they wrote.
    const everybody = await tx.staffMember.findMany({ where: { shopId } });
    const names = new Map(everybody.map((row) => [row.id, nameOf(row)]));
    const name = (staffId: string) => names.get(staffId) ?? `Staff member ${staffId}`;
    const assignment = await tx.caseAssignment.findUnique({
      where: { shopId_orderId: { shopId, orderId } },
    });
    const notes = await tx.caseNote.findMany({
      where: { shopId, orderId },
      orderBy: { id: "desc" },
      take: MOST_SHOWN,
    });
    return {
      people: people.map(({ id, name: known, role }) => ({ id, name: known, role })),
      names: Object.fromEntries(names),
      assignee: assignment && { id: assignment.staffId, name: name(assignment.staffId) },
      notes: notes.map((note) => ({
        noteId: note.id.toString(),
        text: note.text,
        author: { id: note.staffId, name: name(note.staffId) },
        writtenAt: note.writtenAt.toISOString(),
      })),
    };
  });
}

/** Gives the order to somebody of the list, or to nobody (null). */
export function assignCase(
  { db, clock }: CaseDeps,
  { shopId, orderId, staff, assigneeId }: Asked & { readonly assigneeId: string | null },
): Promise<Result<null, CaseRefusal>> {
  return inShop(db, shopId, async (tx) => {
    const order = await lockOrder(tx, shopId, orderId);
    if (!order) return refuse({ code: "no_such_order" });
    const people = await listStaffIn(tx, shopId);
    if (assigneeId !== null && !people.some(({ id }) => id === assigneeId))
      return refuse({ code: "no_such_person" });
    const key = { shopId_orderId: { shopId, orderId } };
    const before = await tx.caseAssignment.findUnique({ where: key });
    if ((before?.staffId ?? null) === assigneeId) return accept(null);
    const now = clock.now();
    await tx.caseAssignment.deleteMany({ where: { shopId, orderId } });
    if (assigneeId !== null)
      await tx.caseAssignment.create({
        data: { shopId, orderId, staffId: assigneeId, assignedBy: staff.id, assignedAt: now },
      });
    const facts = { person: staff.id, from: before?.staffId ?? null, to: assigneeId };
    const seq = await tellLedger(tx, { shopId, orderId, ...order }, "case.assigned", facts, now);
    if (assigneeId !== null && assigneeId !== staff.id)
      await raiseAlert(tx, {
        shopId,
        event: "mention",
        key: `assigned:${orderId}:${seq}`,
        title: `${staff.name} gave you order ${order.name}`,
        sentence: "Open it to see what is needed.",
        path: `/app/orders/${orderId}`,
        forStaffId: assigneeId,
        raisedAt: now,
      });
    return accept(null);
  });
}

/** Writes a note and alerts whom it mentions. */
export function addNote(
  { db, clock }: CaseDeps,
  { shopId, orderId, staff, text }: Asked & { readonly text: string },
): Promise<Result<{ noteId: string }, CaseRefusal>> {
  return inShop(db, shopId, async (tx) => {
    const words = text.replaceAll("\u0000", "").trim();
    if (words === "") return refuse({ code: "note_empty" });
    if (words.length > MAX_NOTE_LENGTH) return refuse({ code: "note_too_long" });
    const order = await lockOrder(tx, shopId, orderId);
    if (!order) return refuse({ code: "no_such_order" });
    const now = clock.now();
    const mentions = findMentions(words, await listStaffIn(tx, shopId));
    const { id } = await tx.caseNote.create({
      data: { shopId, orderId, staffId: staff.id, text: words, mentions, writtenAt: now },
    });
    const facts = { person: staff.id, note: id.toString(), mentions };
    await tellLedger(tx, { shopId, orderId, ...order }, "note.added", facts, now);
    for (const forStaffId of mentions.filter((mentioned) => mentioned !== staff.id))
      await raiseAlert(tx, {
        shopId,
        event: "mention",
        key: `mention:${id}:${forStaffId}`,
        // The words of the note stay here: mails cannot be taken back.
        title: `${staff.name} mentions you on order ${order.name}`,
        sentence: "Open the order to read the note.",
        path: `/app/orders/${orderId}`,
        forStaffId,
        raisedAt: now,
      });
    return accept({ noteId: id.toString() });
  });
}

/** Takes the words of one's own note away; that there was one stays in the ledger. */
export function eraseNote(
  { db, clock }: CaseDeps,
  { shopId, orderId, staff, noteId }: Asked & { readonly noteId: bigint },
): Promise<Result<null, CaseRefusal>> {
  return inShop(db, shopId, async (tx) => {
    const order = await lockOrder(tx, shopId, orderId);
    const note = await tx.caseNote.findUnique({ where: { shopId_id: { shopId, id: noteId } } });
    if (!order || !note || note.orderId !== orderId) return refuse({ code: "no_such_note" });
    if (note.staffId !== staff.id && staff.role === "agent") return refuse({ code: "not_yours" });
    if (note.text === null) return accept(null);
    const now = clock.now();
    await tx.caseNote.update({
      where: { shopId_id: { shopId, id: noteId } },
      data: { text: null, erasedAt: now },
    });
    const facts = { person: staff.id, note: noteId.toString() };
    await tellLedger(tx, { shopId, orderId, ...order }, "note.erased", facts, now);
    return accept(null);
  });
}

/** Locked before its chain is appended to, as every writer of an order does. */
async function lockOrder(tx: ShopTx, shopId: bigint, orderId: bigint) {
  const rows = await tx.$queryRaw<{ orderGid: string; name: string }[]>`
    select gid as "orderGid", name from orders where shop_id = ${shopId} and id = ${orderId} for update`;
  return rows[0] ?? null;
}

type Chain = { readonly shopId: bigint; readonly orderId: bigint; readonly orderGid: string };

/** The number of the entry in the order's chain: it names the occurrence. */
async function tellLedger(
  tx: ShopTx,
  { shopId, orderId, orderGid }: Chain,
  kind: string,
  facts: Facts,
  now: Date,
): Promise<number> {
  const entry = {
    kind,
    actor: "merchant" as const,
    lineGid: null,
    facts,
    personal: null,
    occurredAt: now,
  };
  await appendEntries(tx, shopId, [{ orderId, orderGid, entries: [entry] }], now);
  const chain = await tx.ledgerChain.findUnique({ where: { shopId_orderId: { shopId, orderId } } });
  return chain?.seq ?? 0;
}
