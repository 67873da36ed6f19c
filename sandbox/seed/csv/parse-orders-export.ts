/**
 * Reads Shopify's order export: one row a line item, the order's own cells on its first row only. Rows of one order may
 * repeat them (spreadsheets fill them down) and need not stand together. A bad first row costs its order, a bad further
 * row its line; everything else is kept.
 */
import { CellFault, type CsvProblem } from "./csv-problem.ts";
import type { ExportedOrder } from "./exported-order.ts";
import type { CsvSource } from "./read-csv-records.ts";
import { readCsvRows } from "./read-csv-rows.ts";
import type { Row } from "./read-cells.ts";
import { readOrderHead, readOrderLine, type OrderDefaults } from "./read-order-row.ts";

export type OrdersExport = { orders: ExportedOrder[]; problems: CsvProblem[] };

const REQUIRED = ["Name", "Created at", "Lineitem quantity", "Lineitem name", "Lineitem price"];

/** Orders in file order, and what could not be read. Never throws for what is in the file. */
export async function parseOrdersExport(
  source: CsvSource,
  file: string,
  defaults: OrderDefaults,
): Promise<OrdersExport> {
  const problems: CsvProblem[] = [];
  const report = (problem: CsvProblem) => void problems.push(problem);
  const orders: ExportedOrder[] = [];
  /** The order that further rows of a name belong to; null after a first row that could not be read. */
  const open = new Map<string, ExportedOrder | null>();

  for await (const row of readCsvRows({ source, file, required: REQUIRED, report })) {
    try {
      readRow(row);
    } catch (error) {
      if (!(error instanceof CellFault)) throw error;
      report({ file, line: row.line, column: error.column, reason: error.message });
    }
  }
  // An order all of whose lines failed has its rows reported already.
  for (const order of orders.filter(
    ({ lines, isIncomplete }) => lines.length === 0 && !isIncomplete,
  )) {
    report({
      file,
      line: order.line,
      column: "Lineitem name",
      reason: `${order.name} has no line items.`,
    });
  }
  return {
    orders: orders.filter(({ lines }) => lines.length > 0),
    problems: inFileOrder(problems),
  };

  function readRow(row: Row): void {
    const name = row.text("Name");
    if (!name) throw new CellFault("Name", "The row names no order.");
    const known = open.get(name);
    if (known === undefined || (known && startsAnother(row, known, defaults))) {
      open.set(name, null);
      const order = readOrderHead(row, defaults);
      open.set(name, order);
      orders.push(order);
      addLine(row, order);
      return;
    }
    if (known === null) {
      throw new CellFault(
        "Name",
        `The first row of ${name} could not be read, so this row is left out too.`,
      );
    }
    addLine(row, known);
  }
}

function addLine(row: Row, order: ExportedOrder): void {
  try {
    const line = readOrderLine(row, order.currency);
    if (line) order.lines.push(line);
  } catch (error) {
    order.isIncomplete = true;
    throw error;
  }
}

/** Whether a row with a known name opens a second order of that name rather than going on with the first. */
function startsAnother(row: Row, known: ExportedOrder, defaults: OrderDefaults): boolean {
  const id = row.text("Id").replace(/^'/, "");
  if (id && known.id && id !== known.id) return true;
  if (id || !row.text("Total") || !row.text("Created at")) return false;
  const head = readOrderHead(row, defaults);
  return head.createdAt !== known.createdAt;
}

function inFileOrder(problems: CsvProblem[]): CsvProblem[] {
  return problems.sort((one, other) => one.line - other.line);
}
