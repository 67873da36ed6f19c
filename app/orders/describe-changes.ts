/**
 * Turns the difference between two states of an order into ledger entries: one per row that was added, changed or
 * removed, each naming its line where it has one. Facts hold every changed column, so that state can be rebuilt from
 * the entries alone. No difference, no entry: replaying a webhook writes nothing. Pure.
 */
import type { Fact } from "#app/ledger/canonical-json.ts";
import type { Actor, NewEntry } from "#app/ledger/next-entry.ts";
import {
  NO_CHILDREN,
  type AnyRow,
  type ChildName,
  type OrderMirror,
  type OrderRow,
  type RowValue,
} from "./mirror-rows.ts";
import { CHILD_NAMES, CHILD_TABLES, ORDER_TABLE } from "./mirror-tables.ts";

type Telling = { readonly actor: Actor; readonly asOf: Date };

type LooseTable = {
  readonly noun: string;
  readonly key: readonly string[];
  readonly columns: Readonly<Record<string, string>>;
  readonly personal: readonly string[];
  readonly silent: readonly string[];
};

/** Entries that lead from `known` to `next`; empty when they say the same. */
export function describeChanges(
  known: OrderMirror | null,
  next: OrderMirror,
  telling: Telling,
): NewEntry[] {
  const children = CHILD_NAMES.flatMap((name) => childEntries(name, known, next, telling));
  const order = orderEntry(known?.order ?? null, next.order, telling);
  return order ? [order, ...children] : children;
}

/** One entry for a whole order that came with an import: a million orders do not need five million of them. */
export function describeImport(next: OrderMirror, { asOf }: Pick<Telling, "asOf">): NewEntry {
  const order = factsOf(ORDER_TABLE, next.order, SORTED_FIELDS.order);
  const { facts } = order;
  const personal: Record<string, Fact> = order.personal ?? {};
  for (const name of CHILD_NAMES) {
    const table = looseTable(name);
    const rows = looseRows(name, next).map((row) => factsOf(table, row, SORTED_FIELDS[name]));
    if (rows.length > 0) facts[name] = rows.map((row) => row.facts);
    if (rows.some((row) => row.personal)) personal[name] = rows.map((row) => row.personal ?? {});
  }
  return {
    kind: "order.imported",
    actor: "import",
    lineGid: null,
    facts,
    personal: Object.keys(personal).length > 0 ? personal : null,
    occurredAt: asOf,
  };
}

/**
 * What an import adds to an order we knew already, as one entry: above all its fulfilment orders, which come with a second
 * export. Not `order.imported`, so that an order is imported once however many exports tell of it.
 */
export function gatherEntries(
  entries: readonly NewEntry[],
  { asOf }: Pick<Telling, "asOf">,
): NewEntry[] {
  if (entries.length === 0) return [];
  const personal = entries.map((entry) => entry.personal ?? {});
  return [
    {
      kind: "order.supplemented",
      actor: "import",
      lineGid: null,
      facts: { parts: entries.map(({ kind, lineGid, facts }) => ({ kind, line: lineGid, facts })) },
      personal: entries.some((entry) => entry.personal) ? { parts: personal } : null,
      occurredAt: asOf,
    },
  ];
}

function orderEntry(
  known: OrderRow | null,
  next: OrderRow,
  { actor, asOf }: Telling,
): NewEntry | null {
  const fields = known ? changedFields(ORDER_TABLE, known, next) : fieldsOf(ORDER_TABLE);
  if (fields.length === 0) return null;
  return {
    kind: known ? orderKind(known, next, fields) : "order.created",
    actor,
    lineGid: null,
    ...factsOf(ORDER_TABLE, next, fields),
    occurredAt: known ? orderChangedAt(known, next, asOf) : next.createdAt,
  };
}

/** The most telling word for what happened; the facts hold the rest. */
function orderKind(known: OrderRow, next: OrderRow, fields: readonly string[]): string {
  if (next.deletedAt && !known.deletedAt) return "order.deleted";
  if (next.cancelledAt && !known.cancelledAt) return "order.cancelled";
  if (next.refundedMinor > known.refundedMinor) return "order.refunded";
  if (next.financialStatus === "paid" && known.financialStatus !== "paid") return "order.paid";
  if (next.fulfillmentStatus === "fulfilled" && known.fulfillmentStatus !== "fulfilled")
    return "order.fulfilled";
  if (next.isEdited && !known.isEdited) return "order.edited";
  if (next.closedAt && !known.closedAt) return "order.closed";
  if (!next.closedAt && known.closedAt) return "order.reopened";
  if (fields.includes("personalErasedAt")) return "order.erased";
  return "order.changed";
}

