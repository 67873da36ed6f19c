/** Reads a purchase order, or a word about one, out of what a channel delivers: a table, a workbook, a JSON body. Pure. */
import { parse } from "csv-parse/sync";
import { isRecord } from "#sandbox/http/respond.ts";
import type { DeskLine } from "./desk-types.ts";

export type Paper = {
  /** `order`: please ship; `revoked`: please do not; the others are about an order that was sent before. */
  purpose: "order" | "revoked" | "nudge" | "address";
  number: string;
  revision: number;
  isMarkedCopy: boolean;
  lines: DeskLine[];
  /** The page to answer on; null where the paper has none. */
  link: string | null;
  /** ISO 3166 alpha-2 of the address to ship to; null where the paper has none. */
  country: string | null;
};

type Row = Readonly<Record<string, string | undefined>>;

/** A table with one line of goods per row and the order's own facts in each. Null: it names no purchase order. */
export function readTable(text: string): Paper | null {
  const rows: Row[] = parse(text, {
    bom: true,
    columns: (header: string[]) => header.map((name) => name.trim().toLowerCase()),
    skip_empty_lines: true,
    relax_column_count: true,
  });
  return readRows(rows);
}

export function readRows(rows: readonly Row[]): Paper | null {
  const [first] = rows;
  if (!first?.["po_number"]) return null;
  return {
    purpose: readPurpose(first["purpose"]),
    number: first["po_number"],
    revision: Number(first["revision"] || 1),
    isMarkedCopy: isYes(first["copy"]),
    link: first["link"] || null,
    country: first["ship_country"] || null,
    lines: rows.map((row) => ({
      lineId: row["line"] ?? "",
      sku: row["supplier_sku"] || row["sku"] || "",
      title: [row["title"], row["variant"]].filter(Boolean).join(", "),
      units: Number(row["units"] ?? 0),
      unitCost: row["unit_cost"] || null,
    })),
  };
}

export function readJson(body: Readonly<Record<string, unknown>> | null): Paper | null {
  if (typeof body?.["number"] !== "string") return null;
  const shipTo = isRecord(body["shipTo"]) ? body["shipTo"] : {};
  return {
    purpose: readPurpose(body["purpose"]),
    number: body["number"],
    revision: Number(body["revision"] ?? 1),
    isMarkedCopy: isYes(body["copy"]),
    link: textOrNull(body["link"]),
    country: textOrNull(shipTo["countryCode"]),
    lines: Array.isArray(body["lines"]) ? body["lines"].filter(isRecord).map(readJsonLine) : [],
  };
}

function readJsonLine(line: Record<string, unknown>): DeskLine {
  return {
    lineId: String(line["id"] ?? ""),
    sku: textOrNull(line["supplierSku"]) ?? textOrNull(line["sku"]) ?? "",
    title: [line["title"], line["variant"]].filter(Boolean).map(String).join(", "),
    units: Number(line["units"] ?? 0),
    unitCost: textOrNull(line["unitCost"]),
  };
}

export function readPurpose(value: unknown): Paper["purpose"] {
  const known = (["revoked", "nudge", "address"] as const).find((purpose) => purpose === value);
  return known ?? "order";
}

const isYes = (value: unknown) =>
  value !== undefined && !["", "no", "false", "0", "null"].includes(String(value).toLowerCase());

const textOrNull = (value: unknown) => (typeof value === "string" && value !== "" ? value : null);
