/** The order list as a CSV file, streamed page by page: memory stays that of one page, whatever the shop's size. */
import { stringify } from "csv-stringify/sync";
import { inShop } from "#app/platform/db.server.ts";
import { findMatched, readPage, type OrderReadDeps } from "./list-orders.server.ts";
import type { Matched } from "./order-match-sql.ts";
import { orderRowView } from "./order-row-view.ts";
import { getShopSettings } from "./shop-settings.server.ts";
import type { OrderListQuery, OrderRowView } from "./views.ts";

const PAGE_SIZE = 250;

const HEADER = [
  "Order",
  "Placed at",
  "Customer",
  "Country",
  "Total",
  "Currency",
  "Payment",
  "Fulfillment",
  "Units",
  "Vendors",
  "Tags",
  "Flag",
  "Flag since",
  "Cancelled",
  "Test",
  "Shopify id",
];

// A cell that begins with =, +, - or @ would be run as a formula by a spreadsheet.
const OPTIONS = { escape_formulas: true, record_delimiter: "windows" } as const;

/** The rows of the whole query (its cursor and page size are ignored) as CSV text in pieces, header first. */
export async function* exportOrdersCsv(
  deps: OrderReadDeps,
  shopId: bigint,
  query: OrderListQuery,
): AsyncIterable<string> {
  // The byte order mark makes spreadsheets read the file as UTF-8.
  yield `\uFEFF${stringify([HEADER], OPTIONS)}`;
  const now = deps.clock.now();
  // Looked up once: what begins to fit while the file is written is not in it.
  let matched: { readonly ids: Matched } | undefined;
  for (let cursor: string | null = null, isFirst = true; isFirst || cursor; isFirst = false) {
    const asked: OrderListQuery = { ...query, cursor, pageSize: PAGE_SIZE };
    const page = await inShop(deps.db, shopId, async (tx) => {
      matched ??= { ids: await findMatched(tx, query) };
      const settings = { ...(await getShopSettings(tx, shopId)), now, matched: matched.ids };
      const { rows, nextCursor } = await readPage(tx, shopId, asked, settings);
      return { views: rows.map((row) => orderRowView(row, settings)), nextCursor };
    });
    if (page.views.length > 0) yield stringify(page.views.map(toCells), OPTIONS);
    cursor = page.nextCursor;
  }
}

const toCells = (row: OrderRowView): string[] => [
  row.name,
  row.placedAt,
  row.customerName ?? "",
  row.country ?? "",
  row.total.amount,
  row.total.currency,
  row.financialStatus ?? "",
  row.fulfillmentStatus,
  String(row.units),
  row.vendors.join(", "),
  row.tags.join(", "),
  row.flag?.flag ?? "",
  row.flag?.since ?? "",
  row.isCancelled ? "yes" : "",
  row.isTest ? "yes" : "",
  row.orderGid,
];
