/** The list as a CSV file, page by page: memory stays that of one page. */
import { stringify } from "csv-stringify/sync";
import { eachPurchaseOrder, type ListDeps } from "./list-purchase-orders.server.ts";
import type { PurchaseOrderListQuery } from "./purchase-order-query.ts";

const HEADER = [
  "Purchase order",
  "Revision",
  "State",
  "Order",
  "Supplier",
  "Units",
  "Expected cost",
  "Currency",
  "Created at",
  "Due at",
  "Breach",
  "Reason",
];

// A cell that begins with =, +, - or @ would be run as a formula by a spreadsheet.
const OPTIONS = { escape_formulas: true, record_delimiter: "windows" } as const;

export async function* exportPurchaseOrdersCsv(
  deps: ListDeps,
  shopId: bigint,
  query: PurchaseOrderListQuery,
): AsyncIterable<string> {
  // The byte order mark makes spreadsheets read the file as UTF-8.
  yield `\uFEFF${stringify([HEADER], OPTIONS)}`;
  for await (const rows of eachPurchaseOrder(deps, shopId, query))
    yield stringify(
      rows.map((row) => [
        row.number,
        String(row.revision),
        row.state,
        row.orderName,
        row.supplierName,
        String(row.units),
        row.cost.amount,
        row.cost.currency,
        row.createdAt,
        row.dueAt ?? "",
        row.breach ?? "",
        row.reason ?? "",
      ]),
      OPTIONS,
    );
}
