/**
 * What the mirror and its history know of a shopper: handed out, and forgotten. What is personal is said once, in
 * mirror-tables.ts. An erased order keeps its money and its goods; later webhooks cannot bring the person back.
 */
import { appendEntries } from "#app/ledger/append-entries.server.ts";
import { runSql, type ShopTx, type Sql } from "#app/platform/db.server.ts";
import type {
  ErasedTable,
  ExportedTable,
  PersonalDataStore,
  PersonTarget,
} from "#app/platform/personal-data.ts";
import { deleteStagedSql, readStagedSql } from "./import/staged-person-sql.ts";
import { CHILD_NAMES, CHILD_TABLES, columnOf, ORDER_TABLE } from "./mirror-tables.ts";

// Shorter parts of names and streets mean too many other people.
const MIN_WORD_LENGTH = 4;

export const ordersPersonalData: PersonalDataStore = {
  name: "Orders",
  findTraces: async (tx, asked) => {
    const rows = await runSql<TraceRow>(tx, findOrdersSql(asked));
    return {
      orderGids: rows.map(({ gid }) => gid),
      words: [
        ...new Set(rows.flatMap(({ words }) => words.map((word) => word.toLowerCase().trim()))),
      ].filter((word) => word.length >= MIN_WORD_LENGTH),
    };
  },
  exportCustomer: async (tx, target) => {
    const orderIds = await findIds(tx, target);
    const tables: ExportedTable[] = [];
    for (const { table, isChild } of ALL_TABLES)
      tables.push({
        table,
        rows: await readRows(
          tx,
          readSql(table, isChild ? "order_id" : "id", target.shopId, orderIds),
        ),
      });
    tables.push({
      table: "ledger_entries",
      rows: await readRows(tx, readHistorySql(target.shopId, orderIds)),
    });
    tables.push({ table: "bulk_import_rows", rows: await readRows(tx, readStagedSql(target)) });
    return tables.filter(({ rows }) => rows.length > 0);
  },
  eraseCustomer: async (tx, target) => {
    const orderIds = await findIds(tx, target);
    const erased: ErasedTable[] = [];
    for (const { table, isChild, personal } of ALL_TABLES.filter(
      (one) => one.personal.length > 0,
    )) {
      const sql = emptySql({ table, isChild, personal }, target, orderIds);
      erased.push({ table, rows: await countRows(tx, sql), outcome: "emptied" });
    }
    const others: readonly [table: string, sql: Sql][] = [
      ["order_search_texts", emptySearchTextsSql(target, orderIds)],
      ["ledger_personal", eraseHistorySql(target, orderIds)],
      ["saved_order_views", emptySavedSearchesSql(target)],
    ];
    for (const [table, sql] of others)
      erased.push({ table, rows: await countRows(tx, sql), outcome: "emptied" });
    erased.push({
      table: "bulk_import_rows",
      rows: await countRows(tx, deleteStagedSql(target)),
      outcome: "deleted",
    });
    await recordErasure(tx, target);
    return erased.filter(({ rows }) => rows > 0);
  },
};

type TraceRow = { gid: string; words: string[] };

const ALL_TABLES = [
  { ...ORDER_TABLE, isChild: false },
  ...CHILD_NAMES.map((name) => ({ ...CHILD_TABLES[name], isChild: true })),
].map(({ table, personal, columns, isChild }) => ({
  table,
  isChild,
  personal: (personal as readonly string[]).map((field) => ({
    column: columnOf(field),
    // A list is emptied, not null: the columns say NOT NULL.
    empty: (columns as Readonly<Record<string, string>>)[field] === "text[]" ? "'{}'" : "null",
  })),
}));

/** Their orders: by name of the order, customer, e-mail; by phone only where the order names no other customer. */
const findOrdersSql = ({ shopId, person, orderGids }: Omit<PersonTarget, "words">): Sql => ({
  text: `
    select gid, array_remove(array[customer_gid, customer_name, email, phone, ship_name, ship_phone,
      case when ship_address1 is not null then ship_address1 end, ship_address2], null) as words
    from orders
    where shop_id = $1 and (
      gid = any($2::text[]) or customer_gid = $3 or lower(email) = $4
      or (customer_gid is null and $5 <> '' and length($5) >= 7
        and $5 in (regexp_replace(phone, '\\D', '', 'g'), regexp_replace(ship_phone, '\\D', '', 'g'))))`,
  values: [
    shopId,
    textArray(orderGids),
    person.customerGid,
    person.email,
    (person.phone ?? "").replace(/\D/g, ""),
  ],
});

async function findIds(tx: ShopTx, { shopId, orderGids }: PersonTarget): Promise<string> {
  const rows = await runSql<{ id: bigint }>(tx, {
    text: "select id from orders where shop_id = $1 and gid = any($2::text[])",
    values: [shopId, textArray(orderGids)],
  });
  return `{${rows.map(({ id }) => id.toString()).join(",")}}`;
}

const readSql = (table: string, key: string, shopId: bigint, orderIds: string): Sql => ({
  text: `select to_jsonb(t) - 'shop_id' as row from ${table} t where shop_id = $1 and ${key} = any($2::bigint[])`,
  values: [shopId, orderIds],
});

