/**
 * What a running import has collected of a person and not put into the mirror yet. Taken out, the order is missing when
 * the import ends; the next nightly comparison reads it as Shopify has it then. Pure.
 */
import type { Sql } from "#app/platform/db.server.ts";
import type { PersonTarget } from "#app/platform/personal-data.ts";

type Asked = Pick<PersonTarget, "shopId" | "orderGids" | "words">;

// Lines that name the person or one of their orders, with what hangs from them: a fulfilment's events name a city.
const STAGED = `
  with recursive mine as (
    select import_id, start_offset, gid from bulk_import_rows r
    where shop_id = $1 and (gid = any($2::text[])
      or exists (select from unnest($2::text[]) own where position('"' || own || '"' in r.body) > 0)
      or exists (select from unnest($3::text[]) word where position(word in lower(r.body)) > 0))
    union
    select r.import_id, r.start_offset, r.gid from mine
    join bulk_import_rows r on r.shop_id = $1 and r.import_id = mine.import_id and r.parent_gid = mine.gid)`;

export const readStagedSql = ({ shopId, orderGids, words }: Asked): Sql => ({
  text: `${STAGED}
    select jsonb_build_object('gid', r.gid, 'body', r.body) as row from bulk_import_rows r
    where r.shop_id = $1 and (r.import_id, r.start_offset) in (select import_id, start_offset from mine)
    order by r.start_offset`,
  values: [shopId, [...orderGids], [...words]],
});

export const deleteStagedSql = ({ shopId, orderGids, words }: Asked): Sql => ({
  text: `${STAGED}
    delete from bulk_import_rows r
    where r.shop_id = $1 and (r.import_id, r.start_offset) in (select import_id, start_offset from mine)`,
  values: [shopId, [...orderGids], [...words]],
});
