/** CSV records as rows that are read by column name. Columns may come in any order, be missing, or differ in case. */
import type { CsvProblem } from "./csv-problem.ts";
import { readCsvRecords, type CsvSource } from "./read-csv-records.ts";
import type { Row } from "./read-cells.ts";

/** What a decoder puts where bytes are not UTF-8. */
const REPLACEMENT = "\uFFFD";

export type CsvRowsOptions = {
  source: CsvSource;
  file: string;
  /** Without these the file is something else. */
  required: readonly string[];
  report: (problem: CsvProblem) => void;
};

/** Yields the usable rows; reports the others, a header that is not Shopify's and, once, a file that is not UTF-8. */
export async function* readCsvRows(options: CsvRowsOptions): AsyncGenerator<Row> {
  const { source, file, required, report } = options;
  let columns: Map<string, number> | null = null;
  let header: string[] = [];
  let isUtf8Reported = false;
  for await (const record of readCsvRecords(source)) {
    const { line } = record;
    if ("fault" in record) {
      report({ file, line, column: "-", reason: record.fault });
      continue;
    }
    const { cells } = record;
    if (!columns) {
      header = cells;
      columns = new Map(cells.map((name, index) => [normalise(name), index]));
      const missing = required.filter((name) => !columns?.has(normalise(name)));
      if (missing.length > 0) {
        const names = missing.map((name) => `“${name}”`).join(", ");
        report({
          file,
          line,
          column: "-",
          reason: `The column ${names} is missing: this is not a Shopify export.`,
        });
        return;
      }
      continue;
    }
    // Exports split over several files are often pasted together, headers and all.
    if (cells.every((cell, index) => cell === header[index])) continue;
    const surplus = cells.slice(header.length).find((cell) => cell.trim() !== "");
    if (surplus !== undefined) {
      const reason = `The row has ${cells.length} cells and the header ${header.length}: a comma without quotation marks?`;
      report({ file, line, column: "-", reason });
      continue;
    }
    const broken = isUtf8Reported ? -1 : cells.findIndex((cell) => cell.includes(REPLACEMENT));
    if (broken !== -1) {
      isUtf8Reported = true;
      const reason =
        "The file is not UTF-8, so letters with accents are lost. Save it as “CSV UTF-8” and load it again.";
      report({ file, line, column: header[broken] ?? "-", reason });
    }
    yield rowOf(line, cells, columns);
  }
  if (!columns) report({ file, line: 1, column: "-", reason: "The file is empty." });
}

function rowOf(line: number, cells: readonly string[], columns: Map<string, number>): Row {
  return { line, text: (column) => cells[positionOf(columns, column)]?.trim() ?? "" };
}

/** Remembers the spelling asked for: every row asks for the same forty. */
function positionOf(columns: Map<string, number>, column: string): number {
  const known = columns.get(column);
  if (known !== undefined) return known;
  const position = columns.get(normalise(column)) ?? -1;
  columns.set(column, position);
  return position;
}

function normalise(column: string): string {
  return column.trim().toLowerCase();
}
