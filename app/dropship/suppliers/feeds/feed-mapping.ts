/** Which column of a supplier's file means what: suggested from its headers, remembered by their names. Pure. */
import { z } from "zod";
import { FEED_FIELDS, nameField, normaliseHeader, type FeedField } from "./feed-fields.ts";
import type { FeedLayout } from "./detect-layout.ts";
import { detectDateOrder } from "./read-date.ts";
import { detectDecimalSign } from "./read-number.ts";

const column = z.string().max(300).nullable();

export const feedMappingSchema = z.object({
  /** header of the column; null = the file does not say */
  columns: z.object({
    sku: column,
    supplierSku: column,
    cost: column,
    stock: column,
    stockAsOf: column,
    leadTime: column,
    minimum: column,
    minimumAdvertised: column,
  }),
  /** null = not known: a number that can be read two ways is refused */
  decimal: z.enum([".", ","]).nullable(),
  dateOrder: z.enum(["dmy", "mdy"]),
});

export type FeedMapping = z.output<typeof feedMappingSchema>;

/** Where each field stands in a row; -1 = nowhere. */
export type FieldPlaces = Readonly<Record<FeedField, number>>;

export type MappingRefusal = {
  readonly code: "columns_missing" | "no_key" | "nothing_said";
  /** headers that were remembered and are not there */
  readonly missing: readonly string[];
};

/** What the headers say by themselves; decimal sign and order of dates come from the sample. */
export function suggestMapping({
  headers,
  sample,
}: Pick<FeedLayout, "headers" | "sample">): FeedMapping {
  const columns = Object.fromEntries(
    FEED_FIELDS.map((field) => [
      field,
      headers.find((header) => nameField(header) === field) ?? null,
    ]),
  ) as FeedMapping["columns"]; // one entry a field
  const cellsOf = (name: string | null) => {
    const at = name === null ? -1 : headers.indexOf(name);
    return at === -1 ? [] : sample.map(({ cells }) => cells[at] ?? "");
  };
  return {
    columns,
    decimal: detectDecimalSign([...cellsOf(columns.cost), ...cellsOf(columns.minimumAdvertised)]),
    dateOrder: detectDateOrder(cellsOf(columns.stockAsOf)),
  };
}

/** Finds the mapping's columns in this file, or says what a person has to do. */
export function placeFields(
  { columns }: FeedMapping,
  headers: readonly string[],
):
  | { readonly ok: true; readonly places: FieldPlaces }
  | { readonly ok: false; readonly refusal: MappingRefusal } {
  const plain = headers.map(normaliseHeader);
  const placeOf = (name: string | null) =>
    name === null ? -1 : plain.indexOf(normaliseHeader(name));
  const missing = FEED_FIELDS.flatMap((field) => {
    const name = columns[field];
    return name !== null && placeOf(name) === -1 ? [name] : [];
  });
  if (missing.length > 0) return { ok: false, refusal: { code: "columns_missing", missing } };
  if (columns.sku === null && columns.supplierSku === null)
    return { ok: false, refusal: { code: "no_key", missing: [] } };
  const { sku: _sku, supplierSku: _supplierSku, stockAsOf: _stockAsOf, ...said } = columns;
  if (Object.values(said).every((name) => name === null))
    return { ok: false, refusal: { code: "nothing_said", missing: [] } };
  const places = Object.fromEntries(
    FEED_FIELDS.map((field) => [field, placeOf(columns[field])]),
  ) as FieldPlaces; // one entry a field
  return { ok: true, places };
}