const readHistorySql = (shopId: bigint, orderIds: string): Sql => ({
  text: `
    select jsonb_build_object('order_id', e.order_id::text, 'seq', e.seq, 'kind', e.kind, 'actor', e.actor,
      'occurred_at', e.occurred_at, 'facts', e.facts, 'personal', p.facts) as row
    from ledger_entries e
    left join ledger_personal p on p.shop_id = e.shop_id and p.order_id = e.order_id and p.seq = e.seq
    where e.shop_id = $1 and e.order_id = any($2::bigint[]) order by e.order_id, e.seq`,
  values: [shopId, orderIds],
});

async function readRows(tx: ShopTx, sql: Sql) {
  const rows = await runSql<{ row: Record<string, unknown> }>(tx, sql);
  return rows.map(({ row }) => row);
}

type Erasable = {
  readonly table: string;
  readonly isChild: boolean;
  readonly personal: readonly { readonly column: string; readonly empty: string }[];
};

function emptySql(
  { table, isChild, personal }: Erasable,
  { shopId, now }: PersonTarget,
  orderIds: string,
): Sql {
  const emptied = personal.map(({ column, empty }) => `${column} = ${empty}`);
  const isFull = personal.map(({ column, empty }) => `${column} is distinct from ${empty}`);
  if (isChild)
    return {
      text: `update ${table} set ${emptied.join(", ")}
        where shop_id = $1 and order_id = any($2::bigint[]) and (${isFull.join(" or ")})`,
      values: [shopId, orderIds],
    };
  return {
    text: `update ${table} set ${emptied.join(", ")}, personal_erased_at = coalesce(personal_erased_at, $3::timestamptz)
      where shop_id = $1 and id = any($2::bigint[]) and (personal_erased_at is null or ${isFull.join(" or ")})`,
    values: [shopId, orderIds, now.toISOString()],
  };
}

/** What can still be typed to find the order: its name and its SKUs. */
const emptySearchTextsSql = ({ shopId }: PersonTarget, orderIds: string): Sql => ({
  text: `
    update order_search_texts t set text = concat_ws(E'\\n', lower(o.name), (
      select string_agg(distinct lower(l.sku), E'\\n') from order_lines l
      where l.shop_id = o.shop_id and l.order_id = o.id and l.sku is not null))
    from orders o
    where t.shop_id = $1 and t.order_id = any($2::bigint[]) and o.shop_id = t.shop_id and o.id = t.order_id`,
  values: [shopId, orderIds],
});

const eraseHistorySql = ({ shopId, now }: PersonTarget, orderIds: string): Sql => ({
  text: `
    update ledger_personal set facts = null, salt = null, erased_at = $3::timestamptz
    where shop_id = $1 and order_id = any($2::bigint[]) and erased_at is null`,
  values: [shopId, orderIds, now.toISOString()],
});

/** A saved list keeps its filters and loses what somebody had typed to find this person, and a name that says who. */
const emptySavedSearchesSql = ({ shopId, words }: PersonTarget): Sql => ({
  text: `
    update saved_order_views set query = jsonb_set(query, '{search}', '""'),
      name = case when exists (select from unnest($3::text[]) part where position(part in lower(name)) > 0)
        then 'View ' || id else name end
    where shop_id = $1 and exists (select from unnest($2::text[]) word
      where position(word in lower(query ->> 'search')) > 0 or position(word in lower(name)) > 0
        or (length(query ->> 'search') >= ${MIN_WORD_LENGTH} and position(lower(query ->> 'search') in word) > 0))`,
  values: [
    shopId,
    textArray(words),
    textArray(
      [...words, ...words.flatMap((word) => word.split(/\s+/))].filter(
        ({ length }) => length >= MIN_WORD_LENGTH,
      ),
    ),
  ],
});

/** History says that something was erased, and not what. */
async function recordErasure(tx: ShopTx, { shopId, orderGids, now }: PersonTarget): Promise<void> {
  const rows = await runSql<{ id: bigint; gid: string }>(tx, {
    text: `
      select o.id, o.gid from orders o
      where o.shop_id = $1 and o.gid = any($2::text[]) and not exists (
        select from ledger_entries e where e.shop_id = o.shop_id and e.order_id = o.id and e.kind = 'order.erased')`,
    values: [shopId, textArray(orderGids)],
  });
  const appends = rows.map(({ id, gid }) => ({
    orderId: id,
    orderGid: gid,
    entries: [
      {
        kind: "order.erased",
        actor: "shopify" as const,
        lineGid: null,
        facts: { reason: "customers/redact" },
        personal: null,
        occurredAt: now,
      },
    ],
  }));
  await appendEntries(tx, shopId, appends, now);
}

async function countRows(tx: ShopTx, { text, values }: Sql): Promise<number> {
  return tx.$executeRawUnsafe(text, ...values);
}

/** A PostgreSQL array literal; drivers differ in how they pass lists. */
const textArray = (items: readonly string[]) =>
  `{${items.map((item) => `"${item.replace(/[\\"]/g, "\\$&")}"`).join(",")}}`;
