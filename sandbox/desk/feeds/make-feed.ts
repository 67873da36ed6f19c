/** A supplier's price list as it really sends it: each in another format, encoding and spelling of numbers. */
import { stringify } from "csv-stringify/sync";
import writeXlsxFile from "write-excel-file/node";
import type { SupplierCode } from "#sandbox/seed/catalogue/catalogue-types.ts";
import { nowMs } from "#sandbox/store/clock.ts";
import { getDefaultShop, type Sandbox } from "#sandbox/http/sandbox-context.ts";
import { getDeskSupplier } from "#sandbox/desk/desk-suppliers.ts";
import { encodeText, type FeedEncoding } from "./encode-text.ts";
import { listPrices, type PriceRow } from "./price-list.ts";

export type Feed = { name: string; mimeType: string; bytes: Buffer };

type Spelling = {
  /** File type; `xlsx` is a workbook, the others are text. */
  type: "csv" | "txt" | "xlsx";
  encoding: FeedEncoding;
  delimiter: string;
  decimal: "." | ",";
  /** Names of the eight columns, in the order of `toCells`. */
  headers: readonly string[];
  /** Lines above the header. */
  preamble: (today: string) => string[];
  date: "iso" | "dd/mm/yyyy";
};

const ENGLISH = [
  "Article no.",
  "Your SKU",
  "Description",
  "Unit cost",
  "Currency",
  "Stock",
  "Lead time (days)",
  "Stock as of",
];
const PLAIN: Spelling = {
  type: "csv",
  encoding: "utf-8",
  delimiter: ",",
  decimal: ".",
  headers: ENGLISH,
  preamble: () => [],
  date: "iso",
};

const SPELLINGS: Record<SupplierCode, Spelling> = {
  spruce: PLAIN,
  nishijin: {
    ...PLAIN,
    encoding: "shift_jis",
    headers: ["品番", "SKU", "品名", "単価", "通貨", "在庫数", "納期（日）", "在庫日"],
  },
  brightway: {
    ...PLAIN,
    type: "txt",
    encoding: "utf-16le-bom",
    delimiter: "\t",
    headers: ["货号", "客户SKU", "品名", "单价", "币种", "库存", "交期（天）", "库存日期"],
  },
  tirupur: {
    ...PLAIN,
    encoding: "utf-8-bom",
    preamble: (today) => ["Tirupur Cotton Mills Pvt. Ltd.", `Price and stock list of ${today}`, ""],
  },
  telar: {
    ...PLAIN,
    encoding: "windows-1252",
    delimiter: ";",
    decimal: ",",
    headers: [
      "Código",
      "Tu SKU",
      "Descripción",
      "Precio",
      "Moneda",
      "Existencias",
      "Plazo (días)",
      "Fecha de existencias",
    ],
    date: "dd/mm/yyyy",
  },
  fjord: { ...PLAIN, delimiter: "|", decimal: ",", date: "dd/mm/yyyy" },
  lumen: { ...PLAIN, type: "xlsx" },
  cove: {
    ...PLAIN,
    encoding: "windows-1252",
    delimiter: ";",
    decimal: ",",
    headers: [
      "Referência",
      "Vossa referência",
      "Descrição",
      "Preço",
      "Moeda",
      "Stock",
      "Prazo (dias)",
      "Data do stock",
    ],
    preamble: () => ["sep=;"],
    date: "dd/mm/yyyy",
  },
};

const MIME_TYPES = {
  csv: "text/csv",
  txt: "text/plain",
  xlsx: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
};

/** How a supplier's file is made, in words. */
export function describeFeed(code: SupplierCode): string {
  const { type, encoding, delimiter, decimal, preamble } = SPELLINGS[code];
  if (type === "xlsx") return "Excel workbook";
  const parted = delimiter === "\t" ? "tabs" : `“${delimiter}”`;
  const above = preamble("").length > 0 ? ", lines above the header" : "";
  return `${encoding.replace("-bom", " with a mark")}, parted by ${parted}, decimal “${decimal}”${above}`;
}

export async function makeFeed(sandbox: Sandbox, code: SupplierCode): Promise<Feed> {
  const supplier = getDeskSupplier(code);
  const spelling = SPELLINGS[code];
  const at = new Date(nowMs(sandbox.state.world));
  const rows = listPrices(getDefaultShop(sandbox), supplier);
  const bytes =
    spelling.type === "xlsx"
      ? await toWorkbook(rows, supplier.currency, at)
      : toText(rows, supplier.currency, at, spelling);
  return { name: `feed.${spelling.type}`, mimeType: MIME_TYPES[spelling.type], bytes };
}

function toText(rows: PriceRow[], currency: string, at: Date, spelling: Spelling): Buffer {
  const today = showDate(at, spelling.date);
  const table = stringify(
    [spelling.headers, ...rows.map((row) => toCells(row, currency, today, spelling))],
    // A bare line feed inside a cell is no record's end, so it is not quoted by itself.
    { delimiter: spelling.delimiter, record_delimiter: "\r\n", quoted_match: /\n/ },
  );
  const above = spelling.preamble(today).map((line) => `${line}\r\n`);
  return encodeText(above.join("") + table, spelling.encoding);
}

function toCells(row: PriceRow, currency: string, today: string, spelling: Spelling): string[] {
  const cost = showCost(row.costMinor, currency).replace(".", spelling.decimal);
  return [
    row.sku,
    row.shopSku,
    // A second line inside the quotes, as a spreadsheet's export has it.
    spelling.preamble("").length > 1 ? `${row.title}\nmade to our standard` : row.title,
    cost,
    currency,
    String(row.stockUnits),
    String(row.leadDays),
    today,
  ];
}

async function toWorkbook(rows: PriceRow[], currency: string, at: Date): Promise<Buffer> {
  const header = ENGLISH.map((value) => ({ value, fontWeight: "bold" as const }));
  const cells = rows.map((row) => [
    { value: row.sku },
    { value: row.shopSku },
    { value: row.title },
    { value: Number(showCost(row.costMinor, currency)), type: Number },
    { value: currency },
    { value: row.stockUnits, type: Number },
    { value: row.leadDays, type: Number },
    { value: at, type: Date, format: "yyyy-mm-dd" },
  ]);
  return writeXlsxFile([header, ...cells]).toBuffer();
}

function showCost(costMinor: number, currency: string): string {
  return currency === "JPY" ? String(costMinor) : (costMinor / 100).toFixed(2);
}

function showDate(at: Date, spelling: Spelling["date"]): string {
  const [year = "", month = "", day = ""] = at.toISOString().slice(0, 10).split("-");
  return spelling === "iso" ? `${year}-${month}-${day}` : `${day}/${month}/${year}`;
}
