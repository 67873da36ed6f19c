/**
 * A table from a file of a supplier: what it is, is decided by its bytes and not by its name. Size and rows are capped
 * before anything is unpacked.
 */
import { parse } from "csv-parse/sync";
import { accept, refuse, type Result } from "#app/platform/result.ts";
import { nameColumn } from "./day-table.ts";

export const MOST_FILE_BYTES = 2 * 2 ** 20;
export const MOST_FILE_ROWS = 5_000;
// A workbook of 5,000 rows unpacks to a few megabytes; a bomb to thousands.
const MOST_UNPACKED_BYTES = 60 * 2 ** 20;

export type FileRefusal = {
  readonly code: "file_missing" | "file_too_large" | "file_unreadable" | "file_rows";
};

export const FILE_REFUSAL_STATUS = {
  file_missing: 422,
  file_too_large: 413,
  file_unreadable: 422,
  file_rows: 413,
} as const satisfies Record<FileRefusal["code"], number>;

export async function readTable(bytes: Uint8Array): Promise<Result<string[][], FileRefusal>> {
  if (bytes.length === 0) return refuse({ code: "file_missing" });
  if (bytes.length > MOST_FILE_BYTES) return refuse({ code: "file_too_large" });
  const isZip = bytes[0] === 0x50 && bytes[1] === 0x4b;
  const table = isZip ? await readWorkbook(bytes) : readText(bytes);
  if (table === null) return refuse({ code: "file_unreadable" });
  return table.length > MOST_FILE_ROWS + 1 ? refuse({ code: "file_rows" }) : accept(table);
}

async function readWorkbook(bytes: Uint8Array): Promise<string[][] | null> {
  const file = Buffer.from(bytes);
  if (unpackedBytes(file) > MOST_UNPACKED_BYTES) return null;
  try {
    const { default: readXlsxFile } = await import("read-excel-file/node");
    const [sheet] = await readXlsxFile(file);
    return (sheet?.data ?? []).map((row) => row.map(cellText));
  } catch {
    // A damaged workbook: the reader's own words are about its insides.
    return null;
  }
}

const cellText = (cell: unknown): string => {
  if (cell === null || cell === undefined) return "";
  if (cell instanceof Date) return cell.toISOString().slice(0, 10);
  return typeof cell === "object" ? "" : String(cell);
};

/** What the archive's directory says it holds; an archive that lies about it fails to unpack. */
function unpackedBytes(file: Buffer): number {
  let sum = 0;
  for (let at = file.indexOf("PK\u0001\u0002", 0, "latin1"); at >= 0;) {
    if (at + 46 > file.length) return Number.POSITIVE_INFINITY;
    sum += file.readUInt32LE(at + 24);
    at = file.indexOf("PK\u0001\u0002", at + 46, "latin1");
  }
  return sum;
}

const ENCODINGS = ["utf-8", "gb18030", "windows-1252", "utf-16le"] as const;

/** The first encoding in which the header makes sense; else the first that fits at all. */
function readText(bytes: Uint8Array): string[][] | null {
  const tables = ENCODINGS.flatMap((encoding) => {
    try {
      return [parseText(new TextDecoder(encoding, { fatal: true }).decode(bytes))];
    } catch {
      // Not this encoding, or no table in it.
      return [];
    }
  });
  const hasHeader = (table: string[][]) =>
    table.slice(0, 20).some((row) => row.some((cell) => nameColumn(cell) === "order"));
  return tables.find(hasHeader) ?? tables[0] ?? null;
}

function parseText(text: string): string[][] {
  const [first = ""] = text.split(/\r?\n/, 1);
  const count = (sign: string) => first.split(sign).length;
  const [delimiter = ","] = [",", ";", "\t", "|"].sort((one, other) => count(other) - count(one));
  return parse(text, {
    delimiter,
    bom: true,
    relax_column_count: true,
    relax_quotes: true,
    skip_empty_lines: true,
    // One more than is taken, so that a longer one is known for what it is.
    to: MOST_FILE_ROWS + 2,
  });
}
