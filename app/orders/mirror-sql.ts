/** Statements that load and save the mirror, built from its tables. Every one names the shop. Pure. */
import type { AnyRow, ChildName, RowValue } from "./mirror-rows.ts";
import { CHILD_TABLES, columnOf, ORDER_TABLE, type PgType } from "./mirror-tables.ts";

export type Sql = { readonly text: string; readonly values: readonly unknown[] };

export type TableShape = {
  readonly table: string;
  readonly columns: Readonly<Record<string, PgType>>;
  readonly key: readonly string[];
};

export const childShape = (name: ChildName) => CHILD_TABLES[name] as TableShape;
export const orderShape = ORDER_TABLE as TableShape;

const selectList = ({ columns }: TableShape) =>
  Object.keys(columns)
    .map((field) => `${columnOf(field)} as "${field}"`)
    .join(", ");

export const selectOrdersSql = (shopId: bigint, gids: readonly string[]): Sql => ({
  text: `select id as "orderId", ${selectList(orderShape)} from orders where shop_id = $1 and gid = any($2::text[])`,
  values: [shopId, gids],
});

export const selectChildrenSql = (
  name: ChildName,
  shopId: bigint,
  orderIds: readonly bigint[],
): Sql => ({
  text: `select order_id as "orderId", ${selectList(childShape(name))} from ${childShape(name).table}
    where shop_id = $1 and order_id = any($2::bigint[])`,
  values: [shopId, `{${orderIds.join(",")}}`],
});

/** Inserts or replaces rows by their key; `orderId` of each row is set for child tables. */
export function upsertSql(
  shape: TableShape,
  shopId: bigint,
  rows: readonly AnyRow[],
  isChild: boolean,
): Sql {
  const fields = Object.keys(shape.columns);
  const columns = [...(isChild ? ["order_id"] : []), ...fields.map(columnOf)];
  const types = [...(isChild ? ["bigint"] : []), ...fields.map((field) => shape.columns[field])];
  const key = shape.key.map(columnOf);
  const replaced = columns.filter((column) => !key.includes(column));
  return {
    text: `
      insert into ${shape.table} (shop_id, ${columns.join(", ")})
      select $1::bigint, ${columns.join(", ")}
      from jsonb_to_recordset($2::text::jsonb) as r(${columns.map((column, index) => `${column} ${types[index]}`).join(", ")})
      on conflict (shop_id, ${key.join(", ")}) do update set ${replaced.map((column) => `${column} = excluded.${column}`).join(", ")}
      ${isChild ? "" : `returning id as "orderId", gid`}`,
    values: [
      shopId,
      JSON.stringify(rows.map((row) => toRecord(row, isChild ? ["orderId", ...fields] : fields))),
    ],
  };
}

export function deleteSql(shape: TableShape, shopId: bigint, rows: readonly AnyRow[]): Sql {
  const key = shape.key.map((field) => `${columnOf(field)} ${shape.columns[field]}`);
  const matches = shape.key.map((field) => `t.${columnOf(field)} = r.${columnOf(field)}`);
  return {
    text: `delete from ${shape.table} t using jsonb_to_recordset($2::text::jsonb) as r(${key.join(", ")})
      where t.shop_id = $1 and ${matches.join(" and ")}`,
    values: [shopId, JSON.stringify(rows.map((row) => toRecord(row, shape.key)))],
  };
}

export const upsertSearchTextSql = (
  shopId: bigint,
  rows: readonly { readonly orderId: bigint; readonly text: string }[],
): Sql => ({
  text: `
    insert into order_search_texts (shop_id, order_id, text)
    select $1::bigint, order_id, text from jsonb_to_recordset($2::text::jsonb) as r(order_id bigint, text text)
    on conflict (shop_id, order_id) do update set text = excluded.text`,
  values: [
    shopId,
    JSON.stringify(rows.map(({ orderId, text }) => ({ order_id: orderId.toString(), text }))),
  ],
});

const toRecord = (row: AnyRow, fields: readonly string[]) =>
  Object.fromEntries(fields.map((field) => [columnOf(field), toJson(row[field] ?? null)]));

const toJson = (value: RowValue) => (typeof value === "bigint" ? value.toString() : value);
