/** The table as a workbook. Every cell is text: nothing is a formula, and no SKU loses its zeros. */
import type { DocumentFacts } from "./document-facts.ts";
import { TABLE_COLUMNS, tableRows } from "./order-table.ts";

export async function renderXlsx(facts: DocumentFacts): Promise<Uint8Array> {
  const header = TABLE_COLUMNS.map((value) => ({
    value,
    type: String,
    fontWeight: "bold" as const,
  }));
  const rows = tableRows(facts).map((cells) =>
    cells.map((value) => (value === "" ? null : { value, type: String, format: "@" })),
  );
  const { default: writeXlsxFile } = await import("write-excel-file/node");
  const sheet = writeXlsxFile([header, ...rows], { stickyRowsCount: 1 });
  return sheet.toBuffer();
}
