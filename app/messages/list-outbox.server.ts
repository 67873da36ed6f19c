/** The outbox as a page: what became of each mail, how often it was tried, and addresses that get none. */
import { inShop, type Db, type ShopTx } from "#app/platform/db.server.ts";
import {
  OUTBOX_FILTERS,
  type OutboxFilter,
  type OutboxQuery,
  type OutboxRow,
  type OutboxView,
} from "./outbox-query.ts";
import { hashAddress } from "./suppressions.server.ts";
import type { RecordSaved } from "./settings-store.server.ts";

type StoreDeps = { readonly db: Pick<Db, "prisma"> };

const PAGE_SIZE = 50;
const MOST_SUPPRESSIONS = 100;

export function listOutbox(
  { db }: StoreDeps,
  shopId: bigint,
  query: OutboxQuery,
): Promise<OutboxView> {
  return inShop(db, shopId, async (tx) => {
    const found = await listMails(tx, shopId, query);
    const mails = found.slice(0, PAGE_SIZE);
    const last = mails.at(-1);
    const ids = mails.map(({ id }) => id);
    const tries = await listTries(tx, shopId, ids);
    const intents = await listIntents(tx, shopId, ids);
    const suppressions = await tx.mailSuppression.findMany({
      where: { shopId },
      orderBy: [{ createdAt: "desc" }, { addressHash: "asc" }],
      take: MOST_SUPPRESSIONS,
    });
    return {
      rows: mails.map((mail) =>
        toRow(
          mail,
          tries.find(({ messageId }) => messageId === mail.id),
          intents.find(({ messageId }) => messageId === mail.id.toString()),
        ),
      ),
      nextBefore: found.length > PAGE_SIZE && last ? last.id.toString() : null,
      counts: await countStates(tx, shopId),
      suppressions: suppressions.map(({ address, reason, createdAt }) => ({
        address,
        reason,
        since: createdAt.toISOString(),
      })),
      suppressionCount: await tx.mailSuppression.count({ where: { shopId } }),
    };
  });
}

/** Mail may go to the address again. False: nothing kept it from there. */
export function allowAgain(
  { db, record }: StoreDeps & { readonly record: RecordSaved },
  shopId: bigint,
  address: string,
): Promise<boolean> {
  return inShop(db, shopId, async (tx) => {
    const where = { shopId_addressHash: { shopId, addressHash: hashAddress(shopId, address) } };
    const known = await tx.mailSuppression.findUnique({ where });
    if (!known) return false;
    await tx.mailSuppression.delete({ where });
    // The record outlives the person's data: it names the reason, not the address.
    await record(tx, { before: { suppressed: known.code }, after: { suppressed: null } });
    return true;
  });
}

type Mail = {
  id: bigint;
  number: bigint;
  event: string;
  orderId: bigint | null;
  orderName: string | null;
  recipient: string | null;
  subjectLine: string | null;
  state: string;
  failure: string | null;
  createdAt: Date;
  sentAt: Date | null;
};

const listMails = (tx: ShopTx, shopId: bigint, { filter, before }: OutboxQuery): Promise<Mail[]> =>
  tx.$queryRaw<Mail[]>`
    select m.id, m.number, m.event, m.order_id as "orderId", o.name as "orderName", m.recipient,
      m.subject_line as "subjectLine", m.state, m.failure ->> 'message' as failure,
      m.created_at as "createdAt", m.sent_at as "sentAt"
    from messages m left join orders o on o.shop_id = m.shop_id and o.id = m.order_id
    where m.shop_id = ${shopId} and (${filter}::text = 'all' or m.state = ${filter}::text)
      and (${before}::bigint is null or m.id < ${before}::bigint)
    order by m.id desc limit ${PAGE_SIZE + 1}`;

type Tries = { messageId: bigint; tries: number; copies: number };

/** A try that no server is known to have turned away may have arrived. */
const listTries = (tx: ShopTx, shopId: bigint, ids: readonly bigint[]): Promise<Tries[]> =>
  tx.$queryRaw<Tries[]>`
    select message_id as "messageId", count(*)::int as tries,
      (count(*) filter (where outcome is null or outcome in ('accepted', 'lost')))::int as copies
    from message_attempts where shop_id = ${shopId} and message_id = any(${[...ids]}::bigint[])
    group by message_id`;

type IntentRow = { messageId: string; state: string; reason: string | null };

const listIntents = (tx: ShopTx, shopId: bigint, ids: readonly bigint[]): Promise<IntentRow[]> =>
  tx.$queryRaw<IntentRow[]>`
    select args ->> 'messageId' as "messageId", state, refusal ->> 'message' as reason from intents
    where shop_id = ${shopId} and kind = 'send_mail' and settled_at is null
      and args ->> 'messageId' = any(${ids.map(String)}::text[])`;

function toRow(mail: Mail, tries: Tries | undefined, intent: IntentRow | undefined): OutboxRow {
  return {
    messageId: mail.id.toString(),
    number: mail.number.toString(),
    event: mail.event,
    orderId: mail.orderId?.toString() ?? null,
    orderName: mail.orderName,
    recipient: mail.recipient,
    subject: mail.subjectLine,
    // The column's check keeps it to the list.
    state: mail.state as OutboxRow["state"],
    reason: mail.failure ?? (mail.state === "waiting" ? (intent?.reason ?? null) : null),
    isGivenToPerson: intent?.state === "needs_person" || intent?.state === "asked",
    tries: tries?.tries ?? 0,
    repeats: Math.max(0, (tries?.copies ?? 0) - 1),
    createdAt: mail.createdAt.toISOString(),
    sentAt: mail.sentAt?.toISOString() ?? null,
  };
}

async function countStates(tx: ShopTx, shopId: bigint): Promise<Record<OutboxFilter, number>> {
  const rows = await tx.message.groupBy({ by: ["state"], where: { shopId }, _count: true });
  const countOf = (filter: OutboxFilter) =>
    rows
      .filter(({ state }) => filter === "all" || state === filter)
      .reduce((sum, { _count }) => sum + _count, 0);
  // Every filter, and nothing else: the keys of the type.
  return Object.fromEntries(OUTBOX_FILTERS.map((filter) => [filter, countOf(filter)])) as Record<
    OutboxFilter,
    number
  >;
}
