/** What was said about a shopper's orders, and by them: handed out and forgotten. That something was said stays. */
import type { ShopTx } from "#app/platform/db.server.ts";
import type { PersonalDataStore, PersonTarget } from "#app/platform/personal-data.ts";

export const conversationsPersonalData: PersonalDataStore = {
  name: "Conversations",
  findTraces: async (tx, { shopId, person, orderGids }) => {
    if (!person.email) return { orderGids: [], words: [] };
    const rows = await tx.$queryRaw<{ orderGid: string }[]>`
      select distinct c.order_gid as "orderGid" from conversation_entries e
      join conversations c on c.shop_id = e.shop_id and c.order_id = e.order_id
      join orders o on o.shop_id = c.shop_id and o.id = c.order_id
      where e.shop_id = ${shopId} and e.address = ${person.email} and e.channel = 'shopper'
        and lower(o.email) = ${person.email}`;
    const found = rows.map(({ orderGid }) => orderGid);
    return { orderGids: found.filter((gid) => !orderGids.includes(gid)), words: [] };
  },
  exportCustomer: async (tx, target) => {
    const { shopId } = target;
    const ids = await listIds(tx, target);
    if (ids.length === 0) return [];
    const entries = await tx.conversationEntry.findMany({
      where: { shopId, id: { in: ids }, erasedAt: null },
      orderBy: { id: "asc" },
    });
    const files = await tx.conversationFile.findMany({
      where: { shopId, entryId: { in: ids }, erasedAt: null },
      orderBy: { id: "asc" },
    });
    return [
      {
        table: "conversation_entries",
        rows: entries.map((entry) => ({
          id: entry.id.toString(),
          channel: entry.channel,
          direction: entry.direction,
          address: entry.address,
          subject: entry.subject,
          words: entry.words,
          quoted: entry.quoted,
          said_at: entry.saidAt.toISOString(),
        })),
      },
      {
        table: "conversation_files",
        rows: files.map(({ entryId, name, kind, content }) => ({
          entry: entryId.toString(),
          name,
          kind,
          content: content && Buffer.from(content).toString("base64"),
        })),
      },
    ].filter(({ rows }) => rows.length > 0);
  },
  eraseCustomer: async (tx, target) => {
    const { shopId, now } = target;
    const ids = await listIds(tx, target);
    if (ids.length === 0) return [];
    const files = await tx.conversationFile.updateMany({
      where: { shopId, entryId: { in: ids }, erasedAt: null },
      data: { name: null, content: null, erasedAt: now },
    });
    const entries = await tx.conversationEntry.updateMany({
      where: { shopId, id: { in: ids }, erasedAt: null },
      data: {
        words: null,
        quoted: null,
        subject: null,
        address: null,
        mailId: null,
        erasedAt: now,
      },
    });
    return [
      { table: "conversation_entries", rows: entries.count, outcome: "emptied" as const },
      { table: "conversation_files", rows: files.count, outcome: "emptied" as const },
    ].filter(({ rows }) => rows > 0);
  },
};

/** Whatever was said about the person's orders, and any word that names them. */
async function listIds(tx: ShopTx, { shopId, orderGids, words }: PersonTarget): Promise<bigint[]> {
  const rows = await tx.$queryRaw<{ id: bigint }[]>`
    select e.id from conversation_entries e
    join conversations c on c.shop_id = e.shop_id and c.order_id = e.order_id
    where e.shop_id = ${shopId} and e.erased_at is null
      and (c.order_gid = any(${[...orderGids]}::text[])
        or exists (select from unnest(${[...words]}::text[]) word
          where position(word in lower(concat_ws(' ', e.words, e.quoted, e.subject, e.address))) > 0))
    order by e.id`;
  return rows.map(({ id }) => id);
}
