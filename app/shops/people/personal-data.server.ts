/**
 * What the team wrote about a shopper: notes on their orders, and any note that names them. The words are handed out and
 * emptied; that a note was written stays. Staff are not shoppers: their names go with the shop.
 */
import type { ShopTx } from "#app/platform/db.server.ts";
import type { PersonalDataStore, PersonTarget } from "#app/platform/personal-data.ts";

export const peoplePersonalData: PersonalDataStore = {
  name: "Notes",
  exportCustomer: async (tx, target) => {
    const rows = await listNotes(tx, target);
    return rows.length === 0
      ? []
      : [
          {
            table: "case_notes",
            rows: rows.map(({ id, orderGid, text, writtenAt }) => ({
              id: id.toString(),
              order: orderGid,
              text,
              written_at: writtenAt.toISOString(),
            })),
          },
        ];
  },
  eraseCustomer: async (tx, target) => {
    const ids = (await listNotes(tx, target)).map(({ id }) => id);
    if (ids.length === 0) return [];
    const { count } = await tx.caseNote.updateMany({
      where: { shopId: target.shopId, id: { in: ids } },
      data: { text: null, erasedAt: target.now },
    });
    return [{ table: "case_notes", rows: count, outcome: "emptied" }];
  },
};

type NoteRow = { id: bigint; orderGid: string; text: string; writtenAt: Date };

const listNotes = (tx: ShopTx, { shopId, orderGids, words }: PersonTarget): Promise<NoteRow[]> =>
  tx.$queryRaw<NoteRow[]>`
    select n.id, o.gid as "orderGid", n.text, n.written_at as "writtenAt"
    from case_notes n join orders o on o.shop_id = n.shop_id and o.id = n.order_id
    where n.shop_id = ${shopId} and n.text is not null
      and (o.gid = any(${[...orderGids]}::text[])
        or exists (select from unnest(${[...words]}::text[]) word where position(word in lower(n.text)) > 0))
    order by n.id`;
