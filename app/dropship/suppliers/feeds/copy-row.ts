/** Rows of a file as lines of COPY. Pure. */
import type { FeedValues } from "./read-row.ts";

export const STAGE_COLUMNS =
  "line, sku, supplier_sku, cost_minor, stock_units, stock_on, lead_time_days, minimum_units, minimum_advertised_minor, refused_column, reason, raw";

export const CREATE_STAGE = `create temporary table feed_stage (
  line integer, sku text, supplier_sku text, cost_minor bigint, stock_units integer, stock_on date, lead_time_days integer,
  minimum_units integer, minimum_advertised_minor bigint, refused_column text, reason text, raw text) on commit drop`;

export const copyValues = (line: number, values: FeedValues): string =>
  toLine([
    line,
    values.sku,
    values.supplierSku,
    values.costMinor,
    values.stockUnits,
    values.stockOn,
    values.leadTimeDays,
    values.minimumUnits,
    values.minimumAdvertisedMinor,
    null,
    null,
    null,
  ]);

export const copyRefusal = (
  line: number,
  {
    column,
    reason,
    raw,
  }: { readonly column: string; readonly reason: string; readonly raw: string },
): string => toLine([line, null, null, null, null, null, null, null, null, column, reason, raw]);

const toLine = (cells: readonly (string | number | bigint | null)[]): string =>
  `${cells.map(toCell).join("\t")}\n`;

const ESCAPES: Readonly<Record<string, string>> = {
  "\\": "\\\\",
  "\t": "\\t",
  "\n": "\\n",
  "\r": "\\r",
  "\0": "",
};

function toCell(value: string | number | bigint | null): string {
  if (value === null) return "\\N";
  if (typeof value !== "string") return value.toString();
  // A lone half of a pair is no text to PostgreSQL.
  return toWellFormed(value).replace(/[\\\t\n\r\0]/g, (character) => ESCAPES[character] ?? "");
}

const toWellFormed = (text: string): string =>
  text.replace(/[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g, "\ufffd");
