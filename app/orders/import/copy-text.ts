/** PostgreSQL's COPY text format: tab between values, `\N` for null, backslash escapes. Pure. */
import type { AnyRow, RowValue } from "#app/orders/mirror-rows.ts";

/** One line of COPY input. */
export const copyLine = (values: readonly (string | null)[]): string =>
  `${values.map((value) => (value === null ? "\\N" : escapeText(value))).join("\t")}\n`;

export const rowValues = (row: AnyRow, fields: readonly string[]): (string | null)[] =>
  fields.map((field) => valueText(row[field] ?? null));

function valueText(value: RowValue): string | null {
  if (value === null || typeof value === "string") return value;
  if (value instanceof Date) return value.toISOString();
  if (typeof value === "boolean") return value ? "t" : "f";
  if (typeof value === "number" || typeof value === "bigint") return String(value);
  return `{${value.map((part) => `"${part.replace(/["\\]/g, (sign) => `\\${sign}`)}"`).join(",")}}`;
}

const SPECIAL = /[\\\t\n\r]/;
const ESCAPES: Readonly<Record<string, string>> = {
  "\\": "\\\\",
  "\t": "\\t",
  "\n": "\\n",
  "\r": "\\r",
};

const escapeText = (text: string) =>
  SPECIAL.test(text) ? text.replace(/[\\\t\n\r]/g, (sign) => ESCAPES[sign] ?? sign) : text;