function orderChangedAt(known: OrderRow, next: OrderRow, asOf: Date): Date {
  if (next.deletedAt && !known.deletedAt) return next.deletedAt;
  if (next.cancelledAt && !known.cancelledAt) return next.cancelledAt;
  return next.updatedAt > known.updatedAt ? next.updatedAt : asOf;
}

function childEntries(
  name: ChildName,
  known: OrderMirror | null,
  next: OrderMirror,
  { actor, asOf }: Telling,
): NewEntry[] {
  const table = looseTable(name);
  const before = new Map(
    looseRows(name, known ?? NO_CHILDREN).map((row) => [keyOf(table, row), row]),
  );
  const after = new Map(looseRows(name, next).map((row) => [keyOf(table, row), row]));
  const told = [...after].flatMap(([key, row]): NewEntry[] => {
    const old = before.get(key);
    const fields = old ? changedFields(table, old, row) : fieldsOf(table);
    if (fields.length === 0) return [];
    const { facts, personal } = factsOf(table, row, [...new Set([...table.key, ...fields])]);
    return [
      {
        kind: `${table.noun}.${old ? "changed" : "added"}`,
        actor,
        lineGid: lineOf(name, row),
        facts,
        personal,
        occurredAt: old ? (dateOf(row, "updatedAt") ?? asOf) : addedAt(row, asOf),
      },
    ];
  });
  const removed = [...before]
    .filter(([key]) => !after.has(key))
    .map(([, row]) => ({
      kind: `${table.noun}.removed`,
      actor,
      lineGid: lineOf(name, row),
      ...factsOf(table, row, table.key),
      occurredAt: asOf,
    }));
  return [...told, ...removed];
}

/** When the thing itself came to be, in Shopify's words, as far as it says. */
const addedAt = (row: AnyRow, asOf: Date) =>
  dateOf(row, "happenedAt") ??
  dateOf(row, "processedAt") ??
  dateOf(row, "initiatedAt") ??
  dateOf(row, "createdAt") ??
  asOf;

const dateOf = (row: AnyRow, field: string): Date | null => {
  const value = row[field];
  return value instanceof Date ? value : null;
};

function lineOf(name: ChildName, row: AnyRow): string | null {
  const value = name === "lines" ? row["gid"] : row["lineGid"];
  return typeof value === "string" ? value : null;
}

function fieldsOf({ columns, silent }: Pick<LooseTable, "columns" | "silent">): string[] {
  return Object.keys(columns).filter((field) => !silent.includes(field));
}

export const changedFields = (
  table: Pick<LooseTable, "columns" | "silent">,
  known: AnyRow,
  next: AnyRow,
): string[] =>
  fieldsOf(table).filter((field) => !isSameValue(known[field] ?? null, next[field] ?? null));

export function isSameValue(one: RowValue, other: RowValue): boolean {
  if (one instanceof Date && other instanceof Date) return one.getTime() === other.getTime();
  if (Array.isArray(one) && Array.isArray(other))
    return one.length === other.length && one.every((part, index) => part === other[index]);
  return one === other;
}

export const keyOf = ({ key }: { readonly key: readonly string[] }, row: AnyRow): string =>
  key.map((field) => String(row[field])).join(" ");

function factsOf(table: Pick<LooseTable, "personal">, row: AnyRow, fields: readonly string[]) {
  const facts: Record<string, Fact> = {};
  const personal: Record<string, Fact> = {};
  for (const field of fields) {
    const value = toFact(row[field] ?? null);
    if (!table.personal.includes(field)) facts[field] = value;
    else if (value !== null && !(Array.isArray(value) && value.length === 0))
      personal[field] = value;
    // That a personal fact went away is told without it.
    else facts[`${field}Empty`] = true;
  }
  return { facts, personal: Object.keys(personal).length > 0 ? personal : null };
}

function toFact(value: RowValue): Fact {
  if (value instanceof Date) return value.toISOString();
  if (typeof value === "bigint") return value.toString();
  return value;
}

/** Every table's fields in the order of canonical JSON, so that large entries need no sorting. */
const SORTED_FIELDS = Object.fromEntries(
  [
    ["order", ORDER_TABLE] as const,
    ...CHILD_NAMES.map((name) => [name, CHILD_TABLES[name]] as const),
  ].map(([name, table]) => [name, fieldsOf(table as LooseTable).sort()]),
) as unknown as Readonly<Record<ChildName | "order", readonly string[]>>;

// The tables are typed row by row; comparing them is the same for all.
const looseTable = (name: ChildName) => CHILD_TABLES[name] as LooseTable;
const looseRows = (name: ChildName, mirror: Pick<OrderMirror, ChildName>) =>
  mirror[name] as readonly AnyRow[];
