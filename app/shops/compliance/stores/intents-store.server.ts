/**
 * What was sent to Shopify on somebody's behalf. A settled intent keeps that it happened, its amount and its reference; its
 * arguments are emptied. One under way keeps its arguments until it settles: money must not be moved twice.
 */
import type { PersonalDataStore } from "#app/platform/personal-data.ts";

export const intentsPersonalData: PersonalDataStore = {
  name: "Actions",
  exportCustomer: async (tx, { shopId, orderGids, words }) => {
    const rows = await tx.$queryRaw<{ row: Record<string, unknown> }[]>`
      select jsonb_build_object('kind', kind, 'state', state, 'order', order_gid, 'amount_minor', amount_minor::text,
        'currency', currency, 'workflow', workflow, 'args', args, 'before', "before", 'outcome', outcome,
        'created_at', created_at, 'settled_at', settled_at) as row
      from intents i where shop_id = ${shopId} and (order_gid = any(${[...orderGids]}::text[])
        or exists (select from unnest(${[...words]}::text[]) word where position(word in lower(i::text)) > 0)) order by id`;
    return rows.length === 0 ? [] : [{ table: "intents", rows: rows.map(({ row }) => row) }];
  },
  eraseCustomer: async (tx, { shopId, orderGids, words }) => {
    const gids = [...orderGids];
    const spoken = [...words];
    const emptied = await tx.$executeRaw`
      update intents i set args = '{}', "before" = null,
        refusal = case when i.refusal is not null then '{}'::jsonb end,
        outcome = case when exists (select from unnest(${spoken}::text[]) word where position(word in lower(i.outcome::text)) > 0)
          then '{}'::jsonb else i.outcome end,
        subject = case when exists (select from unnest(${spoken}::text[]) word where position(word in lower(i.subject)) > 0)
          then null else i.subject end
      where i.shop_id = ${shopId} and i.settled_at is not null
        and (i.args <> '{}' or i."before" is not null or i.refusal <> '{}'
          or exists (select from unnest(${spoken}::text[]) word where position(word in lower(i::text)) > 0))
        and (i.order_gid = any(${gids}::text[])
          or exists (select from unnest(${spoken}::text[]) word where position(word in lower(i::text)) > 0))`;
    const waiting = await tx.$queryRaw<{ rows: number }[]>`
      select count(*)::int as rows from intents i
      where i.shop_id = ${shopId} and i.settled_at is null
        and exists (select from unnest(${spoken}::text[]) word where position(word in lower(i::text)) > 0)`;
    return [
      { table: "intents", rows: emptied, outcome: "emptied" as const },
      { table: "intents", rows: waiting[0]?.rows ?? 0, outcome: "kept" as const },
    ].filter((one) => one.rows > 0);
  },
};
