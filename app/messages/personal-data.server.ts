/** What the outbox knows of a shopper: the mails themselves, byte for byte, and addresses that gave mail back. */
import type { ShopTx } from "#app/platform/db.server.ts";
import type { ErasedTable, PersonalDataStore, PersonTarget } from "#app/platform/personal-data.ts";

export const messagesPersonalData: PersonalDataStore = {
  name: "Mail",
  findTraces: async (tx, { shopId, person, orderGids }) => {
    const rows = await tx.$queryRaw<{ orderGid: string | null; recipient: string | null }[]>`
      select distinct order_gid as "orderGid", recipient from messages
      where shop_id = ${shopId}
        and (recipient = ${person.email} or order_gid = any(${[...orderGids]}::text[]))`;
    const known = (values: (string | null)[]) => [
      ...new Set(values.filter((value): value is string => value !== null)),
    ];
    return {
      orderGids: known(rows.map(({ orderGid }) => orderGid)),
      words: known(rows.map(({ recipient }) => recipient)),
    };
  },
  exportCustomer: async (tx, target) => {
    const { shopId } = target;
    const ids = await listIds(tx, target);
    const mails = await tx.message.findMany({ where: { shopId, id: { in: ids } } });
    const suppressions = await tx.mailSuppression.findMany({
      where: { shopId, address: { in: [...target.words] } },
    });
    return [
      {
        table: "messages",
        rows: mails.map((mail) => ({
          number: mail.number.toString(),
          event: mail.event,
          order: mail.orderGid,
          recipient: mail.recipient,
          subject: mail.subjectLine,
          sent_at: mail.sentAt?.toISOString() ?? null,
          state: mail.state,
          mail: mail.mime && Buffer.from(mail.mime).toString("utf8"),
        })),
      },
      {
        table: "mail_suppressions",
        rows: suppressions.map(({ address, reason, createdAt }) => ({
          address,
          reason,
          created_at: createdAt.toISOString(),
        })),
      },
    ].filter(({ rows }) => rows.length > 0);
  },
  eraseCustomer: async (tx, target) => {
    const { shopId, words, now, orderGids } = target;
    const ids = await listIds(tx, target);
    const mails = await tx.$executeRaw`
      update messages set mime = null, recipient = null, subject_line = null, erased_at = ${now},
        failure = case when failure is not null then jsonb_build_object('code', failure -> 'code') end,
        state = case when state = 'waiting' then 'failed' else state end,
        settled_at = coalesce(settled_at, ${now})
      where shop_id = ${shopId} and id = any(${ids}::bigint[]) and erased_at is null`;
    const replies = await tx.$executeRaw`
      update message_attempts set reply = null
      where shop_id = ${shopId} and message_id = any(${ids}::bigint[]) and reply is not null`;
    const reasons = await tx.$executeRaw`
      update told_events set reason = null
      where shop_id = ${shopId} and order_gid = any(${[...orderGids]}::text[]) and reason is not null`;
    const addresses = await tx.$executeRaw`
      delete from mail_suppressions
      where shop_id = ${shopId} and (address = any(${[...words]}::text[])
        or exists (select from unnest(${[...words]}::text[]) word where position(word in lower(reason)) > 0))`;
    return report([
      ["messages", mails, "emptied"],
      ["message_attempts", replies, "emptied"],
      ["told_events", reasons, "emptied"],
      ["mail_suppressions", addresses, "deleted"],
    ]);
  },
};

/** Mails about the person's orders, or to one of their addresses. */
async function listIds(tx: ShopTx, { shopId, orderGids, words }: PersonTarget): Promise<bigint[]> {
  const rows = await tx.$queryRaw<{ id: bigint }[]>`
    select id from messages
    where shop_id = ${shopId}
      and (order_gid = any(${[...orderGids]}::text[]) or recipient = any(${[...words]}::text[]))`;
  return rows.map(({ id }) => id);
}

const report = (lines: readonly (readonly [string, number, ErasedTable["outcome"]])[]) =>
  lines
    .filter(([, rows]) => rows > 0)
    .map(([table, rows, outcome]): ErasedTable => ({ table, rows, outcome }));
