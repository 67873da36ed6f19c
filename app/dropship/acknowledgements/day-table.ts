/**
 * The day of a supplier as a table: one row a line of a purchase order, with empty cells to fill in. Headers are in the
 * supplier's language and are understood in all of them. Pure.
 */
import type { SupplierLanguage } from "#app/dropship/suppliers/supplier.ts";
import { moneyToDecimal } from "#app/platform/money.ts";
import type {
  PurchaseOrder,
  PurchaseOrderLine,
} from "#app/dropship/purchase-orders/purchase-order.ts";
import { LANGUAGES, wordsOf, type SupplierWords } from "#app/dropship/supplier-words/words-of.ts";
import { stageOf } from "./answer-stage.ts";
import { dateText } from "./decide-answer.ts";

export type DayColumn = keyof SupplierWords["column"];

export const DAY_COLUMNS: readonly DayColumn[] = [
  "order",
  "line",
  "yourSku",
  "sku",
  "title",
  "variant",
  "units",
  "accept",
  "decline",
  "reason",
  "date",
  "price",
  "tracking",
  "carrier",
  "currency",
  "personalisation",
  "name",
  "company",
  "address",
  "city",
  "province",
  "postcode",
  "country",
  "phone",
  "service",
  "note",
];

/** Header first. What is declined or has its numbers is left out. */
export function dayTable(orders: readonly PurchaseOrder[], language: SupplierLanguage): string[][] {
  const { column } = wordsOf(language);
  const rows = orders
    .filter((order) => stageOf(order) !== "done")
    .flatMap((order) =>
      order.lines
        .filter((line) => line.units > line.declinedUnits + line.trackedUnits)
        .map((line) => {
          const cells = cellsOf(order, line);
          return DAY_COLUMNS.map((name) => cells[name] ?? "");
        }),
    );
  return [DAY_COLUMNS.map((name) => column[name]), ...rows];
}

function cellsOf(
  order: PurchaseOrder,
  line: PurchaseOrderLine,
): Partial<Record<DayColumn, string | null>> {
  const to = order.shipTo;
  const { currency } = order;
  return {
    order: order.number,
    line: line.id.toString(),
    yourSku: line.supplierSku,
    sku: line.sku,
    title: line.title,
    variant: line.variantTitle,
    units: String(line.units - line.declinedUnits),
    date: dateText(line.promisedOn),
    price: moneyToDecimal({ amountMinor: line.statedCostMinor ?? line.unitCostMinor, currency }),
    currency,
    personalisation: line.customAttributes.map(({ key, value }) => `${key}: ${value}`).join("; "),
    name: to?.name ?? null,
    company: to?.company ?? null,
    address: [to?.address1, to?.address2].filter(Boolean).join(", "),
    city: to?.city ?? null,
    province: to?.province ?? null,
    postcode: to?.zip ?? null,
    country: to?.countryCode ?? null,
    phone: to?.phone ?? null,
    service: order.service,
    note: [line.note, order.note].filter(Boolean).join(" / "),
  };
}

/** What somebody filled in. Every cell is text, trimmed, without the sign that keeps it from being a formula. */
export type FilledRow = {
  /** as a spreadsheet counts, the header being 1 */
  readonly at: number;
  readonly order: string;
  readonly line: string;
  readonly sku: string;
  readonly accept: string;
  readonly decline: string;
  readonly reason: string;
  readonly date: string;
  readonly price: string;
  readonly tracking: string;
  readonly carrier: string;
};

const FILLED = [
  "order",
  "line",
  "accept",
  "decline",
  "reason",
  "date",
  "price",
  "tracking",
  "carrier",
] as const satisfies readonly DayColumn[];

// Names that suppliers' own files and our purchase orders use.
const OTHER_NAMES: Readonly<Record<string, DayColumn>> = {
  po_number: "order",
  po: "order",
  "order number": "order",
  "purchase order": "order",
  supplier_sku: "yourSku",
  "tracking number": "tracking",
  tracking_number: "tracking",
  "tracking no": "tracking",
  快递单号: "tracking",
  物流单号: "tracking",
  快递公司: "carrier",
  物流公司: "carrier",
  订单编号: "order",
};

/** The column a header names, in any language of ours. */
export function nameColumn(header: string): DayColumn | null {
  const wanted = bare(header);
  const other = OTHER_NAMES[wanted];
  if (other) return other;
  for (const { words } of Object.values(LANGUAGES)) {
    const { column } = words;
    const found = DAY_COLUMNS.find((name) => bare(column[name]) === wanted);
    if (found) return found;
  }
  return null;
}

const bare = (text: string) =>
  text
    .normalize("NFKC")
    .replace(/^\uFEFF/, "")
    .trim()
    .toLowerCase();

/** Rows with anything in them; null when no header names orders. A file without lines speaks of whole orders. */
export function readDayTable(table: readonly (readonly string[])[]): FilledRow[] | null {
  const headerAt = table
    .slice(0, 20)
    .findIndex((row) => row.some((cell) => nameColumn(cell) === "order"));
  if (headerAt < 0) return null;
  const columns = (table[headerAt] ?? []).map(nameColumn);
  const cell = (row: readonly string[], name: DayColumn) => clean(row[columns.indexOf(name)] ?? "");
  return table
    .slice(headerAt + 1)
    .map((row, index) => ({
      at: headerAt + index + 2,
      sku: cell(row, "yourSku") || cell(row, "sku"),
      ...(Object.fromEntries(
        FILLED.map((name) => [name, columns.includes(name) ? cell(row, name) : ""]),
      ) as Record<(typeof FILLED)[number], string>), // the list's own names
    }))
    .filter(({ order }) => order !== "");
}

/** A quote before a sign that begins a formula was ours or the spreadsheet's. */
const clean = (cell: string) => cell.replace(/^'(?=[=+\-@\t\r])/, "").trim();
