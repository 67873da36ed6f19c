/** An order of somebody who was erased: rows as they are, their personal fields empty. Which those are: mirror-tables.ts. Pure. */
import type { ChildRows, OrderRow } from "./mirror-rows.ts";
import { CHILD_NAMES, CHILD_TABLES, ORDER_TABLE } from "./mirror-tables.ts";

export const withoutPerson = (order: OrderRow): OrderRow => emptied(ORDER_TABLE, order);

export function withoutPersonBelow(children: ChildRows): ChildRows {
  const copy: Record<string, readonly object[]> = { ...children };
  for (const name of CHILD_NAMES) {
    const table: PersonalTable = CHILD_TABLES[name];
    if (table.personal.length > 0) copy[name] = children[name].map((row) => emptied(table, row));
  }
  // The same lists under the same names; only fields that may be empty were emptied.
  return copy as unknown as ChildRows;
}

type PersonalTable = {
  readonly personal: readonly string[];
  readonly columns: Readonly<Record<string, string>>;
};

function emptied<Row extends object>({ personal, columns }: PersonalTable, row: Row): Row {
  const nothing = personal.map(
    (field) => [field, columns[field] === "text[]" ? [] : null] as const,
  );
  return { ...row, ...Object.fromEntries(nothing) };
}
